"""The Bot API fake: what a bot hears of groups, and how somebody stands in them."""

from __future__ import annotations

from typing import Any

import aiogram
import pytest
import telegram
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat
from telegram.error import ChatMigrated

from tests.botapi import Server, World
from tests.botapi.chats import Chat
from tests.botapi.clients import Raw
from tests.botapi.people import Person

Json = dict[str, Any]
MEMBERS = ["message", "my_chat_member", "chat_member", "chat_join_request"]


@pytest.fixture
def ana(world: World) -> Person:
    return world.person("Ana")


@pytest.fixture
def bo(world: World) -> Person:
    return world.person("Bo", "Petit", username="bopetit")


@pytest.fixture
def group(world: World, ana: Person, bo: Person) -> Chat:
    """A supergroup of Ana, who made it, and Bo; the bot is not in it yet."""
    return world.supergroup("La Ruche", [ana, bo], [ana])


def kinds(news: list[Json]) -> list[str]:
    return [next(iter(one)) for one in news]


def said(news: list[Json]) -> list[str]:
    return [one["message"]["text"] for one in news if "text" in one.get("message", {})]


def change(one: Json) -> tuple[str, str]:
    """From which status to which."""
    [changed] = one.values()
    return changed["old_chat_member"]["status"], changed["new_chat_member"]["status"]


# coming and going


async def test_a_bot_that_is_added_promoted_and_removed_is_told_each_time(
    world: World, raw: Raw, group: Chat, ana: Person
) -> None:
    await world.add_bot(group, by=ana)
    added = await raw.news()
    await world.promote(world.bot, group, by=ana)
    promoted = await raw.news()
    await world.remove_bot(group, by=ana)
    removed = await raw.news()

    assert kinds(added) == ["my_chat_member", "message"]
    assert change(added[0]) == ("left", "member")
    assert added[1]["message"]["new_chat_members"][0]["id"] == world.bot.id
    assert [change(one) for one in promoted] == [("member", "administrator")]
    assert kinds(removed) == ["my_chat_member", "message"]
    assert change(removed[0]) == ("administrator", "kicked")
    assert removed[1]["message"]["left_chat_member"]["id"] == world.bot.id
    assert removed[1]["message"]["from"]["id"] == ana.id


async def test_service_messages_tell_every_bot_who_came_and_went_chat_member_only_administrators(
    world: World, raw: Raw, group: Chat, ana: Person, bo: Person
) -> None:
    await raw.updates(allowed_updates=MEMBERS)
    await world.add_bot(group, by=ana)
    await raw.news()

    await world.leave(bo, group)
    plain = await raw.news()
    await world.promote(world.bot, group, by=ana)
    await raw.news()
    await world.join(bo, group, by=ana)
    joined = await raw.news()
    await world.kick(bo, group, by=ana)
    kicked = await raw.news()

    assert kinds(plain) == ["message"]
    assert plain[0]["message"]["left_chat_member"]["id"] == bo.id
    assert kinds(joined) == ["chat_member", "message"]
    assert change(joined[0]) == ("left", "member")
    assert joined[0]["chat_member"]["from"]["id"] == ana.id
    assert change(kicked[0]) == ("member", "kicked")


async def test_in_a_very_large_group_only_chat_member_tells_who_came(world: World, raw: Raw, group: Chat, ana: Person,
                                                                     bo: Person) -> None:  # fmt: skip
    await raw.updates(allowed_updates=MEMBERS)
    await world.add_bot(group, by=ana, admin=True)
    group.quiet_joins = True
    await raw.news()

    await world.leave(bo, group)
    await world.join(bo, group)

    assert [change(one) for one in await raw.news()] == [("member", "left"), ("left", "member")]


async def test_promoting_demoting_and_restricting_a_person_is_told_to_an_administrator(
    world: World, raw: Raw, group: Chat, ana: Person, bo: Person
) -> None:
    await raw.updates(allowed_updates=MEMBERS)
    await world.add_bot(group, by=ana, admin=True)
    await raw.news()

    await world.promote(bo, group, by=ana)
    await world.demote(bo, group, by=ana)
    await world.restrict(bo, group, by=ana)
    await world.restrict(bo, group, by=ana, inside=False)

    news = await raw.news()
    assert [change(one) for one in news] == [
        ("member", "administrator"), ("administrator", "member"),
        ("member", "restricted"), ("restricted", "restricted"),
    ]  # fmt: skip
    assert news[-1]["chat_member"]["new_chat_member"]["is_member"] is False


