"""A chat leaves its group: what stands there says once where it goes on, and nothing given there counts any more."""

from __future__ import annotations

from bot.adapters.local.state import Posted
from bot.adapters.local.view import View
from bot.chat.adapter import TryLater
from bot.chat.address import Chat, Person, Place
from bot.chat.events import PollAnswered
from bot.chat.message import Button
from bot.chat.text import Phrase, _
from handlers.polls.rights import OtherGroup
from tests.town import text_of
from tests.twins import Twins

OPENED = (
    "/vote Adopter la charte ? secret=public",
    "/sondage Quelle soupe ? | Poireau | Courge",
    "/rappel demain 9h : sortir le pain",
    "/besoin une remorque samedi 19 décembre, Vaise",
    "/question Que planter au printemps ?",
    "/projets Verger | planter des arbres",
)


def place(town: Twins, title: str) -> Phrase:
    network = _("the try-out") if title == "La Ruche" else "village"
    return _("{title} ({network})", title=title, network=network)


async def open_everything(pair: Twins) -> None:
    for text in OPENED:
        await pair.say("ana", text)
    await pair.say("ana", "/pleniere samedi 12 décembre 14h | MJC")
    await pair.choose("ana", "oui")


def offering(pair: Twins, chat: Chat) -> list[Posted]:
    """The bot's living messages of a chat that offer something."""
    kept = pair.rows(f"SELECT message FROM posts WHERE chat = '{chat.id}' AND topic != '' AND choices != '[]'")
    return [post for post in pair.hub.messages(chat) if (post.ref.id,) in kept]


async def part(pair: Twins) -> None:
    await pair.say("ana", "/jumeler séparer")
    await pair.choose("ana", "oui")


def answers(pair: Twins) -> list[tuple[object, ...]]:
    """Everything that people answered."""
    tables = ("ballots", "rsvps", "sayers", "aid_helpers", "crew", "supporters")
    return [row for table in tables for row in pair.rows(f"SELECT '{table}', * FROM {table}")]


async def test_what_stands_in_a_chat_that_leaves_says_where_it_goes_on_and_offers_nothing(pair: Twins):
    await pair.pair()
    await open_everything(pair)
    with pair.over_there() as chat:
        before = {post.ref: text_of(post) for post in offering(pair, chat)}
        assert len(before) == len(OPENED) + 1
        await part(pair)
        after = {post.ref: post for post in pair.hub.messages(chat)}
        goes_on = _("This chat is no longer part of {group}: this goes on in {chats}.", group="La Ruche",
                    chats=(place(pair, "La Ruche"),))  # fmt: skip
        for ref, text in before.items():
            left = after[ref]
            assert text_of(left).endswith(pair.says(goes_on))
            assert text_of(left).split("\n")[0] == text.split("\n")[0]  # what it was about
            assert not left.message.buttons
        assert offering(pair, chat) == []
    here = offering(pair, pair.group)
    assert len(here) == len(OPENED) + 1
    assert not pair.saw(goes_on)


async def test_whatever_is_pressed_tapped_or_written_under_it_counts_no_more(pair: Twins):
    await pair.pair()
    await open_everything(pair)
    with pair.over_there() as chat:
        before = offering(pair, chat)
        pressed: list[tuple[Posted, Button]] = []
        for post in before:
            buttons = post.message.buttons[:1]
            pressed += [(post, one) for one in buttons]
        await part(pair)
        given = answers(pair)
        for post, button in pressed:  # as a client that did not draw the message anew still does
            assert await pair.hub.press(pair.people["dan"], post.ref, button.data)
        for post in before:
            if pair.hub.view is View.REACTIONS:
                await pair.react("dan", post.ref, 1)
            await pair.say("dan", "1", post.ref)
            await pair.say("dan", "pour", post.ref)
        await pair.settle()
        assert answers(pair) == given
        assert pair.rows("SELECT * FROM ballots") == []


