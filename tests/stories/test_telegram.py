"""What only Telegram has: private chats that nobody opened, topics, migration, two groups with a shared member."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.adapters.telegram.adapter import Telegram
from bot.chat.address import Chat, Person
from bot.chat.text import _
from handlers.basics import views
from tests.telegram_side import telegram_town
from tests.town import Town


@pytest.fixture(params=["fr", "en"])
async def abroad(request: pytest.FixtureRequest, folder: Path) -> AsyncIterator[Town]:
    """A town on Telegram in which nobody has opened a private chat."""
    async with telegram_town(folder, request.param) as town:
        for chat in town.hub.world.privates.values():
            chat.opened = False
        yield town


async def test_a_command_is_answered_in_the_private_chat_once_it_is_opened(abroad: Town):
    group, bruno = abroad.hub.theirs(abroad.group), abroad.hub.who(abroad.people["bruno"])

    await abroad.say("bruno", "/me")

    [sign] = abroad.hub.world.shown(group, to=bruno)
    assert abroad.says(_("Open the conversation")) in sign
    assert abroad.hub.world.shown(group) == []  # only Bruno sees it
    assert abroad.heard("bruno") == []

    await abroad.whisper("bruno", "/start here")

    assert [abroad.says(_("My settings")) in text for text in abroad.heard("bruno")] == [True]


async def test_what_waits_behind_a_closed_door_was_logged_as_lost(abroad: Town):
    with capture_logs() as logged:
        await abroad.say("bruno", "/me")

    said = [str(one["event"]) for one in logged]
    assert "a private message waits until its person writes to the bot" in said
    assert not any("for good" in one for one in said)


async def test_a_confidential_answer_typed_before_the_door_is_opened_is_told_as_not_counted(abroad: Town):
    group, bruno = abroad.hub.theirs(abroad.group), abroad.hub.who(abroad.people["bruno"])
    await abroad.say("ana", "/vote Shall we?")

    await abroad.say("bruno", "/vote 1 pour")

    assert abroad.ballot() == (0, 0, 0, 0)
    told = _("{name}, vote {number} is confidential: what you typed here was not counted. Open a private conversation "
             "with me and answer there.", name="Bruno Petit", number="1")  # fmt: skip
    assert sum(abroad.says(told) in text for text in abroad.hub.world.shown(group, to=bruno)) == 1

    await abroad.whisper("bruno", "/start here")
    await abroad.choose_privately("bruno", "pour" if abroad.language == "fr" else "for")
    assert abroad.ballot() == (1, 0, 0, 0)


async def test_on_an_old_server_the_sign_is_for_everybody(abroad: Town):
    abroad.hub.world.knows_ephemeral = False

    await abroad.say("bruno", "/me")

    [sign] = abroad.seen()
    assert "Bruno" in sign


async def test_a_receipt_passes_by_and_a_refusal_stays(abroad: Town):
    """A press is answered in a box to be tapped away only where nothing came of it."""
    await abroad.say("ana", "/vote Shall we? quorum=1/2 fin=2h")
    bruno, card = abroad.hub.who(abroad.people["bruno"]), abroad.hub.message(abroad.card("Shall we?").ref)

    data = card.buttons[0]["callback_data"]
    receipt = await abroad.hub.world.press(bruno, card, 0)
    await abroad.hub.taken()
    await abroad.say("ana", "/vote annuler 1 trop tôt")
    refusal = abroad.hub.world.press_data(bruno, card, data)
    async with asyncio.timeout(10):
        await refusal.answered.wait()

    assert len(receipt.text) > 60
    assert not receipt.alert
    assert refusal.toast is not None
    assert refusal.toast.text
    assert refusal.toast.alert


async def test_who_asks_who_may_vote_reads_what_counts_for_the_quorum(abroad: Town):
    await abroad.say("ana", "/vote Shall we? quorum=1/2")
    await abroad.whisper("bruno", "/start")
    bruno, card = abroad.hub.who(abroad.people["bruno"]), abroad.card("Shall we?")

    await abroad.hub.world.press(bruno, abroad.hub.message(card.ref), abroad.says(_("Who may vote?")))
    await abroad.hub.taken()
    await abroad.settle()

    told = "L’abstention et le vote blanc comptent" if abroad.language == "fr" else "Abstaining and voting blank count"
    assert told in abroad.heard("bruno")[-1]


async def test_a_press_opens_the_private_chat(abroad: Town):
    await abroad.say("ana", "/vote Shall we?")
    bruno, card = abroad.hub.who(abroad.people["bruno"]), abroad.card("Shall we?")

    toast = await abroad.hub.world.press(bruno, abroad.hub.message(card.ref), abroad.says(_("Who may vote?")))

    assert toast.url == "https://t.me/coop_bot?start=here"

    await abroad.whisper("bruno", "/start here")

    assert len(abroad.heard("bruno")) == 1


async def test_a_group_that_becomes_a_supergroup_keeps_its_vote(folder: Path):
    async with telegram_town(folder, "en") as town:
        world, people = town.hub.world, [town.hub.who(one) for one in town.people.values()]
        room = world.group("Le Four", people, people[:1])
        await world.add_bot(room, by=people[0], admin=True)
        await town.hub.taken()
        await town.hub.say(town.people["ana"], Chat("telegram", str(room.id)), "/vote Move? secrecy=public")
        await town.settle()

        town.group = Chat("telegram", str(world.migrate(room).id))
        await town.hub.taken()
        await town.settle()
        await town.whisper("bruno", "/vote 1 for")
        await town.wait(days=4)

        assert "Adopted: 1 for, 0 against." in town.last


async def test_a_vote_in_a_topic_stays_in_it(folder: Path):
    async with telegram_town(folder, "en") as town:
        world, people = town.hub.world, [town.hub.who(one) for one in town.people.values()]
        forum = world.supergroup("Forum", people, people[:1], forum=True)
        await world.add_bot(forum, by=people[0], admin=True)
        topic = await world.topic(forum, "Kitchen", by=people[0])
        await town.hub.taken()

        await world.say(people[0], forum, "/poll Soup? | Leek | Squash", thread=topic)
        await town.hub.taken()
        await town.settle()
        asked = world.newest(forum, "Soup?")
        await town.wait(days=2)
        told = world.newest(forum, "Soup?")

        assert asked.id != told.id
        assert [(one.thread, one.in_topic) for one in (asked, told)] == [(topic, True)] * 2


async def test_a_person_in_two_groups_has_one_voice_in_each(folder: Path):
    async with telegram_town(folder, "en") as town:
        other = town.hub.group("four", "Le Four", [town.people["ana"], town.people["bruno"]], [town.people["ana"]])
        await town.say("ana", "/vote Here? secrecy=public")
        await town.hub.say(town.people["ana"], other, "/vote There? secrecy=public")
        await town.settle()

        await town.choose("bruno", "For")
        await town.choose("bruno", "Against", other)
        refused = await town.hub.press(town.people["bruno"], town.hub.last(other).ref, "v:1:1")
        await town.settle()

        assert (town.ballot(1), town.ballot(2)) == ((1, 0, 0, 0), (0, 1, 0, 0))
        assert "another group" in refused


async def test_a_refusal_that_nobody_foresaw_leaves_the_vote_and_is_told_to_the_operator(folder: Path):
    """Broken once: every 400 counted as gone, and one that Telegram had made up ended a living message for good."""
    async with telegram_town(folder, "en") as town:
        with town.database.begin() as tx:
            tx.operators.add(tx.members.known(Person(town.people["ana"], "Ana", "en"), town.time).id, town.time)
        await town.say("ana", "/vote Shall we? secrecy=public")

        town.hub.server.faults.next("editMessageText", 400, "NEWS_OF_TELEGRAM")
        await town.choose("bruno", "For")
        before = town.card("Shall we?").text
        await town.choose("chloe", "For")

        assert "For: 1" not in before
        assert "For: 2" in town.card("Shall we?").text
        assert sum("reason that I do not know" in text for text in town.heard("ana")) == 1


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (400, "not enough rights to send text messages to the chat"),
        (400, "TOPIC_CLOSED"),
        (403, "bot is not a member of the supergroup chat"),
    ],
)
async def test_a_vote_outlives_that_the_bot_may_not_write_for_a_while(folder: Path, code: int, why: str):
    """Broken once: muted for an hour, the bot forgot the message of an open vote."""
    async with telegram_town(folder, "en") as town:
        await town.say("ana", "/vote Shall we? secrecy=public")

        town.hub.server.faults.next("editMessageText", code, why)
        await town.choose("bruno", "For")
        await town.choose("chloe", "For")

        assert "For: 2" in town.card("Shall we?").text


async def press_too_late(town: Town, who: str, button: str) -> None:
    """Presses on the vote while the bot was away for so long that Telegram takes no answer any more."""
    world, card = town.hub.world, town.hub.message(town.card("Shall we?").ref)
    [data] = [one["callback_data"] for one in card.buttons if one["text"] == button]
    world.press_lasts = -1.0
    world.press_data(town.hub.who(town.people[who]), card, data)
    await town.hub.taken()
    [adapter] = town.app.adapters.values()
    assert isinstance(adapter, Telegram)
    await asyncio.gather(*adapter._answers._tasks)
    await asyncio.sleep(0)
    await town.settle()


async def test_a_refusal_that_came_too_late_for_the_press_is_told_in_private(abroad: Town):
    """Broken once: whoever pressed while the bot was away believed to have voted."""
    await abroad.whisper("bruno", "/start")
    await abroad.say("ana", "/vote Shall we? fin=2h quorum=1/2")
    voice = abroad.hub.message(abroad.card("Shall we?").ref).buttons[0]["text"]
    await press_too_late(abroad, "bruno", voice)  # it counts, and the card shows it
    assert len(abroad.heard("bruno")) == 1

    with abroad.database.begin() as tx:
        poll = tx.polls.get(1)
        assert poll is not None
        tx.polls.keep(poll.close(now=abroad.time))
    await press_too_late(abroad, "bruno", voice)

    assert len(abroad.heard("bruno")) == 2
    assert all(word in abroad.heard("bruno")[-1] for word in ("La Ruche", "1"))


async def test_a_door_that_came_too_late_for_the_press_is_shown_in_the_group_once(abroad: Town):
    await abroad.say("ana", "/vote Shall we?")
    await press_too_late(abroad, "bruno", abroad.says(_("Who may vote?")))
    await press_too_late(abroad, "bruno", abroad.says(_("Who may vote?")))

    signs = [text for text in abroad.seen() if abroad.says(_("Open the conversation")) in text]
    await abroad.whisper("bruno", "/start here")

    assert len(signs) == 1
    assert "Bruno" in signs[0]
    assert len(abroad.heard("bruno")) == 2


async def test_a_button_is_worth_nothing_where_its_vote_is_not_or_once_it_is_outdated(abroad: Town):
    """A card handed on with its buttons, the number of another group's vote, what an older version wrote."""
    world, bruno = abroad.hub.world, abroad.hub.who(abroad.people["bruno"])
    await abroad.say("ana", "/vote Shall we? secrecy=public")
    card = abroad.hub.message(abroad.card("Shall we?").ref)
    other = world.supergroup("Ailleurs", [bruno], [bruno])
    await world.add_bot(other, by=bruno)
    await abroad.hub.taken()
    await abroad.settle()
    copy = await world.forward(bruno, card, other, keyboard=True)
    data = card.buttons[0]["callback_data"]

    presses = [world.press_data(bruno, copy, data, bot=world.bot), world.press_data(bruno, world.newest(other), data)]
    presses += [world.press_data(bruno, card, old) for old in ("v:1", "v:41:0", "what was that", "é" * 32)]
    async with asyncio.timeout(10):
        await asyncio.gather(*(press.answered.wait() for press in presses))

    toasts = [press.toast for press in presses]
    assert all(toast is not None and toast.text and toast.alert for toast in toasts), toasts
    assert abroad.ballot() == (0, 0, 0, 0)


