"""English words of dates."""

from __future__ import annotations

from bot.domain.when.meanings import Length, Period
from bot.domain.when.vocabulary import (
    HOUR,
    MINUTE,
    MONTH,
    ONE_DAY,
    WEEK,
    YEAR,
    Vocabulary,
    phrases,
    ranked,
    synonyms,
)

_BELOW_TWENTY = ranked(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = {word: n * 10 for word, n in ranked("twenty thirty forty fifty sixty seventy eighty ninety", 2).items()}
_ORDINALS = ranked(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)


def _numbers() -> dict[str, int]:
    """One to ninety-nine."""
    units = list(_BELOW_TWENTY.items())[:9]
    return _BELOW_TWENTY | _TENS | {f"{word} {unit}": ten + n for word, ten in _TENS.items() for unit, n in units}


def _ordinals() -> dict[str, int]:
    """First to thirty-first, and last."""
    twenties = {f"twenty {word}": 20 + n for word, n in list(_ORDINALS.items())[:9]}
    return _ORDINALS | twenties | {"thirtieth": 30, "thirty first": 31, "last": -1}


ENGLISH = Vocabulary(
    numbers=_numbers(),
    articles={"a": 1, "an": 1},
    ordinals=_ordinals(),
    ordinal_endings=phrases("st, nd, rd, th"),
    days=synonyms(
        {
            "today": 0,
            "tomorrow": 1,
            "day after tomorrow, the day after tomorrow": 2,
            "yesterday": -1,
            "day before yesterday, the day before yesterday": -2,
        }
    ),
    weekdays=ranked("monday tuesday wednesday thursday friday saturday sunday", 0),
    short_weekdays=synonyms(
        {"mon": 0, "tue, tues": 1, "wed": 2, "thu, thur, thurs": 3, "fri": 4, "sat": 5, "sun": 6},
    ),
    months=ranked("january february march april may june july august september october november december")
    | ranked("jan feb", 1)
    | ranked("jun jul aug sep oct nov dec", 6)
    | {"apr": 4, "sept": 9},
    the=phrases("the, on, on the"),
    habit=frozenset(),
    this=phrases("this"),
    next_before=phrases("next, coming"),
    next_after=frozenset(),
    weeks_later={},
    in_week=synonyms({"this week, of this week": 0, "next week, of next week": 1}),
    of=phrases("of, in"),
    in_month=synonyms({"of the month, of month, of this month, this month": 0, "of next month, next month": 1}),
    end=phrases("end, the end, at the end, last day, the last day, on the last day"),
    year_end=phrases("of the year, of year, of this year"),
    several_days=phrases(
        "weekend, week end, the weekend, this weekend, this week end, next weekend, at the weekend, on the weekend, "
        "end of week, end of the week, the end of the week, this week, next week, this month, next month, next year"
    ),
    at=phrases("at"),
    hours=frozenset(),
    clocks=synonyms({"noon, 12 noon": 720, "midnight, 12 midnight": 1440}),
    meridiems=synonyms({"am, a m, a . m, a . m .": 0, "pm, p m, p . m, p . m .": 12}),
    minutes_after={},
    minutes_before=synonyms({"quarter past, a quarter past": 15, "half past": 30, "quarter to, a quarter to": -15}),
    periods=synonyms({"morning": Period.MORNING, "afternoon": Period.AFTERNOON, "evening, night": Period.EVENING}),
    clock_periods=synonyms(
        {
            "in the morning": Period.MORNING,
            "in the afternoon": Period.AFTERNOON,
            "in the evening, at night": Period.EVENING,
        }
    ),
    today_periods=synonyms(
        {
            "this morning": Period.MORNING,
            "this afternoon": Period.AFTERNOON,
            "this evening, tonight": Period.EVENING,
        }
    ),
    ahead=phrases("in"),
    from_now=phrases("from now, from today"),
    units=synonyms(
        {
            "mins, minute, minutes": MINUTE,
            "hr, hrs, hour, hours": HOUR,
            "d, day, days": ONE_DAY,
            "w, week, weeks": WEEK,
            "fortnight, fortnights": WEEK.times(2),
            "month, months": MONTH,
            "year, years": YEAR,
        }
    ),
    lengths=synonyms(
        {
            "quarter of an hour, a quarter of an hour": Length(seconds=900),
            "half an hour, half hour, a half hour": Length(seconds=1800),
            "three quarters of an hour": Length(seconds=2700),
        }
    ),
    halves=phrases("and a half"),
    quarters=phrases("and a quarter"),
    plus=phrases("and"),
    every=phrases("every, each"),
    other=phrases("other"),
    one_in=phrases("out of"),
    times_per=phrases("times a, times per, once a, twice a"),
    regularly={"daily": ONE_DAY, "weekly": WEEK, "fortnightly": WEEK.times(2), "monthly": MONTH, "yearly": YEAR},
    once=phrases("once"),
    per=phrases("a, per"),
    these=frozenset(),
    working_days=phrases("weekday, weekdays, working day, working days"),
    month_end=phrases("last day, end"),
    of_month=phrases("of the month, of month, in the month"),
    of_each_month=phrases("of each month, of every month"),
    of_each_year=phrases("of each year, of every year"),
    rough_days={},
    range_from=phrases("from"),
    range_to=phrases("to, through"),
    starting=phrases("from, starting, starting from, starting on, as of, beginning"),
    until=phrases("until, till, up to"),
    during=phrases("for, during"),
    excepted=phrases("except, except on, except for, but not, but not on"),
    then=phrases("then, and then, or"),
    times=phrases("times"),
    seasons=phrases(
        "holidays, the holidays, during the holidays, school holidays, during school holidays, public holidays, "
        "bank holidays, summer, the summer, winter, the winter"
    ),
)
