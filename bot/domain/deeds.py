"""Deeds: what an organizer or the operator did, written down so that every member of the group can read it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from textwrap import wrap

from bot.domain.errors import N_
from bot.domain.groups import GroupId
from bot.domain.members import MemberId

DETAIL = 300  # characters at most


class Deed(StrEnum):
    """What was done."""

    SETTINGS = "settings"
    VOTE_CLOSED = "vote_closed"
    VOTE_EXTENDED = "vote_extended"
    VOTE_CANCELLED = "vote_cancelled"
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    ROLE_RETURNED = "role_returned"
    MEMBER_REGISTERED = "member_registered"
    MEMBER_WRITTEN = "member_written"
    DUES_WRITTEN = "dues_written"
    MEMBER_FOUND = "member_found"
    MEMBER_EXCLUDED = "member_excluded"
    LIST_BROUGHT = "list_brought"
    LIST_TAKEN = "list_taken"
    SECOND_ASKED = "second_asked"
    DECISION_COMPLETED = "decision_completed"
    REMINDER_CHANGED = "reminder_changed"
    CODE_MADE = "code_made"
    NESTED = "nested"
    DETACHED = "detached"
    RAISED = "raised"
    SENT_DOWN = "sent_down"
    COMMISSION_BEGUN = "commission_begun"
    PROJECT_CHANGED = "project_changed"
    PROJECT_CLOSED = "project_closed"
    SERVED = "served"
    RESTORED = "restored"
    WELCOME = "welcome"
    LINKED = "linked"
    PAIRED = "paired"
    SEPARATED = "separated"
    ESTIMATED = "estimated"
    PERHAPS_TWICE = "perhaps_twice"
    QUESTION_ENDED = "question_ended"
    QUESTION_EXTENDED = "question_extended"
    QUESTION_CANCELLED = "question_cancelled"
    POINT_CHANGED = "point_changed"
    POINT_WITHDRAWN = "point_withdrawn"
    POINT_MOVED = "point_moved"
    PLENARY_CONVENED = "plenary_convened"
    PLENARY_MOVED = "plenary_moved"
    PLENARY_RELOCATED = "plenary_relocated"
    PLENARY_CANCELLED = "plenary_cancelled"
    SERIES_CHANGED = "series_changed"
    SERIES_ENDED = "series_ended"
    UNORGANIZED = "unorganized"


SAYS: dict[Deed, str] = {
    Deed.SETTINGS: N_("{name} changed the settings: {detail}"),
    Deed.VOTE_CLOSED: N_("{name} closed a vote before its deadline: {detail}"),
    Deed.VOTE_EXTENDED: N_("{name} extended a vote: {detail}"),
    Deed.VOTE_CANCELLED: N_("{name} cancelled a vote: {detail}"),
    Deed.ROLE_GIVEN: N_("{name} gave {whom} a role: {detail}"),
    Deed.ROLE_TAKEN: N_("{name} took a role from {whom}: {detail}"),
    Deed.ROLE_RETURNED: N_("{name} gave back a role: {detail}"),
    Deed.MEMBER_REGISTERED: N_("{name} registered {whom} as a member"),
    Deed.MEMBER_WRITTEN: N_("{name} wrote down what {whom} is: {detail}"),
    Deed.MEMBER_FOUND: N_("{name} said that {whom} is the person of that name on the list of members"),
    Deed.DUES_WRITTEN: N_("{name} wrote down the dues of {whom}"),
    Deed.MEMBER_EXCLUDED: N_("{name} excluded {whom}"),
    Deed.LIST_BROUGHT: N_("{name} applied a list of members: {detail}"),
    Deed.LIST_TAKEN: N_("{name} received the list of members as a file"),
    Deed.SECOND_ASKED: N_("{name} asked for what needs a second organizer: {detail}"),
    Deed.DECISION_COMPLETED: N_("{name} completed a decision: {detail}"),
    Deed.REMINDER_CHANGED: N_("{name} changed or ended somebody’s reminder: {detail}"),
    Deed.CODE_MADE: N_("{name} asked for a code by which a group may belong to this one: {detail}"),
    Deed.NESTED: N_("{name} put a group into a wider one: {detail}"),
    Deed.DETACHED: N_("{name} took a group out of a wider one: {detail}"),
    Deed.RAISED: N_("{name} raised a question to the wider group: {detail}"),
    Deed.SENT_DOWN: N_("{name} sent a question down: {detail}"),
    Deed.COMMISSION_BEGUN: N_("{name} began a commission: {detail}"),
    Deed.PROJECT_CHANGED: N_("{name} changed a project: {detail}"),
    Deed.PROJECT_CLOSED: N_("{name} closed a project: {detail}"),
    Deed.SERVED: N_("{name}, who runs this bot, agreed to serve this group: {detail}"),
    Deed.RESTORED: N_("{name} put a backup back: {detail}"),
    Deed.LINKED: N_("{name} linked two accounts, and counts once in these votes that are open: {detail}"),
    Deed.PAIRED: N_("{name} joined a chat to this group: {detail}"),
    Deed.SEPARATED: N_("{name} separated a chat from this group: {detail}"),
    Deed.ESTIMATED: N_(
        "{name} opened vote {detail}. A network did not say in which chats two accounts of one person are, so the "
        "number of people who may vote is an estimate"
    ),
    Deed.PERHAPS_TWICE: N_(
        "{name} linked two accounts. Nothing tells whether the networks counted both when these votes opened, so their "
        "number of people stays as it was: {detail}"
    ),
    Deed.WELCOME: N_("{name} changed what newcomers are told: {detail}"),
    Deed.QUESTION_ENDED: N_("{name} ended somebody’s question before its time: {detail}"),
    Deed.QUESTION_EXTENDED: N_("{name} gave somebody’s question another end: {detail}"),
    Deed.QUESTION_CANCELLED: N_("{name} took back somebody’s question: {detail}"),
    Deed.POINT_CHANGED: N_("{name} changed a point of the agenda: {detail}"),
    Deed.POINT_WITHDRAWN: N_("{name} took a point off the agenda: {detail}"),
    Deed.POINT_MOVED: N_("{name} put a point of the agenda elsewhere: {detail}"),
    Deed.PLENARY_CONVENED: N_("{name} convened a plenary: {detail}"),
    Deed.PLENARY_MOVED: N_("{name} gave a plenary another date: {detail}"),
    Deed.PLENARY_RELOCATED: N_("{name} gave a plenary another place: {detail}"),
    Deed.PLENARY_CANCELLED: N_("{name} cancelled a plenary: {detail}"),
    Deed.SERIES_CHANGED: N_("{name} changed a series of plenaries: {detail}"),
    Deed.SERIES_ENDED: N_("{name} ended a series of plenaries: {detail}"),
    Deed.UNORGANIZED: N_("{name} left, and nobody organizes the group any more"),
}


def lines(sentences: Sequence[str], most: int = DETAIL) -> list[str]:
    """What is too long for one line of the journal, on several: sentences stay whole, but for one that is longer than a
    line itself."""
    found: list[str] = []
    for part in (part for sentence in sentences for part in wrap(sentence, most)):
        if found and len(found[-1]) + 1 + len(part) <= most:
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


@dataclass(frozen=True, slots=True)
class Noted:
    """One line of a group's journal; `by` is None for whoever works on the machine itself. The person to `whom` it was
    done is kept apart from the detail, so that the name goes with the person."""

    id: int
    group: GroupId
    by: MemberId | None
    at: datetime
    deed: Deed
    detail: str
    whom: MemberId | None = None

    @property
    def about(self) -> str | datetime:
        """The detail as it is said: of a backup the instant up to which it tells, which everybody reads in their own
        time; earlier versions wrote it down in words."""
        if self.deed is Deed.RESTORED:
            with suppress(ValueError):
                return datetime.fromisoformat(self.detail)
        return self.detail