async def test_somebody_who_asks_to_join_is_let_in_by_the_bot(
    world: World, raw: Raw, gram: aiogram.Bot, group: Chat, ana: Person
) -> None:
    await world.add_bot(group, by=ana, admin=True)
    await raw.news()
    chloe = world.person("Chloé")

    await world.ask_to_join(chloe, group)

    assert kinds(await raw.news()) == ["chat_join_request"]
    await gram.approve_chat_join_request(group.id, chloe.id)
    assert group.holds(chloe)
    assert [one["message"]["new_chat_members"][0]["id"] for one in await raw.news()] == [chloe.id]
    with pytest.raises(TelegramBadRequest, match="HIDE_REQUESTER_MISSING"):
        await gram.decline_chat_join_request(group.id, chloe.id)


async def test_a_bot_that_leaves_is_told_so_and_may_no_longer_write(
    world: World, raw: Raw, ptb: telegram.Bot, gram: aiogram.Bot, group: Chat, ana: Person
) -> None:
    await world.add_bot(group, by=ana)
    await raw.news()

    await ptb.leave_chat(group.id)

    assert kinds(await raw.news()) == ["my_chat_member", "message"]
    with pytest.raises(TelegramForbiddenError, match="bot is not a member of the supergroup chat"):
        await gram.send_message(group.id, "hello")


# what is heard


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("good morning", False),
        ("/vote Soup?", True),
        ("/vote@coop_bot Soup?", True),
        ("/vote@other_bot Soup?", False),
        ("@coop_bot Soup?", True),
        ("@COOP_BOT", True),
        ("@coop_bottle", False),
        ("see example.org/vote and 1/2", False),
    ],
)
async def test_free_text_of_a_group_is_private_unless_it_is_addressed_to_the_bot(
    world: World, raw: Raw, group: Chat, ana: Person, text: str, heard: bool
) -> None:
    await world.add_bot(group, by=ana)
    await raw.news()

    await world.say(ana, group, text)

    assert said(await raw.news()) == [text] * heard


async def test_a_reply_to_the_bot_or_to_what_it_heard_reaches_it(
    world: World, raw: Raw, group: Chat, ana: Person, bo: Person
) -> None:
    await world.add_bot(group, by=ana)
    command = await world.say(ana, group, "/vote Soup?")
    await raw.result("sendMessage", chat_id=group.id, text="Vote 1: Soup?")
    await raw.news()

    await world.say(bo, group, "yes", reply_to=world.newest(group))
    await world.say(bo, group, "why?", reply_to=command)
    await world.say(bo, group, "never mind")

    news = await raw.news()
    assert said(news) == ["yes", "why?"]
    assert news[0]["message"]["reply_to_message"]["from"]["id"] == world.bot.id


async def test_an_administrator_and_a_bot_without_privacy_hear_everything(
    world: World, raw: Raw, group: Chat, ana: Person
) -> None:
    await world.add_bot(group, by=ana, admin=True)
    await world.say(ana, group, "heard as administrator")
    await world.demote(world.bot, group, by=ana)
    await world.say(ana, group, "not heard")
    world.bot.reads_all = True
    await world.say(ana, group, "heard without privacy")

    assert said(await raw.news()) == ["heard as administrator", "heard without privacy"]
    assert (await raw.result("getMe"))["can_read_all_group_messages"] is True


async def test_a_command_for_nobody_in_particular_goes_to_the_bot_that_spoke_last(
    world: World, raw: Raw, group: Chat, ana: Person
) -> None:
    other = world.add_account("Other", "other_bot")
    await world.add_bot(group, by=ana)
    await world.add_bot(group, by=ana, bot=other)
    await world.say(ana, group, "/first")
    await raw.result("sendMessage", chat_id=group.id, text="here")
    await world.say(ana, group, "/second")
    group.spoke_last = other.id
    await world.say(ana, group, "/third")

    assert said(await raw.news()) == ["/first", "/second"]


async def test_an_edited_message_is_heard_by_the_same_rules(world: World, raw: Raw, group: Chat, ana: Person) -> None:
    await world.add_bot(group, by=ana)
    aside = await world.say(ana, group, "aside")
    command = await world.say(ana, group, "/vote Soupe")
    await raw.news()

    await world.edit_text(aside, "still aside")
    await world.edit_text(command, "/vote Soup?")

    [edited] = await raw.news()
    assert edited["edited_message"]["text"] == "/vote Soup?"
    assert edited["edited_message"]["edit_date"] >= edited["edited_message"]["date"]


async def test_an_anonymous_administrator_and_somebody_who_speaks_as_a_channel_stay_hidden(
    world: World, raw: Raw, group: Chat, ana: Person, bo: Person
) -> None:
    await world.add_bot(group, by=ana)
    await raw.news()

    await world.say(ana, group, "/vote Soup?", anonymous=True)
    await world.say(bo, group, "/vote Bread?", as_channel="Le Journal")

    admin, channel = (one["message"] for one in await raw.news())
    assert (admin["from"]["username"], admin["sender_chat"]["id"]) == ("GroupAnonymousBot", group.id)
    assert (channel["from"]["username"], channel["sender_chat"]["title"]) == ("Channel_Bot", "Le Journal")
    assert channel["sender_chat"]["type"] == "channel"


