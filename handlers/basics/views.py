"""How the menu, the help and the pages about privacy are shown. Pure: from values to messages."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, many, note, quote, title
from bot.core.feature import Declared, Feature
from bot.core.router import Run
from bot.core.words import Words as Speech
from handlers.basics.actions import Help
from handlers.context import Transaction

# How the other feature is asked for the menu in private, from a group: `/menu privé` typed does the same.
SOME = 41  # the number in a form to copy: any
PRIVATELY = ("prive", "private")


def menu(
    name: str, waiting: int, *, in_a_group: bool, organizes: bool, runs: bool, code_waits: bool = False
) -> Message:  # fmt: skip
    """Everything, in private. While nobody runs the bot, a code waits for whoever does."""
    lines: list[Line | Words] = [title(_("Hello {name}! What shall we do?", name=name))]
    rows: list[tuple[Button, ...]] = []
    if code_waits:
        lines.append(_("If you run this bot, send me the code that “coop run” shows."))
    if not in_a_group:
        lines.append(_("I do not know your group yet: write /menu in its chat, and I will."))
    else:
        lines.append(_waiting(waiting))
        rows += [(_vote(waiting),)] if waiting else []
        rows += [(_propose(), _ask()), (_plenary(), _aid()), (_projects(), _decisions()), (_welcome(),)]
    mine = button(_("My settings"), Run("moi"), "moi", "me")
    rows.append((_reminders(), mine))
    if organizes:
        rows.append((_settings(),))
    if runs:
        rows.append((button(_("For whoever runs this bot"), Run("operateur"), "opérateur", "operator"),))
    rows.append((_help(),))
    return say(*lines, rows=tuple(rows))


def group_menu(open_votes: int, *, organizes: bool) -> Message:
    """The brief one, for everybody to read."""
    lines: list[Line | Words] = [
        title(_("What I can do here")),
        _("To decide together: /vote Shall we adopt the welcome charter?"),
        _("To ask for advice: /poll Which soup? | Leek | Squash"),
        _("To help each other: /need a trailer tomorrow morning, Vaise"),
        _("To remember: /remind tomorrow 7pm software meeting"),
        _("To put something on the next agenda: /agenda Review of the grocery"),
    ]
    votes = ((_vote(open_votes),),) if open_votes else ()
    rows = (
        *votes,
        (_propose(),),
        (_aid(), _projects()),
        (_decisions(), _reminders()),
        (_plenary(), _welcome()),
        (button(_("Calendar"), Run("calendrier"), "calendrier", "calendar"),),
        *(((_settings(),),) if organizes else ()),
    )
    return say(*lines, rows=(*rows, (_help(),)))


def _waiting(n: int) -> Phrase:
    if not n:
        return _("No vote is waiting for you.")
    return many("{n} vote is waiting for you.", "{n} votes are waiting for you.", n)


def _vote(n: int) -> Button:
    return button(_("To vote now: {n}", n=n), Run("vote"), "voter", "vote")


def _propose() -> Button:
    return button(_("Propose a vote or a poll"), Run("proposer"), "proposer", "propose")


def _decisions() -> Button:
    return button(_("Decisions"), Run("decisions"), "décisions", "registre", "register")


def _aid() -> Button:
    return button(_("Mutual aid"), Run("entraide"), "entraide", "aid")


def _ask() -> Button:
    return button(_("Ask an open question"), Run("question", "new"), "question", "ask")


def _plenary() -> Button:
    return button(_("Next plenary"), Run("pleniere"), "plénière", "plenary")


def _projects() -> Button:
    return button(_("Projects and groups"), Run("projets"), "projets", "projects")


def _welcome() -> Button:
    return button(_("Welcome"), Run("accueil"), "accueil", "bienvenue", "welcome")


def _reminders() -> Button:
    return button(_("Reminders"), Run("rappel"), "rappels", "reminders")


def _settings() -> Button:
    return button(_("Settings of the group"), Run("reglages"), "réglages", "settings")


def _help() -> Button:
    return button(_("Help"), Help(0), "aide", "help")


def help_page(features: Sequence[Feature[Transaction]], page: int, speech: Speech) -> Message:
    """One feature: its commands, the words that mean the same, and examples to copy."""
    page = min(max(page, 0), len(features) - 1)
    feature = features[page]
    lines: list[Line | Words] = [title(Phrase(feature.title) if feature.title else feature.name.capitalize())]
    for command in (one for one in feature.commands if one.listed):
        lines.append(_command(command, speech))
        lines += [quote(Phrase(example)) for example in command.examples]
    lines.append(note(_("Page {page} of {pages}", page=page + 1, pages=len(features))))
    before = button(_("Previous"), Help(page - 1), "précédent", "previous") if page else None
    after = button(_("Next"), Help(page + 1), "suivant", "next") if page + 1 < len(features) else None
    back = button(_("Menu"), Run("menu"), "menu")
    return say(*lines, rows=(tuple(one for one in (before, after, back) if one),))


def help_of(command: Declared[Transaction], page: int, speech: Speech) -> Message:
    """One command: what it opens, every form to copy, and the way to what stands beside it."""
    more = [Phrase(one, {"number": SOME}) for one in command.more]
    lines: list[Line | Words] = [_command(command, speech), *(quote(Phrase(one)) for one in command.examples)]
    lines += [quote(one) if one.key.startswith("/") else one for one in more]
    beside = button(_("Related commands"), Help(page), "à côté", "beside")
    return say(*lines, rows=((beside, button(_("Menu"), Run("menu"), "menu")),))


def _command(command: Declared[Transaction], speech: Speech) -> Phrase:
    """The name that its examples have in the reader's language first, then the words that mean the same."""
    known = (command.name, *command.twins)
    shown = speech.say(Phrase(command.examples[0])).split()[0].lstrip("/") if command.examples else command.name
    name = shown if shown in known else command.name
    twins = ", ".join(f"/{one}" for one in known if one != name)
    if not twins:
        return _("/{name}: {help}.", name=name, help=Phrase(command.help))
    return _("/{name} ({twins}): {help}.", name=name, twins=twins, help=Phrase(command.help))


