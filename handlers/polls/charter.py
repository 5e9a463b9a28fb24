"""From what is asked to the terms a vote opens with: the settings typed, and the group's charter for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.chat.text import Phrase, _
from bot.core.mistakes import Mistakes
from bot.domain import when
from bot.domain.charter import Charter
from bot.domain.errors import N_, Or, Refused
from bot.domain.groups import Group
from bot.domain.names import fold
from bot.domain.polls import Method, Results, Secrecy, Terms
from bot.domain.polls.refusals import MaxOnlyInPolls, MaxOutOfRange
from bot.domain.quorum import Quorum, QuorumBase
from bot.domain.subjects import named
from bot.domain.tally.motion import Majority
from bot.domain.tally.turnout import Base
from handlers.polls.line import Asked

V = TypeVar("V")

METHODS = {"motion": Method.MOTION, "choix": Method.CHOICE, "choice": Method.CHOICE}
RESULTS = {"direct": Results.LIVE, "live": Results.LIVE, "fin": Results.CLOSE, "close": Results.CLOSE}
SECRECY = {
    "public": Secrecy.PUBLIC, "publique": Secrecy.PUBLIC,
    "confidentiel": Secrecy.CONFIDENTIAL, "confidentielle": Secrecy.CONFIDENTIAL, "confidential": Secrecy.CONFIDENTIAL,
}  # fmt: skip
BASES = {
    "exprimes": Base.CAST, "cast": Base.CAST, "votants": Base.VOTERS, "voters": Base.VOTERS,
    "presents": Base.PRESENT, "present": Base.PRESENT, "inscrits": Base.MEMBERS, "members": Base.MEMBERS,
}  # fmt: skip
# How each value is written, in the reader's language.
KNOWN: dict[str, tuple[Phrase, ...]] = {
    "method": (_("motion"), _("choice")),
    "results": (_("live"), _("close")),
    "secrecy": (_("public"), _("confidential")),
    "base": (_("cast"), _("voters"), _("present"), _("members")),
}
NOT_YET = ("seats", "rounds", "tie", "dots", "budget")
METHODS_NOT_YET = (
    "multiple", "approbation", "approval", "note", "score", "points", "dots", "schulze", "irv", "stv", "consentement",
    "consent", "budget",
)  # fmt: skip


class NotYet(Refused):
    says = N_(
        "“{key}” is not built yet. What works: method=motion or choice, ends, results, quorum, majority, base, "
        "secrecy, subject, and max for a poll."
    )


class MethodNotYet(Refused):
    says = N_("The method “{text}” is not built yet. What works: {key}=motion, {key}=choice.")


class SecretNotYet(Refused):
    says = N_("Secret votes are not built yet. A confidential one hides what each person answered: {key}={value}")


class NoSuchValue(Refused):
    says = N_("“{key}={text}” is not possible. Choose among: {known}. For example: {key}={example}")


class OnlyInVotes(Refused):
    says = N_("“{key}” is for a vote, and a poll only asks for advice. Write /vote instead of /poll, or leave it out.")


class OnlyInMotions(Refused):
    says = N_(
        "“{key}” is for a motion: among several options the most votes win. Leave it out, or write method=motion."
    )


def terms(asked: Asked, group: Group, *, binding: bool, electorate: int | None, now: datetime) -> Terms:
    """The terms of a vote or a poll under the group's charter; raises a refusal that names every mistake, each with an
    example."""
    wrong = Mistakes((*asked.mistakes, *(NotYet(key=asked.word(key)) for key in NOT_YET if key in asked.settings)))
    method = wrong.read(partial(_method, asked, binding), _usual(asked) if binding else Method.MULTIPLE)
    options = asked.options or (() if method is Method.MOTION else _yes_no(group, binding))
    secrecy = wrong.read(
        partial(_secrecy, asked, group.charter.secrecy if binding else "public", binding), Secrecy.PUBLIC
    )
    decided: dict[str, object] = _decision(asked, group.charter, method, wrong) if binding else _advice(asked, wrong)
    closes_at = wrong.read(partial(_deadline, asked, group, binding, now), now)
    most = wrong.read(partial(_most, asked, binding, len(options)), 1)
    results = wrong.read(partial(_results, asked, secrecy), Results.CLOSE)
    wrong.check()
    return Terms(
        title=asked.title, options=options, method=method, binding=binding, closes_at=closes_at, zone=group.zone,
        body=asked.body, most=most, secrecy=secrecy, results=results, electorate=electorate,
        **decided,  # type: ignore[arg-type]  # by name
    ).checked(now)  # fmt: skip


def _deadline(asked: Asked, group: Group, binding: bool, now: datetime) -> datetime:
    charter = group.charter
    default = f"{charter.vote_days}j" if binding else f"{charter.poll_hours}h"
    return when.deadline(asked.settings.get("ends", default), now=now, zone=ZoneInfo(group.zone), at=charter.vote_time)


def by_their_clock(asked: Asked, group: Group, zone: str, now: datetime) -> Asked:
    """The same, its date read by the clock of whoever wrote it, elsewhere; a length counts in the group's days."""
    ends = asked.settings.get("ends", "")
    if zone == group.zone or not ends or is_length(ends):
        return asked
    try:
        at = when.deadline(ends, now=now, zone=ZoneInfo(zone), at=group.charter.vote_time)
    except Refused:
        return asked  # refused with every other mistake
    return replace(asked, settings={**asked.settings, "ends": at.isoformat()})


