"""Posting, editing and deleting: the right call for what a message holds, and the next best where Telegram says no."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import telegram
from telegram import InputFile, InputMediaPhoto

from bot.adapters.telegram import outbound
from bot.adapters.telegram.client import Client
from bot.adapters.telegram.entities import cut, written
from bot.adapters.telegram.errors import BAD_REQUEST, Declined
from bot.chat.adapter import Denied, Gone, Limits
from bot.chat.address import Chat, MessageRef
from bot.chat.events import Pressed
from bot.chat.memory import Memory
from bot.chat.message import Message
from bot.chat.pictures import Pictures

POSTED = 10_000  # messages whose key is remembered
PRESSES = 2_000
ANSWERABLE = 15.0  # seconds in which a press allows a message that only the presser sees

TEXT, CAPTION = Limits().text, Limits().caption

log = logging.getLogger(__name__)


class Posting:
    """Remembers what each key posted, and who pressed just now."""

    def __init__(self, client: Client, pictures: Pictures) -> None:
        self._client = client
        self._pictures = pictures
        self._posted: Memory[str, MessageRef] = Memory(POSTED)
        self._presses: Memory[tuple[str, str], tuple[str, float]] = Memory(PRESSES)
        self.knows_ephemeral = True

    async def send(self, chat: Chat, message: Message, key: str) -> MessageRef:
        """Posts a message, once for each key that is known to have posted."""
        known = self._posted.get(key)
        if known is None:
            with self._client.translating():
                known = await self._send(chat, message)
            self._posted.put(key, known)
        return known

    async def edit(self, ref: MessageRef, message: Message) -> None:
        """Replaces what a message shows; that it shows so already is fine.

        Denied, not Gone, where the bot may not write now: the message is there, and is edited again another day.
        """
        with self._client.translating():
            try:
                await self._edit(ref, message)
            except Declined as no:
                if no.is_not_allowed:
                    raise Denied(no.told, foreseen=True) from None
                if not no.is_unmodified:
                    raise

    async def delete(self, ref: MessageRef) -> None:
        """Takes a message away."""
        one = outbound.of_ephemeral(ref)
        with self._client.translating():
            if one is not None:
                await self._client.bot.do_api_request("deleteEphemeralMessage", one)
            else:
                await self._client.bot.delete_message(outbound.number(ref.chat.id), outbound.number(ref.id))

    def pressed(self, press: Pressed) -> None:
        """Somebody pressed a button: for a moment they may be answered alone, in the group."""
        self._presses.put((press.where.chat.id, press.by.user.id), (press.token, _now()))

    # posting

    async def _send(self, chat: Chat, message: Message) -> MessageRef:
        params = outbound.addressed(chat, message)
        if message.only is not None and message.only.id != chat.id:
            params |= {"reply_parameters": None, "api_kwargs": self._to_one(chat, message)}
        try:
            sent = await self._post(message, params)
        except Declined as no:
            if not (no.is_topic_gone and params["message_thread_id"]):
                raise
            sent = await self._post(message, params | {"message_thread_id": None})
        if "api_kwargs" in params:
            return await self._seen_by_one(chat, message, sent)
        return MessageRef(chat, str(sent.message_id))

    async def _post(self, message: Message, params: dict[str, Any]) -> telegram.Message:
        if message.file is not None:
            text, entities = cut(message.lines, CAPTION)
            file = InputFile(message.file.data, message.file.name)
            return await self._client.bot.send_document(
                document=file, caption=text or None, caption_entities=entities, **params
            )
        picture = await self._pictures.draw(message.picture)
        if picture is not None:
            text, entities = cut(message.lines, CAPTION)
            try:
                return await self._client.bot.send_photo(
                    photo=picture, caption=text or None, caption_entities=entities, **params
                )
            except Declined as no:
                if not _refuses_picture(no):
                    raise
                log.info("a picture was refused; its words are sent instead: %s", no.told)
        text, entities = cut(outbound.told(message), TEXT)
        return await self._client.bot.send_message(
            text=text, entities=entities, link_preview_options=outbound.NO_PREVIEW, **params
        )

    # editing

    async def _edit(self, ref: MessageRef, message: Message) -> None:
        one = outbound.of_ephemeral(ref)
        if one is not None:
            text, entities = written(outbound.told(message))
            await self._client.bot.do_api_request(
                "editEphemeralMessageText",
                one | {"text": text, "entities": entities, "reply_markup": outbound.keyboard(message)},
            )
            return
        place: dict[str, Any] = {"chat_id": outbound.number(ref.chat.id), "message_id": outbound.number(ref.id)}
        if not await self._edit_picture(message, place):
            await self._edit_words(message, place)

    async def _edit_picture(self, message: Message, place: dict[str, Any]) -> bool:
        """Makes a picture of it, whatever it was before; False when that is not to be had."""
        picture = await self._pictures.draw(message.picture)
        if picture is None:
            return False
        text, entities = cut(message.lines, CAPTION)
        media = InputMediaPhoto(picture, caption=text or None, caption_entities=entities)
        try:
            await self._client.bot.edit_message_media(media, reply_markup=outbound.keyboard(message), **place)
        except Declined as no:
            if not _refuses_picture(no):
                raise
            return False
        return True

    async def _edit_words(self, message: Message, place: dict[str, Any]) -> None:
        text, entities = cut(outbound.told(message), TEXT)
        markup = outbound.keyboard(message)
        try:
            await self._client.bot.edit_message_text(
                text, entities=entities, link_preview_options=outbound.NO_PREVIEW, reply_markup=markup, **place
            )
        except Declined as no:
            if not no.has_no_text:
                raise
            # It was a picture, and cannot become words alone: the words go below it.
            text, entities = cut(message.lines, CAPTION)
            await self._client.bot.edit_message_caption(
                caption=text, caption_entities=entities, reply_markup=markup, **place
            )

    # one reader

    def _to_one(self, chat: Chat, message: Message) -> dict[str, Any]:
        if message.only is None or not self.knows_ephemeral:
            raise Gone
        press, at = self._presses.get((chat.id, message.only.id)) or ("", 0.0)
        return outbound.ephemeral(message.only, press if _now() - at < ANSWERABLE else None)

    async def _seen_by_one(self, chat: Chat, message: Message, sent: telegram.Message) -> MessageRef:
        """The message's address. A server that does not know such messages showed it to everybody: it is taken back."""
        found = sent.api_kwargs.get("ephemeral_message_id")
        if message.only is not None and isinstance(found, int):
            return MessageRef(chat, outbound.ephemeral_id(message.only, found))
        self.knows_ephemeral = False
        log.warning("the server showed a message for one person to everybody; it is taken back, and never tried again")
        await self._client.bot.delete_message(outbound.number(chat.id), sent.message_id)
        raise Gone


def _refuses_picture(no: Declined) -> bool:
    """Whether words may still be said there: pictures are not allowed, or Telegram cannot read this one."""
    return no.code == BAD_REQUEST and no.says("photo", "IMAGE_", "media", "caption is too long", "wrong type")


def _now() -> float:
    return asyncio.get_running_loop().time()
