"""What a person can do from the page, read from what the page sent."""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode
from collections import OrderedDict
from datetime import datetime, timedelta

from bot.adapters.local.controls import Controls
from bot.adapters.local.hub import Hub
from bot.adapters.local.outline import Outline
from bot.adapters.local.people import LARGEST, Impossible
from bot.adapters.local.sentences import LANGUAGES
from bot.adapters.local.view import View
from bot.chat.address import Chat, MessageRef, User
from bot.chat.message import File
from bot.chat.text import _

# Far more than a long proposal, far less than a mistake.
MOST_WORDS = 64 * 1024
MOST_BYTES = MOST_WORDS + LARGEST * 2  # with a document, of which base64 makes four bytes of three
LONGEST_NAME = 200
# Acts are remembered by key, so that a page that was cut off can repeat those it had no answer to.
MOST_ACTS = 1000
LONGEST_SHIFT = 366 * 86_400


class Malformed(Exception):
    """The page sent something that no page of ours sends."""


class Acts:
    """What a person can do from the page; each act once, however often it is sent."""

    def __init__(self, hub: Hub, controls: Controls) -> None:
        self._hub = hub
        self._controls = controls
        self._done: OrderedDict[str, asyncio.Task[None]] = OrderedDict()
        self._begun = asyncio.Event()
        self._begun.set()

    @property
    def beginning(self) -> bool:
        """Whether the trial is being built anew: what its story shows to its people is for nobody at the page."""
        return not self._begun.is_set()

    async def do(self, key: str, act: Outline) -> None:
        """Does it, or waits for the same act that is under way or done; raises Impossible, TryLater or Malformed."""
        task = self._done.get(key)
        if task is None:
            task = self._done[key] = asyncio.create_task(self._do(act))
            if len(self._done) > MOST_ACTS:
                self._done.popitem(last=False)
        await asyncio.shield(task)

    async def _do(self, act: Outline) -> None:
        if act.get("do") == "reset":
            self._begun.clear()
            try:
                await self._controls.reset(_language(act))
            finally:
                self._begun.set()
            return
        await self._begun.wait()  # said to a bot that is not there yet, it would never be answered
        hub, controls = self._hub, self._controls
        match act:
            case {"do": "say", "as": str(who), "chat": str(chat), "text": str(text)} if text.strip() or "file" in act:
                reply = act.get("reply")
                ref = MessageRef(self._chat(chat), str(reply)) if isinstance(reply, int) and reply else None
                await hub.say(self._user(who), self._chat(chat), text, ref, _document(act.get("file")))
            case {"do": "edit", "as": str(who), "message": int(number), "text": str(text)} if text.strip():
                await hub.edit_text(self._user(who), self._message(number), text)
            case {"do": "delete", "as": str(who), "message": int(number)}:
                await hub.delete_message(self._user(who), self._message(number))
            case {"do": "press", "as": str(who), "message": int(number), "data": str(data)}:
                await hub.press(self._user(who), self._message(number), data)
            case {"do": "react", "as": str(who), "message": int(number), "mark": str(mark), "on": bool(on)}:
                change = hub.put_reaction if on else hub.take_reaction
                await change(self._user(who), self._message(number), mark)
            case {"do": "join", "as": str(who), "chat": str(chat)}:
                await hub.join(self._user(who), self._chat(chat))
            case {"do": "leave", "as": str(who), "chat": str(chat)}:
                await hub.leave_chat(self._user(who), self._chat(chat))
            case {"do": "shift", "seconds": int(seconds)} if 0 < seconds <= LONGEST_SHIFT:
                hub.note(_("The clock was moved."))
                await controls.shift(seconds)
            case {"do": "due"} if controls.next_due() is None:
                return
            case {"do": "due"}:
                hub.note(_("The clock was moved."))
                await controls.go_on()
            case {"do": "reach", "at": str(at)}:
                hub.note(_("The clock was moved."))
                await controls.reach(self._instant(at))
            case {"do": "view", "view": str(view)} if view in list(View):
                await controls.switch_view(View(view))
                hub.note(_("The chat is now seen in another way."))
            case _unknown:
                raise Malformed

    def _instant(self, text: str) -> datetime:
        """An instant as far ahead as the clock is moved at once."""
        try:
            at = datetime.fromisoformat(text)
        except ValueError as error:
            raise Malformed from error
        if at.tzinfo is None or at - self._controls.now() > timedelta(seconds=LONGEST_SHIFT):
            raise Malformed
        return at

    def _user(self, id_: str) -> User:
        user = User(self._hub.name, id_)
        if user not in self._hub.people:
            raise Malformed
        return user

    def _chat(self, id_: str) -> Chat:
        chat = Chat(self._hub.name, id_)
        if not any(room.chat == chat for room in self._hub.rooms):
            raise Malformed
        return chat

    def _message(self, number: int) -> MessageRef:
        post = self._hub.numbered(number)
        if post is None:
            raise Impossible(_("This message is gone."))
        return post.ref


def _language(act: Outline) -> str:
    """The language of the page, as far as it is one of ours; "" otherwise."""
    said = act.get("language")
    return said if isinstance(said, str) and said in LANGUAGES else ""


def _document(sent: object) -> File | None:
    """The document that comes with what is said: its name, its type, and what it holds in base64."""
    match sent:
        case None:
            return None
        case {"name": str(name), "type": str(media_type), "content": str(content)} if name.strip():
            try:
                return File(name[:LONGEST_NAME], media_type[:LONGEST_NAME], b64decode(content, validate=True))
            except ValueError as error:
                raise Malformed from error
        case _unknown:
            raise Malformed


def read(text: str) -> Outline:
    """What a page sent; raises Malformed. Only a document makes it long."""
    size = len(text.encode())
    if size > MOST_BYTES:
        raise Malformed
    try:
        act = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    if not isinstance(act, dict) or (size > MOST_WORDS and "file" not in act):
        raise Malformed
    return act
