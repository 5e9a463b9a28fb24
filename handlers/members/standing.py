"""What a line says of somebody's membership: its values, read strictly, and what they make of what was written down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.core.command import Keys
from bot.domain.errors import N_, Refused
from bot.domain.memberships import Membership, MemberStatus
from bot.domain.names import clean, fold
from bot.domain.roster import COLLEGE, HEAVIEST, STATUSES

KEYS = Keys({
    "status": {"statut": "membre", "status": "member"},
    "since": {"depuis": "05/12/2026", "since": "05/12/2026"},
    "left": {"départ": "05/12/2026", "left": "05/12/2026"},
    "dues": {"cotisation": "31/12/2026", "dues": "31/12/2026"},
    "college": {"collège": "salariés", "college": "workers"},
    "weight": {"poids": "1", "weight": "1"},
    "number": {"numéro": "17", "number": "17"},
    "account": {"compte": "#17", "account": "#17"},
    "group": {"groupe": "Potager", "group": "Garden"},
})  # fmt: skip
_NONE = ("", "aucun", "none", "-")
_TODAY = ("aujourd'hui", "today")
_DAY = re.compile(r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})|(?P<iso>\d{4}-\d{2}-\d{2})")


class NotADay(Refused):
    says = N_("“{text}” is not a day. For example: {key}=05/12/2026")


class NotAStatus(Refused):
    says = N_(
        "“{text}” is not what somebody is in a group. For example: status=member, observer, newcomer, left, excluded"
    )


class NotAWeight(Refused):
    says = N_("“{text}” is not a weight: a whole number from 1 to {most}. For example: weight=1")


def read(before: Membership, status: MemberStatus | None, settings: Mapping[str, str], today: date) -> Membership:
    """What the line makes of somebody."""
    after = _as(before, status, settings, today)
    if "college" in settings:
        named = "" if fold(settings["college"]) in _NONE else clean(settings["college"], most=COLLEGE)
        after = replace(after, college=named)
    if "weight" in settings:
        after = replace(after, weight=_weight(settings["weight"]))
    if "dues" in settings:
        after = after.pay(day("dues", settings["dues"], today), today=today)
    return after


def _as(before: Membership, status: MemberStatus | None, settings: Mapping[str, str], today: date) -> Membership:
    since = day("since", settings["since"], today) if "since" in settings else None
    left = day("left", settings["left"], today) if "left" in settings else None
    match status:
        case MemberStatus.LEFT:
            return before.leave(left or today)
        case MemberStatus.OBSERVER:
            return before.observe()
        case MemberStatus.NEWCOMER:
            return replace(before, status=MemberStatus.NEWCOMER, joined_on=None, left_on=None, excluded=False)
        case MemberStatus.MEMBER if before.joined_on and before.status is status and settings.keys() - {"status"}:
            return replace(before, joined_on=since or before.joined_on)  # the line says more than that they are one
        case MemberStatus.MEMBER:
            return before.join(since or today)
    if left is not None:
        return before.leave(left)
    if since is not None:
        return replace(before, joined_on=since) if before.status is MemberStatus.MEMBER else before.join(since)
    return before


def day(key: str, text: str, today: date) -> date:
    """A day as 05/12/2026 or 2026-12-05; in the past too."""
    if fold(text) in _TODAY:
        return today
    found = _DAY.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise NotADay(text=text[:40], key=KEYS.keyword(key)) from None


def status_of(text: str) -> tuple[MemberStatus, bool]:
    """The status in people's words, and whether the group decided that somebody leaves it."""
    found = STATUSES.get(fold(text))
    if not text or found is None:
        raise NotAStatus(text=text[:40])
    return found


def _weight(text: str) -> int:
    if not re.fullmatch("[0-9]{1,4}", text) or not 1 <= int(text) <= HEAVIEST:
        raise NotAWeight(text=text[:40], most=HEAVIEST)
    return int(text)


# the guided way
