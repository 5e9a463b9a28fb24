"""The lists as tables for spreadsheets, and the register as a text to read."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import date
from io import StringIO

from bot.chat.text import Phrase, _
from bot.core.words import Words
from bot.domain.decisions import WITHOUT_EFFECT
from bot.export.lists import Entry, Lists

BOM = "\ufeff"  # without it a French spreadsheet reads UTF-8 as Latin-1
FORMULA = ("=", "+", "-", "@", "\t", "\r")

COLUMNS = {
    "votes": (
        "id", "title", "group", "method", "secrecy", "status", "opened_at", "closes_at", "closed_at", "electorate",
        "participants", "options", "result", "winners", "base", "quorum", "decision",
    ),
    "plenaries": ("id", "title", "group", "place", "kind", "status", "start", "zone", "recurrence", "next"),
    "reminders": ("id", "text", "group", "member", "status", "due", "zone", "recurrence", "next"),
    "aid": ("id", "kind", "text", "area", "category", "status", "group", "created_at"),
    "questions": ("id", "title", "group", "status", "asked_at", "ends_at", "anonymous", "people", "answers"),
    "decisions": (
        "id", "title", "group", "decided_at", "source", "result", "status", "owner", "review_on", "second_reading",
        "second_reading_of",
    ),
    "members": ("id", "name", "networks", "roles", "groups", "status", "joined_on"),
}  # fmt: skip

RESULTS: dict[str, Phrase] = {
    "adopted": _("adopted"),
    "rejected": _("rejected"),
    "no_quorum": _("no quorum"),
    "elected": _("chosen"),
    "none": _("nothing chosen"),
    "tied": _("tied"),
    "advice": _("advice"),
}
READINGS: dict[str, Phrase] = {
    "waiting": _("waits for its second reading, not in force until then"),
    "confirmed": _("in force, confirmed at its second reading"),
    "not_confirmed": _("not confirmed at its second reading, not in force"),
}
STATUS: dict[str, Phrase] = {
    "active": _("in force"),
    "replaced": _("replaced"),
    "expired": _("expired"),
    "contested": _("contested"),
}


def sheet(name: str, entries: Sequence[Entry]) -> str:
    """A list as CSV for a French spreadsheet; no cell can be taken for a formula."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS[name])
    writer.writerows([cell(entry.get(column)) for column in COLUMNS[name]] for entry in entries)
    return BOM + out.getvalue()


def cell(value: object) -> str:
    """A value as a cell shows it."""
    match value:
        case None:
            return ""
        case bool() | int():
            return str(value).lower()
        case {"required": required, "reached": reached}:
            return f"{required} ({str(reached).lower()})"
        case list():
            return safe(", ".join(map(_item, value)))
    return safe(str(value))


def _item(value: object) -> str:
    match value:
        case {"label": label, "count": None}:
            return str(label)
        case {"label": label, "count": count}:
            return f"{label}: {count}"
        case {"text": text, "member": member}:
            return f"{text} ({member})"
        case {"text": text}:
            return str(text)
        case dict():
            return json.dumps(value, ensure_ascii=False)
    return str(value)


def safe(text: str) -> str:
    """Text that a spreadsheet takes for text."""
    return f"'{text}" if text.startswith(FORMULA) else text


def register(lists: Lists, words: Words) -> str:
    """The decisions in Markdown, the newest first."""
    lines = [f"# {words.say(_('Register of decisions'))}", ""]
    if not lists["decisions"]:
        lines.append(words.say(_("No decision yet.")))
    again = {one["second_reading_of"]: one["id"] for one in lists["decisions"] if one.get("second_reading_of")}
    for one in reversed(lists["decisions"]):
        facts = (f"- {fact}" for fact in _facts(one, again.get(one["id"]), words))
        lines += [f"## {one['id']}. {plain(str(one['title']))}", "", *facts, ""]
    return "\n".join(lines).rstrip() + "\n"


def _facts(one: Entry, again: object, words: Words) -> list[str]:
    """What is known of a decision; `again` is the number of its second reading in the register."""
    result, status = str(one["result"]), str(one["status"])
    facts = [
        _("Group: {group}", group=plain(str(one["group"]))),
        _("Decided on {day}", day=_day(one["decided_at"])),
        _("Result: {result}", result=RESULTS.get(result, result)),
    ]
    if result not in WITHOUT_EFFECT:  # what was not adopted was never in force, and never expires
        standing = READINGS.get(str(one.get("second_reading")), STATUS.get(status, status))
        facts.append(_("Status: {status}", status=standing))
    if again:
        facts.append(_("Second reading: decision {number}", number=str(again)))
    if one.get("second_reading_of"):
        facts.append(_("Second reading of decision {number}", number=str(one["second_reading_of"])))
    facts.append(_source(str(one["source"])))
    if one["owner"]:
        facts.append(_("In charge: {owner}", owner=plain(str(one["owner"]))))
    if one["review_on"]:
        facts.append(_("To be reviewed on {day}", day=_day(one["review_on"])))
    dated = words._replace(year=1)  # it is read in other years too: each day tells its own
    return [dated.say(fact) for fact in facts]


def _day(written: object) -> date:
    return date.fromisoformat(str(written)[:10])


def _source(source: str) -> Phrase:
    """Where a decision comes from, as people say it."""
    kind, _sep, number = source.partition(":")
    match kind:
        case "vote":
            return _("Source: vote {number}", number=number)
        case "plenary":
            return _("Source: plenary {number}", number=number)
    return _("Source: written down by hand")


def plain(text: str) -> str:
    """People's words on one line, with nothing in them that Markdown or HTML would act on."""
    joined = " ".join(text.split())
    return "".join(f"\\{char}" if char in "\\`*_{}[]()#+-.!|<>~&" else char for char in joined)
