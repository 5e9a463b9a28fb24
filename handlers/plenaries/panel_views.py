"""How the panel is shown to whoever runs the meeting. Pure: from values to messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, note, title
from bot.core.asking import yes_or_no
from bot.core.router import Run
from bot.domain.members import MemberId
from bot.domain.plenaries import Plenary, Point, Preset, Standing, Status
from bot.domain.polls import Poll
from handlers.meetings import OFFICES, point_title
from handlers.plenaries import actions as act
from handlers.plenaries import views
from handlers.plenaries.day_views import numbers
from handlers.plenaries.wording import point_line

NAMED = 5  # who wait to speak, named


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that whoever runs the meeting must see."""

    plenary: Plenary
    standing: Standing
    points: Sequence[Point]
    now: Point | None
    next: Point | None
    speakers: tuple[str, ...]
    vote: Poll | None
    filled: frozenset[str]
    published: bool
    group: str
    newcomers: tuple[str, ...] = ()


def panel(board: Board) -> Message:
    """The panel, before, during and after the meeting."""
    plenary = board.plenary
    head = title(_("Running plenary {number} of {group}", number=plenary.number, group=board.group))
    match plenary.status:
        case Status.CONVENED:
            lines = [views.date_of(plenary), *views.agenda_lines(board.points)]
            open_ = button(_("Open the sign-in"), act.Open(plenary.id), "ouvrir", "open")
            agenda = button(_("Agenda"), act.Agenda(plenary.id), "ordre du jour", "agenda")
            listed = button(_("List to print"), act.PrintList(plenary.id), "liste", "list")
            return say(head, *lines, rows=((open_,), (agenda, listed)))
        case Status.OPEN:
            return say(head, *_now(board), rows=tuple(_rows(board)))
        case Status.CLOSED:
            said = views.state(plenary, minutes=board.published)
            return say(head, said, rows=((button(_("Minutes"), act.Minutes(plenary.id), "minutes"),),), minor=True)
    return say(head, _("It does not take place."), minor=True)


def _now(board: Board) -> list[Line | Words]:
    lines = numbers(board.standing)
    if board.now is not None:
        lines.append(_("Now: {point}", point=point_line(board.now)))
        if board.now.preset is Preset.NEWCOMERS and board.newcomers:
            lines.append(_("New since the last plenary: {names}", names=board.newcomers))
        if board.now.began_at is not None:
            since = board.now.began_at.astimezone(ZoneInfo(board.plenary.zone)).time()
            if board.now.minutes:
                lines.append(_("Since {hour}, {n} min were planned.", hour=since, n=board.now.minutes))
            else:
                lines.append(_("Since {hour}.", hour=since))
    if board.next is not None:
        lines.append(_("Then: {point}", point=point_line(board.next)))
    if board.speakers:
        lines.append(_("Wait to speak: {names}.", names=board.speakers[:NAMED]))
    if board.vote is not None:
        lines.append(_("Vote {number} is open: {title}", number=board.vote.number, title=board.vote.terms.title))
    return lines


def _rows(board: Board) -> list[tuple[Button, ...]]:
    number = board.plenary.id
    rows: list[tuple[Button, ...]] = []
    if board.vote is not None:
        rows.append((
            button(_("End vote {number}", number=board.vote.number), Run("vote", f"stop {board.vote.id}"), "arrêter"),
            button(_("Hands and paper"), Run("vote", f"hands {board.vote.id}"), "mains", "hands"),
        ))  # fmt: skip
    else:
        if board.now is not None and board.now.can_be_voted:
            label = _("Open the vote on point {place}", place=str(board.now.place))
            rows.append(
                (
                    button(
                        label,
                        Run("vote", f"point {board.now.place} plenary {number}"),
                        "ouvrir le vote",
                        "open the vote",
                    ),
                )
            )
        if board.next is not None:
            rows.append((button(_("Next point"), act.TurnTo(board.next.id), "suivant", "next"),))
    if board.speakers:
        label = _("{name} speaks", name=board.speakers[0])
        rows.append((button(label, act.NextSpeaker(number), "parole", "speaks"),))
    rows.append((
        button(_("Note"), act.AskNote(number), "noter", "note"),
        button(_("Action"), act.AskTask(number), "action"),
        button(_("Sign somebody in"), act.AskName(number), "inscrire", "sign"),
    ))  # fmt: skip
    if board.vote is not None:
        return rows
    if any(one not in board.filled for one in OFFICES):
        rows.append((button(_("Draw who does what"), act.Draw(number), "tirer", "draw"),))
    sign_in = (
        button(_("Close the sign-in"), act.Shut(number), "fermer", "shut") if board.plenary.signing
        else button(_("Open the sign-in"), act.Open(number), "ouvrir", "open")
    )  # fmt: skip
    rows.append((sign_in, button(_("Close the meeting"), act.AskClose(number), "clore", "close")))
    return rows


def whom(plenary: Plenary, names: Mapping[MemberId, str]) -> Message:
    """Whom to sign in: those without an account by a button, anybody by their name."""
    rows = tuple((button(name, act.SignOther(plenary.id, one)),) for one, name in names.items())
    return say(
        _("Whom shall I sign in? Write a name."),
        note(_("Anybody who is convened, also a member without an account.")), rows=rows, in_words=True,
    )  # fmt: skip


def close_question(plenary: Plenary, untouched: Sequence[Point], in_vain: Sequence[Point]) -> Message:
    """Whether it is over."""
    lines: list[Line | Words] = [title(_("Close plenary {number}?", number=plenary.number))]
    lines += left_over(untouched, in_vain)
    lines.append(note(_("The minutes are then there as a draft, to be corrected and published.")))
    return say(*lines, rows=(yes_or_no(_("Yes, close it"), act.Close(plenary.id), "clore", "close"),))


def left_over(untouched: Sequence[Point], in_vain: Sequence[Point]) -> list[Phrase]:
    """What waits for the next plenary: what was not dealt with, and what was voted on without effect."""
    said = []
    if untouched:
        titles = tuple(point_title(one) for one in untouched)
        said.append(_("Not dealt with, for the next plenary: {points}", points=titles))
    if in_vain:
        titles = tuple(point_title(one) for one in in_vain)
        said.append(_("Voted on without effect, for the next plenary: {points}", points=titles))
    return said
