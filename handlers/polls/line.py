"""The one-line form of a vote: from what was typed to what is asked, before the charter fills in the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.core.command import Keys, OneLine, named, parts_of, read_what_can_be
from bot.core.spaced import close_up
from bot.domain.errors import Refused
from bot.domain.names import Empty, fold
from bot.domain.polls import Method, Results, Secrecy, Terms
from bot.domain.polls.terms import QUESTION

# Canonical key → the words for it, each with an example that works.
KEYS = Keys({
    "method": {"méthode": "motion", "method": "motion"},
    "ends": {"fin": "3j", "ends": "3d"},
    "results": {"résultats": "direct", "results": "live"},
    "quorum": {"quorum": "1/4"},
    "majority": {"majorité": "2/3", "majority": "2/3"},
    "base": {"base": "members"},
    "secrecy": {"secret": "public", "secrecy": "public"},
    "subject": {"objet": "statuts", "subject": "statutes"},
    "max": {"max": "2"},
    "seats": {"places": "2", "seats": "2"},
    "rounds": {"tours": "2", "rounds": "2"},
    "tie": {"égalité": "revote", "tie": "revote"},
    "dots": {"points": "5", "dots": "5"},
    "budget": {"enveloppe": "1000", "budget": "1000"},
}, shown=("method", "ends", "results", "quorum", "majority", "base", "secrecy", "subject", "max"))  # fmt: skip
OWN_WORDS = ("subject",)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person typed. `typed` holds the word they used for each setting, to speak of it in their words; `mistakes`
    what could not be read of it, which is refused with the values that are not possible."""

    title: str
    options: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    mistakes: tuple[Refused, ...] = ()

    def word(self, key: str) -> str:
        """The word for a setting, as the person writes it."""
        return self.typed.get(key, key)

    def example(self, key: str) -> str:
        """A value of the setting that works."""
        return KEYS.example(self.word(key))


def read(text: str, reply: str = "", *, whole: bool = False) -> Asked:
    """What `/vote …` asks. As a reply the message answered is the text, or the explanations where there is one already;
    `whole` makes everything one text, as `method=motion` does."""
    line = read_what_can_be(text, KEYS)
    if whole or fold(line.settings.get("method", "")) == "motion":
        return _of_reply(line, (), reply) if not line.text else _whole(line, reply)
    parts = tuple(parts_of(line.text))
    if reply and (not parts or line.text.startswith("|")):
        return _of_reply(line, parts, reply)
    if not parts:
        raise Empty
    return Asked(parts[0], parts[1:], line.settings, reply, line.typed, line.mistakes)


def _whole(line: OneLine, reply: str) -> Asked:
    title, _sep, body = line.text.partition("\n")
    return Asked(title, (), line.settings, body or reply, line.typed, line.mistakes)


def _of_reply(line: OneLine, options: tuple[str, ...], reply: str) -> Asked:
    """The message answered, without its command if it has one: its first line is the title, the rest explains."""
    command = named(reply)
    text = (command[2] if command else reply).strip()
    title, _sep, body = text.partition("\n")
    if len(title) > QUESTION:
        cut = title.rfind(" ", 0, QUESTION)
        cut = cut if cut > 0 else QUESTION
        title, body = title[:cut], f"{title[cut:].strip()}\n{body}"
    if not title:
        raise Empty
    return Asked(title, options, line.settings, body, line.typed, line.mistakes)


def settings(text: str) -> Asked:
    """Settings typed on their own; anything else among them is refused as a missing text would be."""
    line = read_what_can_be(close_up(text, KEYS, OWN_WORDS), KEYS)
    if line.text or not (line.settings or line.mistakes):
        raise KEYS.refuse(line.text.split("=")[0][:40] or "=")
    return Asked("", (), line.settings, typed=line.typed, mistakes=line.mistakes)


def edited(terms: Terms, text: str) -> Asked:
    """The command that published these terms, changed: what it took from the message it answered stays."""
    asked = read(text, f"{terms.title}\n{terms.body}")
    taken = terms.body if fold(asked.settings.get("method", "")) != "motion" else ""
    own = asked.body if asked.body != f"{terms.title}\n{terms.body}" else ""
    return replace(asked, body=own or taken)


def over(terms: Terms, text: str) -> Asked:
    """`/vote corriger 41 …`: what is said replaces, the rest stays as it was."""
    line = read_what_can_be(text, KEYS)
    motion = not terms.options and fold(line.settings.get("method", "motion")) == "motion"
    parts = tuple(parts_of(line.text)) if not motion or " | " in line.text else (line.text,) if line.text else ()
    title, options = (parts[0] if parts else "") or terms.title, parts[1:] or terms.options
    return Asked(title, options, {**written(terms), **line.settings}, terms.body, line.typed, line.mistakes)


def written(terms: Terms) -> dict[str, str]:
    """The settings that give these terms again."""
    kept = settings_again(terms) | {"ends": terms.closes_at.isoformat()}
    return kept if terms.binding else {"max": str(terms.most), "ends": kept["ends"]}


def settings_again(terms: Terms) -> dict[str, str]:
    """The settings of a vote for another one of the same kind; its deadline is its own."""
    kept = {"secrecy": str(terms.secrecy)}
    if terms.method is Method.MOTION:
        kept |= {"majority": str(terms.majority), "base": str(terms.base)}
    if terms.quorum is not None:
        kept["quorum"] = str(terms.quorum)
    if terms.subject:
        kept["subject"] = terms.subject
    if terms.secrecy is Secrecy.PUBLIC and terms.results is Results.CLOSE:
        kept["results"] = str(terms.results)
    return kept
