"""Sentences in the reader's language. The English sentence is the key; French is read from `bot/locales/fr.po`.

Dates have patterns of our own: the full ones of the locale data cannot be used in a chat ("18:30:00 heure normale
d'Europe centrale"). French always takes the singular for 0 and 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple
from unicodedata import bidirectional
from zoneinfo import ZoneInfo

from bot.chat.message import Button, Message, NativePoll
from bot.chat.text import Phrase, Sayable
from bot.domain.errors import Or
from bot.domain.members import Member
from bot.domain.names import Pseudonym

Sentences = Mapping[tuple[str, str], tuple[str, ...]]

# Blanks filled with people's words are isolated only when they could disturb the order around them: letters and numbers
# that run from right to left, and the marks that make others do so.
_DISTURBING = frozenset(("R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "PDF", "PDI"))
_NARROW = "\u202f"


@cache
def sentences(language: str) -> Sentences:
    """(context, English) → translations, singular first. The context "vous" holds the formal form where it differs."""
    if language == "en":
        return {}
    from babel.messages.pofile import read_po  # only when a sentence is first needed: `coop --help` needs none

    with files("bot").joinpath(f"locales/{language}.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for message in catalog:
        key = message.id[0] if isinstance(message.id, tuple | list) else message.id
        said = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if key and all(said):
            found[message.context or "", key] = tuple(str(text) for text in said)
    return found


def read_now(language: str) -> None:
    """Reads all that a language takes, instead of when it is first spoken: that holds whoever waits for 60 ms."""
    sentences(language)
    _names(language)


class Words(NamedTuple):
    """How to speak to one reader: language, *tu* or *vous*, and the zone and year in which they read dates.

    `home` is the zone of what they are told about where theirs is another one: each hour is then said with its zone.
    """

    language: str = "fr"
    formal: bool = False
    zone: str = "Europe/Paris"
    year: int = 0
    home: str = ""

    def say(self, words: Phrase | str) -> str:
        """The phrase in the reader's language with its blanks filled; plain text is given back as it is."""
        if isinstance(words, str):
            return words
        try:
            return _said(self, words)  # a thousand receipts are the same few sentences
        except TypeError:  # a blank that cannot be remembered, such as a list
            return self.filled(words)

    def filled(self, words: Phrase) -> str:
        """The phrase said anew, whatever is remembered."""
        template = self._template(words)
        if not words.blanks:
            return template
        return template.format_map({name: self.blank(value) for name, value in words.blanks.items()})

    def _template(self, phrase: Phrase) -> str:
        plural = phrase.other != "" and not self._is_one(phrase.count)
        if self.language == "en":
            return phrase.other if plural else phrase.key
        known = sentences(self.language)
        said = (known.get(("vous", phrase.key)) if self.formal else None) or known.get(("", phrase.key))
        if said is None:
            return phrase.other if plural else phrase.key
        return said[-1] if plural else said[0]

    def _is_one(self, count: int) -> bool:
        return abs(count) < 2 if self.language == "fr" else abs(count) == 1

    def blank(self, value: object) -> str:
        """One value as it stands in a sentence."""
        form = _FORMS.get(type(value))
        if form is None:
            return self._habit(value) if isinstance(value, Sayable) else str(value)
        return form(self, value)

    def message(self, message: Message) -> Message:
        """The message with every phrase said."""
        lines = tuple(replace(line, text=self.say(line.text)) for line in message.lines)
        rows = tuple(tuple(self._button(one) for one in row) for row in message.rows)
        privately = None if message.privately is None else self.say(message.privately)
        later = tuple((at, self.message(instead)) for at, instead in message.later)
        poll = self._poll(message.poll)
        return replace(message, lines=lines, rows=rows, privately=privately, poll=poll, later=later)

    def _poll(self, poll: NativePoll | None) -> NativePoll | None:
        if poll is None:
            return None
        return replace(poll, title=self.say(poll.title), options=tuple(map(self.say, poll.options)))

    def _button(self, one: Button) -> Button:
        return replace(one, label=self.say(one.label))

    def moment(self, when: datetime) -> str:
        """An instant in full in the reader's zone: "jeudi 12 novembre, 20 h"; the year when it is another one, and the
        zone for whoever is elsewhere: "jeudi 12 novembre, 20 h (Asia/Tokyo)"."""
        said = _moment(when, self.language, self.zone, self.year)
        return f"{said} ({self.zone})" if self.home else said

    def _habit(self, value: Sayable) -> str:
        """What comes back by the clock of its own zone, which is named where it is not plainly the reader's; of what
        has none, the word alone."""
        said, zone = value.said(self.language), getattr(value, "zone", "")
        return f"{said} ({zone})" if zone and (self.home or zone != self.zone) else said

    def day(self, day: date) -> str:
        """A day in full: "jeudi 12 novembre"."""
        return _day(day, self.language, self.year)

    def tongue(self, code: str) -> str:
        """A language as people call it: "français" for "fr" or "fr-CA"; a code that nobody knows stays as it is."""
        from babel import Locale  # as for the sentences

        known = code.replace("_", "-").partition("-")[0].lower()
        return str(Locale.parse(self.language).languages.get(known, code))

    def hour(self, at: time) -> str:
        """A time of day: "18 h 30", "18:30"."""
        if self.language != "fr":
            return f"{at:%H:%M}"
        return f"{at.hour}\u00a0h" if not at.minute else f"{at.hour}\u00a0h\u00a0{at.minute:02}"

    def number(self, value: int) -> str:
        """A whole number, grouped by thousands from ten thousand on."""
        if abs(value) < 10_000:
            return str(value)
        return f"{value:,}".replace(",", _NARROW if self.language == "fr" else ",")

    def duration(self, span: timedelta) -> str:
        """A duration in its two largest units: "2 jours 3 h", "15 min"."""
        minutes = max(0, round(span.total_seconds() / 60))
        days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
        day = ("jour", "jours") if self.language == "fr" else ("day", "days")
        counted = ((days, day[days > 1]), (hours, "h"), (rest, "min"))
        return " ".join([f"{n}\u00a0{unit}" for n, unit in counted if n][:2]) or "0\u00a0min"

    def list(self, values: tuple[object, ...] | list[object]) -> str:
        """The values one after another with the language's "and"."""
        return self._joined(values, "et" if self.language == "fr" else "and")

    def either(self, values: Or) -> str:
        """The values one after another with the language's "or"."""
        return self._joined(values, "ou" if self.language == "fr" else "or")

    def _joined(self, values: Sequence[object], last: str) -> str:
        said = [self.blank(value) for value in values]
        return f"{', '.join(said[:-1])} {last} {said[-1]}" if len(said) > 1 else "".join(said)


