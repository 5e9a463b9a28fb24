"""Coming and going: people and the bot itself in groups, promotions, and a group that goes on under another id. Pure.

The bot hears of members twice where it administrates a group, by an update of its own and by the message that the group
sees; everywhere else by the message alone. Both say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.adapters.telegram.account import NETWORK, Account
from bot.adapters.telegram.people import person, place, speaker
from bot.chat import events
from bot.chat.address import Chat, Person, User

Json = Mapping[str, Any]

ORGANIZERS: Final = frozenset(("creator", "administrator"))
INSIDE: Final = ORGANIZERS | {"member"}


def is_in(member: Json) -> bool:
    """Whether somebody of this status is in the chat; who is restricted may be in it or not."""
    status = member["status"]
    return status in INSIDE or (status == "restricted" and bool(member.get("is_member")))


def organizes(member: Json) -> bool:
    """Whether somebody of this status administrates the chat."""
    return member["status"] in ORGANIZERS


def of_person(id_: str, change: Json, me: Account) -> list[events.Event]:
    """Somebody's status in a group changed."""
    old, new = change["old_chat_member"], change["new_chat_member"]
    account, where = new["user"], place(change)
    if account.get("is_bot") or where.private or change["chat"]["type"] == "channel":
        return []
    by, was, now = person(account), is_in(old), is_in(new)
    found: list[events.Event] = []
    if now and not was:
        found.append(events.Joined(id_, by, where))
    if now and organizes(new) != (was and organizes(old)):
        found.append(events.RoleChanged(_next(id_, found), by, where, organizes(new)))
    if was and not now:
        found.append(events.Left(id_, by, where))
    return found


def of_request(id_: str, request: Json, me: Account) -> list[events.Event]:
    """Somebody asks to be let into a group; their private chat with the bot is called like themselves."""
    if request["chat"]["type"] == "channel" or request["from"].get("is_bot"):
        return []
    return [events.JoinAsked(id_, person(request["from"]), place(request))]


def of_bot(id_: str, change: Json, me: Account) -> list[events.Event]:
    """The bot's own status changed: in a group, or with a person who blocked it."""
    new, by, where = change["new_chat_member"], person(change["from"]), place(change)
    if change["chat"]["type"] == "channel":
        return []
    if not is_in(new):
        return [events.BotRemoved(id_, by, where)]
    # Whoever unblocks the bot writes to it.
    return [] if where.private else [events.BotAdded(id_, by, where, organizes(new))]


def of_message(id_: str, message: Json) -> list[events.Event] | None:
    """What a message of the group itself tells; None when it is not one of those."""
    if "new_chat_members" in message:
        where = place(message)
        people = [one for one in message["new_chat_members"] if not one.get("is_bot")]
        return [events.Joined(id_ if not at else f"{id_}.{at}", person(one), where) for at, one in enumerate(people)]
    if "left_chat_member" in message:
        gone = message["left_chat_member"]
        return [] if gone.get("is_bot") else [events.Left(id_, person(gone), place(message))]
    if "migrate_to_chat_id" in message:
        where = place(message)
        return [events.ChatMoved(id_, _mover(message), where, Chat(NETWORK, str(message["migrate_to_chat_id"])))]
    if "migrate_from_chat_id" in message:
        where = place(message)
        before = where._replace(chat=Chat(NETWORK, str(message["migrate_from_chat_id"])))
        return [events.ChatMoved(id_, _mover(message), before, where.chat)]
    return None


def _next(id_: str, found: list[events.Event]) -> str:
    return f"{id_}.{len(found)}" if found else id_


def _mover(message: Json) -> Person:
    return speaker(message) or Person(User(NETWORK, str(message["chat"]["id"])), "", anonymous=True)
