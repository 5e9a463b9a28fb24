"""How the day is shown to everybody: the sign-in with its live quorum, and what happens around it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, many, note, title
from bot.domain.plenaries import Plenary, Point, Standing, Status, Task
from bot.domain.polls import Poll
from handlers.meetings import OFFICES
from handlers.plenaries import actions as act
from handlers.plenaries.wording import OFFICES as CALLED
from handlers.plenaries.wording import held, point_line


@dataclass(frozen=True, slots=True)
class Seen:
    """The meeting as everybody sees it. `names` are those of the offices, none in a political group."""

    plenary: Plenary
    standing: Standing
    point: Point | None
    filled: frozenset[str]
    names: Mapping[str, str]
    waiting: int


def sign_in(seen: Seen) -> Message:
    """The living message of the sign-in."""
    plenary = seen.plenary
    lines: list[Line | Words] = [title(_("Plenary {number}: who is here", number=plenary.number))]
    lines += numbers(seen.standing)
    if plenary.status is not Status.OPEN:
        return say(*lines, _("The meeting is over."), minor=True)
    if seen.point is not None:
        lines.append(_("Now: {point}", point=point_line(seen.point)))
    lines += [held(one, seen.names[one]) for one in OFFICES if one in seen.names]
    if seen.waiting:
        lines.append(many("{n} person waits to speak.", "{n} people wait to speak.", seen.waiting))
    if not plenary.signing:
        lines.append(note(_("The sign-in is closed; whoever runs the meeting can still sign somebody in.")))
    return say(*lines, rows=tuple(_rows(seen)))


def _rows(seen: Seen) -> Sequence[tuple[Button, ...]]:
    number = seen.plenary.id
    leave = button(_("I leave"), act.SignOut(number), "je pars", "partir", "leave")
    here = button(_("I am here"), act.SignIn(number), "ici", "présent", "présente", "here")
    rows: list[tuple[Button, ...]] = [(here, leave) if seen.plenary.signing else (leave,)]
    rows.append((button(_("I want to speak"), act.Speak(number), "parole", "speak"),))
    free = [one for one in OFFICES if one not in seen.filled]
    offers = [button(OFFERS[one], act.Volunteer(number, one), *TYPED[one]) for one in free]
    return [*rows, *(tuple(offers[at : at + 2]) for at in range(0, len(offers), 2))]


OFFERS: Mapping[str, Phrase] = {
    "chair": _("I facilitate"), "secretary": _("I take the minutes"), "time": _("I watch the time"),
    "turns": _("I give the turns to speak"),
}  # fmt: skip
TYPED: Mapping[str, tuple[str, ...]] = {
    "chair": ("j’anime", "facilitate"), "secretary": ("je note", "minutes"), "time": ("le temps", "time"),
    "turns": ("les tours", "turns"),
}  # fmt: skip


def numbers(standing: Standing) -> list[Line | Words]:
    """Present, represented, and whether that is enough: in persons, or in voices where they weigh."""
    lines: list[Line | Words] = []
    if standing.weighted:
        lines.append(note(_("Counted in voices, as some weigh more than others.")))
    if standing.members is None:
        lines.append(_("Present: {present}, by proxy: {represented}, together: {total}.", present=standing.present,
                       represented=standing.represented, total=standing.attending))  # fmt: skip
    else:
        lines.append(_("Present: {present}, by proxy: {represented}, together: {total} of {members}.",
                       present=standing.present, represented=standing.represented, total=standing.attending,
                       members=standing.members))  # fmt: skip
    if standing.required is None:
        lines.append(_("No quorum required."))
    elif standing.missing and standing.weighted:
        lines.append(many("Quorum: {required}. {n} voice is missing.", "Quorum: {required}. {n} voices are missing.",
                          standing.missing, required=standing.required))  # fmt: skip
    elif standing.missing:
        lines.append(many("Quorum: {required}. {n} person is missing.", "Quorum: {required}. {n} people are missing.",
                          standing.missing, required=standing.required))  # fmt: skip
    else:
        lines.append(_("Quorum: {required}, reached.", required=standing.required))
    return lines


def signed_in(vote: Poll | None, *, over_proxy: bool) -> Phrase:
    """Whoever signed in reads it; `vote` is the open one in which somebody carried their voice until now."""
    if vote is not None:
        return _("Noted: you are here. You speak for yourself: the proxy you gave has ended. Vote {number} is open, "
                 "and nobody answers it for you any more: do it yourself.", number=vote.number)  # fmt: skip
    if over_proxy:
        return _("Noted: you are here. You speak for yourself: the proxy you gave has ended.")
    return _("Noted: you are here.")


def giver_came(giver: str, vote: Poll | None = None) -> Phrase:
    """Told to the holder of a proxy; `vote` is the open one in which they carried that voice until now."""
    if vote is not None:
        return _("{giver} has come and speaks for themselves: you do not carry their voice any more, and your answer "
                 "to vote {number} does not count for them.", giver=giver, number=vote.number)  # fmt: skip
    return _("{giver} has come and speaks for themselves: you do not carry their voice any more.", giver=giver)


def does(office: str, name: str, *, mine: bool) -> Phrase:
    """Who does it now."""
    if mine:
        return _("Noted, you do this: {office}. Thank you!", office=CALLED[office])
    return _("Noted, {name} does this: {office}.", name=name, office=CALLED[office])


def drawn_for(office: str, plenary: Plenary) -> Phrase:
    """Told to whom the lot fell on."""
    return _("The lot fell on you in plenary {number}: {office}. If you would rather not, tell whoever runs the "
             "meeting.", number=plenary.number, office=CALLED[office])  # fmt: skip


def drawn_by_lot(names: Mapping[str, str]) -> Message:
    """Told to the group."""
    lines = [held(office, name) for office, name in names.items()]
    return say(title(_("Drawn by lot among those who are here")), *lines)


def offices(plenary: Plenary, names: Mapping[str, str]) -> Message:
    """Who does what, and how to take it on."""
    lines: list[Line | Words] = [title(_("Who does what in plenary {number}", number=plenary.number))]
    nobody = _("nobody yet")
    lines += [held(one, names.get(one, nobody)) for one in OFFICES]
    rows = tuple(
        (button(OFFERS[one], act.Volunteer(plenary.id, one), *TYPED[one]),)
        for one in OFFICES if plenary.is_open and one not in names
    )  # fmt: skip
    return say(*lines, rows=rows)


def in_line(place: int) -> Phrase:
    """Told to whoever wants to speak."""
    if place == 1:
        return _("Noted: you are the next to speak.")
    return _("Noted: you are number {place} in line to speak.", place=place)


def tasks(open_tasks: Sequence[Task], *, names: bool) -> Message:
    """What was given to somebody at a plenary before, and is not known to be done."""
    head = title(many("{n} action of earlier plenaries is open", "{n} actions of earlier plenaries are open",
                      len(open_tasks)))  # fmt: skip
    return say(head, *(task_line(one, names=names) for one in open_tasks))


def task_line(task: Task, *, names: bool = True) -> Phrase:
    """An action as a list shows it."""
    return _("• {task}", task=task_said(task, names=names))


def task_said(task: Task, *, names: bool = True) -> Phrase:
    """An action in a sentence."""
    if not names or not task.owner:
        if task.due_on is None:
            return _("{text}", text=task.text)
        return _("{text}, by {day}", text=task.text, day=task.due_on)
    if task.due_on is None:
        return _("{owner}: {text}", owner=task.owner, text=task.text)
    return _("{owner}: {text}, by {day}", owner=task.owner, text=task.text, day=task.due_on)


def still_open(plenary: Plenary) -> Message:
    """Asked of whoever runs it, half a day later."""
    return say(
        _("Plenary {number} has been open for a long time. If it is over, close it.", number=plenary.number),
        rows=((button(_("Close the meeting"), act.AskClose(plenary.id), "clore", "close"),),),
    )  # fmt: skip
