"""What happens to a need or an offer, shared by chat, flows and jobs: draft, publish, settle, renew, and who may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.chat.address import MessageRef
from bot.chat.text import Phrase, _
from bot.core.rows import Room
from bot.core.twice import same
from bot.domain.aid import Helper, Item, ItemId, Kind, Stage, Step
from bot.domain.aid import item as rules
from bot.domain.aid.item import MOST_A_DAY, MOST_OPEN, SHOWN_A_DAY, ThereAlready, TooManyOpen, TooManyToday, YourOwn
from bot.domain.aid.privacy import traces, without_reason
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group, GroupId
from bot.domain.members import MemberId
from handlers.aid import views
from handlers.aid.actions import Drop
from handlers.aid.line import Sentence, read_sentence
from handlers.context import Ctx, Job, Transaction
from handlers.rooms import one_of_each

EXAMPLE = _("/need a trailer tomorrow morning, Vaise")
DAY = timedelta(days=1)
DIGEST = time(18, 30)


class NoSuchItem(Refused):
    says = N_("There is no number {number} here. /aid shows the board.")


class DraftLeft(Refused):
    says = N_("This draft was left. To begin anew: /need a trailer tomorrow, or /offer guitar lessons")


class NotYours(Refused):
    says = N_("Only whoever posted number {number} can do that.")


class NothingLeft(Refused):
    says = N_(
        "Nothing is left without the reason. Say in other words what you need, for example: /need shopping tomorrow"
    )


def keep_from_others(ctx: Ctx, text: str, deed: Callable[[], None]) -> None:
    """Does it. Ways to reach somebody that the text told the whole group are taken away, also where it is refused."""
    found = traces(text) if ctx.room is not None else ()
    if not found:
        deed()
        return
    ctx.clear(views.delete_it(found))
    try:
        with ctx.tx.savepoint():
            deed()
    except Refused as no:  # raised any further, it would undo what was just asked for
        ctx.reply(Phrase(no.says, no.blanks))


def rooms(ctx: Ctx) -> list[Room]:
    """One chat of each group whose board the person may speak of here."""
    return one_of_each(ctx, EXAMPLE)


def read(ctx: Ctx, text: str, reply: str = "", *, kind: Kind, group: Group) -> Sentence:
    """What somebody writes here, by their clock, of what they ask or offer in a group."""
    zone, there = ZoneInfo(ctx.words.zone), ZoneInfo(group.zone)
    return read_sentence(text, reply, kind=kind, now=ctx.now, zone=zone, there=there)


def draft(ctx: Ctx, kind: Kind, sentence: Sentence, group: GroupId) -> Item:
    """Kept for its author alone, until they publish it."""
    fresh = Item(ItemId(0), group, ctx.member.id, kind, "", ctx.now).said(sentence.said)
    return ctx.tx.aid.put(fresh)


def publish(
    ctx: Ctx, item: Item, room: Room, source: MessageRef | None = None, *, bare: bool = False, again: bool = False
) -> Item:
    """For the group to read: shown by itself, or from the fourth of a day on in the daily digest. What is there already
    is published `again` only after a yes."""
    _check_not_too_many(ctx, item, again=again)
    if bare:
        item = replace(item, text=without_reason(item.text))
        if not item.words:
            raise NothingLeft
    group = room.group
    kept = item.open(group.id, ctx.now, ZoneInfo(group.zone))
    ctx.tx.aid.keep(kept)
    plan(ctx, kept)
    ctx.plan(f"aid:match:{kept.id}", "aid.match", ctx.now, item=kept.id)
    ctx.plan(f"aid:digest:{group.id}", "aid.digest", _digest_at(ctx.now, ZoneInfo(group.zone)), group=group.id)
    ctx.undoable(Drop(kept.id), ctx.now + rules.UNDONE)
    if ctx.tx.aid.posted(ctx.member.id, ctx.now - DAY) <= SHOWN_A_DAY:
        for one in ctx.tx.groups.rooms(group.id):
            ctx.show(kept.topic, one, source=source)
    return kept


def twin(ctx: Ctx, item: Item) -> Item | None:
    """The one that says the same, of the same author and still open; None where there is none."""
    open_ones, words = ctx.tx.aid.mine(ctx.member.id), same(item.text)
    return next(
        (one for one in open_ones if one.kind is item.kind and one.id != item.id and same(one.text) == words), None
    )


def _check_not_too_many(ctx: Ctx, item: Item, *, again: bool = False) -> None:
    open_ones, there = ctx.tx.aid.mine(ctx.member.id), None if again else twin(ctx, item)
    if there is not None:
        raise ThereAlready(number=there.number)
    if len(open_ones) >= MOST_OPEN:
        raise TooManyOpen(most=MOST_OPEN)
    if ctx.tx.aid.posted(ctx.member.id, ctx.now - DAY) >= MOST_A_DAY:
        raise TooManyToday(most=MOST_A_DAY)


def _digest_at(now: datetime, zone: ZoneInfo) -> datetime:
    local = now.astimezone(zone)
    day = local.date() if local.time() < DIGEST else local.date() + DAY
    return datetime.combine(day, DIGEST, zone)


def correct(ctx: Ctx, item: Item, sentence: Sentence) -> Item:
    """Other words for it; a reason for it is left out."""
    check_mine(ctx, item)
    kept = item.said(sentence.said)
    if item.stage is not Stage.DRAFT:
        item.check_open()
        if sentence.hard:
            kept = replace(kept, text=without_reason(kept.text))
            if not kept.words:
                raise NothingLeft
        zone = ZoneInfo(ctx.tx.groups.get(item.group).zone)
        kept = replace(kept, ask_at=kept.open(item.group, ctx.now, zone).ask_at, asked=False)
        plan(ctx, kept)
    ctx.tx.aid.keep(kept)
    ctx.refresh(kept.topic)
    return kept


def drop(ctx: Ctx, item: Item) -> None:
    """Its author takes it back; a draft leaves nothing."""
    check_mine(ctx, item)
    if item.stage is Stage.DRAFT:
        ctx.tx.aid.remove(item)
        return
    end(ctx, item.close(ctx.now))


def settle(ctx: Ctx, item: Item, thanks: bool) -> None:
    """It ended well."""
    check_mine(ctx, item)
    end(ctx, item.close(ctx.now, thanked=thanks))


def end(work: Job, closed: Item) -> None:
    """Nobody can come forward any more."""
    work.tx.aid.keep(closed)
    work.cancel(closed.job)
    work.tx.undos.forget(Drop(closed.id).pack())
    work.refresh(closed.topic)


def not_yet(ctx: Ctx, item: Item) -> Item:
    """It still holds; its author is asked again later."""
    check_mine(ctx, item)
    kept = item.not_yet(ctx.now)
    ctx.tx.aid.keep(kept)
    plan(ctx, kept)
    return kept


def renew(ctx: Ctx, item: Item) -> Item:
    """Open again, and shown again when it was over."""
    check_mine(ctx, item)
    if not item.is_open:
        _check_not_too_many(ctx, item)
    group = ctx.tx.groups.get(item.group)
    kept = item.renew(ctx.now, ZoneInfo(group.zone))
    ctx.tx.aid.keep(kept)
    plan(ctx, kept)
    if item.is_open:
        ctx.refresh(kept.topic)
    else:
        for room in ctx.tx.groups.rooms(group.id):
            ctx.show(kept.topic, room)
    return kept


def plan(work: Job, item: Item) -> None:
    """When its author is asked; planning anew replaces what was planned."""
    if item.ask_at is not None:
        work.plan(item.job, "aid.ask", item.ask_at, item=item.id)


def found(ctx: Ctx, number: int) -> Item:
    """The one of a number, as far as the person may know of it here."""
    item = ctx.tx.aid.get(number)
    if item is None or not _concerns(ctx, item):
        raise NoSuchItem(number=str(number))
    return item


def _concerns(ctx: Ctx, item: Item) -> bool:
    if item.author == ctx.member.id:
        return ctx.room is None or ctx.room.group.id == item.group or item.stage is Stage.DRAFT
    if item.stage is Stage.DRAFT:
        return False
    if ctx.room is None and mine(ctx, item) is not None:
        return True  # also once they left the group: what they said there still waits for them
    return any(room.group.id == item.group for room in rooms(ctx))


def mine(ctx: Ctx, item: Item) -> Helper | None:
    """The person among those who came forward, unless they were told no."""
    return next((one for one in forward(ctx.tx, item) if one.member == ctx.member.id), None)


def forward(tx: Transaction, item: Item) -> list[Helper]:
    """Those who came forward and were not told no."""
    return [one for one in tx.aid.people.of(item.id) if one.step is not Step.DECLINED]


def is_in(tx: Transaction, group: GroupId, member: MemberId, now: datetime) -> bool:
    """Whether somebody is in a group now, as far as we know."""
    return any(one.was_there(now) for one in tx.presences.of(group, member))


def check_mine(ctx: Ctx, item: Item) -> None:
    """Raises unless the person posted it."""
    if item.author != ctx.member.id:
        raise NotYours(number=item.number)


def check_not_mine(ctx: Ctx, item: Item) -> None:
    """Raises for whoever posted it."""
    if item.author == ctx.member.id:
        raise YourOwn
