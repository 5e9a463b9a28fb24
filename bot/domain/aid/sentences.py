"""What one sentence says of help: what, when, where, of which category, and whether for good.

Recognised and shown, never guessed in silence: whoever reads it back can change it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.domain import when
from bot.domain.aid.categories import Category, category_of
from bot.domain.aid.privacy import tidy
from bot.domain.aid.words import stems
from bot.domain.errors import N_, Refused
from bot.domain.names import clean_body

TEXT, AREA = 300, 40  # characters at most


class NoObject(Refused):
    says = N_("What is it about? For example: /need a trailer tomorrow morning, Vaise")


@dataclass(frozen=True, slots=True)
class Said:
    """`what` is the sentence without the rest. `on` is the day or the instant meant, `timed` whether an hour was said,
    `span` the words for it: they stay as typed where they mean no single day ("le mercredi", "ce week-end")."""

    what: str
    on: datetime | None = None
    timed: bool = False
    span: str = ""
    area: str = ""
    category: Category = Category.OTHER
    permanent: bool = False


# Which hour stands for a day without one, so that "samedi matin" and "ce soir" are days as well.
_HOURS = (time(20), time(9), time(15), time(23))
_START = re.compile(r"(?<![\w'’-])[\w]")
_BARE_LENGTH = re.compile(r"\d+\s*(?:h|heures?|hours?|min|minutes?)\b", re.IGNORECASE)
_PART = r"(?:\s+(?:au\s+|en\s+)?(?:matin|midi|après-midi|apres-midi|soir|soirée|morning|afternoon|evening|night)s?)?"
_WEEKDAYS = (
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
_MORE_DAYS = rf"(?:\s*(?:,|et|ou|and|or)\s+(?:(?:le|les|on|every|chaque|tous les)\s+)?(?:{_WEEKDAYS})s?{_PART})*"
_RANGE = re.compile(
    r"(?:\b(?:du|from|entre le|between)\s+)?\d{1,2}(?:er|st|nd|rd|th)?\s*(?:au|to|et le|and|-|–)\s*(?:le\s+)?$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:[\s,;:–-]|\b(?:pour|le|la|de|du|dès|avant|on|for|by|from|the|à partir de|vers)\b)*$", re.IGNORECASE
)
_LOOSE = re.compile(
    r"\b(?:ce|le|les|cette|la|this|at the|on|next)\s+(?:week-?ends?|semaine|week)\b(?:\s+prochaine?)?", re.IGNORECASE
)
_PERMANENT = re.compile(
    r"[\s,;(–-]*\b(?:permanente?s?|en permanence|à l['’]année|toute l['’]année|tout le temps|all year round|all year|"
    r"permanently|at any time|any ?time)\b\)?",
    re.IGNORECASE,
)
_NAMED = r"(?-i:[A-ZÀ-Ý])[\w’'-]*"
_NOWHERE = r"(?!(?:deux|plusieurs|un|une|la maison|domicile|the|a|my|our|your|it|this|that)\b)"
_PLACED = re.compile(
    r"(?:[\s,;(–-]|^)+(?:à|au|aux|a|sur|vers|près de|près d['’]|côté|secteur|quartier(?: de| du| des)?|"
    r"dans le quartier(?: de| du)?|in|near|around|at)\s+" + _NOWHERE + rf"(?P<area>(?:la |le |les |l['’]|the )?{_NAMED}"
    r"(?:[ -](?:(?:de|du|des|la|le|les|en|sur|of)[ -])*(?-i:[A-ZÀ-Ý\d])[\w’'-]*){0,3})\)?\s*[.!]?\s*$",
    re.IGNORECASE,
)
_LAST = re.compile(
    r",\s*(?P<area>(?:quartier |secteur |la |le |les )?(?:(?-i:[A-ZÀ-Ý])[^\s,;]*)(?: [^\s,;]+){0,3})\s*[.!]?\s*$",
    re.IGNORECASE,
)
_DISTRICT = re.compile(r"\D+ \d{1,2}(?:er|e|ème|eme)?(?: arrondissement)?")  # "Lyon 3"
_OPENINGS = re.compile(
    r"^(?:(?:bonjour|salut|hello|hi|hey|svp|please)[\s,!:]+)?"
    r"(?:(?:je|on|nous)\s+(?:re)?cherch(?:e|ons)|(?:re)?cherche|"
    r"(?:j['’](?:ai|aurais) |on a |nous avons )?besoin(?: de\b(?! l)| d['’])?|"
    r"il (?:me|nous) faut(?:drait)?|i(?:['’]m| am) looking for|"
    r"we(?:['’]re| are) looking for|looking for|i need|we need|need|i(?:['’]m| am) offering|i offer|we offer|"
    r"(?:je|nous) propos(?:e|ons)|j['’]offre|(?:est-ce que )?(?:quelqu['’]un|qui) (?:aurait|a)|"
    r"(?:does|has) any(?:body|one) (?:have|got))(?:(?<=['’])|(?!\w))\s*:?\s*",
    re.IGNORECASE,
)


def read(text: str, *, now: datetime, zone: ZoneInfo) -> Said:
    """What a sentence says. Raises NoObject when it names nothing, and a refusal for a day that is past."""
    kept = clean_body(text, most=TEXT).replace("\n", " ")
    permanent = _PERMANENT.search(kept)
    if permanent:
        kept = tidy(f"{kept[: permanent.start()]} {kept[permanent.end() :]}")
    kept, on, timed, span = _dated(kept, now, zone)
    kept, area = _placed(kept)
    what = tidy(_OPENINGS.sub("", kept, count=1)).rstrip(" .?!")
    if not stems(what):
        raise NoObject
    return Said(what, on, timed, span, area, category_of(what), permanent is not None)


def _dated(text: str, now: datetime, zone: ZoneInfo) -> tuple[str, datetime | None, bool, str]:
    """The text without its date, and the date."""
    if loose := _LOOSE.search(text):
        return _cut(text, loose.start(), loose.end()), None, False, loose[0].strip()
    for begin in (mark.start() for mark in _START.finditer(text)):
        if _BARE_LENGTH.match(text, begin):
            continue  # "2 h de ménage" says how long
        try:
            found = _moment(text[begin:], now, zone)
        except when.Recurring as habit:
            return _habit(text, begin, str(habit.blanks["words"]))
        except (when.Past, when.TooFar, when.WeekdayDisagrees, when.NoSuchDay, when.TodayOrNextWeek):
            raise
        except Refused:
            continue
        moment, rest = found
        start, end = begin - len(_from(text[:begin])), len(text) - len(rest)
        return _cut(text, start, end), moment.at, moment.has_time, tidy(text[start:end])
    return text, None, False, ""


def _moment(text: str, now: datetime, zone: ZoneInfo) -> tuple[when.Moment, str]:
    """Its date and the rest, whichever hour of the day suits the words."""
    for hour in _HOURS[:-1]:
        try:
            return when.read_prefix(text, now=now, zone=zone, default_time=hour)
        except (when.MissingHour, when.Past):
            continue
    return when.read_prefix(text, now=now, zone=zone, default_time=_HOURS[-1])


def _from(head: str) -> str:
    """What stands before the last day of several: "du 12 au" of "du 12 au 20 décembre"."""
    found = _RANGE.search(head)
    return found[0] if found else ""


def _habit(text: str, start: int, words: str) -> tuple[str, None, bool, str]:
    found = re.compile(re.escape(words) + _PART + _MORE_DAYS, re.IGNORECASE).search(text, start)
    end = found.end() if found else len(text)
    return _cut(text, start, end), None, False, tidy(text[start:end])


def _cut(text: str, start: int, end: int) -> str:
    """The text without a part of it, and without the word that led to it."""
    head = _BEFORE.sub("", text[:start])
    tail = text[end:].lstrip(" ,;:–-")
    return tidy(f"{head}, {tail}" if head and tail else head or tail)


def _placed(text: str) -> tuple[str, str]:
    """The text without its area, and the area: a quarter or a town, never an address."""
    found = _PLACED.search(text) or _LAST.search(text)
    if found is None or len(found["area"]) > AREA or not stems(text[: found.start()]):
        return text, ""
    area = found["area"].strip(" .!)")
    if any(char.isdecimal() for char in area) and not _DISTRICT.fullmatch(area):
        return text, ""
    return tidy(text[: found.start()]), area


def read_area(text: str) -> str:
    """An area given by itself."""
    return clean_body(text, most=AREA).replace("\n", " ")