def privacy() -> Message:
    """What is kept, who keeps it, for how long: as this version does it."""
    return say(
        title(_("What I keep, who keeps it, and for how long")),
        _("About you: your name and account number on this network, your language, the groups where I met you and "
          "whether you organize them, your answers, proposals and reminders."),
        _("I never keep messages that are not addressed to me."),
        _("Polls and public votes: everybody may read who answered what. Polls are removed after six months; a public "
          "vote loses its names five weeks after its close, and keeps its totals."),
        _("Confidential votes: people see who voted. Whoever runs this bot could see the answers while the vote is "
          "open. At its close the link is erased for good; who took part and the totals stay."),
        _("Decisions and results stay: they are the memory of the group. The names in them become initials after five "
          "years."),
        _("Your welcome: what you answer is shown to nobody without your yes. Unfinished, it is forgotten after thirty "
          "days; finished, the answers go then, and the date on which you accepted the charter stays."),
        _("Needs, offers and answers to open questions: the group reads them. I leave ways to reach you out of what "
          "the group reads; your contact goes to one person, after your yes, and I do not keep it. What you write to "
          "somebody through me goes 30 days after the matter is over."),
        _("Accounts that you linked are one person for me. Of a code to link them I keep a digest, for a day at most. "
          "To separate them: /me accounts"),
        _("A conversation that you left is forgotten within two days, the number of a message I handled after a week, "
          "the buttons of an old message after three months."),
        _("All of it is in one file on the machine of whoever runs this bot; I send it to nobody. What you write also "
          "passes through the network you write on."),
        _("A copy of all that I keep about you, and the erasure of your account, alone and at once: /me"),
    )  # fmt: skip


def hello(*, organizer: bool) -> Message:
    """On arrival: five lines at most."""
    return say(
        title(_("Hello! I help this group to decide, to remember and to welcome, without leaving this chat.")),
        _("I read what is addressed to me: commands, answers to my messages, my buttons. I keep nothing else that is "
          "said."),
        _("I keep the names of the people here, the votes, the decisions and the reminders. More: /privacy"),
        _why_administrator(organizer),
        _("To begin: /menu"),
    )  # fmt: skip


def thanks() -> Phrase:
    """To a group that has just made the bot an administrator."""
    return _(
        "Thank you: as an administrator I see from now on who comes and goes, and so who may vote. With the rights to "
        "pin and to delete, I pin the open vote and take away an answer given here by mistake."
    )


def _why_administrator(organizer: bool) -> Phrase:
    if organizer:
        return _("As an administrator I see who comes and goes, pin the open vote, and delete an answer given here by "
                 "mistake. I do nothing else with it.")  # fmt: skip
    return _("Please make me an administrator: I then see who comes and goes, can pin the open vote, and delete an "
             "answer given here by mistake.")  # fmt: skip
