"""sendMessage, sendPhoto, sendDocument: new messages of the bot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.botapi import entities
from tests.botapi.access import writable
from tests.botapi.calls import Call, Unmodelled, Upload, bad
from tests.botapi.chats import Chat
from tests.botapi.ephemeral import whispered
from tests.botapi.keyboards import keyboard_of
from tests.botapi.messages import Message
from tests.botapi.methods import method
from tests.botapi.people import Json

COMMON: Final = (
    "chat_id message_thread_id disable_notification protect_content reply_parameters reply_markup "
    "ephemeral_message_parameters"
)
TEXT: Final = 4096
CAPTION: Final = 1024
PHOTO: Final = 10 * 1024 * 1024
DOCUMENT: Final = 50 * 1024 * 1024
PREVIEW: Final = {"is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"}


@method("sendMessage", f"{COMMON} text entities link_preview_options")
async def send_message(call: Call) -> Json:
    """A text."""
    text, found = text_of(call)
    message = _draft(call, text, found)
    message.preview = preview_of(call)
    return _send(call, message)


@method("sendPhoto", f"{COMMON} photo caption caption_entities")
async def send_photo(call: Call) -> Json:
    """A picture with a caption."""
    message = _draft(call, *caption_of(call))
    message.media = photo_of(call, "photo")
    return _send(call, message)


@method("sendDocument", f"{COMMON} document caption caption_entities disable_content_type_detection")
async def send_document(call: Call) -> Json:
    """A file with a caption."""
    message = _draft(call, *caption_of(call))
    message.media = document_of(call, "document")
    return _send(call, message)


# what sending and editing share


def text_of(call: Call) -> tuple[str, list[Json]]:
    """The text of a call with its entities; raises Refuse when it is empty or too long."""
    if not call.text("text"):
        raise bad("message text is empty")
    text, found = entities.read(call.text("text"), _entities(call, "entities"), TEXT, "message is too long")
    if not text:
        raise bad("text must be non-empty")
    return text, _met(call, found)


def caption_of(call: Call) -> tuple[str, list[Json]]:
    """The caption of a call with its entities."""
    given = _entities(call, "caption_entities")
    text, found = entities.read(call.text("caption"), given, CAPTION, "message caption is too long")
    return text, _met(call, found)


def preview_of(call: Call) -> Json:
    """The options of a link preview."""
    preview = call.object("link_preview_options", "link preview options")
    if unknown := set(preview) - PREVIEW:
        raise Unmodelled(f"link_preview_options with {', '.join(sorted(unknown))}")
    return {key: value for key, value in preview.items() if value is not None}


def photo_of(call: Call, name: str) -> Json:
    """A picture: uploaded, or known already by its file id."""
    if known := _known(call, name, "photo"):
        return known
    upload = _upload(call, name, "photo", PHOTO)
    if not upload.data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8")):
        raise bad("IMAGE_PROCESS_FAILED")
    return _keep(call, upload, lambda file: {"photo": [file | {"width": 90, "height": 90}]})


def document_of(call: Call, name: str) -> Json:
    """A file: uploaded, or known already by its file id."""
    if known := _known(call, name, "document"):
        return known
    upload = _upload(call, name, "document", DOCUMENT)
    about = {"file_name": upload.name, "mime_type": upload.mime}
    return _keep(call, upload, lambda file: {"document": file | about})


def _known(call: Call, name: str, kind: str) -> Json | None:
    given = call.text(name)
    if not given or given.startswith("attach://"):
        return None
    if "://" in given:
        raise Unmodelled(f"{kind} by its address")
    if given not in call.world.files:
        raise bad("wrong file identifier/HTTP URL specified")
    if kind not in call.world.files[given]:
        raise bad("type of file mismatch")
    return call.world.files[given]


def _upload(call: Call, name: str, what: str, most: int) -> Upload:
    upload = call.file(name)
    if upload is None:
        raise bad(f"there is no {what} in the request")
    if not upload.data:
        raise bad("file must be non-empty")
    if len(upload.data) > most:
        raise bad(f"file of size {len(upload.data)} bytes is too big for a {what}; the maximum size is {most} bytes")
    return upload


def _keep(call: Call, upload: Upload, media: Callable[[Json], Json]) -> Json:
    number = len(call.world.files) + 1
    made = media({"file_id": f"AgACfile-{number}", "file_unique_id": f"u{number}", "file_size": len(upload.data)})
    call.world.files[f"AgACfile-{number}"] = made
    call.world.contents[f"AgACfile-{number}"] = upload.data
    return made


def _entities(call: Call, name: str) -> list[Json] | None:
    given = call.json(name, "entities")
    if given is not None and not isinstance(given, list):
        return None  # Telegram takes no notice of it
    if given and not all(isinstance(entity, dict) for entity in given):
        raise bad("can't parse MessageEntity: expected an Object")
    return given


def _draft(call: Call, text: str, found: list[Json]) -> Message:
    """The message that a call asks for, everything checked but the limits."""
    keyboard = keyboard_of(call)
    chat = writable(call)
    message = Message(chat, 0, call.bot, call.world.now, text, found, keyboard)
    message.silent = call.flag("disable_notification")
    _thread(call, chat, message)
    _reply(call, chat, message)
    whispered(call, message)
    return message


def _met(call: Call, found: list[Json]) -> list[Json]:
    """The entities without mentions of people that the bot has never met: Telegram drops those without a word."""
    kept = []
    for entity in found:
        if entity["type"] == "text_mention":
            person = call.world.people.get(entity.get("user", {}).get("id"))
            if person is None or person.id not in call.bot.known:
                continue
            entity["user"] = person.shape()
        kept.append(entity)
    return kept


def _thread(call: Call, chat: Chat, message: Message) -> None:
    thread = call.number("message_thread_id")
    if thread and (chat.forum or chat.private):
        if thread not in chat.topics:
            raise bad("message thread not found")
        message.thread, message.in_topic = thread, True


def _reply(call: Call, chat: Chat, message: Message) -> None:
    reply = {
        key: value for key, value in call.object("reply_parameters", "reply parameters").items() if value is not None
    }
    if not reply:
        return
    if unknown := set(reply) - {"message_id", "allow_sending_without_reply", "ephemeral_message_id"}:
        raise Unmodelled(f"reply_parameters with {', '.join(sorted(unknown))}")
    shelf = chat.whispers if "ephemeral_message_id" in reply else chat.messages
    replied = shelf.get(int(reply.get("ephemeral_message_id") or reply.get("message_id") or 0))
    if replied is None:
        if not reply.get("allow_sending_without_reply"):
            raise bad("message to be replied not found")
        return
    message.reply_to = replied
    if not message.thread and chat.kind == "supergroup":
        # An answer stays in the topic, or in the thread of replies, of what it answers.
        message.thread, message.in_topic = replied.thread or (0 if chat.forum else replied.id), replied.in_topic


def _send(call: Call, message: Message) -> Json:
    call.limits.take(call.bot, message.chat)
    call.world.post(message)
    call.limits.note(message.chat, call.method, message.id or message.whisper_id)
    return message.shape()
