"""A copy of everything that is kept about a person: one file for machines, one to read, delivered in private.

It is put together outside the writer, however long the person has been here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.chat.message import File, Message, say
from bot.chat.text import Phrase, _
from bot.core.words import Words
from bot.domain.groups import GroupId
from bot.domain.members import MemberId, Presence
from bot.domain.welcome import Path
from handlers.answers import label
from handlers.context import Ctx, Job, Transaction
from handlers.members.feature import members

EVERY = 1_000_000  # votes
Found = dict[str, Any]

# Each section of the readable file.
SECTIONS: dict[str, Phrase] = {
    "about_me": _("About me"), "accounts": _("My accounts"), "chats": _("Where I was seen"),
    "memberships": _("What groups wrote down of me"), "roles": _("My roles"), "answers": _("What I answered"),
    "opened": _("What I opened"), "reminders": _("My reminders"),
    "aid": _("What I asked and offered"), "helping": _("For what I came forward"),
    "carried": _("What I wrote to somebody through the bot"), "questions": _("Open questions that I asked"),
    "sayings": _("My answers to open questions"), "notices": _("Votes of which I want to be reminded"),
    "conversations": _("Conversations under way"), "undo": _("What I may still take back"),
    "plenaries": _("My answers and presences in plenaries"),
    "journal": _("What organizers did that concerns me"),
    "welcome": _("My welcome into groups"), "doors": _("Groups before whose door I wait"),
    "requests": _("Groups to which I brought the bot"), "waiting": _("What waits to be sent to me"),
}  # fmt: skip


def begin(ctx: Ctx) -> Message:
    """Plans it for now."""
    ctx.plan(f"copy:{ctx.member.id}", "members.copy", ctx.now, member=ctx.member.id)
    return say(_("Your copy is on its way: a file to read, and one for other programs."))


def prepare(tx: Transaction, payload: dict[str, Any]) -> tuple[str, str]:
    """Both files: JSON, and words in the person's language."""
    member = MemberId(payload["member"])
    person, home = tx.members.get(member), tx.groups.home(member)
    words = Words(person.speaks(home.language), home.formal, home.zone) if home else Words(person.speaks())
    found = collect(tx, member, words)
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n", readable(found, words)


@members.job("members.copy", prepare=prepare)
def deliver(work: Job, member: int, prepared: tuple[str, str]) -> None:
    data, text = prepared
    person = work.tx.members.get(MemberId(member))
    read = say(_("Everything I keep about you, to read."), file=File("coop-me.txt", "text/plain", text))
    work.tell(person, read)
    work.tell(person, say(_("The same for other programs."), file=File("coop-me.json", "application/json", data)))


