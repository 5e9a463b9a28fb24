"""Reading the values of the advanced settings, in both languages; a refusal shows one to copy."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TypeVar

from bot.chat.text import Words, _
from bot.domain import when
from bot.domain.contradictions import HEAVIEST, CollegeWrong
from bot.domain.errors import N_, Or, Refused
from bot.domain.names import clean, fold
from bot.domain.subjects import SUBJECT, named
from bot.domain.tally.motion import Majority, OnlyHalf
from handlers.settings.reading import NONE, NoSuchValue, yes

V = TypeVar("V")

POINT = 100  # characters at most
MOST = 20  # subjects or points
_COLLEGE = re.compile(r"(?P<name>.*?)\s+(?P<weight>\d{1,4})")


class LiftedByFew(Refused):
    says = N_(
        "“{text}” is not most of the circle: an objection would be lifted against as many. For example: {key}=2/3"
    )


class NoDays(Refused):
    says = N_("“{key}={text}” is not possible: whole days, from {least} to {most}. For example: {key}={most}")


class NoSuchPoint(Refused):
    says = N_(
        "“{text}” is no point that I know: accounts, welcome. A point of your own takes two words or more, for "
        "example: {key}=accounts, welcome, word of the week – Who opens the votes is another setting: open=organizers"
    )


class TooMuch(Refused):
    says = N_("“{key}” takes {most} at most. Keep the essential ones.")


ELECTORATES = {
    "groupe": "group", "group": "group", "chat": "group", "tous": "group", "membres": "members", "members": "members",
    "inscrits": "members",
}  # fmt: skip
WEIGHTS = {
    "un": "one", "une": "one", "one": "one", "1": "one", "egal": "one", "membre": "member", "member": "member",
    "college": "college",
}  # fmt: skip
JUDGED = {"ouverture": False, "opening": False, "cloture": True, "close": True, "fin": True}
TIES = {"revote": "revote", "nouveau vote": "revote", "lot": "lot", "tirage": "lot", "sort": "lot"}
LEVELS = {
    "public": "public", "publiques": "public", "confidentiel": "confidential", "confidential": "confidential",
    "secret": "secret", "secretes": "secret",
}  # fmt: skip
QUORUM_BASES = {
    "inscrits": "members", "membres": "members", "members": "members", "presents et representes": "attending",
    "representes": "attending", "attending": "attending", "presents": "present", "present": "present",
}  # fmt: skip
POINTS = {
    "comptes": "accounts", "les comptes": "accounts", "accounts": "accounts", "the accounts": "accounts",
    "accueil": "newcomers", "welcome": "newcomers", "newcomers": "newcomers", "newcomers' turn": "newcomers",
    "nouvelles personnes": "newcomers", "tour des nouvelles personnes": "newcomers",
}  # fmt: skip
AUTHORS = ("auteur", "autrice", "author")

__all__ = [
    "colleges", "electorate", "judged", "level", "lifted", "none_or", "points", "quorum_base", "some_days", "subjects",
    "tie", "weights", "yes",
]  # fmt: skip


def electorate(word: str, text: str) -> str:
    """Who votes."""
    return _among(ELECTORATES, (_("group"), _("members")), word, text)


def weights(word: str, text: str) -> str:
    """How much a ballot weighs."""
    return _among(WEIGHTS, (_("one"), _("member"), _("college")), word, text)


def judged(word: str, text: str) -> bool:
    """Whether membership is judged at the close as well."""
    return _among(JUDGED, (_("opening"), _("close")), word, text)


def tie(word: str, text: str) -> str:
    """What decides a tie in a choice."""
    return _among(TIES, ("revote", _("lot")), word, text)


def level(word: str, text: str) -> str:
    """Who sees what of an election."""
    return _among(LEVELS, (_("public"), _("confidential"), _("secret")), word, text)


def quorum_base(word: str, text: str) -> str:
    """What a quorum is a share of."""
    return _among(QUORUM_BASES, (_("members"), _("attending"), _("present")), word, text)


def lifted(word: str, text: str) -> str:
    """Who lifts an objection: its author, or a majority of the circle as well."""
    if fold(text) in AUTHORS:
        return "author"
    try:
        return str(Majority.asked(text))
    except OnlyHalf:
        raise LiftedByFew(key=word, text=text.strip()) from None


def some_days(least: int, most: int) -> Callable[[str, str], int]:
    """A number of whole days, or a duration of some."""

    def days(word: str, text: str) -> int:
        if fold(text) in NONE:
            span = timedelta(0)
        elif text.isdecimal() and text.isascii() and len(text) < 6:
            span = timedelta(days=int(text))
        else:
            span = when.duration(text)
        if span % timedelta(days=1) or not least <= span.days <= most:
            raise NoDays(key=word, text=text, least=least, most=most)
        return span.days

    return days


def none_or(text: str, reader: Callable[[str], object]) -> str:
    """Empty for none, else as its own rule reads it."""
    if fold(text) in NONE:
        return ""
    reader(text)
    return text.strip()


def colleges(word: str, text: str) -> tuple[tuple[str, int], ...]:
    """Each college with its weight: "workers 2, users 1"; a weight left out is 1."""
    if fold(text) in NONE:
        return ()
    return tuple(_college(part) for part in _parts(word, text))


def _college(part: str) -> tuple[str, int]:
    found = _COLLEGE.fullmatch(part)
    name, weight = (found["name"], int(found["weight"])) if found else (part, 1)
    if part.isdecimal() or not 1 <= weight <= HEAVIEST:
        raise CollegeWrong(most=HEAVIEST)
    return clean(name, most=SUBJECT), weight


def subjects(word: str, text: str) -> tuple[str, ...]:
    """What the statutes speak of, the usual ones by their keys."""
    return () if fold(text) in NONE else tuple(dict.fromkeys(named(part) for part in _parts(word, text)))


def points(word: str, text: str) -> tuple[str, ...]:
    """Points of an agenda, the usual ones by their keys, others in the group's own words."""
    return () if fold(text) in NONE else tuple(dict.fromkeys(_point(word, part) for part in _parts(word, text)))


def _point(word: str, part: str) -> str:
    """One word alone is more often a slip, or the value of another setting, than a point."""
    usual = POINTS.get(fold(part))
    if usual is None and " " not in part:
        raise NoSuchPoint(key=word, text=part[:POINT])
    return usual or clean(part, most=POINT)


def _parts(word: str, text: str) -> list[str]:
    parts = [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
    if len(parts) > MOST:
        raise TooMuch(key=word, most=MOST)
    return parts


def _among(values: Mapping[str, V], known: tuple[Words, ...], word: str, text: str) -> V:
    found = values.get(fold(text))
    if found is None:
        raise NoSuchValue(key=word, text=text, known=Or(known), example=known[0])
    return found