async def a_group(town: Town, title: str) -> Chat:
    """A plain group of everybody, in which the town is told from now on."""
    world, people = town.hub.world, [town.hub.who(one) for one in town.people.values()]
    room = world.group(title, people, people[:1])
    town.group = Chat("telegram", str(room.id))
    await world.add_bot(room, by=people[0], admin=True)
    await town.hub.taken()
    return town.group


async def become_a_supergroup(town: Town) -> Chat:
    """Their number is another one from now on; the old one."""
    old = town.group
    town.group = Chat("telegram", str(town.hub.world.migrate(town.hub.theirs(old)).id))
    await town.hub.taken()
    await town.settle()
    return old


async def test_an_open_vote_is_there_at_once_in_the_supergroup_and_a_closed_one_is_not_shown_again(folder: Path):
    """Broken once: the card came at its next change, so that nobody saw where to vote."""
    async with telegram_town(folder, "en") as town:
        await a_group(town, "Le Four")
        await town.say("ana", "/vote Over? secrecy=public ends=2h")
        await town.wait(hours=3)
        await town.say("ana", "/vote Move? secrecy=public")

        await become_a_supergroup(town)
        toast = await town.choose("bruno", "For")

        assert sum("Move?" in text for text in town.seen()) == 1
        assert not any("Over?" in text for text in town.seen())
        assert "For" in toast
        assert town.ballot(2) == (1, 0, 0, 0)


