"""Dates in words, French and English at once: a closed grammar that consumes every word and never guesses.

What people type means one instant or is refused with a sentence. Where usage leaves a choice, this is the one made; the
answer is always echoed in full with its weekday, so a wrong choice is seen:

* A day named without an hour takes `default_time`; without one the hour is asked. A part of a day ("demain soir") only
  accepts an hour that lies in it, and turns "8h" into 20:00.
* "jeudi" on a Thursday is asked; "ce jeudi" is then today. "jeudi prochain", "next Thursday" is the first Thursday
  after today, in both languages: the early one of the two readings in use, since an event announced too early is
  noticed and one announced too late is missed. "jeudi en huit" is a week after the Thursday to come (after today on a
  Thursday); "jeudi de la semaine prochaine", "Thursday next week" count weeks from Monday.
* "le jeudi" without a day of the month is a habit in French: it comes back.
* "minuit", "midnight" ends the day named: Thursday's midnight is Friday 00:00. "0h" and "12am" begin it.
* "quinze jours" are 15 days and "huit jours" 8: a number means itself. Only what comes back "tous les quinze jours"
  comes back every two weeks.
* What comes back needs its day: "chaque semaine" alone is asked. "every third Thursday" may be every three weeks or
  once a month, hence asked; "tous les troisièmes jeudis" is of the month. The 31st is left out of shorter months.
* Without a year, a day of the year that has passed is next year's; without a month ("le 12"), next month's.
  "dans un mois" on 31 January is the last day of February.
* Numeric dates are day/month, always. "7:30" is 07:30 unless "pm" or an evening is named.
* An hour that exists twice (clocks go back) is its first occurrence; one that does not exist is refused.
"""

from bot.domain.when.moments import Moment
from bot.domain.when.readings import deadline, duration, plan, plan_prefix, read, read_prefix
from bot.domain.when.recurrence import Recurrence, Unit, kept
from bot.domain.when.refusals import (
    DayBeforeMonth,
    DayOrDate,
    EveryNth,
    HourOrLength,
    HourOutside,
    MidnightComesBack,
    MissingDay,
    MissingHour,
    MoreOfWhen,
    NeverHappens,
    NoFixedLength,
    NoSuchClock,
    NoSuchDay,
    NoSuchHour,
    NotALength,
    NothingSaid,
    NotOneOfItsDays,
    NotUnderstood,
    Past,
    PastHour,
    Recurring,
    RhythmUnclear,
    TodayOrNextWeek,
    TooFar,
    TooLong,
    TooManyLeftOut,
    TooOften,
    WeekdayDisagrees,
    WhichDay,
)

__all__ = [
    "DayBeforeMonth",
    "DayOrDate",
    "EveryNth",
    "HourOrLength",
    "HourOutside",
    "MidnightComesBack",
    "MissingDay",
    "MissingHour",
    "Moment",
    "MoreOfWhen",
    "NeverHappens",
    "NoFixedLength",
    "NoSuchClock",
    "NoSuchDay",
    "NoSuchHour",
    "NotALength",
    "NotOneOfItsDays",
    "NotUnderstood",
    "NothingSaid",
    "Past",
    "PastHour",
    "Recurrence",
    "Recurring",
    "RhythmUnclear",
    "TodayOrNextWeek",
    "TooFar",
    "TooLong",
    "TooManyLeftOut",
    "TooOften",
    "Unit",
    "WeekdayDisagrees",
    "WhichDay",
    "deadline",
    "duration",
    "kept",
    "plan",
    "plan_prefix",
    "read",
    "read_prefix",
]