async def test_a_deleted_account_has_no_name_and_can_be_told_nothing(
    world: World, raw: Raw, group: Chat, ana: Person, bo: Person
) -> None:
    await world.add_bot(group, by=ana)
    await world.open_private(bo)
    await world.delete_account(bo)

    member = await raw.result("getChatMember", chat_id=group.id, user_id=bo.id)

    assert member["user"] == {"id": bo.id, "is_bot": False, "first_name": ""}
    assert await raw.refused("sendMessage", chat_id=bo.id, text="hello") == (403, "Forbidden: user is deactivated")


# topics and migration


async def test_what_is_said_in_a_topic_carries_its_number_and_looks_like_a_reply_to_its_beginning(
    world: World, raw: Raw, gram: aiogram.Bot, ana: Person
) -> None:
    forum = world.supergroup("La Ruche", [ana], [ana], forum=True)
    await world.add_bot(forum, by=ana)
    thread = await world.topic(forum, "Garden", by=ana)
    await raw.news()

    await world.say(ana, forum, "/vote Soup?", thread=thread)
    await world.say(ana, forum, "/vote Bread?")

    topic, general = (one["message"] for one in await raw.news())
    assert (topic["message_thread_id"], topic["is_topic_message"]) == (thread, True)
    assert topic["reply_to_message"]["forum_topic_created"]["name"] == "Garden"
    assert "message_thread_id" not in general
    assert topic["chat"]["is_forum"] is True
    sent = await gram.send_message(forum.id, "Vote 1", message_thread_id=thread)
    assert sent.message_thread_id == thread
    await world.close_topic(forum, thread)
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await gram.send_message(forum.id, "Vote 2", message_thread_id=thread)


async def test_a_thread_of_replies_is_no_topic_and_its_number_does_no_harm(
    world: World, raw: Raw, group: Chat, ana: Person, bo: Person
) -> None:
    await world.add_bot(group, by=ana, admin=True)
    first = await world.say(ana, group, "hello")
    await raw.news()

    await world.say(bo, group, "hello to you", reply_to=first)

    [reply] = await raw.news()
    assert reply["message"]["message_thread_id"] == first.id
    assert "is_topic_message" not in reply["message"]
    sent = await raw.result("sendMessage", chat_id=group.id, text="hello", message_thread_id=first.id)
    assert "message_thread_id" not in sent


async def test_a_group_that_migrates_says_where_it_went_and_refuses_its_old_address(
    world: World, raw: Raw, gram: aiogram.Bot, ptb: telegram.Bot, ana: Person
) -> None:
    old = world.group("La Ruche", [ana], [ana])
    await world.add_bot(old, by=ana)
    await raw.news()

    new = world.migrate(old)

    there, joined, back = await raw.news()
    assert there["message"]["migrate_to_chat_id"] == new.id
    assert change(joined) == ("left", "member")
    assert joined["my_chat_member"]["chat"]["id"] == new.id
    assert back["message"]["migrate_from_chat_id"] == old.id
    assert back["message"]["from"]["username"] == "GroupAnonymousBot"
    with pytest.raises(TelegramMigrateToChat):
        await gram.send_message(old.id, "hello")
    with pytest.raises(ChatMigrated) as moved:
        await ptb.send_message(old.id, "hello")
    assert moved.value.new_chat_id == new.id
    assert (await raw("sendMessage", chat_id=old.id, text="hello"))["description"] == (
        "Bad Request: group chat was upgraded to a supergroup chat"
    )
    assert (await gram.send_message(new.id, "hello")).chat.type == "supergroup"


async def test_ids_are_as_telegram_s(world: World, ana: Person, bo: Person) -> None:
    group, big = world.group("One", [ana], [ana]), world.supergroup("Two", [ana, bo], [ana])

    assert ana.id > 2**32
    assert -(10**10) < group.id < 0
    assert str(big.id).startswith("-100")
    assert len(str(big.id)) == 14


# what a bot may ask


async def test_members_administrators_and_their_number(
    world: World, raw: Raw, gram: aiogram.Bot, ptb: telegram.Bot, group: Chat, ana: Person, bo: Person
) -> None:
    await world.add_bot(group, by=ana, admin=True)
    stranger = world.person("Zoé")

    assert [one.status for one in await gram.get_chat_administrators(group.id)] == ["creator", "administrator"]
    assert (await ptb.get_chat_member(group.id, bo.id)).status == "member"
    assert (await gram.get_chat_member(group.id, stranger.id)).status == "left"
    assert await ptb.get_chat_member_count(group.id) == 3, "bots are counted"
    assert await raw.refused("getChatMember", chat_id=group.id, user_id=12345) == (
        400, "Bad Request: PARTICIPANT_ID_INVALID",
    )  # fmt: skip
    assert (await raw.refused("getChatMember", chat_id=group.id, user_id=0))[
        1
    ] == "Bad Request: invalid user_id specified"


