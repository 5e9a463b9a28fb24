"""A copy of everything that is kept about a person: one file for machines, one to read, delivered in private.

It is put together outside the writer, however long the person has been here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from bot.chat.message import File, Message, say
from bot.chat.text import Phrase, _
from bot.core.words import Words, alone
from bot.domain.deeds import SAYS, Noted
from bot.domain.groups import GroupId
from bot.domain.members import Member, MemberId, Presence
from bot.domain.names import fold
from bot.domain.welcome import Path
from bot.domain.when import kept
from handlers.answers import label
from handlers.context import Ctx, Job, Transaction
from handlers.members import people
from handlers.members.copied import entries
from handlers.members.feature import members
from handlers.members.wording import ALONE, KEYS, SECTIONS, STATES, VALUES
from handlers.networks import network

EVERY = 1_000_000  # votes
NO_YEAR = 1  # a file is read again later: each date is written with its year
LONG_AGO = datetime(1970, 1, 2, tzinfo=UTC)
Found = dict[str, Any]
# How often something was: of what never was, nothing is read.
COUNTS = frozenset({"greeted", "times", "wrong"})
TONGUES = frozenset({"language", "network_language"})
# What only programs make something of; beside it stands what says it in words.
UNREAD = frozenset({"what", "draft", "body", "action", "deed", "mine", "detail"})


def begin(ctx: Ctx) -> Message:
    """Plans it for now."""
    ctx.plan(f"copy:{ctx.member.id}", "members.copy", ctx.now, member=ctx.member.id)
    return say(_("Your copy is on its way: a file to read, and one for other programs."))


def prepare(tx: Transaction, payload: dict[str, Any]) -> tuple[str, str, str]:
    """What both files are called, JSON, and words in the person's language."""
    member = MemberId(payload["member"])
    person, home = tx.members.get(member), tx.groups.home(member)
    words = alone(person, *Words()[:3], NO_YEAR)
    if home is not None:
        words = alone(person, home.language, home.formal, home.zone, NO_YEAR)
    found = collect(tx, member, words)
    data = json.dumps(found, ensure_ascii=False, indent=2, default=_plain) + "\n"
    return words.say(_("coop-me")), data, readable(found, words)


@members.job("members.copy", prepare=prepare)
def deliver(work: Job, member: int, prepared: tuple[str, str, str]) -> None:
    name, data, text = prepared
    person = work.tx.members.get(MemberId(member))
    read = say(_("Everything I keep about you, to read."), file=File(f"{name}.txt", "text/plain", text))
    work.tell(person, read, at_once=True)
    same = say(_("The same for other programs."), file=File(f"{name}.json", "application/json", data))
    work.tell(person, same, at_once=True)


