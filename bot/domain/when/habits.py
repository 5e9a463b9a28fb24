"""What comes back, in words: whole, in French and in English, as the grammar reads them back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import TYPE_CHECKING

from bot.domain.when.english import ENGLISH
from bot.domain.when.french import FRENCH

if TYPE_CHECKING:
    from bot.domain.when.recurrence import Recurrence

_NBSP = "\u00a0"
_JOURS, _MOIS = list(FRENCH.weekdays), ["", *list(FRENCH.months)[:12]]
_MOIS[2], _MOIS[8], _MOIS[12] = "février", "août", "décembre"
_RANGS = {1: "premier", 2: "deuxième", 3: "troisième", 4: "quatrième", 5: "cinquième", -1: "dernier"}
_DAYS = [name.title() for name in ENGLISH.weekdays]
_MONTHS = ["", *(name.title() for name in list(ENGLISH.months)[:12])]
_RANKS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}


def said(habit: Recurrence, language: str) -> str:
    """The recurrence in words: "tous les premiers jeudis du mois à 19 h 30"."""
    return _french(habit) if language == "fr" else _english(habit)


def _french(habit: Recurrence) -> str:
    parts = [f"{_rythme(habit)} à {_heure(habit.at)}"]
    if habit.start:
        parts.append(f"à partir du {_jour(habit.start)}")
    if habit.until:
        parts.append(f"jusqu’au {_jour(habit.until)}")
    if habit.skipped:
        parts.append("sauf " + _listed([f"le {_jour(day)}" for day in habit.skipped], "et"))
    return ", ".join(parts)


def _rythme(habit: Recurrence) -> str:
    match habit.unit.value:
        case "day":
            return "tous les jours" if habit.every == 1 else f"tous les {habit.every} jours"
        case "week":
            return _semaines(habit)
        case "month":
            if habit.every > 1:
                return f"tous les {habit.every} mois {_dans_le_mois(habit, '')}"
            if habit.nths:
                rangs = _listed([f"{_RANGS[nth]}s" for nth in habit.nths], "et")
                return f"tous les {rangs} {_JOURS[habit.weekdays[0]]}s du mois"
            return _dans_le_mois(habit, " de chaque mois")
        case _:
            ans = "tous les ans" if habit.every == 1 else f"tous les {habit.every} ans"
            return f"{ans} {_dans_le_mois(habit, _de_mois(habit))}"


def _semaines(habit: Recurrence) -> str:
    jours = [_JOURS[day] for day in habit.weekdays]
    if habit.every == 1:
        return f"tous les {_listed([f'{jour}s' for jour in jours], 'et')}"
    if len(jours) == 1:
        return f"un {jours[0]} sur {'deux' if habit.every == 2 else habit.every}"
    return f"toutes les {habit.every} semaines {_listed([f'le {jour}' for jour in jours], 'et')}"


def _de_mois(habit: Recurrence) -> str:
    """ "1er mai", but "dernier jour de mai" and "premier lundi d’avril"."""
    mois = _MOIS[habit.month]
    if habit.days and habit.days[-1] > 0:
        return f" {mois}"
    return f" d’{mois}" if mois[0] in "ao" else f" de {mois}"


def _dans_le_mois(habit: Recurrence, apres: str) -> str:
    rangs = [f"{_RANGS[nth]} {_JOURS[habit.weekdays[0]]}" for nth in habit.nths]
    quantiemes = ["dernier jour" if day < 0 else "1er" if day == 1 else str(day) for day in habit.days]
    return _listed([f"le {one}" for one in rangs or quantiemes], "et") + apres


def _heure(at: time) -> str:
    return f"{at.hour}{_NBSP}h" + (f"{_NBSP}{at.minute:02}" if at.minute else "")


def _jour(day: date) -> str:
    return f"{_JOURS[day.weekday()]} {'1er' if day.day == 1 else day.day} {_MOIS[day.month]} {day.year}"


def _english(habit: Recurrence) -> str:
    parts = [f"{_rhythm(habit)} at {habit.at:%H:%M}"]
    if habit.start:
        parts.append(f"from {_day(habit.start)}")
    if habit.until:
        parts.append(f"until {_day(habit.until)}")
    if habit.skipped:
        parts.append("except " + _listed([_day(day) for day in habit.skipped], "and"))
    return ", ".join(parts)


def _rhythm(habit: Recurrence) -> str:
    every = f"every {habit.every} {habit.unit.value}s" if habit.every > 1 else f"every {habit.unit.value}"
    match habit.unit.value:
        case "day":
            return every
        case "week":
            days = _listed([_DAYS[day] for day in habit.weekdays], "and")
            if habit.every == 1:
                return f"every {days}"
            return f"every other {days}" if habit.every == 2 and len(habit.weekdays) == 1 else f"{every} on {days}"
        case "month" if habit.every == 1:
            if habit.nths:
                ranks = _listed([_RANKS[nth] for nth in habit.nths], "and")
                return f"every {ranks} {_DAYS[habit.weekdays[0]]} of the month"
            return f"on {_within_month(habit, _ordinal)} of every month"
        case "month":
            return f"{every} on {_within_month(habit, _ordinal)}"
        case _:
            return f"{every} on {_within_month(habit, _ordinal)} of {_MONTHS[habit.month]}"


def _within_month(habit: Recurrence, ordinal: Callable[[int], str]) -> str:
    ranks = [f"{_RANKS[nth]} {_DAYS[habit.weekdays[0]]}" for nth in habit.nths]
    days = ["last day" if day < 0 else ordinal(day) for day in habit.days]
    return _listed([f"the {one}" for one in ranks or days], "and")


def _ordinal(day: int) -> str:
    ending = "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _day(day: date) -> str:
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month]} {day.year}"


def _listed(words: Sequence[str], joint: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"
