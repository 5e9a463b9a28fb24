"""What people type: `/pleniere` in all its forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from bot.chat.text import Phrase, _
from bot.core import slips
from bot.core.command import Command
from bot.core.feature import Verb
from bot.domain import when
from bot.domain.errors import N_, Refused
from bot.domain.names import fold
from bot.domain.permissions import Act
from bot.domain.plenaries import Answer, Plenary, Status
from handlers import meetings, rights
from handlers.context import Ctx
from handlers.plenaries import actions as act
from handlers.plenaries import (
    coming,
    convening,
    day,
    flow,
    line,
    minutes,
    offices,
    panel,
    publishing,
    rsvp,
    series,
    series_chat,
    service,
    tasks,
    views,
)
from handlers.plenaries.feature import plenaries
from handlers.plenaries.refusals import WhenMissing
from handlers.plenaries.wording import OFFICE_WORDS, OFFICES
from handlers.rooms import one_of_each


class OfficeUnknown(Refused):
    says = N_(
        "“{text}” is nothing that somebody does in a meeting. There are: {known}. For example: /plenary role time"
    )


class SeveralDrafts(Refused):
    says = N_("Several plenaries wait to be convened: {numbers}. Say which, for example: /plenary convene {one}")


class StandsAlone(Refused):
    says = N_("After “{verb}” comes nothing but the number of a plenary. For example: /plenary {verb} 1")


class NameMissing(Refused):
    says = N_("Whom? For example: /plenary sign Paul")


@plenaries.command(
    "pleniere", "ag", "reunion", "plenary", "meeting",
    verbs={
        "": Verb("/pleniere"),
        "prepare": Verb("/pleniere samedi 12 décembre 14h | MJC", Act.CONVENE),
        "convene": Verb("/pleniere convoquer 1", Act.CONVENE),
        "move": Verb("/pleniere déplacer 1 samedi 12 décembre 15h", Act.CONVENE),
        "place": Verb("/pleniere lieu 1 Salle des fêtes", Act.CONVENE),
        "cancel": Verb("/pleniere annuler 1 la salle est inondée", Act.CONVENE),
        "drop": Verb("/pleniere abandonner 1", Act.CONVENE),
        "show": Verb("/pleniere 1"),
        "open": Verb("/pleniere ouvrir 1", Act.RUN_MEETING),
        "shut": Verb("/pleniere fermer 1", Act.RUN_MEETING),
        "close": Verb("/pleniere clore 1", Act.RUN_MEETING),
        "panel": Verb("/pleniere panneau 1", Act.RUN_MEETING),
        "next": Verb("/pleniere suivant 1", Act.RUN_MEETING),
        "draw": Verb("/pleniere tirer 1", Act.RUN_MEETING),
        "list": Verb("/pleniere liste 1", Act.CONVENE),
        "reached": Verb("/pleniere touchés 1", Act.CONVENE),
        "roles": Verb("/pleniere rôles 1"),
        "minutes": Verb("/pleniere compte rendu 1"),
        "publish": Verb("/pleniere publier 1", Act.WRITE_MINUTES),
        "yes": Verb("/pleniere oui 1"),
        "video": Verb("/pleniere visio 1"),
        "no": Verb("/pleniere non 1"),
        "here": Verb("/pleniere ici 1"),
        "leave": Verb("/pleniere partir 1"),
        "speak": Verb("/pleniere parole 1"),
        "tasks": Verb("/pleniere actions"),
        "series": Verb("/pleniere série 1"),
        "stop": Verb("/pleniere arrêter 1", Act.CONVENE),
        "note": Verb("/pleniere noter : on commence", Act.WRITE_MINUTES),
        "task": Verb("/pleniere action Chloé | appeler", Act.WRITE_MINUTES),
        "correct": Verb("/pleniere corriger 1 autrement", Act.WRITE_MINUTES),
        "sign": Verb("/pleniere inscrire Dan", Act.SIGN_OTHERS_IN),
        "out": Verb("/pleniere sortir Dan", Act.SIGN_OTHERS_IN),
        "role": Verb("/pleniere rôle temps"),
        "floor": Verb("/pleniere parole Dan", Act.RUN_MEETING),
        "except": Verb("/pleniere sauf 1 samedi 12 décembre", Act.CONVENE),
    }, routes=(*line.VERBS.values(), *line.WORDY.values()),
    help=N_("Alone: the next plenary. With a date and a place: prepares one, to be convened after a yes"),
    examples=(
        N_("/plenary in 14 days at 2pm | Village hall"),
        N_("/plenary every first Thursday of the month at 7:30pm | Village hall"), N_("/plenary"),
    ),
    more=(
        N_("About one that is to come, by its number: convene it, put it on another day, call it off; drop it, as long "
           "as nobody was told."),
        N_("/plenary convene {number}"), N_("/plenary move {number} in 14 days at 2pm"),
        N_("/plenary cancel {number} the hall is flooded"), N_("/plenary drop {number}"),
    ),
)  # fmt: skip
def plenary(ctx: Ctx, command: Command) -> None:
    meant = slips.slip(command.text)
    if meant is not None and meant.deed == slips.HELP:
        slips.asked(ctx, command, {})
        return
    asked = line.read(command.text)
    if asked.parts:
        flow.go_on(ctx, _prepare(ctx, asked, command.text))
    elif asked.verb in ANYBODY:
        ANYBODY[asked.verb](ctx, _meant(ctx, asked))
    elif asked.verb in WORDS:
        WORDS[asked.verb](ctx, asked.rest)
    elif asked.verb:
        _manage(ctx, asked)
    else:
        _show_next(ctx)


def _prepare(ctx: Ctx, asked: line.Asked, text: str) -> Plenary:
    """A new one; what begins with a word for something to do and is no date is told how that is written."""
    try:
        return series.prepare(ctx, service.room_to_convene(ctx), asked)
    except when.NotUnderstood as why:
        if verb := line.alone(text):
            raise StandsAlone(verb=verb) from why
        raise


def _show_next(ctx: Ctx) -> None:
    """The next one as a living message; in private with the others, and for whoever convenes with what they can do."""
    try:
        found = meetings.current(ctx)
    except meetings.NoPlenary:
        rooms = one_of_each(ctx, service.EXAMPLE)
        able = [room for room in rooms if rights.can(ctx, room, Act.CONVENE)]
        waiting = [one for room in able for one in service.drafts(ctx.tx, room.group, ctx.now)]
        if waiting:
            ctx.reply(service.ask(ctx, min(waiting, key=lambda one: one.start)))
        else:
            ctx.reply(views.nothing_convened(may=bool(able), several=len(able) > 1))
        return
    _show(ctx, found)
    if ctx.room is not None:
        return
    others = meetings.others(ctx, found)
    if others:
        ctx.private(views.others(others, {one.group: ctx.tx.groups.get(one.group).name for one in others}))
    if rights.can(ctx, meetings.room_of(ctx, found), Act.CONVENE):
        ctx.show_privately(f"managing:{found.id}")


def _show(ctx: Ctx, found: Plenary) -> None:
    if found.status is Status.DRAFT:
        service.check_convenes(ctx, found)
        ctx.reply(service.ask(ctx, found))
        return
    topic = f"signin:{found.id}" if found.is_open else found.topic
    if ctx.room is None:
        ctx.show_privately(topic)
    else:
        ctx.show(topic, ctx.room)


def _meant(ctx: Ctx, asked: line.Asked) -> Plenary:
    return meetings.found(ctx, asked.number) if asked.number else meetings.current(ctx)


def _manage(ctx: Ctx, asked: line.Asked) -> None:
    """What a typed word does names its object, and is its own confirmation."""
    match asked.verb:
        case "minutes":
            minutes.show(ctx, meetings.found(ctx, asked.number) if asked.number else minutes.writing(ctx))
        case "publish":
            publishing.publish_now(ctx, meetings.found(ctx, asked.number) if asked.number else minutes.writing(ctx))
        case "tasks":
            tasks.tell_open(ctx)
        case "move":
            _move(ctx, _meant(ctx, asked), asked.rest)
        case "place":
            kept = service.relocate(ctx, _meant(ctx, asked), asked.rest)
            if kept.is_prepared:
                ctx.reply(service.ask(ctx, kept))
            else:
                ctx.toast(_("Noted. {told}", told=coming.told(ctx, kept)), seen=True)
        case "drop":
            _drop(ctx, _draft(ctx, asked, last=True))
        case "cancel" if (found := _meant(ctx, asked)).is_prepared:
            _drop(ctx, found)
        case "cancel":
            kept = service.cancel(ctx, _meant(ctx, asked), asked.rest)
            ctx.toast(convening.off(ctx, kept), seen=True)
        case "convene":
            convening.convene(ctx, act.Convene(_draft(ctx, asked).id))
        case "series":
            series_chat.show(ctx, asked.number, asked.rest)
        case "stop":
            series_chat.stop(ctx, asked.number)


def _drop(ctx: Ctx, found: Plenary) -> None:
    service.drop(ctx, found)
    ctx.reply(_("Plenary {number} is dropped; nobody was told.", number=found.number))


def _draft(ctx: Ctx, asked: line.Asked, *, last: bool = False) -> Plenary:
    """The one that is prepared; where none is, what the refusal speaks of: the next one, or the one convened `last`."""
    if asked.number:
        return meetings.found(ctx, asked.number)
    waiting = service.drafts(ctx.tx, service.only_room(ctx).group, ctx.now)
    if len(waiting) > 1:  # a convocation cannot be taken back
        raise SeveralDrafts(numbers=tuple(one.number for one in waiting), one=waiting[0].number)
    if waiting:
        return waiting[0]
    found = meetings.current(ctx)
    if not last or found.is_open:
        return found
    return max((found, *meetings.others(ctx, found)), key=lambda one: (one.convened_at or one.start, one.id))


def _move(ctx: Ctx, found: Plenary, text: str) -> None:
    if not text:
        raise WhenMissing(number=found.number)
    kept = service.move(ctx, found, service.read_date(text, ctx.tx.groups.get(found.group), ctx.now))
    if kept.status is Status.DRAFT:
        ctx.reply(service.ask(ctx, kept))
    else:
        ctx.toast(convening.moved_to(ctx, kept), seen=True)


def _leave(ctx: Ctx, found: Plenary) -> None:
    day.sign_out(ctx, act.SignOut(found.id))


def _close(ctx: Ctx, found: Plenary) -> None:
    panel.close_now(ctx, found)
    ctx.toast(_("Plenary {number} is closed.", number=found.number), seen=True)


# What is said of one plenary, the one under way or the next unless its number is named.
ANYBODY: Mapping[str, Callable[[Ctx, Plenary], None]] = {
    "show": _show, "open": day.open_now, "shut": day.shut_now, "close": _close, "panel": panel.show,
    "list": convening.print_list, "reached": convening.tell_reached, "roles": offices.tell_offices,
    "here": day.here, "leave": _leave, "speak": offices.ask_to_speak, "next": panel.turn_to_next,
    "draw": offices.draw_now,
    "yes": partial(rsvp.come, said=Answer.YES, typed=True), "video": partial(rsvp.come, said=Answer.VIDEO, typed=True),
    "no": partial(rsvp.come, said=Answer.NO, typed=True),
}  # fmt: skip


# what takes words


def _note(ctx: Ctx, text: str) -> None:
    if not text:
        raise minutes.NoteMissing
    minutes.write(ctx, minutes.writing(ctx), text)


def _task(ctx: Ctx, text: str) -> None:
    tasks.give(ctx, minutes.writing(ctx), text)


def _sign(ctx: Ctx, text: str) -> None:
    if not text:
        raise NameMissing
    found = meetings.current(ctx)
    day.sign_other(ctx, found, day.called(ctx, found, text))


def _out(ctx: Ctx, text: str) -> None:
    if not text:
        raise NameMissing
    found = meetings.current(ctx)
    day.out_other(ctx, found, day.called(ctx, found, text))


def _floor(ctx: Ctx, text: str) -> None:
    """`/pleniere parole Bruno`: their turn has come."""
    found = meetings.current(ctx)
    panel.check_gives_floor(ctx, found)
    panel.give_floor(ctx, found, day.called(ctx, found, text))


def _role(ctx: Ctx, text: str) -> None:
    """`/pleniere rôle secrétariat Paul`; without a name it is for whoever writes."""
    found = meetings.current(ctx)
    words = text.split()
    for size in (3, 2, 1):
        office = OFFICE_WORDS.get(fold(" ".join(words[:size]))) if len(words) >= size else None
        if office is not None:
            name = " ".join(words[size:])
            member = day.called(ctx, found, name) if name else ctx.member.id
            offices.take(ctx, found, office, member)
            return
    known: tuple[Phrase, ...] = tuple(OFFICES.values())
    raise OfficeUnknown(text=text[:40], known=known)


WORDS: Mapping[str, Callable[[Ctx, str], None]] = {
    "note": _note, "task": _task, "correct": minutes.correct_in_words, "sign": _sign, "out": _out, "role": _role,
    "except": series_chat.leave_out, "floor": _floor,
}  # fmt: skip
