"""What stands in a calendar, and who may have it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice

from bot.chat.text import _
from bot.core.words import Words
from bot.domain.calendars import Entry, Feed
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group, GroupId
from bot.domain.members import MemberId
from bot.domain.plenaries import Plenary, Series, Status
from bot.domain.polls import Poll
from bot.domain.polls import Status as PollStatus
from bot.domain.reminders import Reminder, Stage
from handlers.calendars.documents import calendar
from handlers.context import Ctx, Transaction
from handlers.rooms import my_rooms, near

KEPT = timedelta(days=60)  # how long what was cancelled stays struck out
MEETING = timedelta(hours=2)  # how much of a day a plenary takes in a calendar: nobody says when it ends
AHEAD = 12  # days of a series that are shown before anybody is convened
PATH = "/calendar/{secret}.ics"


class NotYourCalendar(Refused):
    says = N_("This calendar belongs to a group that you are not in. /calendar shows yours.")


class OnlyOrganizersChange(Refused):
    says = N_("Only an organizer changes the address of the group’s calendar: everybody who has it would lose it.")


def written(tx: Transaction, feed: Feed, now: datetime, name: str = "") -> str:
    """The calendar behind an address; `name` is the cooperative's, by which a person's is called."""
    if feed.group is not None:
        return of_group(tx, tx.groups.get(tx.pairings.goes_on(feed.group)), now)
    return of_member(tx, feed.member, now, name) if feed.member is not None else calendar("", [], now)


def of_group(tx: Transaction, group: Group, now: datetime) -> str:
    """What a group has ahead, in its language."""
    words = Words(group.language, group.formal, group.zone, now.year)
    return calendar(group.name, sorted(entries(tx, group, words, now), key=_order), now)


def of_member(tx: Transaction, member: MemberId, now: datetime, name: str = "") -> str:
    """What a person has ahead: their own reminders, and what stands in the calendars of their groups."""
    groups = {room.group.id: room.group for room in tx.groups.rooms_of(member)}
    home = tx.groups.home(member)
    who = tx.members.get(member)
    words = Words(who.speaks(home.language if home else "fr"), bool(home and home.formal), year=now.year)
    mark = tx.feeds.mark()
    found = [_reminder(tx, one, mark) for one in tx.reminders.in_calendar(now - KEPT, member=member)]
    for group in groups.values():
        found += entries(tx, group, words, now)
    return calendar(name or words.say(_("My cooperative")), sorted(found, key=_order), now)


def entries(tx: Transaction, group: Group, words: Words, now: datetime) -> Iterator[Entry]:
    """Everything of a group that has a date."""
    mark = tx.feeds.mark()
    yield from (_reminder(tx, one, mark) for one in tx.reminders.in_calendar(now - KEPT, group=group.id))
    yield from (_poll(one, group, mark, words) for one in tx.polls.in_calendar(group.id, now - KEPT))
    told = (one for one in tx.plenaries.of(group.id) if one.convened_at is not None and one.start > now - KEPT)
    yield from (_plenary(tx, one, group, mark, words) for one in told)
    for series in tx.series.of(group.id):
        made = [one for one in tx.plenaries.of_series(series.group, series.id) if one.is_prepared and one.start > now]
        yield from (_prepared(tx, series, one, group, mark, words) for one in made)
        coming = islice(series.waiting(tx.plenaries.taken(series), now), max(0, AHEAD - len(made)))
        yield from (_planned(tx, series, day, group, mark, words) for day in coming)


def of_plenary(tx: Transaction, plenary: Plenary, words: Words, now: datetime) -> str:
    """One meeting, under the name that it has in the calendars of its group: the file follows them, and they it."""
    group = tx.groups.get(plenary.group)
    return calendar("", [_plenary(tx, plenary, group, tx.feeds.mark(), words)], now)


def everything(tx: Transaction, words: Words, now: datetime, name: str = "") -> str:
    """What all groups have ahead, in one calendar: nobody's own reminders."""
    found = [entry for group in tx.groups.all() for entry in entries(tx, group, words, now)]
    return calendar(name or words.say(_("My cooperative")), sorted(found, key=_order), now)


def _order(entry: Entry) -> tuple[datetime, str]:
    return entry.at, entry.uid


