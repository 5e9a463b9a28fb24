"""What the copy says of each column that names a person, and which of a row's values it tells.

A row in which others stand too is told without them, but for those between whom it is: who lends whom their voice, who
swaps with whom. A test holds this table to every column there is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat.text import Phrase, _
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from handlers.context import Transaction
from storage.copies import refers_to

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """The rows that name somebody by a column: the section they stand in, what they are, the values that are told."""

    section: str
    where: str
    what: Phrase
    columns: tuple[str, ...]

    @property
    def table(self) -> str:
        return self.where.partition(".")[0]


def _part(section: str, where: str, what: Phrase, columns: str) -> Part:
    return Part(section, where, what, tuple(columns.split()))


PARTS: tuple[Part, ...] = (
    _part("proxies", "proxies.giver", _("I lend my voice"), "occasion holder offered_at stage since until"),
    _part("proxies", "proxies.holder", _("Somebody lends me their voice"),
          "occasion giver offered_at stage since until"),
    _part("voters", "electors.member", _("I am on the list of voters"), "poll weight holder"),
    _part("voters", "electors.holder", _("I carry a voice"), "poll"),
    _part("voters", "watchers.member", _("I watched the vote, without a voice"), "poll"),
    _part("voters", "polls.closed_by", _("I closed it"), "id closed_at"),
    _part("projects", "projects.author", _("I proposed it"),
          "id group kind name about started_at state needs report_on news news_at"),
    _part("projects", "crew.member", _("I take part"), "project since"),
    _part("shifts", "duties.member", _("I am on duty"), "shift"),
    _part("shifts", "swaps.giver", _("I ask for a swap"), "shift other taker at"),
    _part("shifts", "swaps.taker", _("I am asked for a swap"), "shift other giver at"),
    _part("initiatives", "initiatives.author", _("I put it forward"),
          "id group title body started_at needed stage takes_up poll"),
    _part("initiatives", "supporters.member", _("I support it"), "initiative"),
    _part("plenaries", "rsvps.member", _("I answered"), "plenary answer at"),
    _part("plenaries", "attendances.member", _("I was there"), "plenary arrived_at left_at"),
    _part("plenaries", "attendances.by", _("I signed somebody in"), "plenary arrived_at"),
    _part("plenaries", "offices.member", _("What I did in the meeting"), "plenary office drawn"),
    _part("plenaries", "turns.member", _("I wait to speak"), "plenary at"),
    _part("plenaries", "plenaries.author", _("I prepared it"),
          "id group title start zone place link kind status created_at convened_at"),
    _part("plenaries", "series.author", _("I prepared a series"),
          "id group title recurrence place link kind created_at ended_at"),
    _part("plenaries", "points.author", _("My point"), "plenary group title nature created_at"),
    _part("plenaries", "records.author", _("I noted"), "plenary text at"),
    _part("plenaries", "tasks.member", _("I have this to do"), "plenary group text due_on state"),
    _part("plenaries", "minutes.published_by", _("I published the minutes"), "plenary published_at"),
    _part("plenaries", "papers.entered_by", _("I entered hands or paper ballots"), "poll at"),
    _part("plenaries", "papers.confirmed_by", _("I confirmed hands or paper ballots"), "poll at"),
    _part("matches", "aid_matches.told", _("I was told of a match"), "need offer at"),
    _part("carried", "aid_notes.sender", _("I wrote"), "item text at"),
    _part("carried", "aid_notes.to", _("I was written to"), "item text at"),
    _part("sayings", "sayings.member", _("My answer"), "question text"),
    _part("sayings", "sayers.member", _("I answered"), "question number"),
    _part("welcome", "paths.buddy", _("I am a newcomer’s buddy"), "group buddy_at"),
    _part("calendar", "feeds.member", _("The secret address of my calendar"), "secret since"),
    _part("decided", "charters.by", _("I changed the charter"), "group number since"),
    _part("decided", "mandates.by", _("I gave a role"), "group role since"),
    _part("decided", "countersigns.asked_by", _("I asked for a second agreement"), "group act asked_at"),
    _part("decided", "moves.by", _("I took a question to another group"), "journey at ground why"),
    _part("decided", "welcome_texts.by", _("I wrote it for newcomers"),
          "group kind language number text written_at published_at"),
    _part("codes", "pairings.by", _("I asked to join two chats"), "group asked_at agreed"),
    _part("codes", "codes.by", _("I asked for a code"), "purpose made_at used"),
    _part("codes", "code_tries.member", _("I mistyped codes"), "wrong since"),
)  # fmt: skip

# Sections that join several tables, or say more than their rows: in `handlers/members/copying.py`.
ELSEWHERE: Mapping[str, str] = {
    "accounts.member": "accounts",
    "acts.by": "journal", "acts.whom": "journal",
    "aid.author": "aid", "aid_helpers.member": "helping",
    "ballots.member": "answers", "greeted.member": "about_me",
    "mandates.member": "roles", "memberships.member": "memberships",
    "notices.member": "notices", "operators.member": "about_me",
    "paths.member": "welcome", "polls.author": "opened",
    "presences.member": "chats", "questions.author": "questions",
    "reminders.author": "reminders", "requests.member": "doors",
    "talks.member": "conversations", "trusts.by": "requests",
    "undos.member": "undo",
}  # fmt: skip
# Columns that are called by another word.
SAID = {"id": "number", "poll": "vote", "swaps.giver": "asker", "sayers.number": "times"}
FLAGS = frozenset({"agreed", "drawn", "used"})
# A print of an account is kept of people who are erased, and who have nothing left to ask a copy with.
NOT_COPIED = frozenset({"erasures.member"})


def entries(tx: Transaction, member: MemberId, section: str) -> list[Entry]:
    """The rows of a section, each with what it is."""
    return [
        {"what": part.what.key, **{said(part, key): _told(tx, f"{part.table}.{key}", row[key]) for key in part.columns}}
        for part in PARTS if part.section == section
        for row in tx.copies.rows(part.where, member)
    ]  # fmt: skip


def said(part: Part, column: str) -> str:
    """How the copy calls a column."""
    return SAID.get(f"{part.table}.{column}") or SAID.get(column, column)


def _told(tx: Transaction, where: str, value: Any) -> Any:
    """A value as it is, or the name of what its number stands for."""
    column = where.partition(".")[2]
    call = None if value is None else _CALLED.get(refers_to(where) or column)
    if call is not None:
        return call(tx, value)
    return bool(value) if column in FLAGS else value


def _occasion(tx: Transaction, occasion: str) -> Entry:
    """What a proxy is for: the next vote of a group, a vote, or a plenary."""
    kind, _sep, number = occasion.partition(":")
    if kind == "next":
        return {"kind": kind, "group": tx.groups.get(GroupId(int(number))).name}
    return {"kind": kind, **(_plenary if kind == "plenary" else _poll)(tx, int(number))}


def _poll(tx: Transaction, number: int) -> Entry:
    poll = tx.polls.get(number)
    return {"number": number, "title": poll.terms.title if poll else None}


def _project(tx: Transaction, number: int) -> Entry:
    project = tx.projects.get(number)
    return {"number": number, "title": project.name if project else None}


def _shift(tx: Transaction, number: int) -> Entry:
    shift = tx.shifts.get(number)
    return {"number": number, "at": shift.at, "place": shift.place} if shift else {"number": number}


def _plenary(tx: Transaction, number: int) -> Entry:
    plenary = tx.plenaries.get(number)
    return {"number": number, "start": plenary.start if plenary else None}


def _initiative(tx: Transaction, number: int) -> Entry:
    initiative = tx.initiatives.get(number)
    return {"number": number, "title": initiative.title if initiative else None}


def _question(tx: Transaction, number: int) -> Entry:
    question = tx.questions.get(number)
    return {"number": number, "title": question.title if question else None}


_CALLED: Mapping[str, Callable[[Transaction, Any], Any]] = {
    "occasion": _occasion,
    "groups": lambda tx, number: tx.groups.get(GroupId(number)).name,
    "members": lambda tx, number: tx.members.get(MemberId(number)).name,
    "polls": _poll, "projects": _project, "shifts": _shift, "plenaries": _plenary, "initiatives": _initiative,
    "questions": _question,
}  # fmt: skip
