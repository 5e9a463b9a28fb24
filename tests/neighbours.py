"""A second group for stories that need one: Lyon, wider than La Ruche, which Bruno organizes; Ana may too."""

from __future__ import annotations

from bot.chat.address import Chat
from tests.town import Town


async def lyon(town: Town, *organizers: str) -> Chat:
    """The bot is in both groups and knows them; the same five people are in both."""
    chat: Chat = town.hub.group("lyon", "Lyon", list(town.people.values()), [town.people[who] for who in organizers])
    await town.say("ana", "/menu")
    await say(town, organizers[0], "/menu", chat)
    return chat


async def nested(town: Town, *organizers: str) -> Chat:
    """La Ruche belongs to Lyon already."""
    chat = await lyon(town, *organizers)
    await say(town, organizers[0], "/reglages code", chat)
    await town.say("ana", f"/reglages au-dessus={code(town, organizers[0])}")
    return chat


async def say(town: Town, who: str, text: str, chat: Chat) -> None:
    """Writes in another group than La Ruche."""
    town.seconds += 2.0
    await town.hub.say(town.people[who], chat, text)
    await town.settle()


def code(town: Town, who: str) -> str:
    """The code that somebody was told last."""
    return next(word.strip(".:") for word in town.told(who).split() if len(word.strip(".:")) == 9 and "-" in word)


def parent(town: Town, name: str = "La Ruche") -> str | None:
    """The name of the wider group of a group."""
    with town.database.read() as tx:
        names = {group.id: group.name for group in tx.groups.all()}
        found = next(group for group in tx.groups.all() if group.name == name)
    return names[found.parent] if found.parent else None