async def test_where_nothing_is_edited_one_sentence_says_it_of_all_and_an_answer_is_refused_in_words(pair: Twins):
    await pair.pair()
    await open_everything(pair)
    card = pair.card("Adopter la charte")
    many = len(pair.seen())
    await part(pair)
    told = _("What could be answered above goes on in {chats}. Here it has ended.", chats=(place(pair, "La Place"),))
    bare = pair.hub.view is View.BARE
    assert pair.saw(told) is bare
    assert len(pair.seen()) - many == (2 if bare else 1)  # what is asked before is written over, where that is possible
    if bare:
        await pair.say("bruno", "1", card.ref)
        assert pair.ballot(1) == (0, 0, 0, 0)
        assert "1" in pair.last
        assert pair.seen()[-2] != pair.last


async def test_where_nothing_stands_open_nothing_more_is_said(pair: Twins):
    await pair.pair()
    await pair.say("ana", "/sondage Quelle soupe ? | Poireau | Courge fin=1h")
    await pair.wait(hours=2)
    cards = [text_of(post) for post in pair.hub.messages(pair.group) if "Quelle soupe" in text_of(post)]
    await part(pair)
    assert [text_of(post) for post in pair.hub.messages(pair.group) if "Quelle soupe" in text_of(post)] == cards
    assert not any("plus haut" in text or "above" in text for text in pair.seen())


async def test_a_vote_that_ends_in_the_very_moment_shows_its_end(pair: Twins):
    await pair.pair()
    await pair.say("ana", "/sondage Quelle soupe ? | Poireau | Courge")
    with pair.over_there() as chat:
        card = pair.card("Quelle soupe")
        await pair.say("ana", "/jumeler séparer")
    with pair.database.begin() as tx:
        tx.polls.keep(pair.poll().close(now=pair.time))
    with pair.over_there():
        await pair.choose("ana", "oui")
        left = next(post for post in pair.hub.messages(chat) if post.ref == card.ref)
        assert pair.says(_("Closed. The answers are being counted.")) in text_of(left)
        assert not left.message.buttons


async def test_a_greeting_is_the_chats_own_and_still_opens_the_way(pair: Twins):
    await pair.pair()
    with pair.over_there() as chat:
        await pair.join("zoe", "Zoé Faure")
        await pair.wait(minutes=1)
        greeting = pair.card("Zoé")
        await part(pair)
        left = next(post for post in pair.hub.messages(chat) if post.ref == greeting.ref)
        assert "Zoé" in text_of(left)
        assert "La Ruche" not in text_of(left)
        await pair.choose("zoe", "bienvenue")
        assert any("La Place" in text for text in pair.heard("zoe"))


async def test_what_was_begun_before_is_over_for_good_also_when_the_chat_comes_back(pair: Twins):
    await pair.pair()
    await pair.say("ana", "/sondage Quelle soupe ? | Poireau | Courge")
    with pair.over_there() as chat:
        old = pair.card("Quelle soupe")
        await part(pair)
    await pair.pair()
    await pair.choose("bruno", "Poireau")
    with pair.over_there():
        assert pair.card("Quelle soupe").ref != old.ref
        left = next(post for post in pair.hub.messages(chat) if post.ref == old.ref)
        assert not left.message.buttons
        await pair.choose("dan", "Courge")
    assert pair.ballot() == (1, 1)


async def test_an_answer_that_comes_before_the_message_could_say_so_counts_no_more_either(pair: Twins):
    await pair.pair()
    await pair.say("ana", "/sondage Quelle soupe ? | Poireau | Courge")
    with pair.over_there() as chat:
        card = pair.card("Quelle soupe").ref
        await pair.say("ana", "/jumeler séparer")
        pair.hub.fail_next(TryLater(3600.0), "edit")
        await pair.choose("ana", "oui")
        assert pair.rows(f"SELECT count(*) FROM posts WHERE chat = '{chat.id}' AND farewell != ''") == [(1,)]
        person, place = Person(pair.people["dan"], "Dan Weber"), Place(chat, "La Place", False, True)
        await pair.app.dispatcher.emit(PollAnswered("beside", person, place, card, (0,)))
        pair.seconds += 3600
        await pair.wait(hours=1)
        assert pair.saw(Phrase(OtherGroup.says, {"number": "1"}))
    assert pair.ballot() == (0, 0)