def _reminder(tx: Transaction, one: Reminder, mark: str) -> Entry:
    return Entry(
        uid=f"reminder-{one.id}-{mark}@cooperons", title=one.text.split("\n", 1)[0], at=one.due_at, zone=one.zone,
        revision=one.revision + _changes(tx, one.recurrence), recurrence=one.recurrence, text=one.text,
        cancelled=one.status is Stage.CANCELLED,
    )  # fmt: skip


def _poll(one: Poll, group: Group, mark: str, words: Words) -> Entry:
    number, name = one.number, one.terms.title
    closes = (
        _("Vote {number} closes: {title}", number=number, title=name)
        if one.terms.binding
        else _("Poll {number} closes: {title}", number=number, title=name)
    )
    ended = not one.is_open
    return Entry(
        uid=f"vote-{one.id}-{mark}@cooperons", title=words.say(closes), at=one.closes_at, zone=group.zone,
        revision=int(one.extended) + int(bool(one.delayed)) + int(ended), text=one.reason or one.terms.body,
        # Nobody must wait for the deadline of what was cancelled, or closed before it.
        cancelled=ended and (one.status is PollStatus.CANCELLED or (one.closed_at or one.closes_at) < one.closes_at),
    )  # fmt: skip


def _plenary(tx: Transaction, one: Plenary, group: Group, mark: str, words: Words) -> Entry:
    name = f"plenary-{one.id}" if one.series is None else _name(one.series, one.slot)
    return Entry(
        uid=f"{name}-{mark}@cooperons", title=_title(one, group, words), at=one.start, zone=one.zone,
        revision=one.sequence + _changes(tx, one.series) + (one.series is not None), lasts=MEETING, place=one.place,
        link=one.link, text=one.reason, cancelled=one.status is Status.CANCELLED,
    )  # fmt: skip


def _planned(
    tx: Transaction, one: Series, day: date, group: Group, mark: str, words: Words
) -> Entry:  # fmt: skip
    """A day of a series for which nothing is prepared yet; the plenary that is made of it has the same name."""
    said = words.say(_("Not convened yet. It comes back {habit}.", habit=one.recurrence))
    return Entry(
        uid=f"{_name(one.id, day)}-{mark}@cooperons", title=_title(one, group, words), at=one.start(day),
        zone=one.recurrence.zone, revision=_changes(tx, one), lasts=MEETING, place=one.place, link=one.link,
        text=said, planned=True,
    )  # fmt: skip


def _prepared(
    tx: Transaction, series: Series, one: Plenary, group: Group, mark: str, words: Words
) -> Entry:  # fmt: skip
    """One of them to which nobody is convened yet: at its own day and place, which may be others than usual."""
    usual = _planned(tx, series, one.slot or one.held_on, group, mark, words)
    return replace(
        usual, at=one.start, revision=usual.revision + one.sequence, title=_title(one, group, words), place=one.place,
        link=one.link,
    )  # fmt: skip


def _changes(tx: Transaction, habit: object) -> int:
    """How often the rules of zones changed, for what comes back: calendars must ask when it is now."""
    return 0 if habit is None else tx.zones.changes()


def _name(series: int, day: date | None) -> str:
    return f"series-{series}-{day:%Y%m%d}"


def _title(one: Plenary | Series, group: Group, words: Words) -> str:
    return one.title or words.say(_("Plenary of {group}", group=group.name))


# who may


def group_of(ctx: Ctx, number: int) -> Group:
    """A group that the person is in; raises NotYourCalendar."""
    rooms = [ctx.room] if ctx.room is not None else my_rooms(ctx)
    found = next((room.group for room in rooms if room.group.id == number), None)
    if found is None:
        raise NotYourCalendar
    return found


def groups_of(ctx: Ctx) -> Sequence[Group]:
    """The groups of which the person may have the calendar."""
    return list({room.group.id: room.group for room in my_rooms(ctx)}.values())


def feed(ctx: Ctx, group: GroupId | None) -> Feed | None:
    """The address there is."""
    return ctx.tx.feeds.of(group=group) if group is not None else ctx.tx.feeds.of(member=ctx.member.id)


def may_change(ctx: Ctx, group: GroupId | None, known: Feed | None) -> None:
    """Anybody opens the first address of a group; taking one back from everybody is for organizers."""
    if group is not None and known is not None:
        room = near(ctx, group)
        if room is None or not ctx.is_organizer(room):
            raise OnlyOrganizersChange


def link(ctx: Ctx, known: Feed) -> str:
    """The whole address; empty when nothing is reached from outside."""
    return ctx.community.address + PATH.format(secret=known.secret) if ctx.community.address else ""
