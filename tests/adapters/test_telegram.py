"""Telegram over the Bot API server of the tests: the contract of every network, and what goes wrong there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from bot.adapters.telegram import answers, patience, polling, posting, webhook
from bot.adapters.telegram import request as transport
from bot.adapters.telegram.adapter import CAN, Telegram
from bot.charts.png import png
from bot.chat import events
from bot.chat.adapter import Adapter, Barred, Can, Denied, Gone, Moved, Stays, TryLater
from bot.chat.address import Chat, MessageRef, User
from bot.chat.message import Button, File, Message, Picture, say
from bot.chat.text import note, quote, title
from bot.config import Telegram as Settings
from tests.adapters.contract import BALLOT, Contract, Ears, gone, listening
from tests.botapi import Limits, Server, World, serving
from tests.botapi.chats import Chat as Room
from tests.botapi.people import Person

SECRET = "a-word-of-the-tests"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>'
CHART = Picture(SVG, "Adopté : 2 pour.\nPour : 2\nContre : 0")


class Hamlet:
    """A world with a group, the bot in it, and our adapter; `webhook` says how events travel."""

    adapter: Adapter

    def __init__(self, server: Server, room: Room, people: dict[str, Person]) -> None:
        self.server = server
        self.world = server.world
        self.room = room
        self.people = people
        self.group = Chat("telegram", str(room.id))
        self.ana, self.bruno, self.chloe = (User("telegram", str(people[one].id)) for one in ("ana", "bruno", "chloe"))
        self.telegram = self.new()
        self.adapter = self.telegram

    def new(self, **more: Any) -> Telegram:
        """Another process with the same token."""
        settings = Settings(token=self.world.bot.token, base_url=self.server.base_url, **more)
        return Telegram(settings, png=png)

    async def says(self, who: User, text: str) -> None:
        # What does not name the bot is none of its business, and does not reach it.
        await self.world.say(self.person(who), self.room, f"@{self.world.bot.username} {text}")

    async def joins(self, who: User) -> None:
        await self.world.join(self.person(who), self.room)

    async def leaves(self, who: User) -> None:
        await self.world.leave(self.person(who), self.room)

    async def reads(self, chat: Chat) -> list[str]:
        return self.shown(chat)

    def shown(self, chat: Chat) -> list[str]:
        return [message.text for message in self.world.messages(self.find(chat), by_bot=True)]

    def unknown(self) -> MessageRef:
        return MessageRef(self.group, "987654321")

    def person(self, who: User) -> Person:
        return self.world.people[int(who.id)]

    def find(self, chat: Chat) -> Room:
        number = int(chat.id)
        return self.world.chats[number] if number in self.world.chats else self.world.private(self.world.people[number])

    def message(self, ref: MessageRef) -> Any:
        return self.find(ref.chat).messages[int(ref.id)]


@asynccontextmanager
async def settled(server: Server, **group: Any) -> AsyncIterator[Hamlet]:
    world = server.world
    people = {name: world.person(name.title()) for name in ("ana", "bruno", "chloe")}
    room = world.group("La Ruche", [people["ana"], people["bruno"]], admins=[people["ana"]], **group)
    await world.add_bot(room, by=people["ana"])
    for person in people.values():
        await world.open_private(person)
    world.bot.queue.pending.clear()
    hamlet = Hamlet(server, room, people)
    first = hamlet.telegram
    await first.open()
    try:
        yield hamlet
    finally:
        await first.close()


@asynccontextmanager
async def called(hamlet: Hamlet) -> AsyncIterator[Hamlet]:
    """The same with a webhook: an address of its own, which hands each call on."""

    async def take(request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        return web.Response(status=await telegram.receive(secret, await request.read()))

    app = web.Application()
    app.router.add_post("/telegram", take)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
    telegram = hamlet.new(mode="webhook", webhook_url=url, webhook_secret=SECRET)
    await telegram.open()
    hamlet.adapter = hamlet.telegram = telegram
    try:
        yield hamlet
    finally:
        await telegram.close()
        await runner.cleanup()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """Every request was valid, everything asked was modelled, and every update could be read by others."""
    async with serving(World(), limits=Limits(on=False)) as server:
        yield server
        assert server.violations == []


@pytest.fixture(params=["polling", "webhook"])
async def place(server: Server, request: pytest.FixtureRequest) -> AsyncIterator[Hamlet]:
    async with AsyncExitStack() as stack:
        hamlet = await stack.enter_async_context(settled(server))
        if request.param == "webhook":
            hamlet = await stack.enter_async_context(called(hamlet))
        yield hamlet


@pytest.fixture
async def hamlet(server: Server) -> AsyncIterator[Hamlet]:
    async with settled(server) as hamlet:
        yield hamlet


class TestTelegram(Contract):
    """By asking, and by being called."""


# what goes wrong with a call


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (403, "bot was blocked by the user"),
        (403, "user is deactivated"),
        (403, "bot was kicked from the supergroup chat"),
        (400, "chat not found"),
        (400, "not enough rights to send text messages to the chat"),
        (400, "CHAT_WRITE_FORBIDDEN"),
    ],
)
async def test_what_will_never_work_is_gone(hamlet: Hamlet, code: int, why: str) -> None:
    hamlet.server.faults.next("sendMessage", code, why)

    await gone(hamlet.adapter.send(hamlet.group, say("Bonjour"), "k1"))


async def test_whoever_asked_to_join_is_let_in_once(hamlet: Hamlet) -> None:
    chloe = hamlet.person(hamlet.chloe)
    await hamlet.world.promote(hamlet.world.bot, hamlet.room, hamlet.person(hamlet.ana))
    await hamlet.world.ask_to_join(chloe, hamlet.room)

    await hamlet.adapter.admit(hamlet.group, hamlet.chloe)

    assert await hamlet.adapter.is_member(hamlet.group, hamlet.chloe)
    await gone(hamlet.adapter.admit(hamlet.group, hamlet.chloe))


async def test_whoever_asked_to_join_may_be_written_to_for_five_minutes(hamlet: Hamlet) -> None:
    stranger = hamlet.world.person("Zoé")
    await hamlet.world.promote(hamlet.world.bot, hamlet.room, hamlet.person(hamlet.ana))
    theirs = Chat("telegram", str(stranger.id))
    await gone(hamlet.adapter.send(theirs, say("Bonjour"), "k1"))
    await hamlet.world.ask_to_join(stranger, hamlet.room)

    await hamlet.adapter.send(theirs, say("Bonjour"), "k2")

    hamlet.world.private(stranger).lent_until = hamlet.world.now - 1
    await gone(hamlet.adapter.send(theirs, say("Encore"), "k3"))


async def test_a_message_that_comes_too_fast_waits_as_long_as_telegram_asks(hamlet: Hamlet) -> None:
    hamlet.server.faults.next("sendMessage", retry_after=7)

    with pytest.raises(TryLater) as later:
        await hamlet.adapter.send(hamlet.group, say("Bonjour"), "k1")
    await hamlet.adapter.send(hamlet.group, say("Bonjour"), "k1")

    assert later.value.seconds == 7
    assert hamlet.shown(hamlet.group) == ["Bonjour"]


@pytest.mark.parametrize("fault", [{"code": 502}, {"code": 502, "html": True}, {"drop": True}, {"code": 500}])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_an_answer_that_is_lost_is_tried_later_and_may_repeat_a_message(
    hamlet: Hamlet, fault: dict[str, Any], after: bool
) -> None:
    hamlet.server.faults.next("sendMessage", after=after, **fault)

    with pytest.raises(TryLater):
        await hamlet.adapter.send(hamlet.group, say("Bonjour"), "k1")
    await hamlet.adapter.send(hamlet.group, say("Bonjour"), "k1")
    await hamlet.adapter.send(hamlet.group, say("Bonjour"), "k1")

    assert hamlet.shown(hamlet.group) == ["Bonjour"] * (1 + after)


async def test_an_edit_whose_answer_was_lost_is_no_error_the_second_time(hamlet: Hamlet) -> None:
    ref = await hamlet.adapter.send(hamlet.group, say("Avant"), "k1")
    hamlet.server.faults.next("editMessageText", 502, after=True)

    with pytest.raises(TryLater):
        await hamlet.adapter.edit(ref, say("Après"))
    await hamlet.adapter.edit(ref, say("Après"))

    assert hamlet.shown(hamlet.group) == ["Après"]
    assert hamlet.server.answers[400] == 1  # "message is not modified"


async def test_a_group_that_becomes_another_while_we_write_tells_where_it_is(hamlet: Hamlet) -> None:
    new: list[Room] = []
    hamlet.server.faults.next("sendMessage", first=lambda: new.append(hamlet.world.migrate(hamlet.room)))

    with pytest.raises(Moved) as moved:
        await hamlet.adapter.send(hamlet.group, say("Bonjour"), "k1")
    await hamlet.adapter.send(moved.value.to, say("Bonjour"), "k1")

    assert hamlet.shown(Chat("telegram", str(new[0].id))) == ["Bonjour"]


async def test_both_sides_of_a_move_are_told_and_say_the_same(hamlet: Hamlet) -> None:
    async with listening(hamlet, Ears()) as ears:
        new = hamlet.world.migrate(hamlet.room)
        await ears.until(lambda: sum(isinstance(event, events.ChatMoved) for event in ears.taken) == 2)

    moves = {(event.where.chat, event.to) for event in ears.taken if isinstance(event, events.ChatMoved)}
    assert moves == {(hamlet.group, Chat("telegram", str(new.id)))}


async def test_a_slow_server_is_waited_for(hamlet: Hamlet) -> None:
    for method in ("sendMessage", "getUpdates", "answerCallbackQuery"):
        hamlet.server.faults.next(method, slow=0.2)

    event, press = await pressed(hamlet)
    await hamlet.adapter.answer(event, "C’est noté.")
    async with asyncio.timeout(5):
        await press.answered.wait()

    assert len(hamlet.shown(hamlet.group)) == 1


async def test_a_server_that_does_not_hold_the_question_is_not_asked_without_end(
    hamlet: Hamlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "LONG_POLL", 0)
    async with listening(hamlet, Ears()):
        await asyncio.sleep(0.5)

    assert hamlet.server.calls["getUpdates"] <= 12


async def test_a_hung_connection_is_cut(hamlet: Hamlet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "ANSWERING", 0.1)
    monkeypatch.setattr(transport, "CONNECTING", 0.1)
    hamlet.server.faults.next("sendMessage", hang=True)

    async with asyncio.timeout(5):
        with pytest.raises(TryLater):
            await hamlet.adapter.send(hamlet.group, say("Bonjour"), "k1")


async def test_who_never_opened_a_private_chat_is_gone_until_they_come_through_the_door(hamlet: Hamlet) -> None:
    dan = hamlet.world.person("Dan")
    chat = await hamlet.adapter.private(User("telegram", str(dan.id)))
    assert chat is not None

    await gone(hamlet.adapter.send(chat, say("Bonjour"), "k1"))
    async with listening(hamlet, Ears()) as ears:
        await hamlet.world.open_private(dan, "p41")
        await ears.until(lambda: ears.texts == ["/start p41"])
    await hamlet.adapter.send(chat, say("Bonjour"), "k1")

    assert hamlet.adapter.door("p41") == f"https://t.me/{hamlet.world.bot.username}?start=p41"
    assert hamlet.shown(chat) == ["Bonjour"]


# what a message becomes


async def test_a_message_shows_its_styles_and_its_choices(hamlet: Hamlet) -> None:
    lines = (title("Vote 41 🧺"), quote("Il est à 400 €"), note("Vote public."))
    rows = ((Button("Pour", "v:41:0"), Button("Lire", "", url="https://example.org")),)
    ref = await hamlet.adapter.send(hamlet.group, Message(lines, rows, silent=True), "k1")

    message = hamlet.message(ref)
    assert [entity["type"] for entity in message.entities] == ["bold", "blockquote", "italic"]
    assert [button.get("url") or button["callback_data"] for button in message.buttons] == [
        "v:41:0", "https://example.org",
    ]  # fmt: skip
    assert (message.silent, message.preview) == (True, {"is_disabled": True})


async def test_an_answer_to_a_message_that_was_deleted_is_said_all_the_same(hamlet: Hamlet) -> None:
    await hamlet.adapter.send(hamlet.group, say("Bonjour").replying(hamlet.unknown()), "k1")

    assert hamlet.shown(hamlet.group) == ["Bonjour"]


async def test_a_result_has_its_picture(hamlet: Hamlet) -> None:
    ref = await hamlet.adapter.send(hamlet.group, say("Adopté : 2 pour.", picture=CHART), "k1")

    assert hamlet.message(ref).media
    assert hamlet.shown(hamlet.group) == ["Adopté : 2 pour."]


@pytest.mark.parametrize(
    "why", ["not enough rights to send photos to the chat", "PHOTO_INVALID_DIMENSIONS", "IMAGE_PROCESS_FAILED"]
)
async def test_where_pictures_are_not_allowed_the_words_say_it(hamlet: Hamlet, why: str) -> None:
    hamlet.server.faults.next("sendPhoto", 400, why)

    await hamlet.adapter.send(hamlet.group, say("Adopté : 2 pour.", picture=CHART), "k1")

    assert hamlet.shown(hamlet.group) == ["Adopté : 2 pour.\nPour : 2\nContre : 0"]


async def test_a_text_becomes_a_picture_and_then_keeps_its_words_below_it(hamlet: Hamlet) -> None:
    ref = await hamlet.adapter.send(hamlet.group, BALLOT, "k1")

    await hamlet.adapter.edit(ref, say("Adopté : 2 pour.", picture=CHART))
    with_picture = (bool(hamlet.message(ref).media), hamlet.shown(hamlet.group))
    await hamlet.adapter.edit(ref, say("Annulé.", rows=BALLOT.rows))

    assert with_picture == (True, ["Adopté : 2 pour."])
    assert hamlet.shown(hamlet.group) == ["Annulé."]
    assert len(hamlet.message(ref).buttons) == 2


async def test_a_result_is_shown_in_words_where_its_picture_is_refused(hamlet: Hamlet) -> None:
    ref = await hamlet.adapter.send(hamlet.group, BALLOT, "k1")
    hamlet.server.faults.next("editMessageMedia", 400, "not enough rights to send photos to the chat")

    await hamlet.adapter.edit(ref, say("Adopté : 2 pour.", picture=CHART))

    assert hamlet.shown(hamlet.group) == ["Adopté : 2 pour.\nPour : 2\nContre : 0"]


async def test_a_file_is_a_document_with_its_words_below(hamlet: Hamlet) -> None:
    ref = await hamlet.adapter.send(
        hamlet.group, say("Pour recompter.", file=File("vote-41.json", "application/json", '{"é": 1}')), "k1"
    )

    assert hamlet.message(ref).media["document"]["file_name"] == "vote-41.json"
    assert hamlet.shown(hamlet.group) == ["Pour recompter."]


async def test_a_file_that_is_no_text_arrives_byte_for_byte(hamlet: Hamlet) -> None:
    paper = File("minutes.pdf", "application/pdf", b"%PDF-1.7\n\xe2\x28\xa1\x00")

    ref = await hamlet.adapter.send(hamlet.group, say("To print.", file=paper), "k1")

    document = hamlet.message(ref).media["document"]
    assert (document["file_name"], document["mime_type"]) == (paper.name, paper.media_type)
    assert hamlet.world.contents[document["file_id"]] == paper.content


async def test_a_message_is_pinned_where_the_bot_may(hamlet: Hamlet) -> None:
    await hamlet.world.promote(hamlet.world.bot, hamlet.room, by=hamlet.people["ana"])
    ref = await hamlet.adapter.send(hamlet.group, BALLOT, "k1")

    await hamlet.adapter.pin(ref, True)
    pinned = list(hamlet.room.pinned)
    await hamlet.adapter.pin(ref, False)

    assert (pinned, hamlet.room.pinned) == ([int(ref.id)], [])


async def test_what_says_gone_is_not_offered(hamlet: Hamlet) -> None:
    ref = await hamlet.adapter.send(hamlet.group, BALLOT, "k1")

    await gone(hamlet.adapter.react(ref, ("👍",)))
    await gone(hamlet.adapter.members(hamlet.group))


# topics


async def test_what_is_said_in_a_topic_is_answered_there_and_outlives_it(server: Server) -> None:
    async with settled(server, forum=True) as hamlet:
        thread = await hamlet.world.topic(hamlet.room, "Épicerie", hamlet.people["ana"])
        async with listening(hamlet, Ears()) as ears:
            await hamlet.world.say(hamlet.people["ana"], hamlet.room, "/vote", thread=thread)
            await ears.until(lambda: ears.texts == ["/vote"])
        topic = ears.taken[-1].where.chat
        there = await hamlet.adapter.send(topic, say("Là"), "k1")
        kept = hamlet.message(there).thread
        await hamlet.world.close_topic(hamlet.room, thread)
        after = await hamlet.adapter.send(topic, say("Encore"), "k2")

        assert (topic.id, topic.thread, kept) == (hamlet.group.id, str(thread), thread)
        assert hamlet.message(after).thread == 0


# for one person


async def test_a_message_for_one_person_is_seen_by_them_alone(hamlet: Hamlet) -> None:
    bruno = hamlet.people["bruno"]
    message = say("Seulement toi", rows=BALLOT.rows).seen_by(hamlet.bruno)

    ref = await hamlet.adapter.send(hamlet.group, message, "k1")
    seen = hamlet.world.shown(hamlet.room, to=bruno), hamlet.shown(hamlet.group)
    await hamlet.adapter.edit(ref, say("C’est noté.").seen_by(hamlet.bruno))
    edited = hamlet.world.shown(hamlet.room, to=bruno)
    await hamlet.adapter.delete(ref)

    assert seen[1] == []
    assert "Seulement toi" in seen[0][0]
    assert edited == ["C’est noté."]
    assert hamlet.world.shown(hamlet.room, to=bruno) == []


async def test_a_press_allows_an_answer_for_one_person(hamlet: Hamlet) -> None:
    ref = await hamlet.adapter.send(hamlet.group, BALLOT, "k1")
    async with listening(hamlet, Ears()) as ears:
        press = hamlet.world.press_data(hamlet.people["bruno"], hamlet.message(ref), "v:41:0")
        await ears.until(lambda: bool(ears.taken))
    await hamlet.adapter.send(hamlet.group, say("Seulement toi").seen_by(hamlet.bruno), "k2")

    assert f'"callback_query_id": "{press.id}"' in str(hamlet.server.sent("sendMessage")[-1])


async def test_an_old_server_shows_nobody_what_is_for_one_person(hamlet: Hamlet) -> None:
    hamlet.world.knows_ephemeral = False

    await gone(hamlet.adapter.send(hamlet.group, say("Seulement toi").seen_by(hamlet.bruno), "k1"))
    await gone(hamlet.adapter.send(hamlet.group, say("Seulement toi").seen_by(hamlet.bruno), "k2"))

    assert hamlet.shown(hamlet.group) == []
    assert Can.EPHEMERAL not in hamlet.adapter.can
    assert hamlet.server.calls["sendMessage"] == 1


async def test_in_private_everything_is_for_one_person_anyway(hamlet: Hamlet) -> None:
    chat = await hamlet.adapter.private(hamlet.bruno)
    assert chat is not None

    await hamlet.adapter.send(chat, say("Bonjour").seen_by(hamlet.bruno), "k1")

    assert hamlet.shown(chat) == ["Bonjour"]


# presses


async def pressed(hamlet: Hamlet, data: str = "v:41:0", **more: Any) -> tuple[events.Pressed, Any]:
    ref = await hamlet.adapter.send(hamlet.group, BALLOT, "ballot")
    async with listening(hamlet, Ears()) as ears:
        press = hamlet.world.press_data(hamlet.people["bruno"], hamlet.message(ref), data, **more)
        await ears.until(lambda: any(isinstance(event, events.Pressed) for event in ears.taken))
    [event] = [event for event in ears.taken if isinstance(event, events.Pressed)]
    return event, press


@pytest.mark.parametrize(
    ("toast", "alert"),
    [("", False), ("C’est noté : Pour." + " Modifiable." * 9, False), (Stays("Le vote 41 est clos."), True)],
)
async def test_every_press_is_answered(hamlet: Hamlet, toast: str, alert: bool) -> None:
    event, press = await pressed(hamlet)

    await hamlet.adapter.answer(event, toast)
    async with asyncio.timeout(5):
        await press.answered.wait()

    assert (press.toast.text, press.toast.alert) == (toast, alert)


async def test_a_press_is_answered_though_the_first_answer_is_lost(
    hamlet: Hamlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "LONGEST_PAUSE", 0.01)
    event, press = await pressed(hamlet)
    hamlet.server.faults.next("answerCallbackQuery", 502, times=2)

    await hamlet.adapter.answer(event, "C’est noté.")
    async with asyncio.timeout(5):
        await press.answered.wait()

    assert press.toast.text == "C’est noté."


async def test_a_press_too_old_to_be_answered_is_no_error(hamlet: Hamlet) -> None:
    hamlet.world.press_lasts = 0.0
    event, press = await pressed(hamlet)

    unseen: list[str] = []
    await hamlet.adapter.answer(event, "Trop tard.", unseen=lambda: unseen.append("Trop tard."))
    await hamlet.adapter.close()

    assert press.toast is None
    assert unseen == ["Trop tard."]


async def test_an_answer_holds_nobody_up(hamlet: Hamlet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "LAST_WORDS", 0.05)
    event, _press = await pressed(hamlet)
    hamlet.server.faults.next("answerCallbackQuery", hang=True)

    async with asyncio.timeout(2):
        await hamlet.adapter.answer(event, "Bonjour")
        await hamlet.adapter.close()


@pytest.mark.parametrize("data", ["v:41", "ancien", "v:41:0:9:9", "é" * 32])
async def test_data_of_another_version_arrives_as_it_is(hamlet: Hamlet, data: str) -> None:
    event, _press = await pressed(hamlet, data)

    assert event.data == data


async def test_a_press_on_a_message_too_old_to_be_told_arrives(hamlet: Hamlet) -> None:
    event, _press = await pressed(hamlet, inaccessible=True)

    assert event.where.chat == hamlet.group


async def test_a_button_that_was_forwarded_is_pressed_where_it_is_now(hamlet: Hamlet) -> None:
    ref = await hamlet.adapter.send(hamlet.group, BALLOT, "k1")
    elsewhere = hamlet.world.group("Ailleurs", [hamlet.people["chloe"]])
    await hamlet.world.add_bot(elsewhere, by=hamlet.people["chloe"])
    copy = await hamlet.world.forward(hamlet.people["chloe"], hamlet.message(ref), elsewhere, keyboard=True)
    async with listening(hamlet, Ears()) as ears:
        hamlet.world.press_data(hamlet.people["chloe"], copy, "v:41:0", bot=hamlet.world.bot)
        await ears.until(lambda: any(isinstance(event, events.Pressed) for event in ears.taken))

    assert ears.taken[-1].where.chat == Chat("telegram", str(elsewhere.id))


# asking for updates


async def test_nothing_is_confirmed_before_it_is_kept(hamlet: Hamlet) -> None:
    ears = Ears()
    ears.held = asyncio.Event()
    await hamlet.says(hamlet.bruno, "un")
    async with listening(hamlet, ears):
        await ears.until(lambda: bool(ears.offered))
        await hamlet.says(hamlet.bruno, "deux")

        assert len(hamlet.world.bot.queue.pending) == 2
        ears.held.set()
        await ears.until(lambda: ears.texts == ["un", "deux"])


async def test_a_process_that_starts_asks_without_an_offset(hamlet: Hamlet) -> None:
    await hamlet.says(hamlet.bruno, "un")
    async with listening(hamlet, Ears()) as ears:
        await ears.until(lambda: ears.texts == ["un"])

    asked = hamlet.server.sent("getUpdates")
    assert "offset" not in asked[0]
    assert "chat_member" in asked[0]["allowed_updates"]


async def test_updates_that_come_twice_or_out_of_order_all_arrive_under_their_own_ids(hamlet: Hamlet) -> None:
    for text in ("un", "deux", "trois"):
        await hamlet.says(hamlet.bruno, text)
    hamlet.world.bot.queue.double()
    hamlet.world.bot.queue.disorder()
    async with listening(hamlet, Ears()) as ears:
        await ears.until(lambda: len(ears.taken) == 6)
        await hamlet.says(hamlet.bruno, "quatre")
        await ears.until(lambda: "quatre" in ears.texts)

    assert len({event.id for event in ears.taken}) == 4


async def test_ids_that_begin_anew_lower_are_heard(hamlet: Hamlet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "LONG_POLL", 0)
    async with listening(hamlet, Ears()) as ears:
        await hamlet.says(hamlet.bruno, "avant")
        await ears.until(lambda: ears.texts == ["avant"])
        hamlet.world.silent_week()
        await hamlet.says(hamlet.bruno, "après")
        await ears.until(lambda: ears.texts == ["avant", "après"])

    assert int(ears.taken[1].id) < int(ears.taken[0].id)


@pytest.mark.parametrize("fault", [{"code": 502, "html": True}, {"drop": True}, {"code": 500}, {"retry_after": 1}])
async def test_a_network_in_trouble_is_asked_again_and_nothing_is_lost(hamlet: Hamlet, fault: dict[str, Any]) -> None:
    hamlet.server.faults.next("getUpdates", times=2, **fault)
    await hamlet.says(hamlet.bruno, "un")

    async with listening(hamlet, Ears()) as ears:
        await ears.until(lambda: ears.texts == ["un"])

    assert hamlet.server.calls["getUpdates"] < 4


async def test_a_poll_that_hangs_is_cut_and_asked_anew(hamlet: Hamlet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "LONG_POLL", 0)
    monkeypatch.setattr("bot.adapters.telegram.client.MARGIN", 0.1)
    monkeypatch.setattr(transport, "CONNECTING", 0.1)
    hamlet.server.faults.next("getUpdates", hang=True)
    await hamlet.says(hamlet.bruno, "un")

    async with listening(hamlet, Ears()) as ears:
        await ears.until(lambda: ears.texts == ["un"])


async def test_a_bug_in_taking_an_event_neither_loses_it_nor_stops_the_others(
    hamlet: Hamlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.chat.lanes.PAUSE_OF_A_BUG", 0.01)
    taken: list[str] = []

    async def emit(event: events.Event) -> None:
        assert isinstance(event, events.Said)
        if event.text == "un" and "deux" not in taken:
            raise RuntimeError("broken")
        taken.append(event.text)

    chats = [hamlet.world.private(hamlet.people[name]) for name in ("ana", "bruno")]
    for name, chat, text in zip(("ana", "bruno"), chats, ("un", "deux"), strict=True):
        await hamlet.world.say(hamlet.people[name], chat, text)
    task = asyncio.create_task(hamlet.telegram.listen(emit))
    async with asyncio.timeout(5):
        while len(taken) < 2:
            await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert taken == ["deux", "un"]


async def test_an_update_that_cannot_be_read_is_left_out_and_the_others_arrive(hamlet: Hamlet) -> None:
    broken = [{"update_id": 5, "message": {"text": "/vote", "chat": {}}}, {"update_id": 6, "callback_query": None}]
    assert hamlet.telegram._events(broken) == []

    await hamlet.says(hamlet.bruno, "un")
    async with listening(hamlet, Ears()) as ears:
        await ears.until(lambda: ears.texts == ["un"])


async def test_a_second_process_on_the_token_gives_up_and_the_first_goes_on(
    hamlet: Hamlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Broken once: the newcomer, with an empty database, ended the bot that the group had."""
    monkeypatch.setattr(patience, "FIRST_PAUSE", 0.02)
    monkeypatch.setattr(patience, "LONGEST_PAUSE", 0.05)
    ears = Ears()
    monkeypatch.setattr(patience, "NEW", 0.0)  # the first one has been there for long
    first = asyncio.create_task(hamlet.telegram.listen(ears))
    await hamlet.says(hamlet.bruno, "un")
    await ears.until(lambda: ears.texts == ["un"])
    monkeypatch.setattr(patience, "NEW", 60.0)

    for _again in range(3):  # started anew each time it ended
        later = hamlet.new()
        await later.open()
        with pytest.raises(Barred) as why:
            async with asyncio.timeout(20):
                await later.listen(Ears())
        await later.close()
        assert "Another process" in why.value.says.key
    await hamlet.says(hamlet.bruno, "deux")
    await ears.until(lambda: ears.texts == ["un", "deux"])

    first.cancel()
    await asyncio.gather(first, return_exceptions=True)


