"""What the operator's settings say of everybody, and which chats the bot therefore serves."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.chat.address import Chat
from bot.core.ports import Transaction
from bot.core.rows import Room
from bot.core.words import Words, alone
from bot.domain.members import Member

# A job of the feature that speaks with the operator: a chat is no longer named.
UNLISTED = "operator.unlisted"
# A chat goes on under another id: one job for each feature that has something to do then.
MOVED, POLLS_MOVED, PLENARIES_MOVED = "operator.moved", "polls.moved", "plenaries.moved"


@dataclass(frozen=True, slots=True)
class Community:
    """Language and zone of new groups, which chats are served without asking, and the version that runs.

    `address` is where the bot's pages are reached from outside, `name` what the cooperative is called; empty where
    there is none.
    """

    language: str = "fr"
    zone: str = "Europe/Paris"
    serves: Callable[[Chat], bool] = lambda chat: True
    version: str = ""
    address: str = ""
    name: str = ""

    def admits(self, tx: Transaction, chat: Chat) -> bool:
        """Whether the chat is served: the settings name it, by this id or an earlier one, or the operator agreed."""
        if self.serves(chat) or tx.trusts.is_trusted(chat):
            return True
        return any(self.serves(old) for old in tx.moves.before(chat))

    def words(self, tx: Transaction, member: Member, room: Room | None, year: int) -> Words:
        """A group's own words in its chats; in private the person's, said as in the group where they are at home."""
        if room is not None:
            group = room.group
            return Words(group.language, group.formal, group.zone, year)
        home = tx.groups.home(member.id)
        if home is None:
            return alone(member, self.language, False, self.zone, year)
        return alone(member, home.language, home.formal, home.zone, year)


def dismiss(community: Community, now: datetime, tx: Transaction) -> None:
    """At start: what was served until now and is no longer named is told so, and its operator too."""
    for room, chat in tx.groups.served():
        if not community.admits(tx, chat):
            tx.jobs.plan(f"{UNLISTED}:{room}", UNLISTED, json.dumps({"room": room}), now)


def come_back(tx: Transaction, chat: Chat) -> None:
    """The bot serves the chat again: it is there, and what it shows there can be answered."""
    tx.groups.keep_there(chat, True)
    tx.posts.back(chat)


def move(chat: Chat, to: Chat, now: datetime, tx: Transaction) -> None:
    """The chat goes on elsewhere, with what is shown in it and what waits for it; told twice, it happens once."""
    room = tx.groups.room(chat)
    tx.move(chat, to)
    if room is not None:
        payload = json.dumps({"room": room.id, "old": chat.id, "new": to.id})
        for kind in (MOVED, POLLS_MOVED, PLENARIES_MOVED):
            tx.jobs.plan(f"{kind}:{room.id}", kind, payload, now)
