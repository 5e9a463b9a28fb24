"""The one-line forms of `/projets`: what is meant, and its settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.command import Keys, read_line
from bot.domain.names import fold

# Canonical key → the words for it, each with an example that works.
KEYS = Keys({
    "kind": {"genre": "commission", "kind": "commission"},
    "state": {"état": "pause", "state": "pause"},
    "needs": {"besoin": "deux pelles", "needs": "two spades"},
    "report": {"rapport": "12/05", "report": "12/05"},
    "mandate": {"mandat": "jusqu'au 30/06/2028", "mandate": "until 30/06/2028"},
    "seats": {"places": "2", "seats": "2"},
})  # fmt: skip

VERBS = {
    "rejoindre": "join", "join": "join",
    "quitter": "leave", "leave": "leave",
    "annoncer": "tell", "annonce": "tell", "tell": "tell", "announce": "tell", "news": "tell",
    "clore": "close", "cloturer": "close", "fermer": "close", "terminer": "close", "close": "close", "end": "close",
    "membres": "people", "participants": "people", "members": "people", "people": "people", "qui": "people",
    "who": "people",
    "rendre compte": "report", "report": "report", "rapport": "report", "bilan": "report",
    "permanence": "shift", "shift": "shift",
}  # fmt: skip
WORDS = {
    "groupes": "groups", "groups": "groups", "permanences": "mine", "shifts": "mine", "moi": "mine", "mine": "mine",
    "nouveau": "new", "new": "new",
}  # fmt: skip
ALONE = ("close", "people")  # verbs that nothing follows
_VERB = re.compile(
    r"(?P<verb>rendre compte|\w+)\s+(?:n[°o]\s*)?#?(?P<number>\d{1,9})(?=[\s:|]|$)(?P<rest>.*)", re.DOTALL
)
_NUMBER = re.compile(r"(?:n[°o]\s*)?#?(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: a `word` for a page, a project by `number` with a `verb`, or the `parts` of a new one."""

    word: str = ""
    verb: str = ""
    number: int = 0
    rest: str = ""
    parts: tuple[str, ...] = ()
    settings: Mapping[str, str] | None = None
    typed: Mapping[str, str] | None = None

    @property
    def name(self) -> str:
        """What a new one is called."""
        return self.parts[0]

    @property
    def about(self) -> str:
        """What a new one is for."""
        return "\n".join(self.parts[1:])

    def key(self, key: str) -> str:
        """The word for a setting, as the person writes it."""
        return (self.typed or {}).get(key, key)


# Told after the number as well: "1 rapport Tout va bien".
_AFTER = re.compile(
    r"(?:n[°o]\s*)?#?(?P<number>\d{1,9})\s+(?P<verb>rendre compte|\w+)(?=[\s:|]|$)(?P<rest>.*)", re.DOTALL
)
_TOLD = ("tell", "report")


def read(text: str) -> Asked:
    """What `/projets …` asks; a verb counts only before a number, what is told of a project also after it."""
    verb = _VERB.match(text)
    after = _AFTER.match(text)
    if after and VERBS.get(fold(after["verb"])) in _TOLD:
        verb = after
    found = VERBS.get(fold(verb["verb"])) if verb else None
    if verb and found in ALONE:
        found = None if verb["rest"].strip() else found  # "fermer 2 routes" is what a project may be called
    if verb and found:
        if found == "close":
            return Asked("", "", int(verb["number"]), settings={"state": "closed"})
        if found in _TOLD:  # news are words, whatever stands in them
            return Asked(verb=found, number=int(verb["number"]), rest=verb["rest"].strip(" :|\n"))
        line = read_line(verb["rest"].strip(), KEYS)
        return Asked("", found, int(verb["number"]), line.text, line.parts, line.settings, line.typed)
    line = read_line(text, KEYS)
    if not line.settings and fold(line.text) in WORDS:
        return Asked(word=WORDS[fold(line.text)])
    if number := _NUMBER.fullmatch(line.text):
        return Asked(number=int(number[1]), settings=line.settings, typed=line.typed)
    return Asked(parts=line.parts, settings=line.settings, typed=line.typed)