async def test_a_token_that_is_revoked_bars_the_bot(hamlet: Hamlet) -> None:
    hamlet.world.revoke()

    with pytest.raises(Barred):
        await hamlet.telegram.listen(Ears())
    with pytest.raises(TryLater):
        await hamlet.adapter.send(hamlet.group, say("Bonjour"), "k1")


# being called


@pytest.fixture
async def webhooked(hamlet: Hamlet) -> AsyncIterator[Hamlet]:
    async with called(hamlet):
        yield hamlet


UPDATE = b'{"update_id": 1, "message": {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private", "first_name": "A"}, "from": {"id": 5, "is_bot": false, "first_name": "A"}, "text": "/menu"}}'  # noqa: E501


@pytest.mark.parametrize(
    ("secret", "body", "status"),
    [
        (SECRET, UPDATE, 200),
        (SECRET, b'{"update_id": 2, "poll": {}}', 200),
        (None, UPDATE, 403),
        ("", UPDATE, 403),
        ("another", UPDATE, 403),
        (SECRET + "é", UPDATE, 403),
        (SECRET, b"", 400),
        (SECRET, b"not JSON", 400),
        (SECRET, b"\xff\xfe", 400),
        (SECRET, b"[]", 400),
        (SECRET, b'{"update_id": "1"}', 400),
        (SECRET, b"[" * 100_000, 400),
    ],
)
async def test_a_call_is_answered_after_its_events_are_kept(
    webhooked: Hamlet, secret: str | None, body: bytes, status: int
) -> None:
    async with listening(webhooked, Ears()) as ears:
        while not webhooked.world.webhooks:
            await asyncio.sleep(0.01)
        assert await webhooked.telegram.receive(secret, body) == status

    assert len(ears.taken) == (body == UPDATE and status == 200)


