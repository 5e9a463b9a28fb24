"""The one-line forms of `/pleniere` and `/odj`: what is meant, and its settings."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.core.command import Keys, read_line
from bot.domain.errors import N_, Refused
from bot.domain.names import clean, fold
from bot.domain.plenaries import Kind
from bot.domain.plenaries.plenary import LINK, PLACE, TITLE

KEYS = Keys({
    "kind": {"genre": "statutaire", "kind": "statutory"},
    "link": {"lien": "https://visio.example/plenary", "link": "https://visio.example/plenary"},
    "title": {"titre": "Bilan", "title": "Review"},
})  # fmt: skip
KINDS = {
    "ordinaire": Kind.ORDINARY, "ordinary": Kind.ORDINARY, "statutaire": Kind.STATUTORY, "statutory": Kind.STATUTORY,
}  # fmt: skip

# What stands before the number of a plenary, or alone.
VERBS = {
    "convoquer": "convene", "convene": "convene",
    "deplacer": "move", "reporter": "move", "move": "move",
    "lieu": "place", "place": "place",
    "annuler": "cancel", "cancel": "cancel",
    "abandonner": "drop", "drop": "drop",
    "ouvrir": "open", "open": "open",
    "fermer": "shut", "shut": "shut",
    "clore": "close", "close": "close",
    "panneau": "panel", "panel": "panel",
    "liste": "list", "list": "list",
    "touches": "reached", "reached": "reached",
    "roles": "roles",
    "compte rendu": "minutes", "cr": "minutes", "pv": "minutes", "minutes": "minutes",
    "publier": "publish", "publish": "publish",
    "oui": "yes", "yes": "yes", "visio": "video", "video": "video", "non": "no", "no": "no",
    "ici": "here", "present": "here", "presente": "here", "here": "here",
    "partir": "leave", "leave": "leave",
    "parole": "speak", "speak": "speak",
    "suivant": "next", "next": "next",
    "actions": "tasks", "tirer": "draw", "draw": "draw",
    "serie": "series", "series": "series",
    "arreter": "stop", "stop": "stop", "arreter la serie": "stop", "stop the series": "stop",
    "arreter serie": "stop", "stop series": "stop",
    "end": "stop", "end series": "stop", "end the series": "stop",
}  # fmt: skip
# What stands before words.
WORDY = {
    "noter": "note", "note": "note",
    "action": "task",
    "corriger": "correct", "correct": "correct",
    "inscrire": "sign", "sign": "sign",
    "sortir": "out", "out": "out",
    "role": "role",
    "sauf": "except", "except": "except",
    "parole": "floor", "speak": "floor",
}  # fmt: skip
_VERB = re.compile(
    r"(?P<verb>comptes?[ -]rendu|arr[êe]ter\s+(?:la\s+)?s[ée]rie|(?:stop|end)\s+(?:the\s+)?series|[^\W\d_]+)"
    r"(?:\s+(?:n[°o]\s*)?#?(?P<number>\d{1,9}))?(?=\s|$)(?P<rest>.*)",
    re.DOTALL | re.IGNORECASE,
)
_WORDY = re.compile(r"(?P<verb>[^\W\d_]+)(?=[\s:]|$)(?P<rest>.*)", re.DOTALL)
_NUMBER = re.compile(r"(?:n[°o]\s*)?#?(\d{1,9})", re.IGNORECASE)
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
# What may stand beside a kind: "plénière statutaire".
_NOUNS = frozenset(["ag", "assemblee", "generale", "meeting", "plenary", "pleniere", "reunion"])
# Only these take words after the number; "ouvrir la séance samedi" would be no verb.
_GOES_ON = ("move", "place", "cancel", "series")


class KindUnknown(Refused):
    says = N_("“{text}” is not a kind of plenary. Choose: {key}=ordinary or {key}=statutory")


class TwoKinds(Refused):
    says = N_("A plenary is ordinary or statutory, and not both. Write one of them, for example: | statutory")


class LinkUnknown(Refused):
    says = N_("“{text}” is not a link. It begins with https://, for example: https://visio.example/plenary")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: a `verb` with the `number` of a plenary or a series (0 for the one that is meant) and the `rest`,
    or the `parts` of a new one, with the `kinds` that stood among them."""

    verb: str = ""
    number: int = 0
    rest: str = ""
    parts: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """Ordinary unless the line says otherwise, in a setting or in a part."""
        kinds = self.kinds
        if text := self.settings.get("kind", ""):
            if fold(text) not in KINDS:
                raise KindUnknown(text=text, key=self.typed.get("kind", "kind"))
            kinds = (*kinds, KINDS[fold(text)])
        return one_kind(kinds) or Kind.ORDINARY

    @property
    def title(self) -> str:
        text = self.settings.get("title", "")
        return clean(text, most=TITLE) if text else ""