async def test_hidden_members_are_shown_to_administrators_only(
    world: World, raw: Raw, group: Chat, ana: Person, bo: Person
) -> None:
    await world.add_bot(group, by=ana)
    group.hidden_members = True

    assert await raw.refused("getChatMember", chat_id=group.id, user_id=bo.id) == (
        400, "Bad Request: CHAT_ADMIN_REQUIRED",
    )  # fmt: skip
    await world.promote(world.bot, group, by=ana)
    assert (await raw.result("getChatMember", chat_id=group.id, user_id=bo.id))["status"] == "member"


async def test_a_public_group_is_found_by_its_name_and_read_from_outside(
    world: World, raw: Raw, gram: aiogram.Bot, ana: Person, server: Server
) -> None:
    public = world.supergroup("La Place", [ana], [ana], username="laplace")

    found = await gram.get_chat("@LaPlace")

    assert (found.id, found.title, found.username) == (public.id, "La Place", "laplace")
    assert await raw.refused("sendMessage", chat_id="@laplace", text="hello") == (
        403, "Forbidden: bot is not a member of the supergroup chat",
    )  # fmt: skip
    assert await raw.refused("getChat", chat_id=-100123) == (400, "Bad Request: chat not found")


async def test_a_bot_that_was_kicked_may_do_nothing_there(world: World, raw: Raw, group: Chat, ana: Person) -> None:
    await world.add_bot(group, by=ana)
    await world.remove_bot(group, by=ana)

    for method, more in (("sendMessage", {"text": "hello"}), ("getChat", {}), ("getChatMember", {"user_id": ana.id})):
        assert await raw.refused(method, chat_id=group.id, **more) == (
            403, "Forbidden: bot was kicked from the supergroup chat",
        )  # fmt: skip


async def test_a_pin_needs_the_right_and_everybody_reads_of_it(
    world: World, raw: Raw, gram: aiogram.Bot, group: Chat, ana: Person
) -> None:
    await world.add_bot(group, by=ana)
    sent = await gram.send_message(group.id, "Vote 1")
    with pytest.raises(TelegramBadRequest, match="not enough rights to manage pinned messages in the chat"):
        await gram.pin_chat_message(group.id, sent.message_id)
    await world.promote(world.bot, group, by=ana)
    await raw.news()

    await gram.pin_chat_message(group.id, sent.message_id)

    [pinned] = await raw.news()
    assert pinned["message"]["pinned_message"]["text"] == "Vote 1"
    found = (await gram.get_chat(group.id)).pinned_message
    assert found is not None
    assert found.message_id == sent.message_id
    await gram.unpin_chat_message(group.id, message_id=sent.message_id)
    assert (await gram.get_chat(group.id)).pinned_message is None
    with pytest.raises(TelegramBadRequest, match="message to pin not found"):
        await gram.pin_chat_message(group.id, 999)


async def test_people_pin_rename_and_delete_a_group(world: World, raw: Raw, group: Chat, ana: Person) -> None:
    await world.add_bot(group, by=ana)
    message = await world.say(ana, group, "read this")
    await raw.news()

    await world.pin(ana, message)
    await world.rename(group, "Le Rucher", by=ana)
    pinned, renamed = await raw.news()
    await world.forget(group)

    assert pinned["message"]["pinned_message"]["text"] == "read this"
    assert (renamed["message"]["new_chat_title"], renamed["message"]["chat"]["title"]) == ("Le Rucher", "Le Rucher")
    assert [change(one) for one in await raw.news()] == [("member", "left")]
    assert await raw.refused("sendMessage", chat_id=group.id, text="?") == (400, "Bad Request: chat not found")


async def test_reactions_are_few_and_known(world: World, raw: Raw, gram: aiogram.Bot, group: Chat, ana: Person) -> None:
    await world.add_bot(group, by=ana, admin=True)
    message = await world.say(ana, group, "hello")

    async def react(*emoji: str) -> dict[str, Any]:
        reaction = [{"type": "emoji", "emoji": one} for one in emoji]
        return await raw("setMessageReaction", chat_id=group.id, message_id=message.id, reaction=reaction)

    assert (await react("👍"))["ok"]
    assert (await react("1️⃣"))["description"] == "Bad Request: REACTION_INVALID"
    assert (await react("👍", "👎"))["description"] == "Bad Request: REACTIONS_TOO_MANY"
    assert message.reactions[world.bot.id] == [{"type": "emoji", "emoji": "👍"}]