async def test_a_call_that_comes_too_early_or_is_postponed_must_come_again(webhooked: Hamlet) -> None:
    early = await webhooked.telegram.receive(SECRET, UPDATE)
    ears = Ears()
    ears.later = 1
    async with listening(webhooked, ears):
        while not webhooked.world.webhooks:
            await asyncio.sleep(0.01)
        postponed = await webhooked.telegram.receive(SECRET, UPDATE)
        taken = await webhooked.telegram.receive(SECRET, UPDATE)

    assert (early, postponed, taken) == (503, 503, 200)


async def test_a_bot_that_asks_for_updates_is_not_called(hamlet: Hamlet) -> None:
    assert await hamlet.telegram.receive(SECRET, UPDATE) == 404


async def test_a_webhook_that_somebody_takes_over_bars_the_bot(
    webhooked: Hamlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "LOOKED_AT", 0.05)
    task = asyncio.create_task(webhooked.telegram.listen(Ears()))
    while not webhooked.world.webhooks:
        await asyncio.sleep(0.01)

    async with listening_as(webhooked.new()):
        with pytest.raises(Barred):
            async with asyncio.timeout(5):
                await task


async def test_a_webhook_whose_token_is_revoked_bars_the_bot(webhooked: Hamlet) -> None:
    task = asyncio.create_task(webhooked.telegram.listen(Ears()))
    while not webhooked.world.webhooks:
        await asyncio.sleep(0.01)
    webhooked.world.revoke()

    with pytest.raises(TryLater):
        await webhooked.adapter.send(webhooked.group, say("Bonjour"), "k1")
    with pytest.raises(Barred):
        async with asyncio.timeout(5):
            await task


