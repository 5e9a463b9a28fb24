"""The charter: every value that a group decides by, as data, each with the article of the statutes that it comes from.

Values are words, numbers and yes or no, so that they are kept as JSON: an older file lacks some, and gets what they
were before there was a choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import time
from typing import Any

from bot.domain.fingerprint import Plain
from bot.domain.names import clean

ARTICLE = 100  # characters at most
OPENS = ("all", "organizers")
ELECTORATES = ("group", "members")
TIES = ("revote", "lot")
WEIGHTS = ("one", "member", "college")


@dataclass(frozen=True, slots=True)
class Charter:
    """What a vote is opened with when its author does not say otherwise. Durations in hours and days, local time.

    Majorities, quorums and proxies are written as people write them (`2/3`, `1/4`, `scop`), and read by their own rule.
    """

    preset: str = "quick"
    # how long
    vote_days: int = 3
    vote_time: time = time(20)
    poll_hours: int = 24
    early_close: bool = True
    auto_close: bool = False  # when nobody is left to vote
    extend_after_outage: bool = True
    # how much is enough
    majority: str = "simple"
    base: str = "cast"
    quorum: str = ""
    quorum_base: str = "members"  # or attending (present and represented), or present
    tie: str = "revote"  # of a choice or an election; a motion is never decided by lot
    chair_double: bool = False  # the chair's voice in a motion that is level
    # who votes
    electorate: str = "group"  # everybody in the chats, or the registered "members"
    seniority_days: int = 0  # of membership before the opening
    dues: bool = False  # must be paid
    colleges: tuple[tuple[str, int], ...] = ()  # the colleges that vote, each with the weight of its members
    weights: str = "one"  # voice each, or the weight of the member, or of the college
    judged_at_close: bool = False  # whether they still are members
    proxies: str = "2"  # that one person may hold
    # who sees
    secrecy: str = "confidential"
    election_secrecy: str = "secret"
    # who may
    open_to: str = "all"
    initiative: str = ""  # supporters who put a question to the vote without an organizer: `10`, `1/10`
    # meetings
    meetings_only: bool = False  # votes are opened in meetings only
    notice_days: int = 0  # clear days
    standing_points: tuple[str, ...] = ()  # that open every agenda
    second_reading: tuple[str, ...] = ()  # what the next plenary must confirm
    # afterwards
    contest_days: int = 7
    register: bool = True
    # consent
    objection_lifted_by: str = "author"  # or a majority of the circle
    # the statutes
    electronic: bool = False  # they allow votes by electronic means
    competences: tuple[str, ...] = ()  # what this body decides under them
    articles: tuple[tuple[str, str], ...] = ()

    def article(self, key: str) -> str:
        """Where a value comes from, as the group wrote it: "statuts art. 9"; "" when it wrote nothing."""
        return dict(self.articles).get(key, "")

    @property
    def members_vote(self) -> bool:
        """Whether those written down as members vote; else whoever is in the group's chats does."""
        return self.electorate == "members"

    def with_article(self, key: str, text: str) -> Charter:
        """The same, with the article that a value comes from; an empty text takes it away."""
        if key not in VALUES:
            raise KeyError(key)
        kept = {name: article for name, article in self.articles if name != key}
        if text.strip():
            kept[key] = clean(text, most=ARTICLE)
        return replace(self, articles=tuple(sorted(kept.items())))

    def with_value(self, key: str, value: object, article: str = "") -> Charter:
        """The same with another value; the article of the one before does not speak of it."""
        if getattr(self, key) == value and not article:
            return self
        return replace(self, **{key: value}).with_article(key, article)  # type: ignore[arg-type]  # by name


VALUES = tuple(field.name for field in fields(Charter) if field.name not in ("preset", "articles"))
"""The names of everything that a charter settles."""


def written(charter: Charter) -> dict[str, Plain]:
    """The charter as JSON keeps it."""
    kept = {field.name: getattr(charter, field.name) for field in fields(charter)}
    return {
        name: value.isoformat("minutes") if isinstance(value, time) else _listed(value) for name, value in kept.items()
    }


def read(kept: Mapping[str, Any]) -> Charter:
    """The charter that was written; what an older file lacks is as it was before, what a newer one adds is left out."""
    known = {name: _tupled(kept[name]) for name in ("preset", *VALUES, "articles") if name in kept}
    if "vote_time" in known:
        known["vote_time"] = time.fromisoformat(known["vote_time"])
    return replace(Charter(), **known)


def _listed(value: Any) -> Plain:
    return [_listed(item) for item in value] if isinstance(value, tuple) else value


def _tupled(value: Any) -> Any:
    return tuple(_tupled(item) for item in value) if isinstance(value, list) else value
