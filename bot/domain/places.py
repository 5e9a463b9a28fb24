"""Where somebody lives, as coarsely as a welcome needs it: a commune or a quarter, and the groups near it.

An address, a telephone number or an account is refused, so that it is kept nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from bot.domain.errors import N_, Refused
from bot.domain.groups import GroupId
from bot.domain.names import clean, fold

PLACE = 60  # characters at most
MOST = 20  # places of one group
SHORT = 3  # letters of a word that says something


class TooExact(Refused):
    says = N_("That is more than I need, so I kept nothing of it. A commune or a quarter is enough, for example: Vaise")


class NoPlace(Refused):
    says = N_("“{text}” tells me no place. A commune or a quarter is enough, for example: Vaise")


_NUMBER = r"\d{1,4}\s*(?:bis|ter|quater|[a-d])?\b[\s,]*"
_WAYS = (
    r"(?:rue|avenue|av|boulevard|bd|bld|place|pl|chemin|impasse|allee|quai|route|cours|square|passage|montee|ruelle"
    r"|sentier|lotissement|residence)"
)
_STREETS = r"(?:street|st|road|rd|lane|avenue|ave|drive|close|court|square|terrace|crescent|way|place)"
_EXACT = re.compile(
    rf"@|(?:\d[\s.()/-]*){{8,}}|(?<!\w){_NUMBER}{_WAYS}\b"
    rf"|(?<!\w)(?:rue|avenue|boulevard|impasse|allee|ruelle)\s+\w|(?<!\w){_NUMBER}(?:[^\W\d]+\s+){{1,3}}{_STREETS}\b"
)
_WORD = re.compile(r"\w+")
_EMPTY = frozenset(("les", "des", "sur", "sous", "the", "near", "pres", "chez", "cote", "quartier", "saint", "sainte"))


def coarse(text: str) -> str:
    """The place as it will be kept; raises when it is nearer than a quarter, or tells no place."""
    kept = clean(text, most=PLACE)
    if _EXACT.search(fold(kept)):
        raise TooExact
    if not any(char.isalpha() for char in kept):
        raise NoPlace(text=kept)
    return kept


def near(area: str, known: Mapping[GroupId, Collection[str]]) -> tuple[GroupId, ...]:
    """The groups whose name or places share a word with the area, those that share most first."""
    wanted = _words(area)
    shared = {group: max((len(wanted & _words(one)) for one in places), default=0) for group, places in known.items()}
    return tuple(sorted((group for group, n in shared.items() if n), key=lambda group: (-shared[group], group)))


def _words(text: str) -> frozenset[str]:
    found = frozenset(_WORD.findall(fold(text)))
    telling = frozenset(word for word in found if len(word) >= SHORT and not word.isdecimal()) - _EMPTY
    return telling | frozenset(word for word in found if word.isdecimal()) if telling else telling