async def test_an_address_that_telegram_refuses_is_said_plainly(hamlet: Hamlet) -> None:
    telegram = hamlet.new(mode="webhook", webhook_url="https://coop.example.org/x", webhook_secret=SECRET)
    await telegram.open()
    try:
        with pytest.raises(Barred) as why:
            await telegram.listen(Ears())
    finally:
        await telegram.close()

    assert "webhook_url" in why.value.says.key


@asynccontextmanager
async def listening_as(telegram: Telegram) -> AsyncIterator[None]:
    await telegram.open()
    task = asyncio.create_task(telegram.listen(Ears()))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await telegram.close()


# what Telegram knows


async def test_bots_are_not_counted_where_we_can_tell_them(hamlet: Hamlet) -> None:
    world, ana = hamlet.world, hamlet.people["ana"]
    await world.promote(world.bot, hamlet.room, by=ana)
    async with listening(hamlet, Ears()) as ears:
        for name in ("one", "two"):
            await world.add_bot(hamlet.room, by=ana, bot=world.add_account(name.title(), f"{name}_bot"))
        await world.join(hamlet.people["chloe"], hamlet.room)
        await ears.until(lambda: any(isinstance(event, events.Joined) for event in ears.taken))

    assert await hamlet.adapter.count(hamlet.group) == 3
    assert not any(event.by.name in ("One", "Two") for event in ears.taken)


