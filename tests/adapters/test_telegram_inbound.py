"""What Telegram writes, read as our events: recorded updates, each of which an independent reader accepts too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from aiogram.types import Update

from bot.adapters.telegram.account import Account
from bot.adapters.telegram.inbound import read
from bot.chat import events
from bot.chat.address import Chat, MessageRef, Person, Place, User

PAYLOADS = Path(__file__).parent / "payloads" / "telegram"
NAMES = sorted(path.stem for path in PAYLOADS.glob("*.json"))
ME = Account(7000000001, "CooperonsBot", "Coopérons")

ANA = Person(User("telegram", "501"), "Ana Lévy", "fr", handle="https://t.me/ana_l")
BRUNO = Person(User("telegram", "502"), "Bruno", "en-GB")
CHLOE = Person(User("telegram", "503"), "Chloé Nguyen")
NOBODY = Person(User("telegram", "504"), "")
RUCHE = Place(Chat("telegram", "-1001234567890"), "La Ruche")
TOPIC = Place(Chat("telegram", "-1001234500000", "7"), "La Ruche, salons")
HERS = Place(Chat("telegram", "503"), "", private=True)


def payload(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def found(name: str) -> list[events.Event]:
    return read(payload(name), ME)


def said(name: str) -> events.Said:
    [event] = found(name)
    assert isinstance(event, events.Said)
    return event


def ref(place: Place, id_: int | str) -> MessageRef:
    return MessageRef(place.chat, str(id_))


def shorn(event: events.Event) -> events.Event:
    """Without the number of its update."""
    values = {name: getattr(event, name) for name in event.__dataclass_fields__}
    return type(event)(**(values | {"id": ""}))


@pytest.mark.parametrize("name", NAMES)
def test_an_independent_reader_takes_every_payload(name: str) -> None:
    update = Update.model_validate(payload(name))

    assert update.event_type in payload(name)


@pytest.mark.parametrize("name", NAMES)
def test_events_are_numbered_after_their_update(name: str) -> None:
    ids, first = [event.id for event in found(name)], str(payload(name)["update_id"])

    assert ids == [first if not at else f"{first}.{at}" for at in range(len(ids))]


# what is said


@pytest.mark.parametrize(
    ("name", "text", "to_bot"),
    [
        ("command_in_group", "/vote Adopter la charte ?", False),
        ("command_with_our_name", "/vote Adopter la charte ?", True),
        ("command_with_a_bang", "!vote Adopter la charte ?", False),
        ("command_in_a_caption", "/vote Ce local ?", False),
        ("mention_first", "que sais-tu faire ?", True),
        ("mention_last", "🧺 bonjour @CooperonsBot", True),
        ("mention_alone", "@CooperonsBot", True),
        ("reply_to_the_bot", "pour", True),
        ("in_private", "je cherche une remorque", True),
        ("deep_link", "/start p41", True),
        ("forwarded_in_private", "Le compte rendu", True),
        ("sticker", "", True),
    ],
)
def test_words_for_the_bot_arrive(name: str, text: str, to_bot: bool) -> None:
    event = said(name)

    assert (event.text, event.to_bot) == (text, to_bot)
    assert event.called is (name == "mention_first")


@pytest.mark.parametrize(
    "name",
    [
        "talk_in_group", "reply_to_a_person", "mention_of_a_longer_name", "command_of_another_bot", "another_bot",
        "through_another_bot", "forwarded", "from_the_linked_channel", "message_pinned", "edited_talk",
    ],
)  # fmt: skip
def test_what_is_not_for_the_bot_goes_no_further(name: str) -> None:
    assert found(name) == []


def test_what_is_sent_without_a_word_is_heard_alone_with_the_bot_and_of_an_album_nothing() -> None:
    sticker = payload("sticker")
    group = payload("talk_in_group")["message"]["chat"]
    in_a_group = {**sticker, "message": {**sticker["message"], "chat": group}}
    album = {**sticker, "message": {**sticker["message"], "media_group_id": "1"}}
    service = {**sticker, "message": {key: one for key, one in sticker["message"].items() if key != "sticker"}}

    assert [read(one, ME) for one in (in_a_group, album, service)] == [[], [], []]


def test_a_message_tells_who_where_and_in_answer_to_what() -> None:
    assert shorn(said("command_as_a_reply")) == events.Said(
        "", ANA, RUCHE, "/vote", ref(RUCHE, 46), ref(RUCHE, 39), "Louer le local rue Pasteur", False, BRUNO
    )


def test_a_private_chat_is_private_and_has_no_title() -> None:
    assert said("in_private").where == HERS


def test_a_group_with_a_public_address_proves_nothing() -> None:
    assert not said("in_a_public_group").where.closed


def test_the_name_of_a_deleted_account_is_empty() -> None:
    assert said("deleted_account").by == NOBODY


def test_a_topic_is_a_place_and_its_beginning_is_not_answered() -> None:
    event = said("in_a_topic")

    assert (event.where, event.reply_to, event.reply_text, event.to_bot) == (TOPIC, None, "", False)


def test_a_reply_inside_a_topic_is_one() -> None:
    event = said("reply_in_a_topic")

    assert (event.reply_to, event.to_bot) == (ref(TOPIC, 60), True)


def test_the_thread_of_a_plain_reply_is_no_topic() -> None:
    event = said("thread_of_replies")

    assert (event.where, event.reply_text) == (RUCHE, "Louer le local ?")


@pytest.mark.parametrize(
    ("name", "id_", "title"),
    [
        ("anonymous_administrator", "-1001234567890", "La Ruche"),
        ("as_a_channel", "-1009876543210", "Nouvelles de la Ruche"),
    ],
)
def test_who_speaks_for_a_group_or_a_channel_is_nobody_in_particular(name: str, id_: str, title: str) -> None:
    assert said(name).by == Person(User("telegram", id_), title, anonymous=True)


def test_a_command_that_is_edited_is_told() -> None:
    [event] = found("edited_command")

    assert shorn(event) == events.Edited("", ANA, RUCHE, "/vote Adopter la charte d'accueil ?", ref(RUCHE, 41))


# what is pressed


@pytest.mark.parametrize(
    ("name", "by", "where", "message"),
    [
        ("press_in_group", BRUNO, RUCHE, "40"),
        ("press_in_private", CHLOE, HERS, "80"),
        ("press_in_a_topic", BRUNO, TOPIC, "60"),
        ("press_on_an_old_message", BRUNO, RUCHE, "40"),
        ("press_on_what_one_person_sees", BRUNO, RUCHE, "e502.12"),
    ],
)
def test_a_press_tells_its_message_and_how_to_answer_it(name: str, by: Person, where: Place, message: str) -> None:
    [event] = found(name)

    assert shorn(event) == events.Pressed("", by, where, ref(where, message), "v:41:0", "2154212345678901234")


def test_a_press_by_an_anonymous_administrator_is_anonymous() -> None:
    [event] = found("press_by_an_anonymous_administrator")

    assert event.by.anonymous


def test_a_press_without_a_message_is_not_ours() -> None:
    assert found("press_without_a_message") == []


# who comes and goes


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("member_joins", [events.Joined]),
        ("member_joins_by_a_link", [events.Joined]),
        ("member_joins_muted", [events.Joined]),
        ("member_leaves", [events.Left]),
        ("member_leaves_muted", [events.Left]),
        ("member_banned", [events.Left]),
        ("administrator_banned", [events.Left]),
        ("member_unbanned", []),
        ("member_muted", []),
        ("member_promoted", [events.RoleChanged]),
        ("member_demoted", [events.RoleChanged]),
        ("administrator_comes_back", [events.Joined, events.RoleChanged]),
        ("bot_as_a_member", []),
    ],
)
def test_a_change_of_status_is_about_the_member(name: str, expected: list[type[events.Event]]) -> None:
    told = found(name)

    assert [type(event) for event in told] == expected
    assert all((event.by, event.where) == (CHLOE, RUCHE) for event in told)


@pytest.mark.parametrize(
    ("name", "organizer"), [("member_promoted", True), ("member_demoted", False), ("administrator_comes_back", True)]
)
def test_a_role_is_told_as_it_is_now(name: str, organizer: bool) -> None:
    event = found(name)[-1]

    assert isinstance(event, events.RoleChanged)
    assert event.organizer is organizer


def test_people_who_come_together_are_told_one_by_one_and_bots_are_no_people() -> None:
    assert [shorn(event) for event in found("three_come_in")] == [
        events.Joined("", who, RUCHE) for who in (BRUNO, CHLOE, NOBODY)
    ]


def test_somebody_who_asks_to_be_let_into_a_group_is_told() -> None:
    assert [shorn(event) for event in found("asks_to_join")] == [events.JoinAsked("", CHLOE, RUCHE)]
    assert found("asks_to_join_a_channel") == []


def test_somebody_who_goes_is_told_and_a_bot_is_not() -> None:
    assert [shorn(event) for event in found("one_goes")] == [events.Left("", BRUNO, RUCHE)]
    assert found("a_bot_goes") == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("bot_added", [events.BotAdded("", ANA, RUCHE, organizer=False)]),
        ("bot_promoted", [events.BotAdded("", ANA, RUCHE, organizer=True)]),
        ("bot_muted", [events.BotAdded("", ANA, RUCHE, organizer=False)]),
        ("bot_removed", [events.BotRemoved("", ANA, RUCHE)]),
        ("bot_blocked", [events.BotRemoved("", CHLOE, HERS)]),
        ("bot_unblocked", []),
        ("bot_in_a_channel", []),
    ],
)
def test_the_bot_hears_of_itself(name: str, expected: list[events.Event]) -> None:
    assert [shorn(event) for event in found(name)] == expected


@pytest.mark.parametrize("name", ["group_moves_away", "group_moved_here"])
def test_both_chats_tell_the_same_move(name: str) -> None:
    [event] = found(name)

    assert isinstance(event, events.ChatMoved)
    assert (event.where.chat, event.to) == (Chat("telegram", "-4011112222"), RUCHE.chat)


def test_what_is_unknown_is_nothing() -> None:
    update: Mapping[str, Any] = {"update_id": 5, "something_new": {"of": "next year"}}

    assert read(update, ME) == []
