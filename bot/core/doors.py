"""Something is for one person alone, who never opened a private chat with the bot.

Such networks let nobody be written to first. It is kept. A press is answered with the link that opens the chat
(`Context.private`); whoever wrote a command, or is told something of the group, is shown the way in the group.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum, auto

from bot.chat.adapter import Adapter, Can
from bot.chat.address import MessageRef, User
from bot.chat.message import Button, say
from bot.chat.text import Words as Said
from bot.chat.text import _
from bot.core import wire
from bot.core.ports import Transaction
from bot.core.rows import Parcel
from bot.core.words import Words
from bot.domain.groups import Group


class Door(Enum):
    """What answers a press instead of a toast."""

    OPENS = auto()  # the private chat, where something waits for the presser


Answered = str | Door | None

# What the link makes the person say first: `/start here` in private.
PAYLOAD = "here"
# Several answers at once need one sign only.
AGAIN = timedelta(minutes=10)


def keep(tx: Transaction, adapter: Adapter, parcel: Parcel, now: datetime) -> bool:
    """Keeps an answer until its reader opens a private chat, and shows them the way; False when there is no way."""
    if parcel.to is None or parcel.origin is None or not adapter.door(PAYLOAD):
        return False
    tx.members.shut_door(parcel.to)
    before = tx.outbox.hold(parcel, now)
    why = _openly(parcel)
    if why is not None:  # they would take their answer for counted
        show_the_way(tx, adapter, parcel.to, parcel.origin, now, why)
    elif before is None or before < now - AGAIN:
        _show(tx, adapter, parcel.to, parcel.origin, now)
    return True


def _openly(parcel: Parcel) -> Said | None:
    """What is to be said of it in the group as well."""
    return wire.load(parcel.body)[0].privately if parcel.kind == "send" else None


def _show(tx: Transaction, adapter: Adapter, to: User, origin: MessageRef, now: datetime) -> None:
    """Whoever wrote is shown the way each time; of what the bot says first, one is named and a second sign is for all
    the others. Whoever is no longer there would not read it."""
    if origin.id:
        show_the_way(tx, adapter, to, origin, now)
        return
    room, member = tx.groups.room(origin.chat), tx.members.of(to)
    if room is None or member is None:
        return
    if not any(one.was_there(now) for one in tx.presences.of(room.group.id, member.id)):
        return
    told = 1 if Can.EPHEMERAL in adapter.can else tx.outbox.at_door(origin, now - AGAIN)
    if told == 1:
        show_the_way(tx, adapter, to, origin, now)
    elif told == 2:
        _show_everybody(tx, adapter, origin, now)


def _show_everybody(tx: Transaction, adapter: Adapter, origin: MessageRef, now: datetime) -> None:
    """What is told to many: a sign each would be a flood."""
    if room := tx.groups.room(origin.chat):
        words = _words_for(room.group, now)
        message = say(
            _("I have something for other people here too, each in private: it waits where they open a conversation "
              "with me."),
            rows=_opens(adapter),
        )  # fmt: skip
        tx.outbox.put("send", wire.dump(words.message(message), words), now, chat=origin.chat)


def _words_for(group: Group, now: datetime) -> Words:
    return Words(group.language, group.formal, group.zone, now.year)


def _opens(adapter: Adapter) -> tuple[tuple[Button, ...], ...]:
    return ((Button(_("Open the conversation"), "", url=adapter.door(PAYLOAD)),),)


def show_the_way(
    tx: Transaction, adapter: Adapter, to: User, origin: MessageRef, now: datetime, why: Said | None = None
) -> None:  # fmt: skip
    """Tells somebody in the group that something waits for them, or `why`, with the link to their private chat."""
    room, member = tx.groups.room(origin.chat), tx.members.of(to)
    if room is None or member is None:
        return
    words = _words_for(room.group, now)
    message = say(
        why or
        _("{name}, I have something for you alone. Open a private conversation with me, and you will have it.",
          name=member.name),
        rows=_opens(adapter),
    )  # fmt: skip
    said = words.message(message).replying(origin if origin.id else None)
    if Can.EPHEMERAL in adapter.can:
        said = said.seen_by(to)
    tx.outbox.put("send", wire.dump(said, words), now, chat=origin.chat)


def say_openly(tx: Transaction, parcel: Parcel, now: datetime) -> None:
    """Says for everybody's eyes what the network would not show to one person alone; nothing else is said again."""
    if parcel.kind == "send" and parcel.chat is not None:
        message, words = wire.load(parcel.body)
        if message.only is not None:
            tx.outbox.put("send", wire.dump(message.seen_by(None), words), now, chat=parcel.chat)
