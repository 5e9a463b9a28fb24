"""What the bot's messages offer to choose among, and which of it an answer means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.chat.action import unpack
from bot.chat.address import MessageRef
from bot.core.context import Context
from bot.core.flow import Answer, Move
from bot.core.matching import match
from bot.core.rows import Choice, Post


def choice_at(ctx: Context[Any], ref: MessageRef, place: int | None) -> Choice | None:
    """The choice of a number under a message; asks the network while the message may be one that is being posted."""
    post = ctx.core.posts.at(ref) if place is not None else None
    if post is None and place is not None:
        ctx.is_unknown()
    return post.choices[place] if post and place is not None and place < len(post.choices) else None


def offers(posts: Iterable[Post], text: str) -> list[tuple[Post, Choice]]:
    """The messages that offer what was typed, with the choice that it means there."""
    return [(post, choice) for post in posts if (choice := match(post.choices, text))]


def asked_step(post: Post) -> str | None:
    """Which question of a conversation the message asks, None where it is none."""
    asked = unpack(post.choices[0].data)
    return asked.step if isinstance(asked, Answer | Move) else None
