"""Dates in words, French and English at once: a closed grammar that consumes every word and never guesses.

What people type means one instant or is refused with a sentence. Where usage leaves a choice, this is the one made; the
answer is always echoed in full with its weekday, so a wrong choice is seen:

* A day named without an hour takes `default_time`; without one the hour is asked. A part of a day ("demain soir") only
  accepts an hour that lies in it, and turns "8h" into 20:00.
* "jeudi" on a Thursday is asked; "ce jeudi" is then today. "jeudi prochain", "next Thursday" is the first Thursday
  after today, in both languages: the early one of the two readings in use, since an event announced too early is
  noticed and one announced too late is missed. "jeudi en huit" is a week after the Thursday to come (after today on a
  Thursday); "jeudi de la semaine prochaine", "Thursday next week" count weeks from Monday.
* "le jeudi" without a day of the month is a habit in French, hence refused as recurring.
* "minuit", "midnight" ends the day named: Thursday's midnight is Friday 00:00. "0h" and "12am" begin it.
* "quinze jours" are 15 days and "huit jours" 8: a number means itself.
* Without a year, a day of the year that has passed is next year's; without a month ("le 12"), next month's.
  "dans un mois" on 31 January is the last day of February.
* Numeric dates are day/month, always. "7:30" is 07:30 unless "pm" or an evening is named.
* An hour that exists twice (clocks go back) is its first occurrence; one that does not exist is refused.
"""

from bot.domain.when.moments import Moment
from bot.domain.when.readings import deadline, duration, read, read_prefix
from bot.domain.when.recurrence import Recurrence, Unit, kept
from bot.domain.when.refusals import (
    DayBeforeMonth,
    HourOrLength,
    HourOutside,
    MissingHour,
    NoFixedLength,
    NoSuchDay,
    NoSuchHour,
    NotALength,
    NothingSaid,
    NotUnderstood,
    Past,
    PastHour,
    Recurring,
    TodayOrNextWeek,
    TooFar,
    TooLong,
    WeekdayDisagrees,
    WhichDay,
)

__all__ = [
    "DayBeforeMonth",
    "HourOrLength",
    "HourOutside",
    "MissingHour",
    "Moment",
    "NoFixedLength",
    "NoSuchDay",
    "NoSuchHour",
    "NotALength",
    "NotUnderstood",
    "NothingSaid",
    "Past",
    "PastHour",
    "Recurrence",
    "Recurring",
    "TodayOrNextWeek",
    "TooFar",
    "TooLong",
    "Unit",
    "WeekdayDisagrees",
    "WhichDay",
    "deadline",
    "duration",
    "kept",
    "read",
    "read_prefix",
]
