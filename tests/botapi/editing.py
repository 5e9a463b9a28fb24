"""editMessage…, deleteMessage(s): the bot changes what it wrote."""

from __future__ import annotations

import json
from typing import Any, Final

from tests.botapi import ephemeral
from tests.botapi.access import message_of, writable
from tests.botapi.calls import Call, Unmodelled, bad
from tests.botapi.keyboards import keyboard_of
from tests.botapi.messages import Message
from tests.botapi.methods import method
from tests.botapi.people import Json
from tests.botapi.sending import caption_of, document_of, photo_of, preview_of, text_of

SAME: Final = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
WHICH: Final = "chat_id message_id reply_markup"


@method("editMessageText", f"{WHICH} text entities link_preview_options")
async def edit_message_text(call: Call) -> Json:
    """Another text."""
    text, found = text_of(call)
    message = _editable(call)
    return _change(call, message, text=text, entities=found, preview=preview_of(call))


@method("editMessageCaption", f"{WHICH} caption caption_entities")
async def edit_message_caption(call: Call) -> Json:
    """Another caption."""
    text, found = caption_of(call)
    message = _editable(call)
    if not message.media:
        raise bad("there is no caption in the message to edit")
    return _change(call, message, text=text, entities=found)


@method("editMessageReplyMarkup", WHICH)
async def edit_message_reply_markup(call: Call) -> Json:
    """Other buttons, or none."""
    return _change(call, _editable(call))


@method("editMessageMedia", f"{WHICH} media")
async def edit_message_media(call: Call) -> Json:
    """Another picture or file with its own caption, also where there was a text."""
    media = call.object("media", "input media")
    message = _editable(call)
    known = {"type", "media", "caption", "caption_entities"}
    if unknown := {key for key, value in media.items() if value is not None} - known:
        raise Unmodelled(f"media with {', '.join(sorted(unknown))}")
    inner = Call(call.world, call.limits, call.bot, call.method, _texts(media), call.files)
    text, found = caption_of(inner)
    match media.get("type"):
        case "photo":
            new = photo_of(inner, "media")
        case "document":
            new = document_of(inner, "media")
        case other:
            raise Unmodelled(f"media of type {other}")
    return _change(call, message, text=text, entities=found, media=new, preview={})


@method("editEphemeralMessageText", f"{ephemeral.WHICH} reply_markup text entities link_preview_options")
async def edit_ephemeral_message_text(call: Call) -> bool:
    """Another text of an ephemeral message."""
    text, found = text_of(call)
    _change(call, ephemeral.found(call), text=text, entities=found, preview=preview_of(call))
    return True


@method("editEphemeralMessageCaption", f"{ephemeral.WHICH} reply_markup caption caption_entities")
async def edit_ephemeral_message_caption(call: Call) -> bool:
    """Another caption of an ephemeral message."""
    text, found = caption_of(call)
    _change(call, ephemeral.found(call), text=text, entities=found)
    return True


@method("editEphemeralMessageReplyMarkup", f"{ephemeral.WHICH} reply_markup")
async def edit_ephemeral_message_reply_markup(call: Call) -> bool:
    """Other buttons of an ephemeral message."""
    _change(call, ephemeral.found(call))
    return True


@method("deleteMessage", "chat_id message_id")
async def delete_message(call: Call) -> bool:
    """Takes a message away: the bot's own, or anybody's where it may."""
    chat = writable(call)
    message = message_of(call, chat, "message to delete")
    if not _deletable(call, message):
        raise bad("message can't be deleted")
    del chat.messages[message.id]
    return True


@method("deleteMessages", "chat_id message_ids")
async def delete_messages(call: Call) -> bool:
    """Takes several away; those that are not there are skipped."""
    chat = writable(call)
    numbers = call.json("message_ids", "message_ids")
    if not isinstance(numbers, list) or not numbers:
        raise bad("message identifiers are not specified")
    if len(numbers) > 100:
        raise bad("too many message identifiers specified")
    found = [chat.messages[number] for number in numbers if number in chat.messages]
    if not all(_deletable(call, message) for message in found):
        raise bad("message can't be deleted")
    for message in found:
        del chat.messages[message.id]
    return True


def _deletable(call: Call, message: Message) -> bool:
    if message.sender is call.bot or message.chat.private:
        return True
    return message.chat.standing(call.bot).may("can_delete_messages")


def _editable(call: Call) -> Message:
    chat = writable(call)
    message = message_of(call, chat, "message to edit")
    if message.sender is not call.bot or message.service:
        raise bad("message can't be edited")
    if call.method == "editMessageText" and message.media:
        raise bad("there is no text in the message to edit")
    return message


def _change(call: Call, message: Message, **new: Any) -> Json:
    """Changes what is new, and the keyboard: a call that gives none takes it away."""
    new["keyboard"] = keyboard_of(call)
    call.limits.take(call.bot, message.chat)
    if all(getattr(message, name) == value for name, value in new.items()):
        raise bad(SAME)
    for name, value in new.items():
        setattr(message, name, value)
    message.edited = call.world.now
    call.limits.note(message.chat, call.method, message.id or message.whisper_id)
    return message.shape()


def _texts(given: Json) -> dict[str, str]:
    return {
        key: value if isinstance(value, str) else json.dumps(value)
        for key, value in given.items() if value is not None
    }  # fmt: skip