def collect(tx: Transaction, member: MemberId, words: Words) -> Found:
    """Everything, by section; nothing of others beyond the names of groups and the texts of votes they may read."""
    person, groups = tx.members.get(member), {group.id: group.name for group in tx.groups.ever()}
    return {
        "about_me": [_about(tx, member)],
        "accounts": [
            {"network": one.network, "user": one.id,
             "private_chats": [chat.id for chat in tx.private_chats.of(one) if chat.id != one.id],
             "sits": [groups[group] for group in tx.seats.of(one)]}
            for one in tx.members.accounts(member)
        ],
        "chats": [
            {"group": groups[group], **_span(presence), "organizer": organizer}
            for group, presence, organizer in tx.presences.mine(member)
        ],
        "memberships": [
            {
                "group": groups[one.group], "status": one.status.value, "joined_on": one.joined_on,
                "left_on": one.left_on, "excluded": one.excluded, "dues_until": one.dues_until,
                "college": one.college, "weight": one.weight, "number": tx.memberships.numbers(one.group).get(member),
            }
            for one in tx.memberships.mine(member)
        ],
        "roles": [
            {"group": groups[group], "role": one.role, "since": one.since}
            for group, mandates in tx.roles.mine(member).items() for one in mandates
        ],
        "answers": _answers(tx, member, words),
        "opened": [
            {"vote": poll, "title": title, "opened_at": at} for poll, title, at in tx.polls.opened(member)
        ],
        "reminders": [
            {"text": one.text, "group": groups.get(one.group) if one.group else None, "due": one.due_at,
             "recurrence": words.blank(one.recurrence) if one.recurrence else None, "status": one.status.value}
            for one in tx.reminders.asked_by(member)
        ],
        "aid": [
            {"number": one.id, "kind": one.kind.value, "text": one.text, "group": groups[one.group], "area": one.area,
             "category": one.category.value, "status": one.stage.value, "created_at": one.created_at,
             "ended_at": one.ended_at}
            for one in tx.aid.by(member)
        ],
        "helping": [
            {"number": one.item, "step": one.step.value, "at": one.at} for one in tx.aid.people.helping(member)
        ],
        "matches": entries(tx, member, "matches"),
        "carried": entries(tx, member, "carried"),
        "questions": [
            {"question": one.id, "title": one.title, "group": groups[one.group], "asked_at": one.asked_at}
            for one in tx.questions.by(member)
        ],
        "sayings": entries(tx, member, "sayings"),
        "notices": [{"vote": poll, "wanted": wanted} for poll, wanted in tx.ballots.notices(member)],
        "conversations": [
            {"conversation": talk.flow, "step": talk.step, "draft": talk.draft, "expires_at": talk.expires_at}
            for talk in tx.talks.mine(member)
        ],
        "plenaries": entries(tx, member, "plenaries"),
        "proxies": entries(tx, member, "proxies"),
        "voters": entries(tx, member, "voters"),
        "projects": entries(tx, member, "projects"),
        "shifts": entries(tx, member, "shifts"),
        "initiatives": entries(tx, member, "initiatives"),
        "in_charge": _in_charge(tx, member, groups),
        "calendar": entries(tx, member, "calendar"),
        "decided": entries(tx, member, "decided"),
        "codes": entries(tx, member, "codes"),
        "undo": [
            {"action": action, "at": at, "until": until, "then": then}
            for action, at, until, then in tx.undos.mine(member)
        ],
        "journal": [
            {"group": groups[one.group], "at": one.at, "deed": one.deed.value, "mine": one.by == member,
             "detail": one.detail, "sentence": words.say(_deed(one, person, words))}
            for one in tx.acts.about(member)
        ],
        "welcome": [
            *(_welcome(tx, one, groups) for one in tx.paths.mine(member)), *entries(tx, member, "welcome"),
        ],
        "doors": [{"group": groups[one.group], "asked_at": one.asked_at} for one in tx.requests.mine(member)],
        "requests": [
            {"chat": one.title or one.chat.id, "answer": one.verdict.value, "at": one.at}
            for one in tx.trusts.asked_by(member)
        ],
        "waiting": [
            {"kind": kind, "body": body}
            for user in tx.members.accounts(member) for kind, body in tx.outbox.mine(user)
        ],
    }  # fmt: skip


def _about(tx: Transaction, member: MemberId) -> Found:
    person = tx.members.get(member)
    return {
        "number": member, "name": person.name, "language": person.language, "network_language": person.hint,
        "reminders": not person.muted, "zone": person.zone,
        "quiet": None if person.quiet.is_never else f"{person.quiet.start:%H:%M}-{person.quiet.end:%H:%M}",
        "known_since": tx.members.met_at(member), "operator": tx.operators.includes(member),
        "greeted": tx.greetings.count(member),
    }  # fmt: skip


def _welcome(tx: Transaction, path: Path, groups: Mapping[GroupId, str]) -> Found:
    """The person's own path; of their buddy, as they were told it, the name."""
    text = tx.welcomes.text(path.charter) if path.charter else None
    return {
        "group": groups[path.group], "step": path.stage.value, "lives_in": path.area, "brings": path.bring,
        "needs": path.need, "shared": sorted(path.shared), "began_at": path.started_at,
        "buddy": tx.members.get(path.buddy).name if path.buddy is not None else None,
        "charter": text.text if text else None, "charter_version": text.number if text else path.charter,
        "accepted_at": path.accepted_at,
    }  # fmt: skip


