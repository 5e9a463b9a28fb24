"""The Bot API fake: messages in a group that one person alone sees, and servers that do not know them yet."""

from __future__ import annotations

import asyncio

import aiogram
import pytest
from aiogram import types
from aiogram.exceptions import TelegramBadRequest, TelegramNotFound

from tests.botapi import World
from tests.botapi.chats import Chat
from tests.botapi.clients import Raw
from tests.botapi.people import Person
from tests.botapi.scene import Toast

BUTTONS = types.InlineKeyboardMarkup(inline_keyboard=[[types.InlineKeyboardButton(text="For", callback_data="v:1")]])


@pytest.fixture
async def ana(world: World) -> Person:
    return world.person("Ana")


@pytest.fixture
async def group(world: World, ana: Person) -> Chat:
    group = world.supergroup("La Ruche", [ana, world.person("Bo")], [ana])
    await world.add_bot(group, by=ana)
    world.bot.queue.pending.clear()
    return group


def only(person: Person, query: str | None = None, *, replace: bool | None = None) -> types.EphemeralMessageParameters:
    return types.EphemeralMessageParameters(
        receiver_user_id=person.id, callback_query_id=query, replace_callback_query_message=replace
    )


async def test_one_person_sees_it_presses_it_and_sees_it_edited_and_gone(
    world: World, gram: aiogram.Bot, group: Chat, ana: Person
) -> None:
    [bo] = [person for person in world.people.values() if person.first == "Bo"]

    sent = await gram.send_message(
        group.id, "Your ballot", reply_markup=BUTTONS, ephemeral_message_parameters=only(ana)
    )
    assert sent.message_id == 0
    assert sent.ephemeral_message_id == 1
    assert sent.receiver_user is not None
    assert sent.receiver_user.id == ana.id
    assert world.shown(group, to=ana) == ["Your ballot\n[For]"]
    assert world.shown(group, to=bo) == world.shown(group) == []

    pressing = asyncio.create_task(world.press(ana, world.newest(group, to=ana), "For"))
    [update] = await gram.get_updates(timeout=5)
    assert update.callback_query is not None
    assert isinstance(update.callback_query.message, types.Message)
    assert update.callback_query.message.ephemeral_message_id == 1
    await gram.answer_callback_query(update.callback_query.id, "in")
    assert await pressing == Toast("in")

    which = {"chat_id": group.id, "receiver_user_id": ana.id, "ephemeral_message_id": 1}
    assert await gram.edit_ephemeral_message_text(text="You voted for", **which) is True
    assert world.shown(group, to=ana) == ["You voted for"]
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await gram.edit_ephemeral_message_text(text="You voted for", **which)
    await gram.edit_ephemeral_message_reply_markup(reply_markup=BUTTONS, **which)
    await gram.delete_ephemeral_message(**which)
    assert world.shown(group, to=ana) == []


async def test_it_may_stand_in_the_place_of_the_message_that_was_pressed(
    world: World, gram: aiogram.Bot, group: Chat, ana: Person
) -> None:
    await gram.send_message(group.id, "Soup?", reply_markup=BUTTONS)
    pressed = world.press_data(ana, world.newest(group), "v:1")

    await gram.send_message(group.id, "You voted", ephemeral_message_parameters=only(ana, pressed.id, replace=True))

    assert world.shown(group, to=ana) == ["You voted"]
    assert world.shown(group) == ["Soup?\n[For]"]
    pressed.at -= 16
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await gram.send_message(group.id, "late", ephemeral_message_parameters=only(ana, pressed.id))


async def test_it_needs_a_group_and_somebody_in_it(world: World, gram: aiogram.Bot, group: Chat, ana: Person) -> None:
    await world.open_private(ana)

    with pytest.raises(TelegramBadRequest, match="receiver user not found"):
        await gram.send_message(group.id, "hello", ephemeral_message_parameters=only(world.person("Zoé")))
    with pytest.raises(TelegramBadRequest, match="only to groups and supergroups"):
        await gram.send_message(ana.id, "hello", ephemeral_message_parameters=only(ana))


async def test_an_old_server_shows_it_to_everybody_and_knows_none_of_its_methods(
    world: World, gram: aiogram.Bot, group: Chat, ana: Person
) -> None:
    world.knows_ephemeral = False

    sent = await gram.send_message(group.id, "Your ballot", ephemeral_message_parameters=only(ana))

    assert sent.message_id > 0
    assert sent.ephemeral_message_id is None
    assert world.shown(group) == ["Your ballot"]
    with pytest.raises(TelegramNotFound):
        await gram.delete_ephemeral_message(group.id, ana.id, 1)


async def test_what_somebody_writes_for_the_bot_alone_reaches_it_alone(
    world: World, raw: Raw, group: Chat, ana: Person
) -> None:
    await world.say(ana, group, "/moi", privately=True)

    [update] = await raw.updates()
    assert update["message"]["message_id"] == 0
    assert update["message"]["ephemeral_message_id"] == 1
    assert world.shown(group, by_bot=False) == []
