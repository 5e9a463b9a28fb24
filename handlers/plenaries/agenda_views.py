"""How agendas and their points are shown. Pure: from values to messages."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, many, note, title
from bot.domain.plenaries import Nature, Plenary, Point, Progress
from handlers.meetings import point_title
from handlers.plenaries import actions as act
from handlers.plenaries import views
from handlers.plenaries.wording import NATURES, point_line

MOST_BUTTONS = 8
SHORT = 30  # characters of a title on a button


def agenda(plenary: Plenary, points: Sequence[Point]) -> Message:
    """Every point, and a way to each."""
    lines: list[Line | Words] = [title(_("Agenda of plenary {number}, {at}", number=plenary.number, at=plenary.start))]
    lines += views.agenda_lines(points)[1:] if points else views.agenda_lines(points)
    if end := views.agenda_end(plenary):
        lines.append(note(end))
    return say(*lines, rows=(*_by_two([_way(one) for one in points[:MOST_BUTTONS]]), (_propose(),)))


def waiting(points: Sequence[Point]) -> Message:
    """Points that wait for a plenary."""
    if not points:
        return say(_("No plenary is convened, and no point waits for one."), rows=((_propose(),),))
    lines = [_("• {title} ({nature})", title=point_title(one), nature=NATURES[one.nature]) for one in points]
    return say(title(_("Points that wait for the next plenary")), *lines, rows=((_propose(),),))


def _way(point: Point) -> Button:
    text = point_title(point)
    short = text if isinstance(text, Phrase) or len(text) <= SHORT else f"{text[: SHORT - 1].rstrip()}…"
    return button(_("{place}. {title}", place=str(point.place), title=short), act.Page(point.id))


def _propose() -> Button:
    return button(_("Propose a point"), act.AddPoint(), "point", "proposer", "propose")


def proposed(point: Point, plenary: Plenary | None, closed: Plenary | None) -> Message:
    """Said where it was proposed."""
    if plenary is not None:
        head = _("Point {place} of plenary {number}: {title} ({nature}).", place=str(point.place),
                 number=plenary.number, title=point.title, nature=NATURES[point.nature])  # fmt: skip
    elif closed is not None:
        head = _("The agenda of plenary {number} is closed, so this point waits for the next one: {title} ({nature}).",
                 number=closed.number, title=point.title, nature=NATURES[point.nature])  # fmt: skip
    else:
        head = _("This point waits for the next plenary: {title} ({nature}).", title=point.title,
                 nature=NATURES[point.nature])  # fmt: skip
    rows: list[tuple[Button, ...]] = []
    if point.nature is not Nature.DECISION and not point.late:
        rows.append((button(_("It is for a decision"), act.AsNature(point.id, "decision"), "décision", "decision"),))
    rows.append((_off(point),))
    return say(head, rows=tuple(rows))


def changed(point: Point) -> Message:
    """Said where it was changed."""
    return say(_("Noted: {point}", point=point_line(point)))


def page(point: Point, author: str) -> Message:
    """One point, with what can be done about it."""
    lines: list[Line | Words] = [title(point_line(point) if point.place else point_title(point))]
    if author:
        lines.append(_("Proposed by {name}.", name=author))
    if point.options:
        lines.append(_("Options: {options}.", options=point.options))
    if point.minutes:
        lines.append(_("Length: {n} min.", n=point.minutes))
    if point.late:
        lines.append(_("It came up during the meeting, so it is not voted on."))
    if point.progress is Progress.DONE:
        lines.append(_("Dealt with."))
    if point.progress is not Progress.WAITING:
        return say(*lines)
    natures = tuple(
        button(said, act.AsNature(point.id, nature.value))
        for nature, said in _TURNS.items()
        if nature is not point.nature
    )
    order = (
        button(_("Earlier"), act.Shift(point.id, -1), "avant", "earlier"),
        button(_("Later"), act.Shift(point.id, 1), "après", "later"),
    ) if point.place else ()  # fmt: skip
    return say(*lines, rows=tuple(row for row in (order, natures, (_off(point),)) if row))


_TURNS: dict[Nature, Phrase] = {
    Nature.INFORMATION: _("To inform"), Nature.EXCHANGE: _("To exchange"), Nature.DECISION: _("To decide"),
}  # fmt: skip


def _off(point: Point) -> Button:
    return button(_("Take it off"), act.Withdraw(point.id), "retirer", "withdraw")


def _by_two(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


# to its author, of what somebody who convenes did with it


def changes(before: Point, after: Point) -> tuple[Words, ...]:
    """What is otherwise: what it is for, how long it takes, the settings of its vote."""
    found: list[Words] = []
    if before.nature is not after.nature:
        found.append(_("{before} → {after}", before=NATURES[before.nature], after=NATURES[after.nature]))
    if before.minutes != after.minutes:
        found.append(many("{n} minute", "{n} minutes", after.minutes))
    old = dict(before.settings)
    found += [f"{key}={value}" for key, value in after.settings if old.get(key) != value]
    return tuple(found)


def told_changed(point: Point, changed: tuple[Words, ...], name: str) -> Phrase:
    """It is no longer what they wrote."""
    return _("{name}, who prepares the plenary, changed the point that you proposed: “{title}” ({what}). If that does "
             "not suit you, speak of it together before the day.",
             name=name, title=point.title, what=changed)  # fmt: skip


def told_withdrawn(point: Point, name: str) -> Phrase:
    """It is not on the agenda any more."""
    return _("{name}, who prepares the plenary, took the point that you proposed off the agenda: “{title}” Speak of it "
             "together; you may propose it again.", name=name, title=point.title)  # fmt: skip


def told_moved(point: Point, plenary: Plenary, name: str) -> Phrase:
    """It is dealt with earlier or later."""
    return _("{name}, who prepares plenary {number}, put the point that you proposed elsewhere on the agenda: "
             "“{title}” is now number {place}.",
             name=name, number=plenary.number, title=point.title, place=point.place)  # fmt: skip
