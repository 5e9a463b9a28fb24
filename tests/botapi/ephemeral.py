"""Ephemeral messages (Bot API 10.2 and 10.3): shown to one member of a group, in the group."""

from __future__ import annotations

from typing import Final

from tests.botapi.access import writable
from tests.botapi.calls import Call, Unmodelled, bad
from tests.botapi.messages import Message
from tests.botapi.methods import method
from tests.botapi.people import Person

WHICH: Final = "chat_id receiver_user_id ephemeral_message_id"
PARAMETERS: Final = {"receiver_user_id", "callback_query_id", "replace_callback_query_message"}
METHODS: Final = frozenset({
    "editephemeralmessagetext", "editephemeralmessagecaption", "editephemeralmessagereplymarkup",
    "deleteephemeralmessage",
})  # fmt: skip


def whispered(call: Call, message: Message) -> None:
    """Makes a message ephemeral where the call asks for it.

    A server that is too old to know the parameter takes no notice of it, as servers do: the message is for everybody.
    """
    asked = call.object("ephemeral_message_parameters", "ephemeral message parameters")
    asked = {key: value for key, value in asked.items() if value is not None}
    if not asked or not call.world.knows_ephemeral:
        return
    if unknown := set(asked) - PARAMETERS:
        raise Unmodelled(f"ephemeral_message_parameters with {', '.join(sorted(unknown))}")
    if not message.chat.is_group:
        raise bad("ephemeral messages can be sent only to groups and supergroups")
    person = call.world.people.get(int(asked.get("receiver_user_id") or 0))
    if person is None or not message.chat.holds(person):
        raise bad("receiver user not found")
    message.receiver = person
    if query := str(asked.get("callback_query_id") or ""):
        _triggered(call, message, person, query, bool(asked.get("replace_callback_query_message")))


def _triggered(call: Call, message: Message, person: Person, query: str, replace: bool) -> None:
    pressed = call.world.presses.get(query)
    if (
        pressed is None or pressed.bot is not call.bot or pressed.who is not person
        or call.world.monotonic() - pressed.at > call.world.press_lasts
    ):  # fmt: skip
        raise bad("query is too old and response timeout expired or query ID is invalid")
    if replace and pressed.message.receiver:
        raise bad("can't replace an ephemeral message")
    if replace:
        message.replaces = pressed.message.id


def found(call: Call) -> Message:
    """The ephemeral message that a call edits or deletes."""
    chat = writable(call)
    message = chat.whispers.get(call.number("ephemeral_message_id"))
    if message is None or message.sender is not call.bot or not message.receiver:
        raise bad("message to edit not found")
    if message.receiver.id != call.number("receiver_user_id"):
        raise bad("message to edit not found")
    return message


@method("deleteEphemeralMessage", WHICH)
async def delete_ephemeral_message(call: Call) -> bool:
    """Takes an ephemeral message away."""
    message = found(call)
    del message.chat.whispers[message.whisper_id]
    return True
