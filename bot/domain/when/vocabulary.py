"""The shape of a language's words, and two languages read as one.

A table gives a meaning to a phrase, a set holds phrases that only lead to something. They are written without accents
or case, with spaces for apostrophes and hyphens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TypeVar

from bot.domain.when.meanings import Length, Period

T = TypeVar("T")

HOUR = Length(seconds=3600)
MINUTE = Length(seconds=60)
ONE_DAY = Length(days=1)
WEEK = Length(days=7)
MONTH = Length(months=1)
YEAR = Length(months=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    # Numbers
    numbers: Mapping[str, int]
    articles: Mapping[str, int]  # "a" counts one, but only before a unit
    ordinals: Mapping[str, int]  # "last" is -1
    ordinal_endings: frozenset[str]  # after digits: 1er, 12th

    # Days
    days: Mapping[str, int]  # from today
    weekdays: Mapping[str, int]  # Monday is 0
    short_weekdays: Mapping[str, int]  # read before a number or with their dot: "jeu" is a game, "mon" is mine
    months: Mapping[str, int]
    the: frozenset[str]
    habit: frozenset[str]  # the article that makes a weekday a habit
    this: frozenset[str]
    next_before: frozenset[str]
    next_after: frozenset[str]
    weeks_later: Mapping[str, int]
    in_week: Mapping[str, int]  # after a weekday: of which week, this one being 0
    of: frozenset[str]
    in_month: Mapping[str, int]  # of which month, this one being 0
    end: frozenset[str]
    year_end: frozenset[str]
    several_days: frozenset[str]

    # Hours
    at: frozenset[str]
    hours: frozenset[str]
    clocks: Mapping[str, int]  # minutes after midnight
    meridiems: Mapping[str, int]  # the hours to add to those counted from 12
    minutes_after: Mapping[str, int]  # after the hour
    minutes_before: Mapping[str, int]  # said before the hour
    periods: Mapping[str, Period]  # after a day
    clock_periods: Mapping[str, Period]  # after an hour
    today_periods: Mapping[str, Period]

    # Lengths
    ahead: frozenset[str]
    from_now: frozenset[str]
    units: Mapping[str, Length]
    lengths: Mapping[str, Length]
    halves: frozenset[str]
    quarters: frozenset[str]
    plus: frozenset[str]

    # What comes back
    every: frozenset[str]
    other: frozenset[str]
    one_in: frozenset[str]  # "un mardi sur deux"
    times_per: frozenset[str]
    regularly: Mapping[str, Length]
    once: frozenset[str]  # "une fois" par semaine
    per: frozenset[str]
    these: frozenset[str]  # before several days
    working_days: frozenset[str]
    month_end: frozenset[str]
    of_month: frozenset[str]
    of_each_month: frozenset[str]
    of_each_year: frozenset[str]
    rough_days: Mapping[str, int]  # "tous les 15 jours" are two weeks
    range_from: frozenset[str]  # "du lundi au vendredi"
    range_to: frozenset[str]
    starting: frozenset[str]
    until: frozenset[str]
    during: frozenset[str]
    excepted: frozenset[str]
    then: frozenset[str]  # before another date
    times: frozenset[str]  # "5 fois"
    seasons: frozenset[str]  # times of the year whose days are not known here

    def __or__(self, other: Vocabulary) -> Vocabulary:
        """Both languages at once."""
        return Vocabulary(**{f.name: getattr(self, f.name) | getattr(other, f.name) for f in fields(self)})


def ranked(words: str, start: int = 1) -> dict[str, int]:
    """Words by their place: "one two three" is 1, 2, 3."""
    return {word: place for place, word in enumerate(words.split(), start)}


def phrases(listed: str) -> frozenset[str]:
    """A set of phrases, parted by commas."""
    return frozenset(phrase.strip() for phrase in listed.split(","))


def synonyms(table: Mapping[str, T]) -> dict[str, T]:
    """One meaning for each of several phrases: {"min, minute": MINUTE}."""
    return {phrase: meaning for listed, meaning in table.items() for phrase in phrases(listed)}
