"""What a delivery does on its network, and what is to be noted of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Generic, TypeVar

from bot.chat.adapter import Adapter, Can, Denied, Gone
from bot.chat.address import Chat, MessageRef, User
from bot.core.drawing import Delivery, Undrawable
from bot.core.noting import Noting, place_of, reactions_of
from bot.core.pace import Pace
from bot.core.ports import Transaction

T = TypeVar("T", bound=Transaction)


class Delivering(Generic[T]):
    """The acts of one network: posts, edits, pins, reactions, and the rest."""

    def __init__(self, adapter: Adapter, noting: Noting[T], pace: Pace) -> None:
        self._adapter = adapter
        self._noting = noting
        self._pace = pace

    async def act(self, lane: Chat, delivery: Delivery) -> Callable[[T], None]:
        """Does it, and comes back with how it is noted. Raises what the adapter raises, Gone and Undrawable."""
        match delivery.kind:
            case "broken":
                raise Undrawable
            case "send" | "show":
                return await self._send(lane, delivery)
            case "turn":
                return await self._turn(lane, delivery)
            case "edit":
                return await self._edit(lane, delivery)
            case "remove" if delivery.post:
                await self._if(Can.DELETE, partial(self._adapter.delete, place_of(delivery.post)))
            case "delete" if delivery.parcel and delivery.chat:
                await self._if(
                    Can.DELETE, partial(self._adapter.delete, MessageRef(delivery.chat, delivery.parcel.body))
                )
            case "clear":
                return await self._clear(lane, delivery)
            case "pin" | "unpin" if delivery.post and delivery.post.message:
                await self._if(Can.PIN, partial(self._adapter.pin, place_of(delivery.post), delivery.kind == "pin"))
            case "react" if delivery.parcel and delivery.chat:
                message, keys = reactions_of(delivery.parcel)
                with suppress(Gone, Denied):  # the message is there all the same, and can be answered in words
                    await self._adapter.react(MessageRef(delivery.chat, message), keys)
            case "leave" if delivery.chat:
                await self._adapter.leave(delivery.chat)
            case "admit" if delivery.parcel and delivery.chat:
                await self._adapter.admit(delivery.chat, User(self._adapter.name, delivery.parcel.body))
        return partial(self._noting.settled, delivery)

    async def _if(self, needed: Can, call: Callable[[], Awaitable[None]]) -> None:
        if needed in self._adapter.can:
            await call()

    async def _send(self, lane: Chat, delivery: Delivery) -> Callable[[T], None]:
        chat = delivery.chat
        if chat is None and delivery.to is not None:
            chat = await self._adapter.private(delivery.to)
        if chat is None:
            raise Gone
        ref = await self._post(chat, delivery, f"{delivery.parcel.id if delivery.parcel else 0}", lane)
        return partial(self._noting.posted_anew, delivery, ref)

    async def _turn(self, lane: Chat, delivery: Delivery) -> Callable[[T], None]:
        """Writes over a message that will not change by itself; says it anew where that is no longer possible."""
        message = delivery.messages[-1]
        ref, message = message.reply_to, message.replying(None)
        if ref is None or len(delivery.messages) > 1 or Can.EDIT not in self._adapter.can:
            return await self._send(lane, delivery)
        anew = replace(delivery, messages=(message,))
        if delivery.chat is not None and ref.chat.id != delivery.chat.id:
            return await self._send(lane, anew)  # the chat moved: the message stayed where it was
        try:
            await self._adapter.edit(ref, message)
        except Gone:
            return await self._send(lane, anew)
        except Denied as no:
            if not no.foreseen:
                raise
            return await self._send(lane, anew)
        return partial(self._noting.turned, delivery, ref)

    async def _clear(self, lane: Chat, delivery: Delivery) -> Callable[[T], None]:
        """Takes away what somebody wrote; where that is not possible, it is answered by what was to be said then."""
        ref = delivery.messages[0].reply_to
        if ref is not None and Can.DELETE in self._adapter.can:
            with suppress(Gone, Denied):
                await self._adapter.delete(ref)
                return partial(self._noting.settled, delivery)
        return await self._send(lane, delivery)

    async def _edit(self, lane: Chat, delivery: Delivery) -> Callable[[T], None]:
        post = delivery.post
        assert post is not None  # an edit always comes from a post
        if not post.message or Can.EDIT not in self._adapter.can:
            # The message it takes the place of belongs to the key: what is shown may come back to what it once was.
            ref = await self._post(post.chat, delivery, f"p{post.id}.{post.message}.{delivery.digest}", lane)
            return partial(self._noting.posted_anew, delivery, ref)
        await self._adapter.edit(place_of(post), delivery.messages[-1])
        return partial(self._noting.edited, delivery, place_of(post))

    async def _post(self, chat: Chat, delivery: Delivery, key: str, lane: Chat) -> MessageRef:
        ref = MessageRef(chat, "")
        for place, message in enumerate(delivery.messages):
            ref = await self._adapter.send(chat, message, f"{key}.{place}")
            if place:
                self._pace.sent(lane, private=delivery.private)
        return ref
