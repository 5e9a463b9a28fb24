"""One answer of the server → our events, in the order of each room. What must be remembered for it is put together too.

The rooms' state is followed here: an event is read in the room as it was just then.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.adapters.matrix import inbound, invitations, membership
from bot.adapters.matrix.inbound import Answered, Here, Reaction
from bot.adapters.matrix.invitations import Invitation, Invitations
from bot.adapters.matrix.knowledge import Knowledge
from bot.adapters.matrix.lookup import Lookup
from bot.adapters.matrix.polls import Polls
from bot.adapters.matrix.rooms import Room
from bot.chat.adapter import Note
from bot.chat.events import Event

Json = Mapping[str, Any]
REACTION = "reaction"

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Batch:
    """What an answer of the server tells: events for the bot, notes to keep once it took them."""

    events: list[Event] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    sealed: list[tuple[str, Json]] = field(default_factory=list)  # encrypted, and no key yet
    direct: list[tuple[str, str]] = field(default_factory=list)  # rooms to mark as somebody's private one


class Reading:
    """Reads for one account. `opened` are the events that were encrypted, as they really are."""

    def __init__(self, knowledge: Knowledge, lookup: Lookup, invitations: Invitations, polls: Polls) -> None:
        self._known = knowledge
        self._lookup = lookup
        self._invitations = invitations
        self._polls = polls
        self.on_gone: Callable[[str], None] = lambda event: None
        self.on_refused: Callable[[str], None] = lambda user: None

    def prepare(self, sync: Json) -> None:
        """Follows the state of every room, as at a start: nothing of it is told again."""
        self.learn(sync)
        for id_, joined in rooms_of(sync, "join"):
            room = self._known.here(id_).room
            for event in (*events_of(joined, "state"), *events_of(joined, "timeline")):
                room.apply(event)

    def learn(self, sync: Json) -> None:
        """Takes in which rooms are private."""
        for event in _list(_map(sync.get("account_data")).get("events")):
            if event.get("type") == "m.direct" and isinstance(event.get("content"), Mapping):
                self._known.learn_direct(event["content"])

    def invited(self, sync: Json, batch: Batch) -> dict[str, Invitation]:
        """The rooms that the bot is asked into; each is noted."""
        found: dict[str, Invitation] = {}
        for id_, told in rooms_of(sync, "invite"):
            asked = invitations.of_invite(_map(told.get("invite_state")).get("events"), self._known.me.id)
            if asked is not None:
                before = self._invitations.waiting.get(id_)
                if before is not None and before.before:  # a room that goes on in place of one of ours
                    asked = before
                found[id_] = asked
                batch.notes.append(asked.note(id_))
        return found

    async def room(self, id_: str, joined: Json, missed: Sequence[Json], opened: Mapping[str, Json], batch: Batch,
                   ) -> None:  # fmt: skip
        """A room that the bot is in; `missed` are the events between the answer before and this one's timeline."""
        here = self._known.here(id_)
        was_in = here.room.is_in(here.me.id)
        state, timeline = events_of(joined, "state"), events_of(joined, "timeline")
        if not was_in:
            for event in state:
                here.room.apply(event)
        everything = [*missed, *timeline]
        arrival = _arrival(everything, here.me.id)
        if arrival is None and not was_in and id_ in self._invitations.waiting:
            arrival = 0  # the stream began after the bot came in
        first = 0 if arrival is None else arrival
        if arrival is not None:
            asked = self._invitations.waiting.get(id_)
            if asked is not None and asked.direct:
                batch.direct.append((asked.by, id_))
                self._known.learn_direct(self._known.with_direct(asked.by, id_))
                here = self._known.here(id_)
                first = _invite(everything, here.me.id)
        for place, event in enumerate(everything):
            if place == len(missed) and was_in:
                for one in state:
                    here.room.apply(one)
            await self._event(event, here, opened, batch, heard=place >= first)
            if place == arrival:
                self._arrived(event, here, batch)

    async def left(self, id_: str, told: Json, opened: Mapping[str, Json], batch: Batch) -> None:
        """A room that the bot is no longer in."""
        here = self._known.here(id_)
        everything = [*events_of(told, "state"), *events_of(told, "timeline")]
        went: Json = next((event for event in reversed(everything) if _is_own(event, here.me.id)), {})
        was_in = here.room.is_in(here.me.id) or _before(went).get("membership") == "join"
        for event in events_of(told, "timeline"):
            await self._event(event, here, opened, batch, heard=was_in)
        if was_in:
            id_of = str(went.get("event_id", f"left:{id_}"))
            batch.events += membership.bot_went(id_of, str(went.get("sender", here.me.id)), here)
        self._known.rooms.pop(id_, None)
        if self._invitations.done(id_) is not None:
            batch.notes.append(Note(invitations.KIND, id_, None))

    async def read_open(self, id_: str, event: Json, batch: Batch) -> None:
        """An event that could not be decrypted before, and now can."""
        await self._said(event, self._known.here(id_), batch)

    # one event

    async def _event(self, event: Json, here: Here, opened: Mapping[str, Json], batch: Batch, *, heard: bool) -> None:
        try:
            if isinstance(event.get("state_key"), str):
                self._state(event, here, batch, heard=heard)
            elif heard:
                found = opened.get(str(event.get("event_id")), event)
                if found.get("type") == "m.room.encrypted" and event.get("sender") != here.me.id:
                    batch.sealed.append((here.room.id, event))
                else:
                    await self._said(found, here, batch)
        except (KeyError, TypeError, ValueError, AttributeError):
            # Told without what is in it. It would be the same the next time: the others must not wait for it.
            log.exception("an event could not be read and is left out")

    async def _said(self, event: Json, here: Here, batch: Batch) -> None:
        id_, sender = str(event.get("event_id", "")), str(event.get("sender", ""))
        self._known.authors.put(id_, sender)
        put = inbound.reaction(event)
        if put is not None and sender != here.me.id:
            batch.notes.append(Note(REACTION, id_, "\t".join(put)))
        away = inbound.redacted(event)
        if away:
            await self._redacted(event, away, here, batch)
            return
        given = inbound.given(event) if sender != here.me.id else None
        if given is not None:
            card = await self._polls.card(here.room.id, given.poll)
            batch.events += [inbound.poll_answered(event, given, card, here)] if card else []
            return
        target = inbound.answers(event, here.me)
        answered = await self._lookup.answered(here.room.id, target, event) if target else Answered()
        if answered.ours:
            self._known.to_us.put(id_, sender)
        elif (first := inbound.changes(event)) and self._known.to_us.get(first) == sender:
            answered = Answered(ours=True)  # a client does not say what a message answered once it is changed
        batch.events += inbound.read(event, here, answered)

    async def _redacted(self, event: Json, away: str, here: Here, batch: Batch) -> None:
        self.on_gone(away)
        was = next((note.text for note in batch.notes if note[:2] == (REACTION, away)), None)
        text = was if was is not None else await self._lookup.note(REACTION, away)
        if text is None:
            if event.get("sender") != here.me.id:
                batch.events.append(inbound.gone(event, here))
            return
        back = inbound.taken_back(event, Reaction(*text.split("\t")), here)
        if back is not None:
            batch.events.append(back)

    def _state(self, event: Json, here: Here, batch: Batch, *, heard: bool) -> None:
        kind, room = event.get("type"), here.room
        if kind == "m.room.member":
            was = str(_before(event).get("membership", ""))
            room.apply(event)
            if heard:
                batch.events += membership.of_person(event, here, was)
            if here.direct and was == "invite" and room.membership(event["state_key"]) == "":
                self.on_refused(event["state_key"])
        elif kind == "m.room.power_levels":
            before = _organizers_before(event, room)
            room.apply(event)
            if heard:
                batch.events += membership.of_power(event, here, before)
        else:
            room.apply(event)
            if kind == "m.room.tombstone" and room.successor:
                self._ended(event, room, batch)

    def _ended(self, event: Json, room: Room, batch: Batch) -> None:
        """The room says where it goes on: the bot follows, and tells once it is there."""
        asked = invitations.tombstone(event, room.id, room.successor)
        batch.notes.append(asked.note(room.successor))
        self._invitations.accept(room.successor, asked)

    def _arrived(self, event: Json, here: Here, batch: Batch) -> None:
        if here.room.creator == here.me.id:
            return  # nobody brought the bot to a room that it made itself
        asked = self._invitations.done(here.room.id)
        batch.notes.append(Note(invitations.KIND, here.room.id, None))
        id_ = str(event.get("event_id", ""))
        if asked is not None and asked.before and here.room.predecessor == asked.before:
            old = self._known.here(asked.before)
            batch.events.append(membership.moved({"event_id": id_, "sender": asked.by}, old, here.room.id))
            return
        inviter = asked.by if asked is not None else _inviter(event, here)
        batch.events += membership.bot_came(id_, inviter, here)


