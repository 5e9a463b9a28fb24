"""The Bot API fake: what a bot sends, edits, deletes and answers, and what Telegram refuses of it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiogram
import pytest
import telegram
from aiogram import types
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from tests.botapi import Server, World
from tests.botapi.chats import Chat
from tests.botapi.clients import Raw
from tests.botapi.people import Person
from tests.botapi.scene import Toast

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
async def ana(world: World) -> Person:
    """Somebody who has opened the private chat."""
    ana = world.person("Ana", language="en")
    await world.open_private(ana)
    world.bot.queue.pending.clear()
    return ana


@pytest.fixture
async def group(world: World, ana: Person) -> Chat:
    """A group with Ana and the bot in it."""
    group = world.supergroup("La Ruche", [ana, world.person("Bo")], [ana])
    await world.add_bot(group, by=ana)
    world.bot.queue.pending.clear()
    return group


def keyboard(**buttons: str) -> dict[str, Any]:
    """One row of buttons: label and data."""
    return {"inline_keyboard": [[{"text": label, "callback_data": data} for label, data in buttons.items()]]}


# texts


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("x" * 4096, ""),
        ("é" * 4096, ""),
        ("x" * 4097, "Bad Request: message is too long"),
        ("", "Bad Request: message text is empty"),
        (" \n ", "Bad Request: text must be non-empty"),
    ],
    ids=["4096", "4096 accents", "4097", "empty", "blank"],
)
async def test_a_text_has_1_to_4096_characters(raw: Raw, ana: Person, text: str, refusal: str) -> None:
    answer = await raw("sendMessage", chat_id=ana.id, text=text)

    assert answer.get("description", "") == refusal


async def test_texts_are_trimmed_and_their_entities_move_along(raw: Raw, ana: Person) -> None:
    bold = [{"type": "bold", "offset": 2, "length": 8}]

    sent = await raw.result("sendMessage", chat_id=ana.id, text="  Soup?   ", entities=bold)

    assert sent["text"] == "Soup?"
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 5}]


async def test_entities_count_utf16_units_and_telegram_finds_its_own(world: World, raw: Raw, ana: Person) -> None:
    text = "🧅 /vote@coop_bot #soup by @anadiaz, see https://example.org/a?b. or ana@example.org"

    await world.say(ana, world.private(ana), text)

    [update] = await raw.updates()
    found = [(one["type"], one["offset"], one["length"]) for one in update["message"]["entities"]]
    assert found == [
        ("bot_command", 3, 14), ("hashtag", 18, 5), ("mention", 27, 8), ("url", 41, 23), ("email", 69, 15),
    ]  # fmt: skip


async def test_an_entity_that_cuts_a_symbol_is_refused_and_an_unknown_one_too(raw: Raw, ana: Person) -> None:
    async def refusal(**entity: Any) -> str:
        return (await raw.refused("sendMessage", chat_id=ana.id, text="🧅 Soup", entities=[entity]))[1]

    assert await refusal(type="bold", offset=1, length=2) == (
        "Bad Request: entity begins in a middle of a UTF-16 symbol at offset 1"
    )
    assert await refusal(type="loud", offset=0, length=2) == (
        "Bad Request: can't parse MessageEntity: unsupported type specified"
    )


async def test_a_mention_without_username_is_kept_for_somebody_the_bot_has_met(
    world: World, raw: Raw, gram: aiogram.Bot, ana: Person
) -> None:
    stranger = world.person("Zoé")

    async def mention(person: Person) -> list[types.MessageEntity] | None:
        user = types.User(id=person.id, is_bot=False, first_name=person.first)
        entity = types.MessageEntity(type="text_mention", offset=0, length=3, user=user)
        return (await gram.send_message(ana.id, "You, vote", entities=[entity])).entities

    assert [entity.type for entity in await mention(ana) or []] == ["text_mention"]
    assert await mention(stranger) is None
    await world.say(ana, world.private(ana), "for Zoé", named={"Zoé": stranger})
    [update] = await raw.updates()
    assert update["message"]["entities"][0]["user"]["id"] == stranger.id


async def test_a_reply_names_its_message_and_an_unknown_one_is_refused_or_left_out(
    world: World, gram: aiogram.Bot, ana: Person
) -> None:
    question = await world.whisper(ana, "why?")

    reply = await gram.send_message(ana.id, "because", reply_parameters=types.ReplyParameters(message_id=question.id))
    gone = types.ReplyParameters(message_id=999, allow_sending_without_reply=True)
    alone = await gram.send_message(ana.id, "because", reply_parameters=gone)

    assert reply.reply_to_message is not None
    assert reply.reply_to_message.text == "why?"
    assert alone.reply_to_message is None
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await gram.send_message(ana.id, "because", reply_parameters=types.ReplyParameters(message_id=999))


async def test_message_ids_are_shared_by_private_chats_and_own_in_each_supergroup(
    world: World, gram: aiogram.Bot, ana: Person, group: Chat
) -> None:
    bo = world.person("Bo")
    await world.open_private(bo)

    first, second = await gram.send_message(ana.id, "one"), await gram.send_message(bo.id, "two")
    third = await gram.send_message(group.id, "three")

    assert second.message_id == first.message_id + 1
    assert third.message_id < first.message_id


# who may be written to


async def test_a_bot_cannot_write_first_nor_to_whom_blocked_it_nor_to_a_stranger(
    world: World, raw: Raw, gram: aiogram.Bot, ptb: telegram.Bot, group: Chat
) -> None:
    [bo] = [person for person in world.people.values() if person.first == "Bo"]
    stranger = world.person("Zoé")
    await world.say(bo, group, "/vote Soup?")

    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation with a user"):
        await gram.send_message(bo.id, "hello")
    with pytest.raises(BadRequest, match="Chat not found"):
        await ptb.send_message(stranger.id, "hello")

    await world.open_private(bo, "vote_41")
    await gram.send_message(bo.id, "hello")
    await raw.news()
    await world.block(bo)
    assert await raw.refused("sendMessage", chat_id=bo.id, text="hello") == (
        403, "Forbidden: bot was blocked by the user",
    )  # fmt: skip
    [blocked] = await raw.news()
    assert blocked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert blocked["my_chat_member"]["chat"]["type"] == "private"
    await world.whisper(bo, "hello again")
    assert [next(iter(one)) for one in await raw.news()] == ["my_chat_member", "message"]
    await gram.send_message(bo.id, "hello")


# buttons


@pytest.mark.parametrize(
    ("button", "refusal"),
    [
        ({"text": "Yes", "callback_data": "x" * 64}, ""),
        ({"text": "Yes", "callback_data": "é" * 33}, "Bad Request: BUTTON_DATA_INVALID"),
        ({"text": "Yes", "callback_data": ""}, "Text buttons are unallowed in the inline keyboard"),
        ({"text": " ", "callback_data": "x"}, "Bad Request: BUTTON_TEXT_INVALID"),
        ({"text": "Site", "url": "https://example.org/"}, ""),
        ({"text": "Site", "url": "example"}, "is invalid: Wrong HTTP URL"),
    ],
)
async def test_buttons_are_checked(raw: Raw, ana: Person, button: dict[str, str], refusal: str) -> None:
    markup = {"inline_keyboard": [[button]]}

    answer = await raw("sendMessage", chat_id=ana.id, text="Soup?", reply_markup=markup)

    assert answer.get("description", "").endswith(refusal)
    assert answer["ok"] == (not refusal)


async def test_there_are_at_most_100_buttons(raw: Raw, ana: Person) -> None:
    rows = [[{"text": f"{number}", "callback_data": f"{number}"}] for number in range(101)]

    assert (await raw("sendMessage", chat_id=ana.id, text="?", reply_markup={"inline_keyboard": rows[:100]}))["ok"]
    assert await raw.refused("sendMessage", chat_id=ana.id, text="?", reply_markup={"inline_keyboard": rows}) == (
        400, "Bad Request: reply markup is too long",
    )  # fmt: skip


async def test_a_press_is_answered_once_in_time_and_the_presser_reads_it(
    world: World, server: Server, ptb: telegram.Bot, raw: Raw, group: Chat, ana: Person
) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("For", callback_data="v:1")]])
    await ptb.send_message(group.id, "Soup?", reply_markup=markup)

    pressing = asyncio.create_task(world.press(ana, world.newest(group), "For"))
    [update] = await ptb.get_updates(timeout=5)
    query = update.callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("v:1", ana.id)
    assert isinstance(query.message, telegram.Message)
    assert query.message.text == "Soup?"
    await query.answer("Your vote is in.", show_alert=True)

    assert await pressing == Toast("Your vote is in.", alert=True)
    late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await raw.refused("answerCallbackQuery", callback_query_id=query.id) == (400, late)
    assert await raw.refused("answerCallbackQuery", callback_query_id="12") == (400, late)


async def test_a_toast_has_200_characters_and_comes_within_15_seconds(world: World, raw: Raw, ana: Person) -> None:
    await raw.result("sendMessage", chat_id=ana.id, text="Soup?", reply_markup=keyboard(For="v:1"))
    message = world.newest(world.private(ana))
    pressed = world.press_data(ana, message, "v:1")

    long = await raw.refused("answerCallbackQuery", callback_query_id=pressed.id, text="x" * 201)
    assert long == (400, "Bad Request: MESSAGE_TOO_LONG")
    pressed.at -= 16
    assert (await raw.refused("answerCallbackQuery", callback_query_id=pressed.id))[1].endswith("query ID is invalid")


async def test_any_data_may_be_pressed_on_any_message(world: World, raw: Raw, group: Chat, ana: Person) -> None:
    await raw.result("sendMessage", chat_id=group.id, text="Soup?", reply_markup=keyboard(For="v:1"))
    forwarded = await world.forward(ana, world.newest(group), world.private(ana), keyboard=True)
    await raw.news()

    world.press_data(ana, forwarded, "v:1")
    world.press_data(world.person("Zoé"), world.newest(group), "old:1")
    world.press_data(ana, world.newest(group), "v:1", inaccessible=True)

    first, second, third = [one["callback_query"] for one in await raw.news()]
    assert first["message"]["forward_origin"]["sender_user"]["id"] == world.bot.id
    assert first["message"]["chat"]["type"] == "private"
    assert second["data"] == "old:1"
    assert third["message"] == {"chat": {"id": group.id, "type": "supergroup", "title": "La Ruche"},
                                "message_id": world.newest(group).id, "date": 0}  # fmt: skip


async def test_a_press_that_nobody_answers_says_so(world: World, raw: Raw, ana: Person) -> None:
    await raw.result("sendMessage", chat_id=ana.id, text="Soup?", reply_markup=keyboard(For="v:1"))
    message = world.newest(world.private(ana))

    with pytest.raises(TimeoutError, match=r"Ana pressed \[For\] and the bot did not answer"):
        await world.press(ana, message, "For", wait=0.01)
    with pytest.raises(AssertionError, match="no button “Against”"):
        await world.press(ana, message, "Against")


async def test_a_link_button_opens_its_address(world: World, raw: Raw, ana: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Open", "url": "https://t.me/coop_bot?start=x"}]]}
    await raw.result("sendMessage", chat_id=ana.id, text="Here", reply_markup=markup)

    assert await world.press(ana, world.newest(world.private(ana)), 0) == Toast(url="https://t.me/coop_bot?start=x")


# editing and deleting


async def test_an_edit_replaces_text_and_buttons_and_must_change_something(
    world: World, gram: aiogram.Bot, raw: Raw, group: Chat
) -> None:
    sent = await raw.result(
        "sendMessage", chat_id=group.id, text="Soup? 0", reply_markup=keyboard(For="1", Against="2")
    )
    here = {"chat_id": group.id, "message_id": sent["message_id"]}

    edited = await gram.edit_message_text("Soup? 1", **here)
    assert isinstance(edited, types.Message)
    assert (edited.text, edited.reply_markup) == ("Soup? 1", None)
    assert edited.edit_date is not None
    with pytest.raises(TelegramBadRequest, match="message is not modified: specified new message content"):
        await gram.edit_message_text("Soup? 1", **here)
    await raw.result("editMessageReplyMarkup", **here, reply_markup=keyboard(For="1"))
    assert world.shown(group) == ["Soup? 1\n[For]"]
    assert await raw.updates() == [], "bots are not told of their own messages"


async def test_an_edit_of_what_is_gone_or_another_s_is_refused(
    world: World, ptb: telegram.Bot, raw: Raw, group: Chat, ana: Person
) -> None:
    other = await world.say(ana, group, "/vote Soup?")
    sent = await raw.result("sendMessage", chat_id=group.id, text="Soup?")
    await world.delete(world.newest(group))

    with pytest.raises(BadRequest, match="Message to edit not found"):
        await ptb.edit_message_text("Soup? 1", group.id, sent["message_id"])
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await ptb.edit_message_text("Soup? 1", group.id, other.id)


async def test_the_bot_deletes_its_own_and_others_only_with_the_right(
    world: World, raw: Raw, gram: aiogram.Bot, group: Chat, ana: Person
) -> None:
    sent = await gram.send_message(group.id, "Soup?")
    other = await world.say(ana, group, "secret")

    await gram.delete_message(group.id, sent.message_id)
    assert world.shown(group) == []
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await gram.delete_message(group.id, sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message can't be deleted"):
        await gram.delete_message(group.id, other.id)
    await world.promote(world.bot, group, by=ana)
    await gram.delete_messages(group.id, [other.id, 999])
    assert world.shown(group, by_bot=False) == []


# files


async def test_pictures_and_documents_are_uploaded_kept_and_captioned(
    world: World, raw: Raw, gram: aiogram.Bot, ptb: telegram.Bot, ana: Person
) -> None:
    photo = await gram.send_photo(ana.id, types.BufferedInputFile(PNG, "chart.png"), caption="Result")
    document = await ptb.send_document(ana.id, b"a;b\n1;2\n", filename="votes.csv", caption="All votes")

    assert photo.photo is not None
    assert document.document is not None
    assert (document.document.file_name, document.document.file_size) == ("votes.csv", 8)
    again = await gram.send_photo(ana.id, photo.photo[-1].file_id)
    assert again.photo is not None
    assert world.shown(ana) == ["<photo>\nResult", "<document>\nAll votes", "<photo>"]
    assert await raw.refused("sendPhoto", chat_id=ana.id, photo="unknown") == (
        400, "Bad Request: wrong file identifier/HTTP URL specified",
    )  # fmt: skip


async def test_a_caption_has_1024_characters_and_no_picture_is_not_a_picture(
    gram: aiogram.Bot, ptb: telegram.Bot, ana: Person
) -> None:
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await gram.send_photo(ana.id, types.BufferedInputFile(PNG, "a.png"), caption="x" * 1025)
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await ptb.send_photo(ana.id, b"no picture", caption="x" * 1024)


async def test_a_picture_gets_another_caption_and_another_picture_and_a_text_becomes_one(
    world: World, gram: aiogram.Bot, ana: Person
) -> None:
    sent = await gram.send_photo(ana.id, types.BufferedInputFile(PNG, "chart.png"), caption="1 vote")
    here: dict[str, Any] = {"chat_id": ana.id, "message_id": sent.message_id}

    await gram.edit_message_caption(caption="2 votes", **here)
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await gram.edit_message_text("3 votes", **here)
    media = types.InputMediaPhoto(media=types.BufferedInputFile(PNG + b"2", "chart.png"), caption="3 votes")
    await gram.edit_message_media(media, **here)
    assert world.shown(ana) == ["<photo>\n3 votes"]

    text = await gram.send_message(ana.id, "4 votes")
    await gram.edit_message_media(media, chat_id=ana.id, message_id=text.message_id)
    assert world.shown(ana)[-1] == "<photo>\n3 votes"


async def test_a_picture_of_a_person_has_its_words_as_caption(world: World, raw: Raw, ana: Person) -> None:
    await world.say(ana, world.private(ana), "/vote Soup?", photo=True)

    [update] = await raw.updates()
    assert update["message"]["caption"] == "/vote Soup?"
    assert update["message"]["caption_entities"][0]["type"] == "bot_command"
    assert "text" not in update["message"]


# menus


async def test_menus_are_kept_by_scope_and_language_and_their_names_are_checked(
    world: World, gram: aiogram.Bot, raw: Raw, group: Chat
) -> None:
    commands = [types.BotCommand(command="vote", description="Decide")]
    scope = types.BotCommandScopeChat(chat_id=group.id)

    await gram.set_my_commands(commands, scope=types.BotCommandScopeAllPrivateChats(), language_code="fr")
    await gram.set_my_commands(commands * 2, scope=scope)

    private = types.BotCommandScopeAllPrivateChats()
    assert len(await gram.get_my_commands(scope=private, language_code="fr")) == 1
    assert await gram.get_my_commands(scope=private) == []
    assert len(await gram.get_my_commands(scope=scope)) == 2
    await gram.delete_my_commands(scope=scope)
    assert await gram.get_my_commands(scope=scope) == []
    for name in ("Vote", "été", "x" * 33):
        given = json.dumps([{"command": name, "description": "Decide"}])
        assert await raw.refused("setMyCommands", commands=given) == (400, "Bad Request: BOT_COMMAND_INVALID")