async def test_a_promotion_is_told_where_the_bot_may_know(hamlet: Hamlet) -> None:
    ana, bruno = hamlet.people["ana"], hamlet.people["bruno"]
    await hamlet.world.promote(hamlet.world.bot, hamlet.room, by=ana)
    async with listening(hamlet, Ears()) as ears:
        await hamlet.says(hamlet.bruno, "un")
        await ears.until(lambda: bool(ears.texts))  # Telegram now knows what we ask for
        await hamlet.world.promote(bruno, hamlet.room, by=ana)
        await hamlet.world.demote(bruno, hamlet.room, by=ana)
        await ears.until(lambda: sum(isinstance(event, events.RoleChanged) for event in ears.taken) == 2)

    roles = [(event.by.user, event.organizer) for event in ears.taken if isinstance(event, events.RoleChanged)]
    assert roles == [(hamlet.bruno, True), (hamlet.bruno, False)]


async def test_talk_that_is_not_for_the_bot_is_not_brought_though_it_hears_everything(hamlet: Hamlet) -> None:
    await hamlet.world.promote(hamlet.world.bot, hamlet.room, by=hamlet.people["ana"])
    async with listening(hamlet, Ears()) as ears:
        await hamlet.world.say(hamlet.people["bruno"], hamlet.room, "Quelqu'un a vu mon vélo ?")
        await hamlet.says(hamlet.bruno, "un")
        await ears.until(lambda: bool(ears.texts))

    assert ears.texts == ["un"]


