"""What people do on the local network: write, press, react. Page, console and tests act here."""

from __future__ import annotations

import asyncio

from bot.adapters.local import carried
from bot.adapters.local import records as r
from bot.adapters.local.presence import Impossible, Presence
from bot.adapters.local.state import Posted
from bot.adapters.local.watch import Change, What
from bot.adapters.local.wire import dump
from bot.chat.adapter import Can
from bot.chat.address import Chat, MessageRef, User
from bot.chat.message import File, Message
from bot.chat.text import Line, _

LARGEST = 4_000_000  # bytes of a document: more than the bot takes, so that its own no can be tried


class People(Presence):
    """The people's side of the network.

    Every act is shown to the others first, then offered to the bot. It comes back when the bot took the event; and at
    once when the bot is not there or asks to wait: the event then waits for it.
    """

    # How long a press waits for its answer after the bot took it: the answer is handed over just after.
    patience = 2.0

    _answers: dict[str, asyncio.Future[str]]

    # ── messages ────────────────────

    async def say(
        self, user: User, chat: Chat, text: str, reply_to: MessageRef | None = None, document: File | None = None
    ) -> MessageRef:
        """Posts a text, a document, or both. Writing to the bot in private lets it in again after it was blocked."""
        room = self._room_for(user, chat)
        if document is not None and len(document.data) > LARGEST:
            raise Impossible(_("This chat carries documents of {most} MB at most.", most=LARGEST // 1_000_000))
        if room.private and not room.bot:
            self._do(r.BotPresence(chat.id, True))
        answered = self.get(reply_to) if reply_to else None
        reply = answered.ref if answered and answered.ref.chat == chat else None
        lines = (Line(text),) if text or document is None else ()
        post = self._post(chat, user, Message(lines, reply_to=reply, file=document))
        if document is not None:
            self._tell_carried(carried.handed(self.name_of(user), room, document.name))
        if lines:
            self._tell_carried(carried.said(self.name_of(user), room, text))
        await self._act("said", user, post, text, int(reply.id) if reply else 0)
        return post.ref

    async def edit_text(self, user: User, ref: MessageRef, text: str) -> None:
        """Changes a message of one's own."""
        post = self._own(user, ref)
        self._need(Can.EDIT)
        if text == post.text:
            return
        message = Message((Line(text),), reply_to=post.message.reply_to, file=post.message.file)
        self._do(r.Rewritten(post.number, dump(message)), Change(What.CHANGED, ref))
        self._heard(_("{who} changed a message: {text}", who=self.name_of(user), text=text))
        await self._act("edited", user, post, text)

    async def delete_message(self, user: User, ref: MessageRef) -> None:
        """Takes a message of one's own away; organizers may take away anyone's."""
        post = self._there(user, ref)
        if post.by != user and not self.room(ref.chat).members.get(user.id):
            raise Impossible(_("Only its author or an organizer can delete a message."))
        self._need(Can.DELETE)
        self._do(r.Removed(post.number), Change(What.REMOVED, ref))
        self._heard(_("{who} deleted a message.", who=self.name_of(user)))
        await self._act("gone", user, post)

    # ── choices ────────────────────

    async def press(self, user: User, ref: MessageRef, data: str) -> str:
        """Presses a button and gives back the toast that only the presser sees, "" if there is none.

        Any data is carried, as a tampered client could send it.
        """
        post = self._there(user, ref)
        self._need(Can.BUTTONS)
        if not post.from_bot:
            raise Impossible(_("This message has no buttons."))
        label = next((str(one.label) for one in post.message.buttons if one.data == data), data)
        self._heard(_("{who} pressed “{button}”.", who=self.name_of(user), button=label))
        offered = self._offered("pressed", ref.chat, user, post.number, data)
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._answers[offered.id] = answer
        try:
            if not await self._hand(offered):
                return ""
            async with asyncio.timeout(self.patience):
                await answer
            return answer.result()
        except TimeoutError:
            return ""
        finally:
            del self._answers[offered.id]

    async def put_reaction(self, user: User, ref: MessageRef, key: str) -> None:
        """Reacts to a message; others' reactions and one's own other ones stay."""
        post = self._there(user, ref)
        self._need(Can.REACT)
        if user.id in post.marks.get(key, ()):
            return
        self._do(r.Marked(post.number, user.id, key, True), Change(What.CHANGED, ref))
        self._heard(_("{who} reacted with {key}.", who=self.name_of(user), key=key))
        await self._act("reacted", user, post, key)

    async def take_reaction(self, user: User, ref: MessageRef, key: str) -> None:
        """Takes one's reaction back."""
        post = self._there(user, ref)
        if user.id not in post.marks.get(key, ()):
            return
        self._do(r.Marked(post.number, user.id, key, False), Change(What.CHANGED, ref))
        self._heard(_("{who} took the reaction {key} back.", who=self.name_of(user), key=key))
        await self._act("unreacted", user, post, key)

    # ── what holds for all of them ────────────────────

    async def _act(self, kind: str, user: User, post: Posted, text: str = "", reply: int = 0) -> None:
        await self._offer(kind, post.ref.chat, user, post.number, text, reply)

    def _there(self, user: User, ref: MessageRef) -> Posted:
        self._room_for(user, ref.chat)
        post = self.get(ref)
        if post is None or post.service:
            raise Impossible(_("This message is gone."))
        return post

    def _own(self, user: User, ref: MessageRef) -> Posted:
        post = self._there(user, ref)
        if post.by != user:
            raise Impossible(_("Only its author can change a message."))
        return post

    def _need(self, can: Can) -> None:
        if can not in self.view.can:
            raise Impossible(_("This view does not show that."))


__all__ = ["Impossible", "People"]