async def test_what_was_pinned_is_pinned_in_the_supergroup_too(folder: Path):
    """Broken once: the vote was posted anew, and nothing showed at the top where to vote."""
    async with telegram_town(folder, "en") as town:
        await a_group(town, "Le Four")
        await town.say("ana", "/plenary 5 december 2pm | Village hall")
        await town.choose("ana", town.says(_("Convene")))
        await town.say("ana", "/vote Over? secrecy=public ends=2h")
        await town.wait(hours=3)
        await town.say("ana", "/vote Move? secrecy=public")
        await town.say("ana", "/poll Which soup? | Leek | Pumpkin")

        await become_a_supergroup(town)
        pinned = [post.text for post in town.hub.messages(town.group) if post.pinned]

        assert len(pinned) == 2
        assert any("Move?" in text for text in pinned)
        assert any("Village hall" in text for text in pinned)


async def test_a_press_on_the_card_that_stayed_behind_counts(folder: Path):
    """Telegram still shows the group's old messages, and their presses come with the old number."""
    async with telegram_town(folder, "en") as town:
        await a_group(town, "Le Four")
        await town.say("ana", "/vote Move? secrecy=public")
        card = town.card("Move?")

        await become_a_supergroup(town)
        toast = await town.hub.press(town.people["bruno"], card.ref, "v:1:0")
        await town.settle()

        assert "For" in toast
        assert town.ballot() == (1, 0, 0, 0)
        assert "For: 1" in town.last