def alone(member: Member, language: str, formal: bool, zone: str, year: int) -> Words:
    """How to speak to one person alone, and by which clock what they write there is read: that of where they are, else
    that of what it is about, `zone`; so are the language and the *vous*."""
    there = member.zone or zone
    return Words(member.speaks(language), formal, there, year, zone if there != zone else "")


def isolated(text: str) -> str:
    """People's words, kept from reordering the sentence around them when they run from right to left (UAX #9)."""
    if text.isascii() or not any(bidirectional(char) in _DISTURBING for char in text):
        return text
    return f"\u2068{text}\u2069"


@lru_cache(maxsize=4096)
def _said(words: Words, phrase: Phrase) -> str:
    return words.filled(phrase)


@lru_cache(maxsize=4096)
def _moment(when: datetime, language: str, zone: str, year: int) -> str:
    local = when.astimezone(ZoneInfo(zone))
    return f"{_day(local.date(), language, year)}, {Words(language).hour(local.time())}"


@lru_cache(maxsize=1024)
def _day(day: date, language: str, year: int) -> str:
    weekdays, months = _names(language)
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    full = f"{weekdays[day.weekday()]} {number} {months[day.month]}"
    return full if not year or day.year == year else f"{full} {day.year}"


@cache
def _names(language: str) -> tuple[Mapping[int, str], Mapping[int, str]]:
    from babel import Locale  # 20 ms of locale data: read when the first date is said

    locale = Locale(language)
    return locale.days["format"]["wide"], locale.months["format"]["wide"]


# The key is the value's type, so each form gets what it takes.
_FORMS: Final[dict[type, Callable[[Words, Any], str]]] = {
    str: lambda words, value: isolated(value),
    int: Words.number,
    datetime: Words.moment,
    date: Words.day,
    time: Words.hour,
    timedelta: Words.duration,
    Phrase: Words.say,
    Pseudonym: lambda words, value: words.say(Phrase(str(value))),
    tuple: Words.list,
    Or: Words.either,
    list: Words.list,
    Fraction: lambda words, value: str(value),
}