def _arrival(events: Sequence[Json], me: str) -> int | None:
    """Where the bot comes into the room, the last time that it does."""
    for place in range(len(events) - 1, -1, -1):
        event = events[place]
        now, before = _map(event.get("content")).get("membership"), _before(event).get("membership")
        if _is_own(event, me) and now == "join" and before != "join":
            return place
    return None


def _invite(events: Sequence[Json], me: str) -> int:
    """Where the bot is asked in: in a private room people speak before it has come."""
    places = [
        place for place, event in enumerate(events)
        if _is_own(event, me) and _map(event.get("content")).get("membership") == "invite"
    ]  # fmt: skip
    return places[-1] if places else 0


def _inviter(event: Json, here: Here) -> str:
    """Whoever asked the bot in, when nobody noted it; else whoever made the room."""
    before = _map(event.get("unsigned"))
    asked = before.get("prev_sender")
    return asked if isinstance(asked, str) and asked != here.me.id else here.room.creator


def _organizers_before(event: Json, room: Room) -> frozenset[str]:
    before = _before(event)
    if before:
        room.apply({**event, "content": before})
    return room.organizers()


def _before(event: Json) -> Json:
    """What a state event replaced."""
    return _map(_map(event.get("unsigned")).get("prev_content"))


def _is_own(event: Json, me: str) -> bool:
    return event.get("type") == "m.room.member" and event.get("state_key") == me


def rooms_of(sync: Json, kind: str) -> list[tuple[str, Json]]:
    return [(id_, told) for id_, told in _map(_map(sync.get("rooms")).get(kind)).items() if isinstance(told, Mapping)]


def events_of(told: Json, kind: str) -> list[Json]:
    return _list(_map(told.get(kind)).get("events"))


def _map(found: object) -> Json:
    return found if isinstance(found, Mapping) else {}


def _list(found: object) -> list[Json]:
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
