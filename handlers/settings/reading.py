"""Reading the value of a setting: what it means, or a refusal that shows one to copy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from typing import TypeVar

from bot.chat.text import Words, _
from bot.domain import when
from bot.domain.charter import Charter
from bot.domain.errors import N_, Or, Refused
from bot.domain.names import fold
from bot.domain.presets import PRESETS
from bot.domain.quorum import Quorum
from bot.domain.when.clocks import clock
from bot.domain.when.cursor import Cursor

V = TypeVar("V")

MOST_DAYS, MOST_HOURS = 365, 720
DAY = 24 * 60  # minutes
LIMIT = 40  # characters of an hour


class NoSuchValue(Refused):
    says = N_("“{key}={text}” is not possible. Choose among: {known}. For example: {key}={example}")


class WholeDays(Refused):
    says = N_("“{key}={text}” is not possible: a vote lasts whole days, from 1 to {most}. For example: {key}=7d")


class WholeHours(Refused):
    says = N_("“{key}={text}” is not possible: a poll lasts whole hours, from 1 to {most}. For example: {key}=24h")


class NoHour(Refused):
    says = N_("“{key}={text}” is not an hour. For example: {key}=20:00")


class SecretNotYet(Refused):
    says = N_("Secret votes are not built yet. A confidential one hides what each person answered: {key}={value}")


YES: dict[str, bool] = {"oui": True, "yes": True, "non": False, "no": False}
FORMAL = YES | {"vous": True, "tu": False}
SECRECY = {
    "public": "public", "publique": "public", "confidentiel": "confidential", "confidentielle": "confidential",
    "confidential": "confidential",
}  # fmt: skip
BASES = {
    "exprimes": "cast", "cast": "cast", "votants": "voters", "voters": "voters", "presents": "present",
    "present": "present", "inscrits": "members", "members": "members",
}  # fmt: skip
OPENERS = {
    "tous": "all", "toutes": "all", "all": "all", "everybody": "all", "organisateurs": "organizers",
    "organisatrices": "organizers", "organizers": "organizers", "only organizers": "organizers",
}  # fmt: skip
EARLY = {
    "echeance": False, "deadline": False, "avance": True, "early": True, "libre": True, "anticipee": True,
}  # fmt: skip
LANGUAGES = {"fr": "fr", "francais": "fr", "french": "fr", "en": "en", "anglais": "en", "english": "en"}
NONE = ("aucun", "none", "non", "no", "sans", "0")


# The word for each preset in French; English has its key.
PRESETS_IN_WORDS = {
    "quick": "rapide", "local": "locale", "coordination": "coordination", "statutory": "statutaire", "scop": "scop",
}  # fmt: skip


def preset(word: str, text: str) -> str:
    """The name of a preset: by its key, by its name, or by its word in French."""
    names = {fold(spelling): key for key, one in PRESETS.items() for spelling in (key, one.name, PRESETS_IN_WORDS[key])}
    known = (_("quick"), _("local"), _("coordination"), _("statutory"), _("scop"))
    return _among(names, known, word, text)


def language(word: str, text: str) -> str:
    """A language that the bot speaks."""
    return _among(LANGUAGES, ("fr", "en"), word, text)


def formal(word: str, text: str) -> bool:
    """Whether French says *vous*."""
    return _among(FORMAL, ("vous", "tu"), word, text)


def yes(word: str, text: str) -> bool:
    """Yes or no."""
    return _among(YES, (_("yes"), _("no")), word, text)


def secrecy(word: str, text: str) -> str:
    """A level that is built."""
    if fold(text) in ("secret", "secrete"):
        raise SecretNotYet(key=word, value=_("confidential"))
    return _among(SECRECY, (_("public"), _("confidential")), word, text)


def base(word: str, text: str) -> str:
    """The crowd that a majority is taken of."""
    return _among(BASES, (_("cast"), _("voters"), _("present"), _("members")), word, text)


def openers(word: str, text: str) -> str:
    """Who may open votes."""
    return _among(OPENERS, (_("all"), _("only organizers")), word, text)


def early(word: str, text: str) -> bool:
    """Whether a vote may be closed before its deadline."""
    return _among(EARLY, (_("deadline"), _("early")), word, text)


def quorum(word: str, text: str) -> str:
    """A quorum as the charter keeps it, empty for none."""
    return "" if fold(text) in NONE else str(Quorum.read(text))


def days(word: str, text: str) -> int:
    """Whole days; a number alone counts days."""
    span = timedelta(days=int(text)) if _is_number(text) else when.duration(text)
    if span % timedelta(days=1) or not 1 <= span.days <= MOST_DAYS:
        raise WholeDays(key=word, text=text, most=MOST_DAYS)
    return span.days


def hours(word: str, text: str) -> int:
    """Whole hours."""
    span = when.duration(text)
    if span % timedelta(hours=1) or not timedelta(hours=1) <= span <= timedelta(hours=MOST_HOURS):
        raise WholeHours(key=word, text=text, most=MOST_HOURS)
    return span // timedelta(hours=1)


def length(charter: Charter) -> timedelta:
    """How long a poll lasts."""
    return timedelta(hours=charter.poll_hours)


def hour(word: str, text: str) -> time:
    """An hour of the day: "20h", "8:30 pm"."""
    cursor = Cursor(text[:LIMIT])
    found = clock(cursor)
    if found is None or not cursor.is_done or found.minutes >= DAY:
        raise NoHour(key=word, text=text)
    return time(*divmod(found.minutes, 60))


def _is_number(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) < 5


def _among(values: Mapping[str, V], known: tuple[Words, ...], word: str, text: str) -> V:
    found = values.get(fold(text))
    if found is None:
        raise NoSuchValue(key=word, text=text, known=Or(known), example=known[0])
    return found
