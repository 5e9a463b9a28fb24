"""Calendars as iCalendar documents (RFC 5545). People's words are escaped by the library, and never a property."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.domain.calendars import Entry
from bot.domain.when import Recurrence, Unit

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Cooperons//Cooperons//FR"
MEDIA_TYPE = "text/calendar"
REFRESH = timedelta(hours=1)
HORIZON = timedelta(days=10 * 366)  # how far ahead the changes of summer time are written down
_FREQUENCIES = {Unit.DAY: "DAILY", Unit.WEEK: "WEEKLY", Unit.MONTH: "MONTHLY", Unit.YEAR: "YEARLY"}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_CONTROLS = re.compile(r"[\x00-\x09\x0e-\x1f\x7f]")


def calendar(name: str, entries: Sequence[Entry], now: datetime) -> str:
    """The document of a calendar; valid also when nothing stands in it. Without a name it is for one that is there: a
    program that reads it makes none of its own."""
    from icalendar import Calendar  # a tenth of a start, and seldom asked for

    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    line = " ".join(_plain(name).split())  # the library would not escape a line break of the old property
    if line:
        found.add("name", line)
        found.add("x-wr-calname", line)
    found.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for entry in entries:
        for event in _events(entry, now):
            found.add_component(event)
    first = min((entry.at for entry in entries), default=now) - timedelta(days=366)
    found.add_missing_timezones(first_date=first.date(), last_date=(now + HORIZON).date())
    written: bytes = found.to_ical()
    return written.decode()


def _events(entry: Entry, now: datetime) -> Sequence[Event]:
    """The event, and one more for each single time of a series that was moved."""
    event = _event(entry, entry.at, now)
    if entry.recurrence is None:
        return [event]
    event.add("rrule", _rule(entry.recurrence))
    if entry.recurrence.skipped:
        at = [_wall(entry.recurrence.on(day), entry) for day in entry.recurrence.skipped]
        event.add("exdate", at)
    others = [(_event(entry, at, now), planned) for planned, at in entry.moved]
    for other, planned in others:
        other.add("recurrence-id", _wall(planned, entry))
    return [event, *(other for other, _planned in others)]


def _event(entry: Entry, at: datetime, now: datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now.replace(microsecond=0))
    event.add("sequence", entry.revision)
    event.add("summary", _plain(entry.title))
    event.add("dtstart", _wall(at, entry))
    if entry.lasts:
        event.add("dtend", _wall(at + entry.lasts, entry))
    for name, text in (("description", entry.text), ("location", entry.place), ("url", entry.link)):
        if text:
            event.add(name, _plain(text))
    event.add("status", "CANCELLED" if entry.cancelled else "TENTATIVE" if entry.planned else "CONFIRMED")
    return event


def _wall(at: datetime, entry: Entry) -> datetime:
    """Once: the instant. What comes back: the hour on the wall, in its zone."""
    whole = at.astimezone(UTC).replace(microsecond=0)
    return whole if entry.recurrence is None else whole.astimezone(ZoneInfo(entry.recurrence.zone))


def _rule(habit: Recurrence) -> dict[str, object]:
    rule: dict[str, object] = {"FREQ": _FREQUENCIES[habit.unit], "INTERVAL": habit.every}
    if habit.nths:
        rule["BYDAY"] = [f"{nth}{_DAYS[habit.weekdays[0]]}" for nth in habit.nths]
    elif habit.weekdays:
        rule |= {"BYDAY": [_DAYS[day] for day in habit.weekdays], "WKST": "MO"}
    if habit.days:
        rule["BYMONTHDAY"] = list(habit.days)
    if habit.month:
        rule["BYMONTH"] = habit.month
    if habit.until:
        rule["UNTIL"] = habit.on(habit.until)
    return rule


def _plain(text: str) -> str:
    """People's words with one kind of line break and nothing that no reader could show."""
    return _CONTROLS.sub(" ", _BREAKS.sub("\n", text))
