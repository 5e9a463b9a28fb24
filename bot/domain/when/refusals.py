"""Why a date is refused: what was understood, what is expected, and one example to copy.

Blanks are raw: words as typed (`word`, `words`, `more`, `example`), aware datetimes in the reader's zone (`at`, `day`,
`limit`, `instead`), an `hour`, integers. A `day` carries noon when no hour was said.
"""

from __future__ import annotations

from datetime import time

from bot.domain.errors import N_, Refused
from bot.domain.when.meanings import Period


class NothingSaid(Refused):
    says = N_("A date is missing. For example: “tomorrow 7pm” or “in 3 days at 20:00”.")


class TooLong(Refused):
    says = N_("A date fits in {limit} characters. For example: “tomorrow 7pm”.")


class NotUnderstood(Refused):
    says = N_(
        "“{word}” was not understood in the date. For example: “3 December 8pm”, “25/11 20:00” or “in 3 days at 20:00”."
    )


class NoSuchClock(NotUnderstood):
    says = N_("“{word}” does not exist: a day goes from 0:00 to 23:59. For example: “tomorrow 7pm”.")


class NotALength(Refused):
    says = N_("“{word}” was not understood in the length of time. For example: “3 days”, “2h” or “30min”.")


class NoFixedLength(Refused):
    says = N_("“{words}” has no fixed length. Count in days or weeks, for example: “30 days”.")


class HourOrLength(Refused):
    says = N_("“{words}” may be an hour or a length of time. Write “today {words}” or “in {words}”.")


class Recurring(Refused):
    says = N_("“{words}” comes back regularly. One date only is expected here, for example: “3 December 8pm”.")


class WhichDay(Refused):
    says = N_("“{words}” covers several days. Name one of them, for example: “next Saturday 2pm”.")


class TodayOrNextWeek(Refused):
    says = N_("“{word}” is today’s weekday. Write “today” for today, or “next {word}” for in seven days.")


class MissingHour(Refused):
    says = N_("“{words}” says no hour. Add it, for example: “{words} {hour}”.")

    @classmethod
    def after(cls, words: str, periods: tuple[Period, ...]) -> MissingHour:
        """With an hour that suits the part of the day said last."""
        return cls(words=words, hour=periods[-1].example if periods else time(19))


class HourOutside(Refused):
    says = N_(
        "In “{words}” the hour is not in that part of the day. Write it out of 24, for example: “tomorrow 20:00”."
    )


class Past(Refused):
    says = N_("{at} has already passed. A date to come is expected, for example: “tomorrow 7pm”.")


class PastHour(Refused):
    says = N_("{at} has already passed. For the same hour tomorrow, write: “tomorrow {words}”.")


class TooFar(Refused):
    says = N_(
        "“{words}” is more than two years ahead. The last date possible is {limit}. For example: “in 3 weeks at 8pm”."
    )


class WeekdayDisagrees(Refused):
    says = N_("In “{words}” the weekday and the date disagree: that date is {day}. Correct one of them.")


class NoSuchDay(Refused):
    says = N_("“{words}” is not in the calendar of that year. For example: “28/02 20:00”.")


class DayBeforeMonth(Refused):
    says = N_("Dates are day/month: “{word}” has no month {month}. For example: “{example}”.")


class NoSuchHour(Refused):
    says = N_("In “{words}” the hour does not exist, because clocks go forward that day. For example: {instead}.")


class MissingDay(Refused):
    says = N_(
        "“{words}” does not say on which day. For example: “every week on Thursday 7pm”, “every first Thursday of the "
        "month 7pm” or “every year on 1 May 7pm”."
    )


class RhythmUnclear(Refused):
    says = N_(
        "“{words}” comes back, in a way that was not understood. For example: “every Thursday 7pm”, “every 2 weeks on "
        "Thursday 7pm” or “every first Thursday of the month 7pm”."
    )


class EveryNth(Refused):
    says = N_(
        "“{words}” may come back every few weeks or every month. Write “every {nth} weeks” with the day, or add "
        "“of the month”."
    )


class DayOrDate(Refused):
    says = N_(
        "“{words}” may come back on that weekday or on that day of the month. Write for example “every first Thursday "
        "of the month 7pm” or “on the 3rd of every month 7pm”."
    )


class TooOften(Refused):
    says = N_("“{words}” is too often: once a day at most. For example: “every day 9am”.")


class MidnightComesBack(Refused):
    says = N_(
        "In “{words}” midnight ends one day and begins another. Write “23:59” or “0h” with the day meant, for example: "
        "“every Friday 0h”."
    )


class NotOneOfItsDays(Refused):
    says = N_("In “{words}”, {day} is not one of its days. Correct one of them.")


class NeverHappens(Refused):
    says = N_("“{words}” would never happen. For example: “every Thursday 7pm, until 30 June”.")


class MoreOfWhen(Refused):
    says = N_(
        "After “{words}”, “{more}” seems to say more of when, in a way that was not understood. One date or one rhythm "
        "fits, for example: “every Monday 9am until 30 June”. If the text begins there, put a colon before it: "
        "“{words}: {more} …”."
    )


class TooManyLeftOut(Refused):
    says = N_("“{words}” leaves out more than {most} days. Leave some of them for later.")