def _in_charge(tx: Transaction, member: MemberId, groups: Mapping[GroupId, str]) -> list[Found]:
    """The decisions that somebody looks after: they are kept with a name, not with a number."""
    mine = {group for group, _presence, _organizer in tx.presences.mine(member)}
    mine |= {one.group for one in tx.memberships.mine(member)}
    owned = {group: [one for one in tx.decisions.of_group(group) if one.owner] for group in sorted(mine)}
    return [
        {"decision": one.id, "title": one.title, "group": groups[group], "review_on": one.review_on}
        for group, found in owned.items() if found for called in (people.called(tx, group, member),)
        for one in found if fold(one.owner) in called
    ]  # fmt: skip


def _deed(one: Noted, person: Member, words: Words) -> Phrase:
    """A line of the journal; others than the person are somebody."""
    name, whom = (person.name if who == person.id else words.say(_("somebody")) for who in (one.by, one.whom))
    return Phrase(SAYS[one.deed], {"name": name, "whom": whom, "detail": one.about})


def _answers(tx: Transaction, member: MemberId, words: Words) -> list[Found]:
    found = []
    for number in tx.ballots.answered(member, EVERY):
        poll, marks = tx.polls.get(number), tx.ballots.of(number, member) or ()
        if poll is not None:
            chosen = [words.say(label(poll.terms, mark)) for mark in marks]
            found.append({"vote": number, "title": poll.terms.title, "answer": chosen or None})
    return found


def readable(found: Found, words: Words) -> str:
    """The same in words, a line for each thing. Of what is empty the file for programs alone tells."""
    lines: list[str] = []
    for section, rows in found.items():
        if rows:
            lines += [words.say(SECTIONS[section]), *(f"- {_line(entry, words)}" for entry in rows), ""]
    if not all(found.values()):
        lines += [words.say(_("There is nothing else that I keep about you.")), ""]
    return "\n".join(lines)


def _in_words(entry: Found, words: Words) -> Found:
    """How something comes back stands in a row as a rule, and hours as figures; both are read as people say them. Of a
    conversation it is enough to know what it is about."""
    rule = entry.get("recurrence") if "what" in entry else None
    calm = entry.get("quiet")
    return {
        key: value for key, value in {
            **entry, **({"recurrence": words.blank(kept(rule))} if rule else {}),
            **({"quiet": words.say(_hours(calm))} if calm else {}),
        }.items() if not (key == "step" and "conversation" in entry) and not (key == "charter_version" and not value)
        and not (key in COUNTS and not value)
    }  # fmt: skip


def _hours(calm: str) -> Phrase:
    start, _sep, end = calm.partition("-")
    return _("from {start} to {end}", start=time.fromisoformat(start), end=time.fromisoformat(end))


def _line(entry: Found, words: Words) -> str:
    """What it is, and then its values, each with what it says."""
    entry = _in_words(entry, words)
    facts = [
        words.say(_("{what}: {said}", what=KEYS[key], said=_said(key, value, words)))
        for key, value in entry.items() if key not in UNREAD and value not in (None, "", [], {})
    ]  # fmt: skip
    head = [words.say(Phrase(entry["what"]))] if "what" in entry else []
    return "; ".join([*head, *facts])


def _said(key: str, value: object, words: Words) -> str:
    match value:
        case bool():
            return words.say(_("yes") if value else _("no"))
        case datetime():
            return words.moment(value)
        case date():
            return words.day(value)
        case dict():
            return ", ".join(_said(one, told, words) for one, told in value.items() if told not in (None, ""))
        case list() | tuple() if key == "answer":  # as the options of a vote are called, whatever they are called
            return " / ".join(map(str, value))
        case list() | tuple():
            return " / ".join(_said(key, one, words) for one in value)
        case str() if value in ALONE.get(key, {}):
            return words.say(ALONE[key][value])
        case str() if key in STATES and value in VALUES:
            return words.say(VALUES[value])
        case str() if key in TONGUES:
            return words.tongue(value)
        case str() if key == "network":
            return words.say(network(value))
        case _other:
            return str(value)


def _span(presence: Presence) -> Found:
    """Whoever was there before the bot has no first day."""
    return {"since": presence.since if presence.since > LONG_AGO else None, "until": presence.until}


def _plain(when: Any) -> str:
    """An instant or a day for other programs."""
    if isinstance(when, datetime):
        return f"{when:%Y-%m-%dT%H:%M:%SZ}"
    assert isinstance(when, date)  # the only other value of a copy that JSON has no word for
    return when.isoformat()