async def test_somebody_unknown_is_in_no_group(hamlet: Hamlet) -> None:
    nobody = User("telegram", "4711")

    assert not await hamlet.adapter.is_member(hamlet.group, nobody)
    assert not await hamlet.adapter.is_organizer(hamlet.group, nobody)


async def test_the_commands_are_listed_in_both_languages_for_everybody(hamlet: Hamlet) -> None:
    await hamlet.adapter.menu(None, "fr", [("/sondage", "Demander un avis"), ("/décisions", "Le registre")])
    await hamlet.adapter.menu(None, "en", [("/poll", "Ask for advice")])
    await hamlet.adapter.menu(hamlet.group, "fr", [("/vote", "Voter")])

    listed = {
        key: [one["command"] for one in commands] for key, commands in hamlet.world.bot.commands.items() if commands
    }
    assert len(listed) == 7
    assert [names for (_scope, tongue), names in listed.items() if tongue == "en"] == [["poll"]] * 3
    assert [names for (_scope, tongue), names in listed.items() if not tongue] == [["sondage", "decisions"]] * 3 + [
        ["vote"]
    ]


async def test_what_an_operator_needs_to_know_is_asked_at_once(hamlet: Hamlet) -> None:
    hamlet.server.faults.date_off = 600.0

    found = await hamlet.telegram.inspect()

    assert (found.account.username, found.account.reads_all, found.webhook_url) == ("coop_bot", False, "")
    ahead = found.ahead(datetime.now(UTC))
    assert timedelta(minutes=-11) < ahead < timedelta(minutes=-9)


