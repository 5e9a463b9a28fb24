"""What stays: notes and actions, the minutes as a draft, corrected in chat, published, and asked about later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.chat.action import unpack
from bot.chat.message import File, Message, button, say
from bot.chat.text import Line, Words, _, note, quote, title
from bot.core.asking import yes_or_no
from bot.core.feature import Show
from bot.core.flow import Flow, Step, load
from bot.core.rows import Room
from bot.core.words import Words as Reader
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group, GroupId
from bot.domain.members import Member
from bot.domain.names import clean_body
from bot.domain.plenaries import Minutes, Note, Plenary, Status
from bot.domain.plenaries import refusals as no
from bot.domain.plenaries.minutes import NOTE
from bot.domain.plenaries.points import at
from handlers import meetings
from handlers.context import Ctx, Job, Transaction
from handlers.plenaries import actions as act
from handlers.plenaries import minutes_text, on_paper, service
from handlers.plenaries.feature import plenaries
from handlers.plenaries.wording import draft_file, minutes_file, point_line
from handlers.rooms import one_of_each

FIRST = _("A correction of these minutes waits for an answer, and nothing is published before it:")
ECHOED = 150  # characters of a note that whoever wrote it sees again


class NothingToWrite(Refused):
    says = N_("No plenary is under way, and none waits for its minutes. To convene one: /plenary")


class SeveralToWrite(Refused):
    says = N_(
        "Several of your plenaries wait for their minutes: {numbers}. Name the one you mean, for example /plenary "
        "minutes {one}, or write in the chat of its group."
    )


class NoteMissing(Refused):
    says = N_("What shall the minutes say? For example: /plenary note Léa reports on the lease")


class CorrectionMissing(Refused):
    says = N_("Which point, and what should it say? For example: /plenary correct 1 The lease is signed")


class NoteGone(Refused):
    says = N_("That was replaced since, so it stays as it is. The draft: /plenary minutes")


def writing(ctx: Ctx) -> Plenary:
    """The meeting that is written up: the one under way, else the last one without published minutes. Of several groups
    it is the only one that was held and waits for them. Where none does it is the one published last, and whoever asks
    is told its number."""
    under_way = meetings.under_way(ctx)
    if under_way is not None:
        return under_way
    rooms = one_of_each(ctx, service.EXAMPLE)
    last = [found for room in rooms if (found := _unwritten(ctx.tx, room.group.id)) is not None]
    waiting = last if len(rooms) == 1 else [one for one in last if one.opened_at is not None]
    if not waiting:
        written = _written(ctx, rooms)
        if written is None:
            raise NothingToWrite
        return written
    if len(waiting) > 1:
        raise SeveralToWrite(numbers=tuple(one.number for one in waiting), one=waiting[0].number)
    return waiting[0]


def _unwritten(tx: Transaction, group: GroupId) -> Plenary | None:
    """The last one of a group that is over, and without published minutes."""
    over = [one for one in reversed(tx.plenaries.of(group)) if one.status is Status.CLOSED]
    waiting = [one for one in over if tx.records.minutes(one.id) is None]
    return next((one for one in waiting if one.opened_at is not None), next(iter(waiting), None))


def _written(ctx: Ctx, rooms: Sequence[Room]) -> Plenary | None:
    """The one whose minutes were published last."""
    every = (one for room in rooms for one in ctx.tx.plenaries.of(room.group.id))
    found = [(minutes.published_at, one.id, one) for one in every if (minutes := ctx.tx.records.minutes(one.id))]
    return max(found)[-1] if found else None


def check_writes(ctx: Ctx, plenary: Plenary) -> None:
    meetings.check_records(ctx, plenary)
    published = ctx.tx.records.minutes(plenary.id)
    if published is not None:
        raise no.PublishedAlready(number=plenary.number, at=published.published_at)


# while it lasts


def write(ctx: Ctx, plenary: Plenary, text: str) -> None:
    """A note on the point that is dealt with, or on the whole meeting."""
    check_writes(ctx, plenary)
    said = clean_body(text, most=NOTE)
    if not said:
        raise NoteMissing
    ctx.tx.records.note(plenary.id, plenary.current, ctx.member.id, said, ctx.now)
    point = next((one for one in ctx.tx.agendas.of(plenary.id) if one.id == plenary.current), None)
    short = said if len(said) <= ECHOED else f"{said[: ECHOED - 1].rstrip()}…"
    if point is None:
        ctx.toast(_("Written down: {text}", text=short))
    else:
        ctx.toast(_("Written down at point {place}: {text}", place=str(point.place), text=short))


# the draft


def draft(tx: Transaction, plenary: Plenary, words: Reader) -> Message:
    """The minutes as they would be published; what can be done with them is said beside it."""
    text = minutes_text.text(tx, plenary, words)
    return say(
        title(_("Draft of the minutes of plenary {number}", number=plenary.number)),
        note(_("Nobody else sees it before it is published.")),
        file=File(f"{words.say(draft_file(plenary))}.md", "text/markdown", text),
    )  # fmt: skip


@plenaries.live("minutes", newest=True)
def draw_writing(tx: Transaction, number: int, show: Show) -> Message | None:
    """What whoever writes the minutes can do with them; nothing any more once they are published."""
    plenary = tx.plenaries.get(number)
    if plenary is None:
        return None
    published = tx.records.minutes(plenary.id)
    if published is not None:
        said = _("The minutes of plenary {number} were published on {at}.", number=plenary.number,
                 at=published.published_at)  # fmt: skip
        return say(said, minor=True)
    correct = button(_("Correct"), act.AskCorrection(plenary.id, 0), "corriger", "correct")
    if plenary.status is not Status.CLOSED:
        said = _("The minutes of plenary {number} can be published once it is closed.", number=plenary.number)
        return say(said, rows=((correct,),), minor=True)
    publish = button(_("Publish"), act.Publish(plenary.id), "publier", "publish")
    said = _("The minutes of plenary {number} are ready to be corrected, then published.", number=plenary.number)
    return say(said, rows=((publish, correct),), minor=True)


def tell_writer(work: Job, plenary: Plenary, reader: Member, group: Group) -> None:
    """The draft, to somebody who writes the minutes."""
    work.tell(reader, draft(work.tx, plenary, work.words_for(group)), group, at_once=True)
    work.show_to(_topic(plenary), reader, group, at_once=True)


def _topic(plenary: Plenary) -> str:
    return f"minutes:{plenary.id}"


@plenaries.button(act.Minutes)
def show_minutes(ctx: Ctx, press: act.Minutes) -> None:
    show(ctx, meetings.found(ctx, press.plenary))


def show(ctx: Ctx, plenary: Plenary) -> None:
    """Published, everybody may read them; as a draft, whoever writes them."""
    published = ctx.tx.records.minutes(plenary.id)
    ctx.prove_presence()
    if published is not None:
        ctx.private(published_as(plenary, published, ctx.words_for(ctx.tx.groups.get(plenary.group))))
        on_paper.print_for(ctx, plenary)
        return
    try:
        meetings.check_records(ctx, plenary)
    except meetings.OnlyRecorders as why:
        raise no.NotPublished(number=plenary.number) from why
    _show_draft(ctx, plenary)


def published_as(plenary: Plenary, minutes: Minutes, words: Reader) -> Message:
    lines = [title(_("Minutes of plenary {number}", number=plenary.number))]
    if minutes.ratified_at is not None:
        lines.append(note(_("Ratified at plenary {number}.", number=str(minutes.ratified_in))))
    else:
        lines.append(note(_("To be ratified at the next plenary.")))
    file = File(f"{words.say(minutes_file(plenary))}.md", "text/markdown", minutes.text)
    return say(*lines, file=file)


# correcting


@dataclass(frozen=True)
class Correction:
    """What the minutes should say of a point, 0 until it is chosen."""

    plenary: int
    point: int
    text: str = ""


@plenaries.button(act.AskCorrection)
def ask_correction(ctx: Ctx, press: act.AskCorrection) -> None:
    plenary = meetings.found(ctx, press.plenary)
    check_writes(ctx, plenary)
    correcting.start(ctx, Correction(plenary.id, press.point))


def _ask_point(ctx: Ctx, draft: Correction) -> Message:
    points = ctx.tx.agendas.of(draft.plenary)
    rows = tuple((correcting.option("point", point_line(one), str(one.id), str(one.place)),) for one in points)
    whole = (correcting.option("point", _("The meeting as a whole"), "-1", "tout", "all"),)
    return say(_("Which point shall say something else?"), rows=(*rows, whole))


def _take_point(ctx: Ctx, draft: Correction, text: str) -> Correction:
    known = {str(one.id): one.id for one in ctx.tx.agendas.of(draft.plenary)} | {"-1": -1}
    if text not in known:
        raise CorrectionMissing
    return replace(draft, point=known[text])


def _ask_text(ctx: Ctx, draft: Correction) -> Message:
    before = [one.text for one in ctx.tx.records.notes(draft.plenary) if one.point == _point(draft)]
    if not before:
        return say(_("What should it say?"), in_words=True)
    return say(_("What should it say? Until now it says:"), *map(quote, before), in_words=True)


def _point(draft: Correction) -> int | None:
    return None if draft.point == -1 else draft.point


def _take_text(ctx: Ctx, draft: Correction, text: str) -> Correction:
    return replace(draft, text=clean_body(text, most=NOTE))


def _corrected(ctx: Ctx, draft: Correction) -> None:
    correct(ctx, meetings.found(ctx, draft.plenary), _point(draft), draft.text)


correcting: Flow[Transaction, Correction] = plenaries.flow(
    Flow(
        name="minutes", version=1, draft=Correction, done=_corrected,
        steps=(
            Step("point", _ask_point, _take_point, lambda draft: draft.point == 0),
            Step("text", _ask_text, _take_text),
        ),
    )
)  # fmt: skip


def correct(ctx: Ctx, plenary: Plenary, point: int | None, text: str) -> None:
    """The minutes say this of a point. Where they said something already, both stand there until whoever writes says
    whether it goes: nobody loses a note unseen."""
    check_writes(ctx, plenary)
    before = _said_of(ctx, plenary, point)
    fresh = ctx.tx.records.note(plenary.id, point, ctx.member.id, clean_body(text, most=NOTE), ctx.now)
    if not before:
        _show_draft(ctx, plenary)
        return
    ctx.private(_whether_it_replaces(ctx, plenary, before, fresh))


def _whether_it_replaces(ctx: Ctx, plenary: Plenary, before: Sequence[Note], fresh: Note) -> Message:
    replaced, both = (act.Corrected(plenary.id, fresh.id, one) for one in (True, False))
    return say(
        title(_called(ctx, fresh)), _("It said:"), *(quote(one.text) for one in before), _("You write:"),
        quote(fresh.text), _("Does that replace what it said?"),
        rows=(yes_or_no(_("Yes, replace it"), replaced, "remplacer", "replace", no=both, otherwise=_("No, keep both"),
                        refusing=("ajouter", "add", "garder", "keep")),),
    )  # fmt: skip


def ask_first(ctx: Ctx, plenary: Plenary) -> bool:
    """Asks once more about a correction under way, as publishing would settle it unseen; whether there is one."""
    notes = {one.id: one for one in ctx.tx.records.notes(plenary.id)}
    for note_id in dict.fromkeys(_asked_about(ctx, f"{plenary.id}:")):
        fresh = notes.get(note_id)
        before = [one for one in notes.values() if fresh and one.point == fresh.point and one.id < fresh.id]
        if fresh is not None and before:
            ctx.private(FIRST)
            ctx.private(_whether_it_replaces(ctx, plenary, before, fresh))
            return True
    talk = ctx.tx.talks.get(ctx.chat, ctx.member.id, ctx.now)
    if talk is None or (talk.flow, talk.version) != (correcting.name, correcting.version):
        return False
    if load(Correction, talk.draft).draft.plenary != plenary.id:
        return False
    ctx.private(FIRST)
    correcting.again(ctx, talk)
    return True


def _asked_about(ctx: Ctx, which: str) -> list[int]:
    """The notes of which somebody, anywhere, was asked whether they replace what was there, and has not said."""
    posts = ctx.tx.posts.asking(f"{act.Corrected.prefix}:{which}")
    actions = [unpack(choice.data) for post in posts for choice in post.choices]
    return [one.note for one in actions if isinstance(one, act.Corrected)]


def _said_of(ctx: Ctx, plenary: Plenary, point: int | None) -> list[Note]:
    return [one for one in ctx.tx.records.notes(plenary.id) if one.point == point]


def _called(ctx: Ctx, written: Note) -> Words:
    """What the minutes head a note with."""
    point = ctx.tx.agendas.get(written.point) if written.point is not None else None
    return _("The meeting as a whole") if point is None else point_line(point)


def _show_draft(ctx: Ctx, plenary: Plenary) -> None:
    ctx.private(draft(ctx.tx, plenary, ctx.words_for(ctx.tx.groups.get(plenary.group))))
    ctx.show_privately(_topic(plenary))


@plenaries.button(act.Corrected)
def settle(ctx: Ctx, press: act.Corrected) -> None:
    """What was written last replaces what was there before it, or both stay."""
    plenary = meetings.found(ctx, press.plenary)
    check_writes(ctx, plenary)
    fresh = next((one for one in ctx.tx.records.notes(plenary.id) if one.id == press.note), None)
    if fresh is None:
        raise NoteGone
    before = [one for one in _said_of(ctx, plenary, fresh.point) if one.id < fresh.id]
    for one in before if press.replaces else ():
        ctx.tx.records.drop_note(one.id)
    said: list[Line | Words] = [_("It says now:"), *(quote(one.text) for one in (*before, fresh))]
    if press.replaces and before:
        said = [_("It said:"), *(quote(one.text) for one in before), _("It says now:"), quote(fresh.text)]
    for post in ctx.tx.posts.asking(f"{act.Corrected.prefix}:{plenary.id}:{fresh.id}:"):
        ctx.tx.posts.gone(post.id)  # whoever was asked too is asked no more
    ctx.turn(say(title(_called(ctx, fresh)), *said))
    _show_draft(ctx, plenary)


def correct_in_words(ctx: Ctx, text: str) -> None:
    """`/pleniere corriger 3 Le bail est signé`."""
    number, _sep, said = text.partition(" ")
    if not (number.isascii() and number.isdecimal() and said.strip()):
        raise CorrectionMissing
    plenary = writing(ctx)
    correct(ctx, plenary, at(ctx.tx.agendas.of(plenary.id), int(number[:4])).id, said.strip())
