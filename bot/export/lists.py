"""The lists of the export, exactly as the stable interface names them: plain values, from one read transaction."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from bot.core.words import Words
from bot.domain.aid import Item
from bot.domain.decisions import Decision
from bot.domain.groups import Group, GroupId
from bot.domain.members import MemberId
from bot.domain.memberships import Membership, MemberStatus, overall, since
from bot.domain.names import Pseudonym
from bot.domain.plenaries import Plenary
from bot.domain.plenaries import Status as Stage
from bot.domain.polls import Marks, Poll, Secrecy, Status, counts
from bot.domain.questions import Question, Said
from bot.domain.reminders import Reminder
from handlers import readings
from handlers.answers import label
from handlers.plenaries.views import heading
from handlers.polls import counting
from storage.transaction import Transaction

Entry = dict[str, object]
NEXT = 12  # times of what comes back
Lists = Mapping[str, list[Entry]]

STATUS = {
    Status.OPEN: "open", Status.CLOSED: "closed", Status.PROCLAIMED: "closed", Status.CANCELLED: "cancelled",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """How groups and members are called; members of the very same name are told apart by their number."""

    groups: Mapping[GroupId, Group]
    members: Mapping[MemberId, str]

    def group(self, group: GroupId) -> str:
        """The name of a group."""
        return self.groups[group].name

    def words(self, group: GroupId) -> Words:
        """How a group is spoken to."""
        one = self.groups[group]
        return Words(one.language, one.formal, one.zone)


def lists(tx: Transaction) -> Lists:
    """Every list by the name of its file."""
    names = names_of(tx)
    return {
        "votes": [_vote(tx, poll, names) for poll in tx.polls.all()],
        "plenaries": [_plenary(tx, one, names) for one in tx.plenaries.all() if not one.is_dropped],
        "reminders": [_reminder(one, names) for one in tx.reminders.all()],
        "aid": [_aid(one, names) for one in tx.aid.all()],
        "questions": [_question(tx, one, names) for one in tx.questions.all()],
        "decisions": _decisions(tx, names),
        "members": _members(tx, names),
        "audit": _audit(tx, names),
    }


def names_of(tx: Transaction) -> Names:
    """The names of everybody and of every group."""
    members = {
        member.id: Words().blank(member.name) if isinstance(member.name, Pseudonym) else member.name
        for member in tx.members.ever()
    }
    often = Counter(members[member.id] for member in tx.members.all())
    shown = {id_: f"{name} #{id_}" if often[name] > 1 else name for id_, name in members.items()}
    return Names({group.id: group for group in tx.groups.ever()}, shown)


def instant(when: datetime | None) -> str | None:
    """ISO 8601 in UTC, whole seconds: "2026-12-05T13:00:00Z"."""
    return None if when is None else f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def labels(poll: Poll, words: Words) -> list[str]:
    """The answers of a vote in its group's language."""
    return [words.say(label(poll.terms, mark)) for mark in range(poll.terms.voices)]


def _vote(tx: Transaction, poll: Poll, names: Names) -> Entry:
    terms, said = poll.terms, labels(poll, names.words(poll.group))
    decision = tx.decisions.of_source(f"vote:{poll.id}")
    return {
        "id": poll.id,
        "title": terms.title,
        "group": names.group(poll.group),
        "method": terms.method.value,
        "secrecy": terms.secrecy.value,
        "status": STATUS[poll.status],
        "opened_at": instant(poll.opened_at),
        "closes_at": instant(poll.closes_at),
        "closed_at": instant(poll.closed_at),
        "electorate": terms.electorate,
        "participants": counting.turnout(tx, poll),
        "options": [
            {"label": label, "count": count} for label, count in zip(said, _counts(tx, poll), strict=True)
        ],
        "result": poll.result.outcome if poll.result else None,
        "winners": [said[mark] for mark in poll.result.winners] if poll.result else [],
        "base": terms.base.value,
        "quorum": _quorum(tx, poll),
        "decision": decision.id if decision else None,
        "ballots": _ballots(tx, poll, said, names),
    }  # fmt: skip


def _counts(tx: Transaction, poll: Poll) -> Sequence[int | None]:
    if not poll.shows_tally:
        return (None,) * poll.terms.voices
    return poll.result.counts if poll.result else counts(poll.terms, counting.grouped(tx, poll))


def _quorum(tx: Transaction, poll: Poll) -> Entry | None:
    required = poll.terms.quorum_required
    if required is None:
        return None
    reached = poll.result.quorum_reached if poll.result else counting.turnout(tx, poll) >= required
    return {"required": required, "reached": reached}


def _ballots(tx: Transaction, poll: Poll, said: Sequence[str], names: Names) -> list[Entry] | None:
    """Ballots with names where the vote is public; without, and in no order, where it is not or where the group is
    political; None while hidden."""
    if not poll.shows_tally:
        return None

    def choice(marks: Marks) -> object:
        chosen = [said[mark] for mark in marks]
        return chosen if poll.terms.most > 1 else chosen[0] if chosen else None

    named = not (names.groups[poll.group].political or tx.ballots.is_unlinked(poll.id))
    if poll.terms.secrecy is Secrecy.PUBLIC and named:
        cast = counting.voices(tx, poll)
        return [{"member": names.members[voice.member], "choice": choice(voice.marks)} for voice in cast]
    papers: list[Entry] = [
        {"choice": choice(marks)} for marks, number in counting.grouped(tx, poll).items() for _one in range(number)
    ]
    random.SystemRandom().shuffle(papers)
    return papers