async def test_a_clock_ten_minutes_off_changes_nothing_for_members(hamlet: Hamlet) -> None:
    hamlet.server.faults.date_off = -600.0
    hamlet.world.clock = lambda: 1_000_000.0
    async with listening(hamlet, Ears()) as ears:
        await hamlet.says(hamlet.bruno, "un")
        await ears.until(lambda: ears.texts == ["un"])

    await hamlet.adapter.send(hamlet.group, say("Bonjour"), "k1")
    assert hamlet.shown(hamlet.group) == ["Bonjour"]


async def test_a_network_that_is_not_there_yet_is_tried_later() -> None:
    telegram = Telegram(
        Settings(token="7100000001:AAcoop-fake-token-of-35-characters0", base_url="http://127.0.0.1:9/bot")
    )

    for call in (telegram.open, telegram.inspect):
        with pytest.raises(TryLater):
            await call()
    await telegram.close()


def test_telegram_says_what_it_can() -> None:
    assert Can.DM not in CAN
    assert Can.REACT not in CAN
    assert posting.CAPTION == 1024


async def test_the_token_is_in_no_output_at_any_level(
    hamlet: Hamlet, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    faults, told = hamlet.server.faults, [repr(hamlet.telegram), repr(vars(hamlet.telegram))]
    ref = await hamlet.adapter.send(hamlet.group, say("Bonjour", picture=CHART), "k1")
    for fault in ({"code": 502, "html": True}, {"drop": True}, {"code": 403}, {"code": 400}, {"retry_after": 1}):
        faults.next("sendMessage", **fault)
        faults.next("getUpdates", **fault)
        try:
            await hamlet.adapter.send(hamlet.group, say("Bonjour"), "k2")
        except (TryLater, Gone, Denied) as error:
            told += [repr(error), repr(error.__context__), repr(error.__cause__)]
    await gone(hamlet.adapter.edit(hamlet.unknown(), say("Bonjour")))
    await gone(hamlet.adapter.pin(ref, True))
    secret = hamlet.world.bot.token
    hamlet.world.revoke()
    with pytest.raises(Barred) as barred:
        await hamlet.telegram.listen(Ears())

    out = capfd.readouterr()
    everything = "\n".join([*told, repr(barred.value), caplog.text, out.out, out.err])
    assert secret not in everything
    assert secret.partition(":")[2] not in everything
