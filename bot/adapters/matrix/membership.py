"""Coming and going, and who has power: state events → our events. Pure; `before` and `after` are the room around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.adapters.matrix.inbound import Here
from bot.chat import events
from bot.chat.address import Chat

Json = Mapping[str, Any]


def of_person(event: Json, here: Here, was: str) -> list[events.Event]:
    """Somebody's membership changed; `was` is what it was. A new name or picture is no coming."""
    user, now = str(event["state_key"]), here.room.membership(str(event["state_key"]))
    place, by = here.place(), here.person(user)
    id_ = str(event.get("event_id", ""))
    if user == here.me.id or here.direct:
        return []
    if now == "join" and was != "join":
        found: list[events.Event] = [events.Joined(id_, by, place)]
        if here.room.organizes(user):
            found.append(events.RoleChanged(f"{id_}.1", by, place, True))
        return found
    if now == "knock" and was != "knock":
        return [events.JoinAsked(id_, by, place)]
    return [events.Left(id_, by, place)] if was == "join" and now != "join" else []


def of_power(event: Json, here: Here, before: frozenset[str]) -> list[events.Event]:
    """Whose rights changed, and the bot's own."""
    after, place, id_ = here.room.organizers(), here.place(), str(event.get("event_id", ""))
    if here.direct:
        return []
    found: list[events.Event] = []
    for number, user in enumerate(sorted(before ^ after)):
        if user == here.me.id:
            giver = here.person(str(event.get("sender", "")))
            found.append(events.BotAdded(f"{id_}.me", giver, place, user in after))
        else:
            found.append(events.RoleChanged(f"{id_}.{number}", here.person(user), place, user in after))
    return found


def bot_came(id_: str, inviter: str, here: Here) -> list[events.Event]:
    """The bot is in a room to which somebody asked it; in private whoever asked speaks first."""
    place = here.place()
    if place.private:
        return []
    return [events.BotAdded(id_, here.person(inviter), place, here.room.organizes(here.me.id))]


def bot_went(id_: str, by: str, here: Here) -> list[events.Event]:
    """The bot is no longer there: it left, or was thrown out."""
    return [events.BotRemoved(id_, here.person(by), here.place())]


def moved(event: Json, here: Here, to: str) -> events.ChatMoved:
    """The room goes on as another one."""
    place = here.place()
    return events.ChatMoved(
        str(event.get("event_id", "")), here.person(str(event.get("sender", ""))), place, Chat(place.chat.network, to)
    )
