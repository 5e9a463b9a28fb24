"""Questions about a plenary: three to prepare one, one for the link of an online one, one for another date, one for the
reason why it is cancelled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.chat.message import Message, say
from bot.chat.text import Line, _, note, title
from bot.core.flow import Flow, Step
from bot.domain.groups import Group, GroupId
from bot.domain.names import clean, fold
from bot.domain.permissions import Act
from bot.domain.plenaries import Kind, Plenary, Status, is_online
from bot.domain.plenaries import refusals as no
from bot.domain.plenaries.plenary import REASON
from handlers import meetings
from handlers.context import Ctx, Transaction
from handlers.plenaries import actions as act
from handlers.plenaries import coming, convening, line, series, service
from handlers.plenaries.feature import plenaries
from handlers.rights import check
from handlers.rooms import one_of

LATER = "later"


@dataclass(frozen=True)
class Draft:
    """What is known so far of a plenary of a group."""

    group: int
    date: str = ""
    place: str = ""
    kind: str = ""
    link: str = ""


@plenaries.button(act.Begin)
def begin(ctx: Ctx, press: act.Begin) -> None:
    room = service.room_to_convene(ctx)
    check(ctx, room, Act.CONVENE)
    preparing.start(ctx, Draft(room.group.id))


def _group(ctx: Ctx, draft: Draft) -> Group:
    return ctx.tx.groups.get(GroupId(draft.group))


def _ask_date(ctx: Ctx, draft: Draft) -> Message:
    return say(
        _("When does it begin?"), note(_("For example: in 14 days at 2pm, or every first Thursday at 7:30pm")),
        in_words=True,
    )  # fmt: skip


def _take_date(ctx: Ctx, draft: Draft, text: str) -> Draft:
    series.read_when(text, _group(ctx, draft), ctx.now)
    return replace(draft, date=text)


def _ask_place(ctx: Ctx, draft: Draft) -> Message:
    found = series.read_when(draft.date, _group(ctx, draft), ctx.now)
    at = series.first(found, ctx.now)
    later = preparing.option("place", _("To be told later"), LATER, "plus tard", "later")
    again = () if isinstance(found, datetime) else (_("It comes back {habit}.", habit=found),)
    return say(
        *again, _("{at}. Where? A link may follow, after a bar.", at=at),
        note(_("For example: Village hall | https://visio.example/plenary")), rows=((later,),), in_words=True,
    )  # fmt: skip


def _take_place(ctx: Ctx, draft: Draft, text: str) -> Draft:
    if fold(text) == LATER:
        return replace(draft, place="")
    parts, kinds = line.kinds_apart(_parts(text))
    line.place_and_link(parts)
    kind = line.one_kind(kinds)
    return replace(draft, place=" | ".join(parts), kind=kind.value if kind else draft.kind)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split("|"))


def _needs_link(draft: Draft) -> bool:
    place, link = _where(draft)
    return is_online(place) and not link


def _where(draft: Draft) -> tuple[str, str]:
    return line.place_and_link(_parts(draft.place))


def _ask_draft_link(ctx: Ctx, draft: Draft) -> Message:
    return _which_link(preparing)


def _take_draft_link(ctx: Ctx, draft: Draft, text: str) -> Draft:
    return replace(draft, link=_read_link(text) or LATER)


def _needs_kind(draft: Draft) -> bool:
    return not draft.kind


def _ask_kind(ctx: Ctx, draft: Draft) -> Message:
    ordinary = preparing.option("kind", _("Ordinary"), Kind.ORDINARY.value, "ordinaire", "ordinary")
    statutory = preparing.option("kind", _("Statutory"), Kind.STATUTORY.value, "statutaire", "statutory")
    return say(
        _("Which kind? A statutory plenary decides under the statutes, and is convened in time."),
        rows=((ordinary, statutory),),
    )  # fmt: skip


def _take_kind(ctx: Ctx, draft: Draft, text: str) -> Draft:
    found = line.KINDS.get(fold(text))
    if found is None:
        raise line.KindUnknown(text=text[:60], key="kind")
    return replace(draft, kind=found.value)


def _done(ctx: Ctx, draft: Draft) -> None:
    room = one_of(ctx, draft.group, service.EXAMPLE)
    check(ctx, room, Act.CONVENE)
    found = series.read_when(draft.date, room.group, ctx.now)
    place, link = _where(draft)
    given = draft.link if draft.link != LATER else ""
    ctx.reply(service.ask(ctx, series.put(ctx, room, found, place, link or given, Kind(draft.kind))))


preparing: Flow[Transaction, Draft] = plenaries.flow(
    Flow(
        name="plenary", version=1, draft=Draft, done=_done,
        steps=(
            Step("date", _ask_date, _take_date), Step("place", _ask_place, _take_place),
            Step("link", _ask_draft_link, _take_draft_link, _needs_link),
            Step("kind", _ask_kind, _take_kind, _needs_kind),
        ),
    )
)  # fmt: skip


# the link of one that is held online


@dataclass(frozen=True)
class Linking:
    """The plenary, and its link, "" for one that is told later."""

    plenary: int
    link: str = ""


def go_on(ctx: Ctx, plenary: Plenary) -> None:
    """What comes after a plenary was prepared: the question for the link that it lacks, else whether to convene it."""
    if plenary.lacks_link:
        linking.start(ctx, Linking(plenary.id))
    else:
        ctx.reply(service.ask(ctx, plenary))


@plenaries.button(act.AskLink)
def ask_link(ctx: Ctx, press: act.AskLink) -> None:
    ask_link_of(ctx, meetings.found(ctx, press.plenary))


def ask_link_of(ctx: Ctx, plenary: Plenary) -> None:
    """To whoever convenes, while it can be changed."""
    service.check_convenes(ctx, plenary)
    plenary.relocate(plenary.place, plenary.link, now=ctx.now)  # raises where it is too late for any change
    linking.start(ctx, Linking(plenary.id))


def _which_link(flow: Flow[Transaction, Any], *about: Line) -> Message:
    later = flow.option("link", _("To be told later"), LATER, "plus tard", "later")
    return say(*about, _("By which link is it followed online?"), note(_("For example: https://visio.example/plenary")),
               rows=((later,),), in_words=True)  # fmt: skip


def _read_link(text: str) -> str:
    """A link, "" for one to be told later; refused with an example where it is neither."""
    return "" if fold(text) in (LATER, "plus tard") else line.place_and_link((), text.strip())[1]


def _ask_link(ctx: Ctx, draft: Linking) -> Message:
    plenary = meetings.found(ctx, draft.plenary)
    return _which_link(linking, title(_("Plenary {number}, {at}", number=plenary.number, at=plenary.start)))


def _take_link(ctx: Ctx, draft: Linking, text: str) -> Linking:
    return replace(draft, link=_read_link(text))


def _linked(ctx: Ctx, draft: Linking) -> None:
    plenary = meetings.found(ctx, draft.plenary)
    if draft.link:
        plenary = service.relocate(ctx, plenary, draft.link)
        series.link_follows(ctx.tx, plenary)
    if plenary.is_prepared:
        ctx.reply(service.ask(ctx, plenary))
    elif draft.link:
        ctx.toast(_("Noted. {told}", told=coming.told(ctx, plenary)), seen=True)
    else:
        ctx.reply(_("Noted: the link is told later. To give it: /plenary place {number} https://visio.example/plenary",
                    number=plenary.number))  # fmt: skip


linking: Flow[Transaction, Linking] = plenaries.flow(
    Flow(
        name="online", version=1, draft=Linking, done=_linked,
        left=_("Left: the plenary stays without a link. To go on: /plenary"),
        steps=(Step("link", _ask_link, _take_link),),
    )
)  # fmt: skip


# another date


@dataclass(frozen=True)
class Moving:
    """The plenary, and the words of its new date."""

    plenary: int
    date: str = ""


@plenaries.button(act.ChangeDate)
def change_date(ctx: Ctx, press: act.ChangeDate) -> None:
    plenary = meetings.found(ctx, press.plenary)
    service.check_convenes(ctx, plenary)
    plenary.move(plenary.start, notice_days=0, now=ctx.now)  # raises where it is too late for any change
    moving.start(ctx, Moving(plenary.id))


def _ask_new_date(ctx: Ctx, draft: Moving) -> Message:
    plenary = meetings.found(ctx, draft.plenary)
    asked = _("Plenary {number}: {at}. Which new date?", number=plenary.number, at=plenary.start)
    if ctx.room is not None:
        asked = _("Plenary {number}: {at}. Which new date? Answer this message.", number=plenary.number,
                  at=plenary.start)  # fmt: skip
    return say(
        asked,
        note(_("For example: in 14 days at 2pm")), in_words=True,
    )  # fmt: skip


def _take_new_date(ctx: Ctx, draft: Moving, text: str) -> Moving:
    plenary = meetings.found(ctx, draft.plenary)
    if service.read_date(text, ctx.tx.groups.get(plenary.group), ctx.now) == plenary.start:
        raise no.SameDate(number=plenary.number, at=plenary.start)
    return replace(draft, date=text)


def _moved(ctx: Ctx, draft: Moving) -> None:
    plenary = meetings.found(ctx, draft.plenary)
    start = service.read_date(draft.date, ctx.tx.groups.get(plenary.group), ctx.now)
    kept = service.move(ctx, plenary, start)
    if kept.status is Status.DRAFT:
        ctx.reply(service.ask(ctx, kept))
    elif ctx.room is None:
        ctx.reply(convening.moved_to(ctx, kept))


moving: Flow[Transaction, Moving] = plenaries.flow(
    Flow(name="moving", version=1, draft=Moving, done=_moved, steps=(Step("date", _ask_new_date, _take_new_date),))
)


# cancelled


@dataclass(frozen=True)
class Ending:
    """The plenary, and why it does not take place."""

    plenary: int
    reason: str = ""


@plenaries.button(act.AskReason)
def ask_reason(ctx: Ctx, press: act.AskReason) -> None:
    plenary = meetings.found(ctx, press.plenary)
    service.check_convenes(ctx, plenary)
    plenary.cancel("?", now=ctx.now)  # raises where it is too late
    cancelling.start(ctx, Ending(plenary.id))


def _ask_why(ctx: Ctx, draft: Ending) -> Message:
    plenary = meetings.found(ctx, draft.plenary)
    return say(_("Why does plenary {number} not take place? Everybody will read it.", number=plenary.number),
               note(_("For example: the hall is flooded")), in_words=True)  # fmt: skip


def _take_why(ctx: Ctx, draft: Ending, text: str) -> Ending:
    return replace(draft, reason=clean(text, most=REASON))


def _cancelled(ctx: Ctx, draft: Ending) -> None:
    kept = service.cancel(ctx, meetings.found(ctx, draft.plenary), draft.reason)
    if ctx.room is None:
        ctx.reply(convening.off(ctx, kept))


cancelling: Flow[Transaction, Ending] = plenaries.flow(
    Flow(name="ending", version=1, draft=Ending, done=_cancelled, steps=(Step("why", _ask_why, _take_why),))
)
