"""The one-line form of `/odj`: a point with its options and settings, or one that is there already."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.command import Keys, named, read_line
from bot.domain import when
from bot.domain.errors import N_, Refused
from bot.domain.names import clean, distinct, fold
from bot.domain.plenaries import Nature
from bot.domain.plenaries.points import TITLE, read_nature
from bot.domain.polls.terms import MOST_OPTIONS, OPTION
from bot.domain.quorum import Quorum
from bot.domain.subjects import named as subject_named
from bot.domain.tally.motion import Majority

KEYS = Keys({
    "nature": {"nature": "decision"},
    "place": {"place": "1"},
    "length": {"durée": "10min", "length": "10min"},
    "majority": {"majorité": "2/3", "majority": "2/3"},
    "quorum": {"quorum": "1/4"},
    "secrecy": {"secret": "public", "secrecy": "public"},
    "subject": {"objet": "statuts", "subject": "statutes"},
})  # fmt: skip
OF_VOTE = ("majority", "quorum", "secrecy", "subject")
SECRECY = {
    "public": "public", "publique": "public", "confidentiel": "confidential", "confidentielle": "confidential",
    "confidential": "confidential",
}  # fmt: skip
WITHDRAW = ("retirer", "enlever", "supprimer", "effacer", "annuler", "withdraw", "remove", "delete", "drop", "cancel")
LONGEST = 240  # minutes
_WITHDRAW = re.compile(r"(?P<verb>[^\W\d_]+)\s+(?:n[°o]\s*)?#?(?P<place>\d{1,3})")
_MOVE = re.compile(
    r"(?:(?P<verb>[^\W\d_]+)\s+)?(?:le\s+|the\s+)?(?:point\s+)?(?:n[°o]\s*)?#?(?P<place>\d{1,3})\s+"
    r"(?:(?:en|a|à|to|at|place)\s+)*(?P<to>\d{1,3}|premier|premiere|première|tete|tête|first|top)",
    re.IGNORECASE,
)
MOVE = ("deplacer", "monter", "remonter", "descendre", "ordre", "ordonner", "mettre", "move", "order", "reorder", "put")
_PLACE = re.compile(r"(?:n[°o]\s*)?#?(\d{1,3})")


class SecrecyUnknown(Refused):
    says = N_("“{text}” is not possible for a point. Choose {key}=public or {key}=confidential")


class PlaceUnknown(Refused):
    says = N_("“{text}” is not a place on the agenda. For example: {key}=1")


class LengthUnknown(Refused):
    says = N_("A point lasts from one minute to four hours. For example: {key}=10min")


class OneOption(Refused):
    says = N_("A vote among options needs at least two, and {most} at most. For example: /agenda Which place? | A | B")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: the `place` of a point that is there, 0 for a new one with its `title` and `options`."""

    place: int = 0
    withdraws: bool = False
    title: str = ""
    options: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)

    def word(self, key: str) -> str:
        """The word for a setting, as the person writes it."""
        return self.typed.get(key, key)

    @property
    def nature(self) -> Nature | None:
        """What it is for: said so, or a decision where it has options or settings of a vote."""
        if "nature" in self.settings:
            return read_nature(self.word("nature"), self.settings["nature"])
        return Nature.DECISION if self.options or any(key in self.settings for key in OF_VOTE) else None

    @property
    def moves_to(self) -> int | None:
        """The place that is wanted for it."""
        text = self.settings.get("place")
        if text is None:
            return None
        if not (text.isascii() and text.isdecimal() and 0 < int(text[:4]) < 1000):
            raise PlaceUnknown(text=text[:20], key=self.word("place"))
        return int(text)

    @property
    def minutes(self) -> int | None:
        """How long it may last."""
        text = self.settings.get("length")
        if text is None:
            return None
        minutes = int(when.duration(text).total_seconds() // 60)
        if not 1 <= minutes <= LONGEST:
            raise LengthUnknown(key=self.word("length"))
        return minutes

    @property
    def of_vote(self) -> tuple[tuple[str, str], ...]:
        """The settings of its vote, each of them readable."""
        found = []
        for key in OF_VOTE:
            if key in self.settings:
                found.append((key, self._checked(key, self.settings[key])))
        return tuple(found)

    def _checked(self, key: str, text: str) -> str:
        match key:
            case "majority":
                return str(Majority.asked(fold(text)))
            case "quorum":
                return str(Quorum.read(text))
            case "subject":
                return subject_named(text)
        known = SECRECY.get(fold(text))
        if known is None:
            raise SecrecyUnknown(text=text[:40], key=self.word("secrecy"))
        return known


def read(text: str, reply: str = "") -> Asked:
    """What `/odj …` asks; as an answer the first line of the message is the point."""
    line = read_line(text, KEYS)
    withdraws = _WITHDRAW.fullmatch(line.text)
    if withdraws and fold(withdraws["verb"]) in WITHDRAW:
        return Asked(int(withdraws["place"]), withdraws=True)
    moved = None if line.settings else _MOVE.fullmatch(line.text)
    if moved and (fold(moved["verb"]) in MOVE if moved["verb"] else not moved["to"].isdecimal()):
        return Asked(int(moved["place"]), settings={"place": moved["to"] if moved["to"].isdecimal() else "1"})
    if number := _PLACE.fullmatch(line.text):
        return Asked(int(number[1]), settings=line.settings, typed=line.typed)
    parts = line.parts
    if reply and (not parts or line.text.startswith("|")):
        command = named(reply)
        first = (command[2] if command else reply).strip().split("\n", 1)[0]
        return _new(first[:TITLE], tuple(one for one in parts if one), line.settings, line.typed)
    if not parts:
        return Asked()
    return _new(parts[0], tuple(parts[1:]), line.settings, line.typed)


def _new(title: str, options: tuple[str, ...], settings: Mapping[str, str], typed: Mapping[str, str]) -> Asked:
    cleaned = tuple(clean(one, most=OPTION) for one in options)
    if cleaned and not 2 <= len(cleaned) <= MOST_OPTIONS:
        raise OneOption(most=MOST_OPTIONS)
    distinct(cleaned)
    return Asked(0, False, clean(title, most=TITLE), cleaned, settings, typed)
