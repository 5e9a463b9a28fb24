"""What mutual aid does by itself: drawn, matched, asked whether it still holds, carried, summed up in the evening."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.chat.message import Message
from bot.core.feature import Show
from bot.domain.aid import Item, Step
from bot.domain.aid.matching import ENOUGH, MOST, score, suit
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from handlers import disturbing
from handlers.aid import helping, service, views
from handlers.aid.feature import aid
from handlers.context import Job, Transaction

LOOKED_AT = 50  # items that share a word
DIGEST = 10  # items in the evening's summary
PATIENCE = 6  # looks at whether a note arrived, ten minutes apart
AGAIN = timedelta(minutes=10)


@aid.live("aid", newest=True)
def draw(tx: Transaction, number: int, show: Show) -> Message | None:
    """The living message of a need or an offer; in a political group it names nobody."""
    item = tx.aid.get(number)
    if item is None:
        return None
    group = tx.groups.get(item.group)
    waiting = [one for one in tx.aid.people.of(item.id) if one.step is not Step.DECLINED]
    name = "" if group.political and not show.private else tx.members.get(item.author).name
    return views.card(item, name, len(waiting), ZoneInfo(group.zone))


@aid.live("aidnote", newest=True)
def draw_note(tx: Transaction, number: int, show: Show) -> Message | None:
    """What one wrote to the other."""
    note = tx.aid.people.note(number)
    item = tx.aid.get(note.item) if note else None
    return views.carried(note, item, tx.members.get(note.sender).name) if note and item else None


@aid.job("aid.carried")
def look_whether_it_arrived(work: Job, note: int, tries: int) -> None:
    """A message that nobody could be given is gone from what is shown: whoever wrote it is told."""
    kept = work.tx.aid.people.note(note)
    if kept is None:
        return
    shown = work.tx.posts.of(kept.topic)
    if not shown:
        item = work.tx.aid.get(kept.item)
        group = work.tx.groups.get(item.group) if item else None
        sender, to = work.tx.members.get(kept.sender), work.tx.members.get(kept.to)
        work.tell(sender, helping.unreachable(to.name), group, at_once=True)
    elif not any(post.message for post in shown) and tries < PATIENCE:
        work.plan(f"aid:carried:{note}", "aid.carried", work.now + AGAIN, note=note, tries=tries + 1)


def find_matches(tx: Transaction, payload: dict[str, object]) -> list[int]:
    """Outside the writer: what suits a new one, the best first."""
    item = tx.aid.get(int(str(payload["item"])))
    if item is None or not item.is_open:
        return []
    found = [(score(item, other), other.id) for other in tx.aid.similar(item, LOOKED_AT)]
    return [other for worth, other in sorted(found, reverse=True) if worth >= ENOUGH]


@aid.job("aid.match", prepare=find_matches)
def match(work: Job, item: int, prepared: list[int]) -> None:
    """Both sides are told in private: its author at once, the others outside their quiet hours, and not too often."""
    kept = work.tx.aid.get(item)
    if kept is None:
        return
    others = [other for number in prepared if (other := work.tx.aid.get(number)) and _suit(work, kept, other)][:MOST]
    if not others:
        return
    group = work.tx.groups.get(kept.group)
    names = {one.author: work.tx.members.get(one.author).name for one in others}
    work.tell(work.tx.members.get(kept.author), views.matches(kept, others, names), group, at_once=True)
    for other in others:
        at = disturbing.free_at(work, work.tx.members.get(other.author), group)
        work.plan(f"aid:suits:{other.id}:{kept.id}", "aid.suits", at, item=other.id, other=kept.id)


@aid.job("aid.suits")
def tell_match(work: Job, item: int, other: int) -> None:
    """To the side that did nothing just now."""
    mine, theirs = work.tx.aid.get(item), work.tx.aid.get(other)
    if mine is None or theirs is None or not _suit(work, mine, theirs):
        return
    group, reader = work.tx.groups.get(mine.group), work.tx.members.get(mine.author)
    at = disturbing.free_at(work, reader, group)
    if at > work.now:
        work.plan(f"aid:suits:{item}:{other}", "aid.suits", at, item=item, other=other)
        return
    need, offer = (mine, theirs) if mine.kind.value == "need" else (theirs, mine)
    if work.tx.aid.people.match(need.id, offer.id, mine.author, work.now):
        names = {theirs.author: work.tx.members.get(theirs.author).name}
        disturbing.disturb(work, reader, group)
        work.tell(reader, views.matches(mine, [theirs], names), group)


def _suit(work: Job, one: Item, other: Item) -> bool:
    """Whether they do, and both people are still in the group."""
    there = all(service.is_in(work.tx, one.group, author, work.now) for author in (one.author, other.author))
    known = {helper.member for helper in work.tx.aid.people.of(other.id)}
    return there and one.author not in known and suit(one, other)


@aid.job("aid.ask")
def ask(work: Job, item: int) -> None:
    """Its author is asked whether it still holds; who does not answer within a week is told that it is over."""
    kept = work.tx.aid.get(item)
    if kept is None or not kept.is_open:
        return
    group, author = work.tx.groups.get(kept.group), work.tx.members.get(kept.author)
    at = disturbing.quiet_over(work, author, group)
    if at > work.now:
        work.plan(kept.job, "aid.ask", at, item=item)
        return
    if kept.asked:
        service.end(work, kept.expire(work.now))
        work.tell(author, views.expired(kept), group)
        return
    asked = kept.ask(work.now)
    work.tx.aid.keep(asked)
    service.plan(work, asked)
    people = [one for one in work.tx.aid.people.of(kept.id) if one.step is not Step.DECLINED]
    first = sorted(people, key=lambda one: one.step is not Step.SHARED)
    names = {one.member: work.tx.members.get(MemberId(one.member)).name for one in first}
    work.tell(author, views.still(kept, names), group)


@aid.job("aid.digest")
def digest(work: Job, group: int) -> None:
    """In the evening: the needs of the day that nobody came forward for, and what was not shown by itself."""
    kept = work.tx.groups.get(GroupId(group))
    fresh = work.tx.aid.since(kept.id, work.now - service.DAY, 100)
    waiting = [
        one for one in fresh if not work.tx.aid.people.of(one.id) and (_is_need(one) or not _is_shown(work, one))
    ]
    if not waiting:
        return
    message = views.digest(waiting[:DIGEST], len(waiting), ZoneInfo(kept.zone))
    for room in work.tx.groups.rooms(kept.id):
        work.post(room, message)


def _is_need(item: Item) -> bool:
    return item.kind.value == "need"


def _is_shown(work: Job, item: Item) -> bool:
    return any(not post.private for post in work.tx.posts.of(item.topic))
