"""Subjects: what the statutes let a body decide, or want confirmed. The usual ones have a name, a group adds others."""

from __future__ import annotations

from bot.domain.errors import N_
from bot.domain.names import clean, fold

SUBJECT = 60  # characters at most
SUBJECTS = {
    "statutes": N_("Changing the statutes"),
    "accounts": N_("Approving the accounts"),
    "board": N_("Electing the board"),
    "exclusion": N_("Excluding a member"),
    "dissolution": N_("Dissolution"),
}
_CALLED = {
    "statutes": ("statuts", "modification des statuts", "changing the statutes"),
    "accounts": ("comptes", "approbation des comptes", "approving the accounts"),
    "board": ("conseil", "bureau", "election du conseil", "election du bureau", "electing the board"),
    "exclusion": ("exclusion d'un membre", "excluding a member"),
    "dissolution": ("dissolution de la structure",),
}
_KEYS = {word: key for key, words in _CALLED.items() for word in (key, *words)}


def named(text: str) -> str:
    """The subject that people mean: the key of a usual one, or their own words cleaned."""
    return _KEYS.get(fold(text)) or clean(text, most=SUBJECT)


def includes(subjects: tuple[str, ...], text: str) -> bool:
    """Whether a subject is among them, however it is written."""
    return bool(text.strip()) and fold(named(text)) in {fold(named(one)) for one in subjects}
