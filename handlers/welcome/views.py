"""How newcomers are greeted, told, asked and left with somebody. Pure: from values to messages."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, many, note, quote, title
from bot.domain.groups import Group
from bot.domain.plenaries import Plenary
from bot.domain.welcome import EXCHANGES, Path, Share, Stage
from bot.domain.welcome_texts import WelcomeText
from handlers.welcome import actions as act
from storage.welcomes import WelcomeDate

BEGIN = ("c'est parti", "oui", "ok", "let's go", "go", "yes")
NAMED = 20  # people in one greeting; the others are counted

# What is told until a group has written its own.
STANDARD_ABOUT = (
    _("We decide together: one person, one vote."),
    _("We help each other, close to where we live."),
    _("What is decided can be read by everybody."),
)
STANDARD_CHARTER = (
    _("I take part in decisions as I can, and I accept what was decided together."),
    _("I listen, I speak for myself, and I respect every person."),
    _("I help when I can, and I ask when I need help."),
    _("What is told to me in confidence stays with me."),
)


def greeting(names: tuple[str, ...], group: Group) -> Message:
    """Short, for everybody to read, with the way to get to know the group in private."""
    shown, others = names[:NAMED], len(names) - NAMED
    if others > 0:
        head = many("Welcome {names} and {n} other!", "Welcome {names} and {n} others!", others,
                    names=", ".join(shown))  # fmt: skip
    else:
        head = _("Welcome {names}!", names=shown)
    meet = button(_("Get to know each other, in private"), act.Meet(group.id), "connaissance", "bienvenue", "meet")
    return say(
        title(head),
        _("In {group} we vote, decide and remember right here. I am the bot that helps with it.", group=group.name),
        rows=((meet,),),
    )


# the five exchanges


def about(path: Path, group: Group, name: str, text: WelcomeText | None) -> Message:
    """The first one: the cooperative in three lines."""
    told: Sequence[Line | Words] = text.text.splitlines() if text else STANDARD_ABOUT
    on = _("Let’s go") if path.stage is Stage.ABOUT else _("Go on where I was")
    return say(
        title(_("Welcome to {group}, {name}!", group=group.name, name=name)),
        *told,
        note(_("Five short exchanges, this one included. What you answer is shown to nobody unless you say so, and you "
               "can stop and come back whenever you like: /welcome")),
        rows=(
            (button(on, act.Walk(path.id), *BEGIN, "continuer"),), (_talk(path), _later()),
        ),
    )  # fmt: skip


def _later() -> Button:
    return button(_("Later"), act.Later(), "plus tard", "non", "later", "no")


def _talk(path: Path) -> Button:
    return button(_("Talk to somebody"), act.Human(path.id), "parler", "humain", "talk", "human")


def question(stage: Stage, path: Path, group: Group, near: Sequence[str]) -> Message:
    """One of the questions that are answered in words."""
    at = note(_("{n} of {all}", n=stage.place, all=EXCHANGES))
    before = path.answer_to(stage)
    kept: tuple[Line | Words, ...] = (_("So far you said:"), quote(before)) if before else ()
    match stage:
        case Stage.AREA:
            return say(
                at, _("Where do you live? A commune or a quarter is enough: I look for the groups near it."), *kept
            )
        case Stage.BRING:
            asks = _("What would you like to bring? Time, a skill, a tool, ideas: a sentence or two.")
            return say(at, *_near(path, group, near), asks, *kept)
        case _need:
            asks = _("And what do you need? A hand, a thing, to meet people: a sentence or two.")
            return say(at, asks, *kept)


def _near(path: Path, group: Group, near: Sequence[str]) -> tuple[Line | Words, ...]:
    others = tuple(name for name in near if name != group.name)
    if others:
        return (_("Near {area}: {groups}.", area=path.area, groups=others),)
    if group.name in near:
        return (_("{group} is right there, in {area}.", group=group.name, area=path.area),)
    return (_("I know no group in “{area}”.", area=path.area),) if path.area else ()


def charter(group: Group, text: WelcomeText | None, near: Sequence[str], *, changed: bool) -> Message:
    """The last one: the charter, with its version and its date."""
    lines: list[Line | Words] = [note(_("{n} of {all}", n=EXCHANGES, all=EXCHANGES))]
    if changed:
        lines.append(_("The charter was changed while you were reading. This is the one that holds now:"))
    lines.append(title(_("The charter of {group}", group=group.name)))
    lines += [quote(line) for line in (text.text.splitlines() if text else STANDARD_CHARTER)]
    lines.append(note(_version(text)))
    return say(*lines, _("Does it suit you?"))


def _version(text: WelcomeText | None) -> Phrase:
    if text is None or text.published_at is None:
        return _("The group has written none of its own yet: this is the usual one.")
    return _("Version {n}, of {at}.", n=text.number, at=text.published_at)


def ending(
    path: Path, group: Group, accepted: WelcomeText | None, *, buddy: str, contact: str, dates: Sequence[WelcomeDate],
    step: str, plenary: Plenary | None = None, turn: bool = False,
) -> Message:  # fmt: skip
    """What comes next, and what may be told of what was answered. `turn` says whether newcomers have theirs on the
    agenda of the plenary."""
    lines: list[Line | Words] = [title(_("There you are: you are at home in {group}.", group=group.name))]
    if path.accepted_at is not None:
        lines.append(_accepted(path, accepted))
    lines.append(_("Your welcome buddy: {name}.", name=buddy) if buddy else _("Nobody welcomes in turn here yet."))
    if contact:
        lines.append(_("Whom to ask, at any time: {contact}", contact=contact))
    if plenary is not None:
        where = plenary.place or _("the place is still to be said")
        lines.append(
            _("Next plenary: {at}, {place}. Newcomers have their turn there.", at=plenary.start, place=where)
            if turn else _("Next plenary: {at}, {place}.", at=plenary.start, place=where)
        )  # fmt: skip
    lines += [_("On {at}: {text}", at=one.at, text=one.text) for one in dates]
    lines.append(_("First small step: {step}", step=step or _("say hello in the chat of the group.")))
    rows = [*_agreements(path), *(((_write(path, buddy),),) if buddy else ())]
    if len(rows) > bool(buddy):
        lines.append(note(_("What you answered is for you alone, unless you say otherwise:")))
    return say(*lines, rows=tuple(rows))


def _accepted(path: Path, text: WelcomeText | None) -> Phrase:
    if text is None:
        return _("You accepted the charter on {at}.", at=path.accepted_at)
    return _("You accepted version {n} of the charter on {at}.", n=text.number, at=path.accepted_at)


def _agreements(path: Path) -> list[tuple[Button, ...]]:
    """One button for each thing that may be told and was not yet, and the way back from what the buddy reads."""
    found: list[tuple[Button, ...]] = []
    for what, told, yes, typed in (
        (Share.OFFER, path.bring, _("Put my offer on the mutual-aid board"), ("mon offre", "my offer")),
        (Share.NEED, path.need, _("Put my need on the mutual-aid board"), ("mon besoin", "my need")),
        (Share.BUDDY, path.area + path.bring + path.need if path.buddy is not None else "",
         _("My buddy may read my answers"), ("mes réponses", "my answers")),
    ):  # fmt: skip
        if told and what not in path.shared:
            found.append((button(yes, act.Agree(path.id, what.value), *typed),))
    if Share.BUDDY in path.shared and path.buddy is not None:
        no_more = _("My buddy no longer reads my answers")
        found.append((button(no_more, act.KeepBack(path.id), "ne plus montrer", "keep back"),))
    return found


def _write(path: Path, name: str) -> Button:
    return button(_("Write to {name}", name=name), act.Write(path.id), "écrire", "write")


# humans


def human(path: Path, name: str, contact: str, group: str) -> Message:
    """Somebody to talk to."""
    lines: list[Line | Words] = []
    if name:
        lines.append(_("{name} welcomes you in {group}, and is told that you are here.", name=name, group=group))
    else:
        lines.append(_("Nobody welcomes in turn here yet: ask in the chat of {group}.", group=group))
    if contact:
        lines.append(_("Whom to ask, at any time: {contact}", contact=contact))
    on = button(_("Go on with the questions"), act.Walk(path.id), "continuer", "go on", *BEGIN)
    rows = [*([(_write(path, name),)] if name else []), *([] if path.is_done else [(on,)])]
    return say(*lines, rows=tuple(rows))


def to_buddy(path: Path, name: str, group: str) -> Message:
    """To the buddy: who it is, and nothing of what they answered."""
    return say(
        title(_("{name} is getting to know {group}, and you are their welcome buddy.", name=name, group=group)),
        _("A word from you makes the difference: say hello, and ask what they would like to see first."),
        rows=(
            (_write(path, name),),
            (button(_("Pass on to somebody else"), act.PassOn(path.id), "passer", "pass on"),),
        ),
    )


def new_buddy(path: Path, name: str) -> Message:
    """To the newcomer, whose buddy passed on."""
    return say(_("Your welcome buddy is {name} now.", name=name), rows=((_write(path, name),),))


def word(path: Path, name: str, text: str) -> Message:
    """A word that the bot hands on."""
    answer = button(_("Answer {name}", name=name), act.Write(path.id), "répondre", "answer")
    return say(_("{name} writes to you:", name=name), *map(quote, text.splitlines()), rows=((answer,),))


def answers(path: Path, name: str) -> Message:
    """To the buddy, as long as the newcomer agrees."""
    if Share.BUDDY not in path.shared:
        return say(_("{name} keeps their answers to themselves.", name=name))
    lines: list[Line | Words] = [title(_("{name} lets you read this:", name=name))]
    if path.area:
        lines.append(_("Lives in: {area}", area=path.area))
    if path.bring:
        lines.append(_("Would like to bring: {text}", text=path.bring))
    if path.need:
        lines.append(_("Needs: {text}", text=path.need))
    return say(*lines)


# at the door, and after a long time


def at_the_door(path: Path, group: Group, name: str) -> Message:
    """To whoever asked to be let in."""
    return say(
        title(_("Hello {name}! You asked to join {group}.", name=name, group=group.name)),
        _("Five short exchanges here first, then I open the door. They take two minutes."),
        rows=((button(_("Let’s go"), act.Meet(group.id), *BEGIN),), (_talk(path), _later())),
    )


def let_in(group: str) -> Phrase:
    """To whoever was let in."""
    return _("The door of {group} is open: come in.", group=group)


def forgotten(group: str) -> Phrase:
    """To whoever left their path alone for a month."""
    return _("You left our welcome to {group} unfinished thirty days ago, so I forgot what you had answered. Whenever "
             "you like, begin anew: /welcome", group=group)  # fmt: skip
