"""An afternoon in which people write, press, edit, react and wait at random: nothing fails, and ballots add up."""

import random

from bot.adapters.local.state import Posted
from bot.adapters.local.view import View
from bot.chat.text import Phrase
from bot.core.dispatch import Failed
from tests.town import NAMES, Town

WORDS = [
    "/vote", "/sondage", "/proposer", "|", "\n", "=", "fin=", "ends=2d", "quorum=1/4", "max=2", "majorité=2/3",
    "secret=public", "méthode=motion", "annuler", "close", "extend", "correct", "1", "2", "3", "#1", "\"", "«", "Oui",
    "demain", "3j", "20h", "\u202e", "\u200b", "<b>", "{", "%", "\x00", "retirer", "de 2 jours", "pour",
    "contre", "blanc", "A", "B", "C", "x" * 400, "publier", "réglages", "motion", "choix", "retour", "rappelle",
    "détail", "noms", "revoter", "base=inscrits",
]  # fmt: skip
STEPS = 120


async def test_nothing_that_people_do_is_a_bug(town: Town):
    chance = random.Random(f"{town.hub.view}{town.language}")

    for _step in range(STEPS):
        await something(town, chance)

    sorry = town.says(Phrase(Failed.says, {"code": "@"})).partition("@")[0]
    chats = [town.group, *map(town.hub.private_chat, town.people.values())]
    assert not [text for chat in chats for text in town.seen(chat) if sorry in text]
    with town.database.read() as tx:
        for poll in tx.polls.all():
            assert sum(tx.ballots.grouped(poll.id).values()) == tx.ballots.turnout(poll.id) <= len(NAMES)


async def something(town: Town, chance: random.Random) -> None:
    """One person does one thing."""
    who = chance.choice(list(NAMES))
    chat = town.group if chance.random() < 0.6 else town.hub.private_chat(town.people[who])
    posts = [post for post in town.hub.messages(chat) if not post.service]
    town.seconds += 30
    match chance.randrange(8):
        case 0 if posts and town.hub.view is View.REACTIONS:
            await town.react(who, chance.choice(posts).ref, chance.randint(1, 6))
        case 1 if own := [post for post in posts if post.by == town.people[who] and town.hub.view is not View.BARE]:
            await town.edit(who, chance.choice(own).ref, text(chance))
        case 2 if offering := [post for post in posts if post.message.buttons]:
            await press(town, who, chance.choice(offering), chance)
        case 3:
            await town.wait(hours=chance.choice([1, 5, 30]))
        case _:
            answered = chance.choice(posts).ref if posts and chance.random() < 0.3 else None
            await (town.say if chat == town.group else town.whisper)(who, text(chance), answered)


def text(chance: random.Random) -> str:
    words = [chance.choice(WORDS) for _ in range(chance.randint(1, 6))]
    return " ".join([chance.choice(["/vote", "/sondage", "/proposer", ""]), *words])


async def press(town: Town, who: str, post: Posted, chance: random.Random) -> None:
    toast = await town.hub.press(town.people[who], post.ref, chance.choice(post.message.buttons).data)
    await town.settle()
    assert town.says(Phrase(Failed.says, {"code": "@"})).partition("@")[0] not in toast
