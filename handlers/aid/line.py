"""The one-line forms of mutual aid: a sentence with settings, and what `/entraide` is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.core.command import Keys, OneLine, named, read_line
from bot.domain import when
from bot.domain.aid import Category, Kind, NoObject, Said, read, read_area, read_category
from bot.domain.aid.privacy import Found, hardship, traces, without_traces
from bot.domain.errors import N_, Refused
from bot.domain.names import fold, nearest, visible

# Canonical key → the words for it, each with an example that works.
SENTENCE = Keys({
    "when": {"quand": "samedi 10h", "when": "Saturday 10am"},
    "area": {"quartier": "Vaise", "area": "Vaise"},
    "category": {"rubrique": "compétences", "category": "skills"},
    "permanent": {"permanent": "oui", "lasting": "yes"},
})  # fmt: skip
BOARD = Keys({
    "kind": {"genre": "offre", "kind": "offer"},
    "category": {"rubrique": "compétences", "category": "skills"},
    "area": {"quartier": "Vaise", "area": "Vaise"},
    "group": {"groupe": "\"La Ruche\"", "group": "\"La Ruche\""},
    "page": {"page": "2"},
})  # fmt: skip
KINDS = {
    "besoin": Kind.NEED, "besoins": Kind.NEED, "need": Kind.NEED, "needs": Kind.NEED,
    "offre": Kind.OFFER, "offres": Kind.OFFER, "offer": Kind.OFFER, "offers": Kind.OFFER,
}  # fmt: skip
VERBS = {
    "clore": "close", "fermer": "close", "terminer": "close", "close": "close", "end": "close",
    "regle": "close", "settled": "close",
    "retirer": "drop", "supprimer": "drop", "annuler": "drop", "effacer": "drop", "drop": "drop", "remove": "drop",
    "delete": "drop", "cancel": "drop",
    "renouveler": "renew", "prolonger": "renew", "renew": "renew",
    "modifier": "modify", "changer": "modify", "modify": "modify", "change": "modify",
    "aider": "help", "aide": "help", "help": "help",
    "ecrire": "write", "repondre": "write", "write": "write", "answer": "write",
    "partager": "share", "share": "share",
    "renoncer": "back", "desister": "back", "withdraw": "back",
    "merci": "thank", "thank": "thank", "thanks": "thank",
}  # fmt: skip
PAGES = {
    "moi": "mine", "mine": "mine", "mes annonces": "mine", "me": "mine",
    "chiffres": "figures", "figures": "figures", "stats": "figures", "statistiques": "figures",
    "rubriques": "categories", "categories": "categories", "quartiers": "areas", "areas": "areas",
    "besoins": "needs", "needs": "needs", "offres": "offers", "offers": "offers",
}  # fmt: skip
YES, NO = ("oui", "yes", "1"), ("non", "no", "0")
QUERY = 60
EVENING = time(20)
_VERB = re.compile(r"(?P<verb>\w+)\s+(?:n[°o]\s*)?#?(?P<number>\d{1,9})(?=\s|$|:)\s*:?\s*(?P<rest>.*)", re.DOTALL)
_NUMBER = re.compile(r"(?:n[°o]\s*)?#?(\d{1,9})")


class UnknownKind(Refused):
    says = N_("“{text}” is neither a need nor an offer. For example: {key}={example}")


class UnknownPage(Refused):
    says = N_("“{text}” is no page. For example: page=2")


class YesOrNo(Refused):
    says = N_("“{text}” is neither yes nor no. For example: {key}={example}")


class NothingOffered(Refused):
    says = N_("What do you offer? For example: /offer guitar lessons, on Wednesdays")


class WhichNumber(Refused):
    says = N_("Which one? Add its number, for example: /aid {verb} 12. /aid mine shows yours, /aid the board.")


class QueryTooLong(Refused):
    says = N_("Search with fewer words, for example: /aid ladder")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What somebody asks or offers; `found` was left out of it, `hard` tells why they need it."""

    said: Said
    found: tuple[Found, ...] = ()
    hard: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether it can be published without a word about it."""
        return not (self.found or self.hard)


def read_sentence(
    text: str, reply: str = "", *, kind: Kind, now: datetime, zone: ZoneInfo, there: ZoneInfo
) -> Sentence:  # fmt: skip
    """`/besoin …`: without words of its own, the message answered. Ways to reach somebody never get any further.

    An hour is one of `zone`, that of whoever writes; a day alone is the same day in the group, whose zone is `there`.
    """
    try:
        found = _read_sentence(text, reply, now, zone)
    except NoObject:
        if kind is Kind.NEED:
            raise
        raise NothingOffered from None
    on = found.said.on
    if on is None or found.said.timed:
        return found
    return replace(found, said=replace(found.said, on=on.astimezone(zone).replace(tzinfo=there).astimezone(on.tzinfo)))


def _read_sentence(text: str, reply: str, now: datetime, zone: ZoneInfo) -> Sentence:
    line = read_line(text, SENTENCE)
    words = line.text.replace("|", ",") or _quoted(reply)
    found = traces(words)
    bare = without_traces(words) if found else words
    said = _adjusted(read(bare, now=now, zone=zone), line, now, zone)
    return Sentence(said, found, hardship(said.what))


def _adjusted(said: Said, line: OneLine, now: datetime, zone: ZoneInfo) -> Said:
    for key, value in line.settings.items():
        typed = line.typed.get(key, key)
        match key:
            case "when":
                moment = when.read(value, now=now, zone=zone, default_time=EVENING)
                said = replace(said, on=moment.at, timed=moment.has_time, span=value)
            case "area":
                said = replace(said, area=without_traces(read_area(value)))
            case "category":
                said = replace(said, category=read_category(typed, value))
            case _permanent:
                said = replace(said, permanent=_yes(typed, value))
    return said


def _yes(key: str, text: str) -> bool:
    word = fold(text)
    if word not in YES + NO:
        raise YesOrNo(text=text, key=key, example=SENTENCE.example(key))
    return word in YES


def _quoted(reply: str) -> str:
    command = named(reply)
    return " ".join(map(visible, (command[2] if command else reply).splitlines()))[:300].strip()


@dataclass(frozen=True, slots=True)
class Asked:
    """What `/entraide …` asks: a page, one of them by `number` with a `verb`, or a search."""

    words: str = ""
    page: str = ""
    verb: str = ""
    number: int = 0
    rest: str = ""
    kind: Kind | None = None
    category: Category | None = None
    area: str = ""
    group: str = ""
    at: int = 1
    typed: Mapping[str, str] = field(default_factory=dict)

    def text(self, **changed: object) -> str:
        """The same, with some of it changed, as somebody would type it."""
        wanted = replace(self, **changed)  # type: ignore[arg-type]  # fields of this class
        parts = [wanted.words]
        parts += [f"kind={wanted.kind.value}"] if wanted.kind else []
        parts += [f"category={wanted.category.value}"] if wanted.category else []
        parts += [f'area="{wanted.area}"'] if wanted.area else []
        parts += [f'group="{wanted.group}"'] if wanted.group else []
        parts += [f"page={wanted.at}"] if wanted.at > 1 else []
        return " ".join(part for part in parts if part)


def read_board(text: str) -> Asked:
    """A verb counts only before a number."""
    verb = _VERB.fullmatch(text.strip())
    if verb and (found := VERBS.get(fold(verb["verb"]))):
        return Asked(verb=found, number=int(verb["number"]), rest=verb["rest"].strip())
    if fold(text) in VERBS:
        raise WhichNumber(verb=text.strip())
    line = read_line(text, BOARD)
    if number := _NUMBER.fullmatch(line.text):
        return Asked(number=int(number[1]))
    asked = _filtered(line)
    page = PAGES.get(fold(line.text), "")
    if page in ("needs", "offers"):
        return replace(asked, kind=Kind(page.removesuffix("s")))
    if page:
        return replace(asked, page=page)
    if len(line.text) > QUERY:
        raise QueryTooLong
    return replace(asked, words=" ".join(line.text.split()))


def _filtered(line: OneLine) -> Asked:
    asked = Asked(typed=line.typed)
    for key, value in line.settings.items():
        typed = line.typed.get(key, key)
        match key:
            case "kind":
                asked = replace(asked, kind=_kind(typed, value))
            case "category":
                asked = replace(asked, category=read_category(typed, value))
            case "area":
                asked = replace(asked, area=read_area(value))
            case "group":
                asked = replace(asked, group=value)
            case _page:
                if not (value.isascii() and value.isdecimal() and 0 < int(value[:4]) < 1000):
                    raise UnknownPage(text=value)
                asked = replace(asked, at=int(value[:4]))
    return asked


def _kind(key: str, text: str) -> Kind:
    word = fold(text)
    found = KINDS.get(word) or KINDS.get(nearest(word, KINDS, within=1) or "")
    if found is None:
        raise UnknownKind(text=text, key=key, example=BOARD.example(key))
    return found
