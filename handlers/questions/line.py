"""The one-line forms of `/question`: what is asked and until when, or what is done with one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.command import Keys, named, read_line
from bot.domain import when
from bot.domain.errors import N_, Refused
from bot.domain.names import clean_body, fold
from bot.domain.questions import DAYS, TITLE, read_title

# Canonical key → the words for it, each with an example that works.
KEYS = Keys({
    "ends": {"fin": "3j", "ends": "3d"},
    "anonymous": {"anonyme": "oui", "anonymous": "yes"},
})  # fmt: skip
VERBS = {
    "clore": "close", "fermer": "close", "terminer": "close", "close": "close", "end": "close",
    "prolonger": "extend", "extend": "extend",
    "annuler": "cancel", "supprimer": "cancel", "cancel": "cancel", "delete": "cancel",
    "retirer": "withdraw", "withdraw": "withdraw",
}  # fmt: skip
YES, NO = ("oui", "yes", "1"), ("non", "no", "0")
AT = time(20)
LEAST = timedelta(minutes=10)
NEW = ("nouveau", "nouvelle", "new")
_VERB = re.compile(r"(?P<verb>\w+)\s+(?:n[°o]\s*)?#?(?P<number>\d{1,9})(?=\s|$|:)\s*:?\s*(?P<rest>.*)", re.DOTALL)
NUMBER = re.compile(r"(?:n[°o]\s*)?#?(?P<number>\d{1,9})(?:\s*:\s*|\s+|$)(?P<rest>.*)", re.DOTALL)


class YesOrNo(Refused):
    says = N_("“{text}” is neither yes nor no. For example: {key}={example}")


class WhichQuestion(Refused):
    says = N_("Which question? Add its number, for example: /ask {verb} 3. /ask shows those that are open.")


class TooSoon(Refused):
    says = N_("That leaves nobody the time to answer. For example: {key}={example}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A new question with its settings, or one by `number` with a `verb` or an answer in `rest`."""

    title: str = ""
    ends_at: datetime | None = None
    anonymous: bool = False
    verb: str = ""
    number: int = 0
    rest: str = ""


def read(text: str, reply: str = "", *, now: datetime, zone: ZoneInfo) -> Asked:
    """A verb counts only before a number; as a reply the message answered is the question."""
    verb = _VERB.fullmatch(text.strip())
    if verb and (found := VERBS.get(fold(verb["verb"]))):
        return Asked(verb=found, number=int(verb["number"]), rest=verb["rest"].strip())
    if number := NUMBER.fullmatch(text.strip()):
        return Asked(number=int(number["number"]), rest=number["rest"].strip())
    if fold(text) in VERBS:
        raise WhichQuestion(verb=text.strip())  # nobody asks a group just that
    line = read_line(text, KEYS)
    words = line.text or _quoted(reply)
    if not words:
        return Asked()
    anonymous, ends = line.settings.get("anonymous", ""), line.settings.get("ends", "")
    return Asked(
        read_title(words),
        read_end(ends, line.typed.get("ends", "ends"), now=now, zone=zone) if ends else None,
        _yes(line.typed.get("anonymous", "anonymous"), anonymous) if anonymous else False,
    )


def read_end(text: str, key: str, *, now: datetime, zone: ZoneInfo) -> datetime:
    """A deadline that leaves people time to answer."""
    at = when.deadline(text, now=now, zone=zone, at=AT)
    if at < now + LEAST:
        raise TooSoon(key=key, example=KEYS.example(key))
    return at


def usual_end(now: datetime, zone: ZoneInfo) -> datetime:
    """In three days, at 20 h."""
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=DAYS), AT, zone)


def _yes(key: str, text: str) -> bool:
    word = fold(text)
    if word not in YES + NO:
        raise YesOrNo(text=text, key=key, example=KEYS.example(key))
    return word in YES


def _quoted(reply: str) -> str:
    command = named(reply)
    text = " ".join((command[2] if command else reply).split())
    return clean_body(text if len(text) <= TITLE else f"{text[: TITLE - 1]}…", most=TITLE)
