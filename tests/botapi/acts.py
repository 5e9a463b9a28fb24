"""What people say and press."""

from __future__ import annotations

import asyncio

from tests.botapi import entities
from tests.botapi.calls import Upload
from tests.botapi.chats import Chat
from tests.botapi.messages import Keyboard, Message
from tests.botapi.people import ANONYMOUS_ADMIN, CHANNEL_BOT, Bot, Json, Person
from tests.botapi.scene import Press, Scene, Toast

PHOTO = [{"file_id": "photo-of-a-person", "file_unique_id": "p0", "width": 90, "height": 90, "file_size": 1200}]


class Acts(Scene):
    """Acts of people in the chats they are in."""

    async def say(
        self, who: Person, chat: Chat, text: str, *, reply_to: Message | None = None, thread: int = 0,
        anonymous: bool = False, as_channel: str = "", named: dict[str, Person] | None = None, photo: bool = False,
        privately: bool = False, document: Upload | None = None, album: str = "",
    ) -> Message:  # fmt: skip
        """Writes in a chat. `named` makes words into mentions of people without a username; `photo` sends a picture
        with the text as its caption, `document` sends a file so, `album` among others; `privately` writes an ephemeral
        message that only the bot gets."""
        if chat.private and chat.blocked:
            self.blocks(chat, False)
        if chat.private:
            chat.opened = True
        else:
            assert chat.holds(who), f"{who.name} is not in {chat.title}"
        text = text.strip()
        found = [*entities.find(text), *(_mention(text, words, person) for words, person in (named or {}).items())]
        message = Message(chat, 0, who, self.now, text, sorted(found, key=lambda entity: entity["offset"]))
        message.reply_to = reply_to
        message.media = {"photo": PHOTO} if photo else self._kept(document) if document else {}
        if album:
            message.media["media_group_id"] = album
        self._thread(message, thread)
        if anonymous:
            message.sender, message.sender_chat = ANONYMOUS_ADMIN, chat
        if as_channel:
            channel = Chat(-next(self.supergroup_ids), "channel", as_channel)
            message.sender, message.sender_chat = CHANNEL_BOT, channel
        if privately:
            message.receiver = who
            message.meant_for = {bot.id for bot in self.bots_in(chat)}
        return self.post(message)

    async def whisper(self, who: Person, text: str, bot: Bot | None = None) -> Message:
        """Writes to the bot in private."""
        return await self.say(who, self.private(who, bot), text)

    async def open_private(self, who: Person, payload: str = "", bot: Bot | None = None) -> Message:
        """Follows a link to the bot and presses Start: `/start payload`."""
        return await self.say(who, self.private(who, bot), f"/start {payload}")

    async def edit_text(self, message: Message, text: str) -> Message:
        """Somebody changes an own message."""
        message.text, message.entities, message.edited = text.strip(), entities.find(text.strip()), self.now
        self.tell("edited_message", message)
        return message

    async def delete(self, message: Message) -> None:
        """Somebody deletes a message; no bot is told."""
        message.chat.messages.pop(message.id, None)
        message.chat.whispers.pop(message.whisper_id, None)

    async def pin(self, who: Person, message: Message) -> None:
        """Somebody pins a message."""
        message.chat.pinned.append(message.id)
        self.serve(message.chat, who, pinned_message=message.shape(nested=True))

    async def forward(self, who: Person, message: Message, chat: Chat, *, keyboard: bool = False) -> Message:
        """Sends somebody's message on. Telegram takes the buttons away; `keyboard` keeps them, as forged clients do."""
        origin: Json = {"type": "user", "date": message.date, "sender_user": message.sender.shape()}
        rows: Keyboard = message.keyboard if keyboard else []
        return self.post(
            Message(chat, 0, who, self.now, message.text, list(message.entities), rows, message.media, origin=origin)
        )

    async def react(self, who: Person, message: Message, *emoji: str) -> None:
        """Somebody's reactions to a message are now these; administrators that ask for it are told."""
        old = message.reactions.get(who.id, [])
        new = [{"type": "emoji", "emoji": one} for one in emoji]
        message.reactions[who.id] = new
        payload = {
            "chat": message.chat.shape(), "message_id": message.id, "user": who.shape(), "date": self.now,
            "old_reaction": old, "new_reaction": new,
        }  # fmt: skip
        for bot in self.bots_in(message.chat):
            if message.chat.private or message.chat.standing(bot).organizes:
                bot.queue.put("message_reaction", payload, message.chat.id)

    # presses

    async def press(self, who: Person, message: Message, button: str | int, *, wait: float = 5.0) -> Toast:
        """Presses a button, by its label, its data or its place; what the person then sees.

        Raises TimeoutError when the bot does not answer within `wait` seconds.
        """
        found = find_button(message, button)
        if url := found.get("url"):
            return Toast(url=url)
        pressed = self.press_data(who, message, found["callback_data"])
        try:
            async with asyncio.timeout(wait):
                await pressed.answered.wait()
        except TimeoutError:
            raise TimeoutError(f"{who.name} pressed [{found['text']}] and the bot did not answer") from None
        assert pressed.toast is not None  # set before the event
        return pressed.toast

    def press_data(self, who: Person, message: Message, data: str, *, bot: Bot | None = None,
                   inaccessible: bool = False) -> Press:  # fmt: skip
        """Presses with any data on any message, whether or not such a button is there, and waits for nothing.

        So also: data of an older version, a forwarded button, another chat's message. `inaccessible` leaves out all of
        the message but its number, as Telegram does with old ones.
        """
        if bot is None:
            bot = message.sender if isinstance(message.sender, Bot) and message.sender.id in self.bots else self.bot
        pressed = Press(str(next(self.press_ids)), bot, who, message, data, self.monotonic())
        self.presses[pressed.id] = pressed
        shape = message.shape()
        if inaccessible:
            shape = {"chat": message.chat.shape(), "message_id": message.id, "date": 0}
        bot.known.add(who.id)
        instance = str(-(message.chat.id * 7919) % 2**63)
        payload = {"id": pressed.id, "from": who.shape(), "message": shape, "chat_instance": instance, "data": data}
        bot.queue.put("callback_query", payload, message.chat.id)
        return pressed

    def _kept(self, document: Upload) -> Json:
        id_ = f"BQACdocument-{len(self.contents) + 1}"
        self.contents[id_] = document.data
        told = {"file_id": id_, "file_unique_id": f"u{id_}", "file_size": len(document.data)}
        return {"document": told | {"file_name": document.name, "mime_type": document.mime}}

    def _thread(self, message: Message, thread: int) -> None:
        replied = message.reply_to
        if message.chat.forum:
            message.thread = thread or (replied.thread if replied else 0)
            message.in_topic = bool(message.thread)
        elif replied and message.chat.kind == "supergroup":
            message.thread = replied.thread or replied.id  # a thread of replies, which is no topic


def find_button(message: Message, button: str | int) -> Json:
    """A button by its label, its data or its place."""
    if isinstance(button, int):
        return message.buttons[button]
    for found in message.buttons:
        if button in (found["text"], found.get("callback_data")):
            return found
    raise AssertionError(f"no button “{button}” under: {message.seen}")


def _mention(text: str, words: str, person: Person) -> Json:
    start = text.index(words)
    offset, length = entities.units(text[:start]), entities.units(words)
    return {"offset": offset, "length": length, "type": "text_mention", "user": person.shape()}
