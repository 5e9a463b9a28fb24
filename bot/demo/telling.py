"""Tells the story of the cooperative through the bot itself, on a clock that jumps from one instant to the next."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog

from bot.adapters.local.hub import Hub
from bot.app import App
from bot.chat.action import Action
from bot.chat.address import Chat, User
from bot.chat.text import Phrase
from bot.demo.cooperative import GROUP, Picks, Says, Step, Takes, story
from bot.demo.passing import pass_time
from handlers.polls.actions import Vote
from handlers.projects.actions import Take

log = structlog.get_logger(__name__)


class Hands:
    """The clock's hands while the story is told: time stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.seconds = 0.0

    def until(self, then: datetime) -> None:
        """Moves them on; whoever must keep a pace has waited, too."""
        self.seconds += max(0.0, (then - self.now).total_seconds())
        self.now = max(self.now, then)

    def pause(self, seconds: float) -> None:
        """Somebody waits for the network."""
        self.seconds += seconds


async def tell(app: App, hub: Hub, hands: Hands, say: Callable[[Phrase], str], end: datetime) -> None:
    """Everything that people said and did until `end`, and all that the bot did by itself meanwhile."""
    listening = asyncio.create_task(hub.listen(app.dispatcher.emit))
    settle = partial(app.settle, hands.pause)
    await asyncio.sleep(0)
    try:
        for at, step in story(end):
            await pass_time(app, at, hands.until, settle)
            await _do(hub, step, say)
            await settle()
        await pass_time(app, end, hands.until, settle)
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def _do(hub: Hub, step: Step, say: Callable[[Phrase], str]) -> None:
    user, group = User(hub.name, step.who), Chat(hub.name, GROUP)
    match step:
        case Says(text=text, where=where):
            await hub.say(user, Chat(hub.name, where), say(text))
        case Picks(place=place):
            await _press(hub, step, group, Vote, place)
        case Takes():
            await _press(hub, step, group, Take, 0)


async def _press(hub: Hub, step: Picks | Takes, group: Chat, action: type[Action], place: int) -> None:
    """One of the buttons of this kind under the newest message that has some."""
    prefix = f"{action.prefix}:"
    for post in reversed(hub.messages(group)):
        found = [one.data for one in post.message.buttons if one.data.startswith(prefix)]
        if found:
            await hub.press(User(hub.name, step.who), post.ref, found[place])
            return
    log.error("a step of the story could not be told", who=step.who, days=step.days)