def _plenary(tx: Transaction, one: Plenary, names: Names) -> Entry:
    """One plenary; what is prepared and was dropped before anybody was told is left out. After one of a series come the
    days of it for which none is prepared yet."""
    series = tx.series.get(one.series) if one.series is not None else None
    days = series.waiting(tx.plenaries.taken(series), one.start) if series else iter(())
    later = tuple(series.start(day) for day in islice(days, NEXT)) if series else ()
    to_come = one.status in (Stage.DRAFT, Stage.CONVENED, Stage.OPEN)
    return {
        "id": one.id, "title": one.title or names.words(one.group).say(heading(one)), "group": names.group(one.group),
        "place": one.place, "kind": one.kind.value, "status": one.status.value, "start": instant(one.start),
        "zone": one.zone, "recurrence": names.words(one.group).blank(series.recurrence) if series else None,
        "next": [instant(at) for at in (one.start, *later)[:NEXT]] if to_come else [],
    }  # fmt: skip


def _reminder(one: Reminder, names: Names) -> Entry:
    whose = {"member": names.members[one.author]} if one.group is None else {"group": names.group(one.group)}
    words = names.words(one.group) if one.group is not None else Words(zone=one.zone)
    return {
        "id": one.id, "text": one.text, **whose, "status": one.status.value, "due": instant(one.due_at),
        "zone": one.zone, "recurrence": words.blank(one.recurrence) if one.recurrence else None,
        "next": instant(one.due_at) if one.is_active else None,
    }  # fmt: skip


def _aid(one: Item, names: Names) -> Entry:
    return {
        "id": one.id, "kind": one.kind.value, "text": one.text, "area": one.area or None,
        "category": one.category.value, "status": one.stage.value, "group": names.group(one.group),
        "created_at": instant(one.created_at),
    }  # fmt: skip


def _question(tx: Transaction, one: Question, names: Names) -> Entry:
    """An open question; its answers once it is over, as its group read them: without names where they are anonymous, or
    where the group is political."""
    named = not (one.anonymous or names.groups[one.group].political)

    def answer(said: Said) -> Entry:
        whose: Entry = {"member": names.members[said.member]} if named and said.member else {}
        return {"text": said.text, **whose}

    return {
        "id": one.id, "title": one.title, "group": names.group(one.group), "status": one.condition.value,
        "asked_at": instant(one.asked_at), "ends_at": instant(one.ends_at), "anonymous": one.anonymous,
        "people": tx.questions.people(one.id),
        "answers": None if one.is_open else [answer(said) for said in tx.questions.answers(one.id)],
    }  # fmt: skip


def _decisions(tx: Transaction, names: Names) -> list[Entry]:
    return [_decision(tx, one, names) for one in tx.decisions.all()]


def _decision(tx: Transaction, one: Decision, names: Names) -> Entry:
    """One entry of the register; with the second reading of what is in force only once it was confirmed."""
    poll = tx.polls.get(one.vote) if one.vote is not None else None
    read = readings.second(tx, poll) if poll is not None else None
    before = readings.first(tx, poll) if poll is not None else None
    reading = readings.state(tx, poll) if poll is not None else None
    earlier = tx.decisions.of_source(f"vote:{before.id}") if before is not None else None
    return {
        "id": one.id, "title": one.title, "group": names.group(one.group), "decided_at": instant(one.decided_at),
        "source": one.source, "result": one.result, "status": one.read(reading).value, "owner": one.owner or None,
        "review_on": one.review_on.isoformat() if one.review_on else None,
        "second_reading": read.state.value if read is not None else None,
        "second_reading_of": earlier.id if earlier is not None else None,
    }  # fmt: skip


def _members(tx: Transaction, names: Names) -> list[Entry]:
    """Everybody the bot has met and everybody in a list, without any way to reach them."""
    inside: dict[MemberId, list[str]] = {}
    roles: dict[MemberId, list[str]] = {}
    for group in names.groups.values():
        for member in sorted({*tx.presences.members(group.id), *_listed(tx, group.id)}):
            inside.setdefault(member, []).append(group.name)
        mandates = [(one.member, one.role) for one in tx.roles.of(group.id).mandates]
        for member, role in [*((one, "organizer") for one in tx.presences.administrators(group.id)), *mandates]:
            if role not in roles.setdefault(member, []):
                roles[member].append(role)
    written: dict[MemberId, list[Membership]] = {}
    for one in tx.memberships.all():
        written.setdefault(one.member, []).append(one)
    met = tx.members.met()
    return [
        {
            "id": member, "name": name, "networks": sorted({user.network for user in tx.members.accounts(member)}),
            "roles": roles.get(member, []), "groups": inside.get(member, []),
            "status": _status(tx, member, written.get(member, []), there=member in inside),
            "joined_on": f"{since(written.get(member, [])) or met[member].date()}",
        }
        for member, name in names.members.items() if member in met
    ]  # fmt: skip


def _audit(tx: Transaction, names: Names) -> list[Entry]:
    """What organizers and the operator did, the oldest first."""
    return [
        {
            "id": one.id, "group": names.group(one.group), "at": instant(one.at), "deed": one.deed.value,
            "by": names.members[one.by] if one.by is not None else None, "detail": one.detail,
            "whom": names.members[one.whom] if one.whom is not None else None,
        }
        for one in tx.acts.all()
    ]  # fmt: skip


def _listed(tx: Transaction, group: GroupId) -> list[MemberId]:
    gone = (MemberStatus.LEFT, MemberStatus.ERASED)
    return [one.member for one in tx.memberships.of_group(group) if one.status not in gone]


def _status(tx: Transaction, member: MemberId, written: Sequence[Membership], *, there: bool) -> str:
    """What the groups wrote down; where none keeps a list, whoever is in a chat is a member."""
    if isinstance(tx.members.get(member).name, Pseudonym):
        return MemberStatus.ERASED.value
    if written:
        return overall(written).value
    return (MemberStatus.MEMBER if there else MemberStatus.LEFT).value
