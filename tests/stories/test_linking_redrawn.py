"""Whatever names or counts somebody is drawn again once two accounts turn out to be one person, and nothing else is.

The story opens a living message of every kind that a feature declares: a new kind fails here until it has its part.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.local.view import View
from bot.core.drawing import Drawing
from bot.core.router import Router
from bot.core.rows import Post
from handlers.features import FEATURES
from storage.shown import SHOWS
from tests.neighbours import nested
from tests.stories.test_operator import CODE, brought
from tests.town import text_of
from tests.twins import Twins, twins

# Of a path that was walked to its end; its own story tells of it.
WALKED = {"answers"}
EVERY = frozenset(Router(FEATURES).views)


@pytest.fixture
async def pair(folder: Path) -> AsyncIterator[Twins]:
    """Told once: what is drawn again does not depend on how it is shown."""
    async with twins(folder, View.BUTTONS, View.BUTTONS, "en") as town:
        yield town


def test_every_kind_of_living_message_says_whom_it_shows():
    assert SHOWS.keys() == EVERY


def posts(town: Twins) -> list[Post]:
    """Every living message that is kept current."""
    with town.database.read() as tx:
        found = [tx.posts.get(id_) for (id_,) in town.rows("SELECT id FROM posts WHERE topic != ''")]
    return [one for one in found if one is not None and one.message]


def stale(town: Twins) -> set[str]:
    """The topics that a message shows otherwise than they are."""
    found = set()
    for post in posts(town):
        drawing = Drawing(town.app.adapters[post.chat.network], town.app.router.views)
        with town.database.read() as tx:
            if drawing.redraw(tx, post, town.time).kind != "same":
                found.add(post.topic)
    return found


def kind(topic: str) -> str:
    return topic.partition(":")[0]


async def come(pair: Twins) -> None:
    """Zoé comes into both chats, and is called otherwise there."""
    await pair.join("zoe", "Zoé Faure")
    with pair.over_there():
        await pair.join("zoe", "Suzanne Faure")
    await pair.wait(minutes=1)
    await pair.whisper("zoe", "/menu")
    with pair.over_there():
        await pair.whisper("zoe", "/menu")


async def twice(pair: Twins, answer: str) -> None:
    """Zoé answers the newest message that offers it, with both accounts."""
    await pair.choose("zoe", answer)
    with pair.over_there():
        await pair.choose("zoe", answer)


async def open_aid(pair: Twins) -> None:
    with pair.over_there():
        await pair.say("zoe", "/besoin une échelle samedi 19 décembre, Vaise")
    await pair.say("ana", "/besoin une remorque samedi 19 décembre, Vaise")
    await twice(pair, "I can help")
    await pair.choose_privately("ana", "write")
    await pair.whisper("ana", "Samedi à 9 h ?")
    with pair.over_there():
        await pair.choose_privately("zoe", "answer")
        await pair.whisper("zoe", "Oui, avec plaisir")


async def open_common(pair: Twins) -> None:
    """A question, a project with a shift, a reminder."""
    await pair.say("ana", "/question Que planter au printemps ?")
    asked = pair.card("Que planter").ref
    await pair.say("zoe", "Des fèves", asked)
    with pair.over_there():
        await pair.say("zoe", "Des pois", pair.card("Que planter").ref)
        await pair.say("zoe", "/question Qui a une brouette ?")
        await pair.say("zoe", "/rappel samedi 12 décembre 9h : sortir le pain")
    await pair.say("ana", "/projets Verger | Planter des arbres")
    await twice(pair, "I take part")
    await pair.say("ana", "/projets permanence 1 samedi 9h | Halle du marché")
    with pair.over_there():
        await pair.choose("zoe", "I take it")


async def supported(pair: Twins) -> None:
    """A question that supporters put to the vote and that rose, and another one that looks for them."""
    with pair.database.begin() as tx:
        group = tx.groups.all()[0]
        tx.groups.keep(replace(group, charter=replace(group.charter, open_to="organizers", initiative="3")))
    await pair.say("chloe", "/vote Louer le four ? secret=public")
    await twice(pair, "I support it")
    await pair.say("ana", "/vote monter 1 entraide")
    await pair.say("chloe", "/vote Acheter un tour ? secret=public")
    await pair.choose("zoe", "I support it")


async def open_votes(pair: Twins) -> None:
    """One of the written-down members whom somebody made wait, one that is tied, one that lacks people."""
    pair.enrol("ana", "zoe")
    with pair.over_there():
        pair.enrol("zoe")
    pair.decree(electorate="members")
    await pair.say("ana", "/vote Signer le bail ? secret=public")
    number = pair.poll().number
    for who in ("ana", "zoe"):
        await pair.choose(who, "For")
    with pair.over_there():
        await pair.choose("zoe", "For")
    await pair.wait(minutes=1)
    await pair.whisper("zoe", f"/vote {number} withdraw")
    pair.decree(electorate="group")
    await pair.say("ana", "/vote Quel local ? | Pasteur | Marché secret=public")
    await pair.choose("ana", "Pasteur")
    await pair.choose("bruno", "Marché")
    await pair.say("ana", f"/vote close {pair.poll().number}")
    await pair.say("ana", "/vote Quelle enseigne ? | Pomme | Abeille secret=public quorum=8 fin=2j")
    await twice(pair, "Abeille")


async def open_meetings(pair: Twins) -> None:
    """One to come, and one that is under way."""
    await pair.say("ana", "/pleniere samedi 12 décembre 14h | MJC")
    await pair.choose("ana", "yes")
    await twice(pair, "I’m coming")
    await pair.say("ana", "/pleniere samedi 14 novembre 9h | MJC")
    await pair.choose("ana", "yes")
    await pair.wait(days=1, hours=22, minutes=50)
    await pair.choose_privately("ana", "open")
    await twice(pair, "I am here")
    await twice(pair, "I want to speak")
    with pair.over_there():
        await pair.choose("zoe", "I watch the time")
    await pair.whisper("ana", "/pleniere")
    await pair.whisper("ana", "/pleniere compte rendu")


async def open_trust(pair: Twins) -> None:
    """Zoé brings the bot into a chat that it does not serve, and whoever runs it is asked."""
    with pair.database.begin() as tx:
        assert tx.operators.offer(CODE)
    await pair.whisper("ana", CODE)
    pair.app.dispatcher._community = replace(pair.community, serves=lambda chat: chat.id != "cave")
    with pair.over_there():
        zoe = pair.people["zoe"]
        await brought(pair, "zoe", pair.hub.group("cave", "La Cave", [zoe], [zoe]))


async def open_everything(pair: Twins) -> None:
    """A living message of every kind; Zoé is in most of them."""
    await nested(pair, "bruno")
    await pair.pair()
    await come(pair)
    await supported(pair)
    pair.decree(open_to="all")
    await open_aid(pair)
    await open_common(pair)
    await open_votes(pair)
    await open_meetings(pair)
    await open_trust(pair)


async def test_whatever_names_or_counts_somebody_with_two_accounts_is_drawn_again_and_nothing_else(pair: Twins):
    await open_everything(pair)
    assert {kind(post.topic) for post in posts(pair)} == EVERY - WALKED
    assert stale(pair) == set()
    before = {post.id: post for post in posts(pair)}

    await pair.link("zoe")

    assert pair.is_one("zoe")
    assert stale(pair) == set()
    known = [post for post in posts(pair) if post.id in before]
    changed = {post.topic for post in known if post.digest != before[post.id].digest}
    assert {kind(topic) for topic in changed} == {name for name, selects in SHOWS.items() if selects} - WALKED
    asked = {post.topic for post in known if post.wanted != before[post.id].wanted}
    # Those that the account which stays is named in, or that name nobody, are left as they are.
    assert not asked & {"welcome:1", "initiative:2", "poll:3", "tied:3", "published:1", "published:4"}
    assert asked - changed <= {"aidnote:1", "full:2", "full:4", "plenary:2", "poll:4"}


async def test_apart_again_whoever_is_there_is_drawn_again_too(pair: Twins):
    await pair.pair()
    await come(pair)
    await pair.link("zoe")
    await open_meetings(pair)
    room = text_of(pair.card("who is here"))
    await pair.whisper("zoe", "/me accounts")
    await pair.choose_privately("zoe", "2")
    await pair.choose_privately("zoe", "yes")

    assert not pair.is_one("zoe")
    assert stale(pair) == set()
    assert text_of(pair.card("who is here")) != room  # the group has one more


async def test_whoever_erases_their_account_is_named_nowhere_any_more(pair: Twins):
    await open_everything(pair)
    with pair.over_there() as chat:
        assert any("Suzanne" in text for text in pair.seen())
        await pair.whisper("zoe", "/me erase")
        await pair.choose_privately("zoe", "yes")
        await pair.wait(minutes=2)
        assert stale(pair) == set()
        living = {post.message for post in posts(pair) if post.chat == chat}
        assert living
        assert not any("Suzanne" in text_of(post) for post in pair.hub.messages(chat) if post.ref.id in living)