def collect(tx: Transaction, member: MemberId, words: Words) -> Found:
    """Everything, by section; nothing of others beyond the names of groups and the texts of votes they may read."""
    groups = {group.id: group.name for group in tx.groups.ever()}
    return {
        "about_me": [_about(tx, member)],
        "accounts": [{"network": one.network, "user": one.id} for one in tx.members.accounts(member)],
        "chats": [
            {"group": groups[group], **_span(presence), "organizer": organizer}
            for group, presence, organizer in tx.presences.mine(member)
        ],
        "memberships": [
            {
                "group": groups[one.group], "status": one.status.value, "joined_on": _plain(one.joined_on),
                "left_on": _plain(one.left_on), "excluded": one.excluded, "dues_until": _plain(one.dues_until),
                "college": one.college, "weight": one.weight, "number": tx.memberships.numbers(one.group).get(member),
            }
            for one in tx.memberships.mine(member)
        ],
        "roles": [
            {"group": groups[group], "role": one.role, "since": _plain(one.since)}
            for group, mandates in tx.roles.mine(member).items() for one in mandates
        ],
        "answers": _answers(tx, member, words),
        "opened": [
            {"vote": poll, "title": title, "opened_at": _plain(at)} for poll, title, at in tx.polls.opened(member)
        ],
        "reminders": [
            {"text": one.text, "group": groups.get(one.group) if one.group else None, "due": _plain(one.due_at),
             "recurrence": words.blank(one.recurrence) if one.recurrence else None, "status": one.status.value}
            for one in tx.reminders.asked_by(member)
        ],
        "aid": [
            {"number": one.id, "kind": one.kind.value, "text": one.text, "group": groups[one.group], "area": one.area,
             "category": one.category.value, "status": one.stage.value, "created_at": _plain(one.created_at),
             "ended_at": _plain(one.ended_at)}
            for one in tx.aid.by(member)
        ],
        "helping": [
            {"number": one.item, "step": one.step.value, "at": _plain(one.at)} for one in tx.aid.people.helping(member)
        ],
        "carried": [
            {"number": one.item, "text": one.text, "at": _plain(one.at)} for one in tx.aid.people.written(member)
        ],
        "questions": [
            {"question": one.id, "title": one.title, "group": groups[one.group], "asked_at": _plain(one.asked_at)}
            for one in tx.questions.by(member)
        ],
        "sayings": [{"question": number, "answer": text} for number, text in tx.questions.said_by(member)],
        "notices": [{"vote": poll, "wanted": wanted} for poll, wanted in tx.ballots.notices(member)],
        "conversations": [
            {"conversation": talk.flow, "step": talk.step, "draft": talk.draft, "expires_at": _plain(talk.expires_at)}
            for talk in tx.talks.mine(member)
        ],
        "plenaries": [
            *({"plenary": plenary, "what": what, "at": _plain(at)} for plenary, what, at in tx.meetings.mine(member)),
            *({"plenary": plenary, "what": what} for plenary, what in tx.meetings.offices_of(member)),
        ],
        "undo": [{"action": action, "until": _plain(until)} for action, until in tx.undos.mine(member)],
        "journal": [
            {"group": groups[one.group], "at": _plain(one.at), "deed": one.deed.value, "mine": one.by == member,
             "detail": one.detail}
            for one in tx.acts.about(member)
        ],
        "welcome": [_welcome(tx, one, groups) for one in tx.paths.mine(member)],
        "doors": [{"group": groups[one.group], "asked_at": _plain(one.asked_at)} for one in tx.requests.mine(member)],
        "requests": [
            {"chat": one.title or one.chat.id, "answer": one.verdict.value, "at": _plain(one.at)}
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
        "known_since": _plain(tx.members.met_at(member)), "operator": tx.operators.includes(member),
        "greeted": tx.greetings.count(member),
    }  # fmt: skip


def _welcome(tx: Transaction, path: Path, groups: Mapping[GroupId, str]) -> Found:
    """The person's own path; of their buddy, as they were told it, the name."""
    text = tx.welcomes.text(path.charter) if path.charter else None
    return {
        "group": groups[path.group], "step": path.stage.value, "lives_in": path.area, "brings": path.bring,
        "needs": path.need, "shared": sorted(path.shared), "began_at": _plain(path.started_at),
        "buddy": tx.members.get(path.buddy).name if path.buddy is not None else None,
        "charter": text.text if text else None, "charter_version": text.number if text else path.charter,
        "accepted_at": _plain(path.accepted_at),
    }  # fmt: skip


def _answers(tx: Transaction, member: MemberId, words: Words) -> list[Found]:
    found = []
    for number in tx.polls.answered(member, EVERY):
        poll, marks = tx.polls.get(number), tx.ballots.of(number, member) or ()
        if poll is not None:
            chosen = [words.say(label(poll.terms, mark)) for mark in marks]
            found.append({"vote": number, "title": poll.terms.title, "answer": chosen or None})
    return found


def readable(found: Found, words: Words) -> str:
    """The same in words, a line for each thing."""
    lines: list[str] = []
    for section, entries in found.items():
        shown = [
            ", ".join(f"{key}: {_shown(value)}" for key, value in entry.items() if value not in (None, ""))
            for entry in entries
        ]
        lines += [words.say(SECTIONS[section]), *(f"- {line}" for line in shown or ["–"]), ""]
    return "\n".join(lines)


def _shown(value: object) -> str:
    if isinstance(value, list):
        return " / ".join(map(str, value))
    return {True: "✓", False: "–"}[value] if isinstance(value, bool) else str(value)


def _span(presence: Presence) -> Found:
    return {"since": _plain(presence.since), "until": _plain(presence.until)}


def _plain(when: Any) -> str | None:
    if when is None:
        return None
    return f"{when:%Y-%m-%dT%H:%M:%SZ}" if isinstance(when, datetime) else str(when.isoformat())