def read(text: str) -> Asked:
    """What `/pleniere …` asks."""
    verb = _VERB.fullmatch(text)
    known = VERBS.get(_plain(verb["verb"])) if verb else None
    if verb and known and (known in _GOES_ON or not verb["rest"].strip()):
        return Asked(known, int(verb["number"] or 0), verb["rest"].strip())
    wordy = _WORDY.fullmatch(text)
    if wordy and (found := WORDY.get(fold(wordy["verb"]))):
        return Asked(found, rest=wordy["rest"].strip(" :\n"))
    if number := _NUMBER.fullmatch(text):
        return Asked("show", int(number[1]))
    line = read_line(text, KEYS)
    when, stood = _kind_beside(line.parts[0]) if line.parts else ("", ())
    where, kinds = kinds_apart(line.parts[1:])
    parts = (when, *where) if line.parts else ()
    return Asked(parts=parts, kinds=(*stood, *kinds), settings=line.settings, typed=line.typed)


def kinds_apart(parts: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Kind, ...]]:
    """The parts that say where, and the kinds that the others are: "statutaire" is no place."""
    found = [(one, _kind(one)) for one in parts]
    return tuple(one for one, kind in found if kind is None), tuple(kind for _one, kind in found if kind is not None)


def _kind(part: str) -> Kind | None:
    words = fold(part).split()
    kinds = [KINDS[one] for one in words if one in KINDS]
    return kinds[0] if len(kinds) == 1 and all(one in KINDS or one in _NOUNS for one in words) else None


def _kind_beside(part: str) -> tuple[str, tuple[Kind, ...]]:
    """A date without the kind before or after it: "samedi 5 décembre 14h statutaire"."""
    words = part.split()
    for place, rest in ((-1, words[:-1]), (0, words[1:])):
        if rest and fold(words[place]) in KINDS:
            return " ".join(rest), (KINDS[fold(words[place])],)
    return part, ()


def one_kind(kinds: Collection[Kind]) -> Kind | None:
    """The kind that was said, once or several times; None where none was."""
    if len(set(kinds)) > 1:
        raise TwoKinds
    return next(iter(kinds), None)


def alone(text: str) -> str:
    """The word that something begins with, where it takes nothing but a number; "" for none."""
    verb = _VERB.fullmatch(text)
    known = VERBS.get(_plain(verb["verb"])) if verb else None
    return verb["verb"] if verb and known and known not in _GOES_ON else ""


def _plain(verb: str) -> str:
    return " ".join(fold(verb).replace("-", " ").split()).replace("comptes", "compte")


def place_and_link(parts: tuple[str, ...], link: str = "") -> tuple[str, str]:
    """Where it is, and the link to follow it from afar: a part that begins with https:// is one."""
    links = [one for one in parts if _LINK.fullmatch(one)]
    places = [one for one in parts if one and one not in links]
    link = link or (links[0] if links else "")
    if link and not _LINK.fullmatch(link):
        raise LinkUnknown(text=link[:60])
    place = ", ".join(places)
    return (clean(place, most=PLACE) if place else ""), (clean(link, most=LINK) if link else "")
