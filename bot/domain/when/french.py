"""French words of dates."""

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

_BELOW_TWENTY = [
    *ranked("un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"),
    *("dix sept", "dix huit", "dix neuf"),
]
_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre vingt"}


def _numbers() -> dict[str, int]:
    """Un to quatre-vingt-dix-neuf, in both genders."""
    numbers = {word: n for n, word in enumerate(_BELOW_TWENTY, 1)}
    for ten, word in _TENS.items():
        numbers[word] = ten
        for unit, small in enumerate(_BELOW_TWENTY[: 9 if ten < 60 else 19], 1):
            joint = " et " if unit in (1, 11) and ten < 80 else " "
            numbers[word + joint + small] = ten + unit
    feminine = {f"{word}e": n for word, n in numbers.items() if word.split()[-1] == "un"}
    return numbers | feminine | {"quatre vingts": 80}


FRENCH = Vocabulary(
    numbers=_numbers(),
    articles={},
    ordinals=ranked("premier deuxieme troisieme quatrieme cinquieme")
    | synonyms({"premiere": 1, "second, seconde": 2, "dernier, derniere": -1}),
    ordinal_endings=phrases("er, e, eme"),
    days=synonyms({"aujourd hui, aujourdhui": 0, "demain": 1, "apres demain": 2, "hier": -1, "avant hier": -2}),
    weekdays=ranked("lundi mardi mercredi jeudi vendredi samedi dimanche", 0),
    # "mar" is left out of both languages: mardi, mars or March.
    short_weekdays={"lun": 0, "mer": 2, "jeu": 3, "ven": 4, "sam": 5, "dim": 6},
    months=ranked("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre")
    | synonyms({"janv, jan": 1, "fevr, fev": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "dec": 12}),
    the=phrases("le"),
    habit=phrases("le"),
    this=phrases("ce"),
    next_before=phrases("prochain"),
    next_after=phrases("prochain, qui vient"),
    weeks_later={"en huit": 1, "en quinze": 2},
    in_week=synonyms(
        {
            "de cette semaine, cette semaine": 0,
            "de la semaine prochaine, la semaine prochaine, semaine prochaine": 1,
        }
    ),
    of=phrases("de, d, du mois de, du mois d, en"),
    in_month=synonyms({"du mois, de mois, du mois en cours, de ce mois": 0, "du mois prochain": 1}),
    end=phrases("fin, la fin, a la fin, dernier jour, le dernier jour"),
    year_end=phrases("de l annee, d annee, de cette annee"),
    several_days=phrases(
        "fin de semaine, la fin de semaine, en fin de semaine, fin de la semaine, week end, weekend, ce week end, "
        "ce weekend, le week end, le weekend, week end prochain, le week end prochain, cette semaine, "
        "la semaine prochaine, semaine prochaine, ce mois ci, le mois prochain, mois prochain, l annee prochaine"
    ),
    at=phrases("a"),
    hours=phrases("h, heure, heures"),
    clocks={"midi": 720, "minuit": 1440},
    meridiems={},
    minutes_after={
        **synonyms({"et quart": 15, "et demi, et demie": 30, "moins le quart": -15}),
        **{"moins cinq": -5, "moins dix": -10, "moins vingt": -20, "moins vingt cinq": -25},
    },
    minutes_before={},
    periods=synonyms(
        {
            "matin, au matin": Period.MORNING,
            "apres midi, aprem": Period.AFTERNOON,
            "soir, au soir": Period.EVENING,
        }
    ),
    clock_periods={
        "du matin": Period.MORNING,
        "de l apres midi": Period.AFTERNOON,
        "du soir": Period.EVENING,
    },
    today_periods=synonyms(
        {
            "ce matin": Period.MORNING,
            "cet apres midi, cette apres midi, cet aprem": Period.AFTERNOON,
            "ce soir": Period.EVENING,
        }
    ),
    ahead=phrases("dans"),
    from_now=frozenset(),
    units=synonyms(
        {
            "min, mn, minute, minutes": MINUTE,
            "h, heure, heures": HOUR,
            "j, jour, jours": ONE_DAY,
            "sem, semaine, semaines": WEEK,
            "mois": MONTH,
            "an, ans, annee, annees": YEAR,
        }
    ),
    lengths=synonyms(
        {
            "quart d heure, un quart d heure": Length(seconds=900),
            "demi heure, une demi heure": Length(seconds=1800),
            "trois quarts d heure": Length(seconds=2700),
        }
    ),
    halves=phrases("et demi, et demie"),
    quarters=phrases("et quart, et un quart"),
    plus=phrases("et"),
    every=phrases("tous les, toutes les, chaque, chaques, tout les, toute les"),
    other=frozenset(),
    one_in=phrases("sur"),
    times_per=phrases("fois par"),
    regularly=synonyms(
        {
            "quotidien, quotidienne, quotidiennement": ONE_DAY,
            "hebdomadaire": WEEK,
            "mensuel, mensuelle, mensuellement": MONTH,
            "annuel, annuelle, annuellement": YEAR,
        }
    ),
    once=phrases("une fois, 1 fois"),
    per=phrases("par"),
    these=phrases("les"),
    working_days=phrases("jour ouvre, jours ouvres, jour de semaine, jours de semaine"),
    month_end=phrases("dernier jour, derniers jours, fin"),
    of_month=phrases("du mois, de mois"),
    of_each_month=phrases("de chaque mois, de tous les mois"),
    of_each_year=phrases("de chaque annee, de tous les ans"),
    rough_days={"quinze jours": 2, "15 jours": 2, "15 j": 2, "huit jours": 1, "8 jours": 1, "8 j": 1},
    range_from=phrases("du"),
    range_to=phrases("au"),
    starting=phrases("a partir du, a partir de, a partir d, a compter du, a compter de, a compter d, des, des le"),
    until=phrases("jusqu au, jusqu a, jusqu a la"),
    during=phrases("pendant, durant"),
    excepted=phrases("sauf, excepte, hormis, a l exception du, a l exception de"),
    then=phrases("puis, ensuite, et puis, et ensuite, ou, ou bien"),
    times=phrases("fois"),
    seasons=phrases(
        "vacances, les vacances, pendant les vacances, vacances scolaires, les vacances scolaires, "
        "pendant les vacances scolaires, feries, jours feries, les jours feries, l ete, ete, l hiver, hiver"
    ),
)
