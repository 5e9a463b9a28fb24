"""How linking accounts is shown. Pure: from values to messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.chat.address import User
from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Words, _, note, title
from bot.core.asking import yes_or_no
from bot.core.router import Run
from bot.domain.members import Member
from handlers.members import actions as act
from handlers.networks import network


def called(user: User, *, told_apart: bool = False) -> Words:
    """One account. A number tells people nothing, but where they have two on the network."""
    if user.id.isdecimal() and not told_apart:
        return network(user.network)
    return _("{id} ({network})", id=user.id, network=network(user.network))


def all_called(users: Sequence[User]) -> dict[User, Words]:
    """The accounts of one person, told apart where two are on one network."""
    several = len({one.network for one in users}) < len(users)
    return {one: called(one, told_apart=several) for one in users}


def code(text: str, ends_at: datetime, ways: Mapping[str, str]) -> Message:
    """The code, and what to do with it; on networks that have one, a link that says it by itself."""
    rows = tuple((Button(_("Link it on {network}", network=network(name)), "", url=url),) for name, url in ways.items())
    return say(
        _("If you write to me from two accounts, on Telegram and on Matrix for example, they can be one person for me, "
          "with one vote."),
        _("Your code: {code}", code=text),
        _("With your other account, on the other network, write to me in private: /link {code}", code=text),
        _("I then ask there whether both accounts are you. Until your yes nothing changes."),
        note(_("The code is good once, until {ends}. Show it to nobody: whoever writes it speaks for you.",
               ends=ends_at)),
        note(_("To separate the accounts again one day: /me accounts")),
        rows=rows,
    )  # fmt: skip


def ask(other: Member, theirs: Sequence[User], me: Member, mine: Sequence[User]) -> Message:
    """Who is who, before anything happens."""
    return say(
        title(_("Are both accounts you?")),
        _("The code comes from {name}: {accounts}.", name=other.name, accounts=tuple(map(called, theirs))),
        _("Here you are {name}: {accounts}.", name=me.name, accounts=tuple(map(called, mine))),
        _("After that you are one person, and vote once in each vote. Where you answered a vote with both, the later "
          "answer counts."),
        note(_("Somebody else sent you this code? Then no: whoever gave it would speak for you.")),
    )  # fmt: skip


def linked(member: Member, accounts: Sequence[User], twice: Sequence[str]) -> Message:
    """It is done, to both sides."""
    lines: list[Line | Words] = [
        _("Your accounts are linked. You are {name}: {accounts}.",
          name=member.name, accounts=tuple(map(called, accounts))),
        *([_("You had answered with both: {votes}. The later answer counts.",
             votes=tuple(_("No. {number}", number=one) for one in twice))] if twice else []),
        note(_("Wasn’t you, or changed your mind? /me accounts")),
    ]  # fmt: skip
    return say(*lines)


def accounts(mine: Sequence[tuple[User, str]], here: User, first: User | None = None) -> Message:
    """The accounts of one person; the one that was there `first` is not separated from here."""
    names = all_called([one for one, _print in mine])
    lines: list[Line | Words] = [title(_("My accounts"))]
    lines += [_("{account}, here", account=name) if one == here else name for one, name in names.items()]
    if len(mine) < 2:
        other = button(_("Link another account"), Run("lier"), "lier", "link")
        return say(*lines, _("I know you by this account alone. Another one of yours, elsewhere, can be the same "
                             "person for me: /link"), rows=((other,),))  # fmt: skip
    rows = tuple(
        (button(_("Separate {account}", account=names[one]), act.Separate(known, False)),)
        for one, known in mine if one != first
    )  # fmt: skip
    kept = (
        [note(_("{account} was there first: only that account separates itself.", account=names[first]))]
        if first
        else []
    )
    return say(*lines, _("They are one person for me, with one vote."), *kept, rows=rows)


def ask_separate(user: User, others: Sequence[User], known: str) -> Message:
    """What is at stake, before it is done."""
    names = all_called([user, *others])
    return say(
        title(_("Separate {account}?", account=names[user])),
        _("Everything you did so far stays with {others}, also what each account did before you linked them: answers, "
          "roles, memberships, reminders.", others=tuple(names[one] for one in others)),
        _("{account} starts from nothing, as somebody whom I meet for the first time, and has no voice in the votes "
          "that are open now.", account=names[user]),
        note(_("To link it again: /link")),
        rows=(yes_or_no(_("Yes, separate it"), act.Separate(known, True), "séparer", "separate"),),
    )  # fmt: skip


def separated(user: User, others: Sequence[User], *, mine: bool) -> Message:
    """To each side. Whoever left, or was parted from the others without having asked for it, reads what that means."""
    names = all_called([user, *others])
    if mine:
        return say(
            _("This account is somebody of its own from now on, and starts from nothing: everything you did until now, "
              "also before the accounts were linked, stayed with {others}.",
              others=tuple(names[one] for one in others)),
            _("It was not you who asked for it? Tell whoever organizes your group."),
            note(_("To link it again: /link")),
        )  # fmt: skip
    return say(_("{account} is no longer linked to you. What you did stayed with you. To link it again: /link",
                 account=names[user]))  # fmt: skip