def is_length(text: str) -> bool:
    """Whether a deadline is said as a length, such as "3d"."""
    try:
        when.duration(text)
    except Refused:
        return False
    return True


def _method(asked: Asked, binding: bool) -> Method:
    text = fold(asked.settings.get("method", ""))
    if not binding:
        if text:
            raise OnlyInVotes(key=asked.word("method"))
        return Method.MULTIPLE
    if not text:
        return _usual(asked)
    if text in METHODS_NOT_YET:
        raise MethodNotYet(text=asked.settings["method"], key=asked.word("method"))
    return _among(METHODS, asked, "method")


def _usual(asked: Asked) -> Method:
    return Method.CHOICE if asked.options else Method.MOTION


def _secrecy(asked: Asked, default: str, binding: bool) -> Secrecy:
    text = fold(asked.settings.get("secrecy", default))
    if text in ("secret", "secrete"):
        raise SecretNotYet(key=asked.word("secrecy"), value=_("confidential"))
    if not binding and text not in ("public", "publique"):
        raise OnlyInVotes(key=asked.word("secrecy"))
    return _among(SECRECY, asked, "secrecy", default)


def _results(asked: Asked, secrecy: Secrecy) -> Results:
    if "results" in asked.settings:
        return _among(RESULTS, asked, "results")
    return Results.LIVE if secrecy is Secrecy.PUBLIC else Results.CLOSE


def _decision(asked: Asked, charter: Charter, method: Method, wrong: Mistakes) -> dict[str, object]:
    text = asked.settings.get("quorum", charter.quorum)
    quorum = wrong.read(partial(Quorum.read, text, QuorumBase(charter.quorum_base)), None) if text else None
    typed = asked.settings.get("subject")
    subject = wrong.read(partial(named, typed), "") if typed else ""
    if method is not Method.MOTION:
        for key in ("majority", "base"):
            if key in asked.typed:
                wrong.add(OnlyInMotions(key=asked.word(key)))
        return {"quorum": quorum, "subject": subject}
    written = asked.settings.get("majority")
    readable = partial(Majority.read, charter.majority) if written is None else partial(Majority.asked, fold(written))
    majority = wrong.read(readable, None)
    base = wrong.read(partial(_among, BASES, asked, "base", charter.base), Base.CAST)
    return {"quorum": quorum, "subject": subject, "majority": majority, "base": base}


def _advice(asked: Asked, wrong: Mistakes) -> dict[str, object]:
    for key in ("quorum", "majority", "base", "subject"):
        if key in asked.settings:
            wrong.add(OnlyInVotes(key=asked.word(key)))
    return {}


def _most(asked: Asked, binding: bool, options: int) -> int:
    text = asked.settings.get("max")
    if text is None:
        return 1
    if binding:
        raise MaxOnlyInPolls
    if not text.isdecimal() or not text.isascii() or not 1 <= int(text[:6]) <= options:
        raise MaxOutOfRange(text=text, options=options)
    return int(text)


def _yes_no(group: Group, binding: bool) -> tuple[str, ...]:
    """A poll without options asks yes or no; a choice needs its own."""
    if binding:
        return ()
    return ("Oui", "Non") if group.language == "fr" else ("Yes", "No")


def _among(known: Mapping[str, V], asked: Asked, key: str, default: str = "") -> V:
    text = asked.settings.get(key, default)
    found = known.get(fold(text))
    if found is None:
        raise NoSuchValue(key=asked.word(key), text=text, known=Or(KNOWN[key]), example=KNOWN[key][0])
    return found