async def test_a_group_that_the_settings_name_is_served_under_its_new_number_and_the_operator_is_told(folder: Path):
    """Broken once: what the settings named was the old number, and nobody said that there is another."""
    named: list[str] = []
    async with telegram_town(folder, "en", serves=lambda chat: chat.id in named) as town:
        with town.database.begin() as tx:
            tx.operators.add(tx.members.known(Person(town.people["emma"], "Emma", "en"), town.time).id, town.time)
        world, people = town.hub.world, [town.hub.who(one) for one in town.people.values()]
        room = world.group("Le Four", people, people[:1])
        town.group = Chat("telegram", str(room.id))
        named.append(town.group.id)
        await world.add_bot(room, by=people[0], admin=True)
        await town.hub.taken()

        old = await become_a_supergroup(town)
        await town.restart()
        await town.app.dismiss()
        await town.say("bruno", "/menu")

        assert town.saw(_("What I can do here"))
        [told] = [text for text in town.heard("emma") if "has another number" in text]
        assert old.id in told
        assert town.group.id in told


async def test_a_group_that_makes_the_bot_an_administrator_is_told_once_what_that_is_for(folder: Path):
    """Broken once: the README insists on it, and nothing was said when it was done."""
    async with telegram_town(folder, "en") as town:
        world, ana = town.hub.world, town.hub.who(town.people["ana"])
        cellar = world.supergroup("La Cave", [ana], [ana])
        await world.add_bot(cellar, by=ana)
        await town.hub.taken()
        await town.settle()
        before = [one.text for one in world.messages(cellar, by_bot=True)]

        for _again in range(2):
            await world.promote(world.bot, cellar, by=ana)
            await town.hub.taken()
            await town.settle()
            await world.demote(world.bot, cellar, by=ana)
            await town.hub.taken()
            await town.settle()

        after = [one.text for one in world.messages(cellar, by_bot=True)]
        assert "make me an administrator" in before[-1]
        assert after == [*before, town.says(views.thanks())]


async def test_after_the_bots_name_a_command_needs_no_sign(abroad: Town):
    asked = await abroad.say("bruno", "@coop_bot vote Shall?")
    await abroad.edit("bruno", asked, "@coop_bot vote Shall we?")
    await abroad.say("bruno", "@coop_bot, menu")

    assert abroad.poll().terms.title == "Shall we?"
    assert abroad.saw(_("What I can do here"))
