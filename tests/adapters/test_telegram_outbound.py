"""Our messages as Telegram takes them: text and entities, buttons, replies, toasts, the list of commands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import MessageEntity

from bot.adapters.matrix import outbound as matrix
from bot.adapters.telegram import commands, outbound
from bot.adapters.telegram.entities import cut, units, written
from bot.chat.adapter import Gone, Stays
from bot.chat.address import Chat, MessageRef, User
from bot.chat.message import Button, Message, Picture, say
from bot.chat.text import Line, Style, note, quote, title

RUCHE = Chat("telegram", "-1001234567890")
TOPIC = Chat("telegram", "-1001234567890", "7")

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
LINES = st.lists(st.builds(Line, TEXTS, st.sampled_from(Style)), max_size=6)


def shown(text: str, entity: MessageEntity) -> str:
    """What an entity covers, as a client finds it."""
    whole = text.encode("utf-16-le")
    return whole[entity.offset * 2 : (entity.offset + entity.length) * 2].decode("utf-16-le")


# text


def test_styles_become_entities_beside_the_text() -> None:
    text, entities = written([title("Vote 41 🧺"), quote("Il est à 400 €"), Line("Rien"), note("Vote public.")])

    assert text == "Vote 41 🧺\nIl est à 400 €\nRien\nVote public."
    assert [(one.type, shown(text, one)) for one in entities] == [
        ("bold", "Vote 41 🧺"), ("blockquote", "Il est à 400 €"), ("italic", "Vote public."),
    ]  # fmt: skip


def test_words_of_people_are_never_markup() -> None:
    text, entities = written([Line("<b>&amp; *not* _markup_ [x](y)")])

    assert (text, entities) == ("<b>&amp; *not* _markup_ [x](y)", ())


@given(LINES)
def test_an_entity_covers_exactly_its_line(lines: list[Line]) -> None:
    text, entities = written(lines)
    styled = [str(line.text) for line in lines if line.style and line.text]

    assert [shown(text, one) for one in entities] == styled
    assert units(text) == len(text.encode("utf-16-le")) // 2


@given(LINES, st.integers(1, 80))
def test_what_is_cut_is_short_enough_and_says_so(lines: list[Line], most: int) -> None:
    whole, _entities = written(lines)
    text, entities = cut(lines, most)

    assert len(text) <= most
    assert text == whole or text.endswith("…") or whole.startswith(text)
    assert all(one.offset + one.length <= units(text) for one in entities)


def test_a_picture_that_cannot_be_sent_is_told_once() -> None:
    result = say("Adopté : 2 pour.", picture=Picture("<svg/>", "Adopté : 2 pour.\nPour : 2\nContre : 0"))

    assert [line.text for line in outbound.told(result)] == ["Adopté : 2 pour.", "Pour : 2", "Contre : 0"]


# what goes with it


def test_buttons_keep_their_rows_and_carry_data_or_an_address() -> None:
    rows = ((Button("Pour", "v:41:0"), Button("Contre", "v:41:1")), (Button("Lire", "", url="https://example.org"),))
    markup = outbound.keyboard(say("Vote", rows=rows))

    assert markup is not None
    assert markup.to_dict() == {
        "inline_keyboard": [
            [{"text": "Pour", "callback_data": "v:41:0"}, {"text": "Contre", "callback_data": "v:41:1"}],
            [{"text": "Lire", "url": "https://example.org"}],
        ]
    }


def test_a_row_that_is_too_wide_for_telegram_is_broken() -> None:
    markup = outbound.keyboard(say("Vote", rows=(tuple(Button(f"{n}", f"v:{n}") for n in range(10)),)))

    assert markup is not None
    assert [len(row) for row in markup.inline_keyboard] == [8, 2]


def test_a_message_goes_to_its_topic_and_rings_only_if_it_may() -> None:
    params = outbound.addressed(TOPIC, say("Bonjour", silent=True))

    assert (params["chat_id"], params["message_thread_id"], params["disable_notification"]) == (
        -1001234567890, 7, True,
    )  # fmt: skip
    assert outbound.addressed(RUCHE, say("Bonjour"))["disable_notification"] is None


@pytest.mark.parametrize(
    ("ref", "answers"),
    [
        (MessageRef(RUCHE, "40"), True),
        (MessageRef(TOPIC, "40"), True),
        (MessageRef(Chat("telegram", "503"), "40"), False),
        (MessageRef(RUCHE, "e503.4"), False),
        (MessageRef(RUCHE, ""), False),
        (None, False),
    ],
)
def test_a_reply_is_lost_rather_than_the_message(ref: MessageRef | None, answers: bool) -> None:
    found = outbound.reply(ref, RUCHE)

    assert (found is not None) is answers
    assert found is None or found.to_dict() == {"message_id": 40, "allow_sending_without_reply": True}


@pytest.mark.parametrize("id_", ["", "!ruche:example.org", "12x"])
def test_what_is_no_address_of_telegram_is_gone(id_: str) -> None:
    with pytest.raises(Gone):
        outbound.number(id_)


# toasts


def test_a_receipt_passes_by_and_a_refusal_stays() -> None:
    noted = "C’est noté : Pour. Modifiable jusqu’au jeudi 12 novembre à 20 h."

    assert outbound.toast("") == {}
    assert outbound.toast(noted) == {"text": noted, "show_alert": False}
    assert outbound.toast(Stays("Le vote 41 est clos.")) == {"text": "Le vote 41 est clos.", "show_alert": True}


def test_a_toast_is_cut_where_telegram_takes_no_more() -> None:
    long = outbound.toast("mot " * 80)["text"]
    assert len(long) <= 200
    assert long.endswith("…")


# for one person


def test_what_one_person_sees_is_addressed_to_them() -> None:
    user = User("telegram", "502")
    ref = MessageRef(RUCHE, outbound.ephemeral_id(user, 12))

    assert outbound.ephemeral(user, "77") == {
        "ephemeral_message_parameters": {"receiver_user_id": 502, "callback_query_id": "77"}
    }
    assert outbound.ephemeral(user, None) == {"ephemeral_message_parameters": {"receiver_user_id": 502}}
    assert outbound.of_ephemeral(ref) == {
        "chat_id": -1001234567890, "receiver_user_id": 502, "ephemeral_message_id": 12,
    }  # fmt: skip
    assert outbound.of_ephemeral(MessageRef(RUCHE, "40")) is None


# the list of commands


def test_commands_are_proposed_in_plain_letters_once_each_and_not_too_many() -> None:
    listed = commands.proposed(
        [("/décisions", "Le registre"), ("decisions", "encore"), ("!Réglages", "x" * 300), ("", "rien"), ("/…", "rien"),
         *((f"/c{n}", "une commande") for n in range(10))]
    )  # fmt: skip

    assert [one.command for one in listed] == ["decisions", "reglages", *(f"c{n}" for n in range(6))]
    assert listed[0].description == "Le registre"
    assert len(listed[1].description) == 256


def test_the_list_is_given_for_people_groups_and_administrators_french_for_everybody_else() -> None:
    assert [scope.type for scope in commands.scopes(None)] == [
        "all_private_chats", "all_group_chats", "all_chat_administrators",
    ]  # fmt: skip
    assert [scope.to_dict() for scope in commands.scopes(RUCHE)] == [{"type": "chat", "chat_id": -1001234567890}]
    assert (commands.tongue("fr"), commands.tongue("en")) == (None, "en")


def test_an_empty_message_asks_for_nothing_more() -> None:
    assert outbound.addressed(RUCHE, Message())["reply_markup"] is None


@pytest.mark.parametrize(
    ("chat", "thread", "id_", "link"),
    [
        ("-1001234567890", "", "42", "https://t.me/c/1234567890/42"),
        ("-1001234567890", "7", "42", "https://t.me/c/1234567890/7/42"),
        ("-4567", "", "42", ""),  # a group that is no supergroup
        ("81", "", "42", ""),
        ("-1001234567890", "", "e42", ""),
    ],
)
def test_only_messages_of_supergroups_have_a_link(chat: str, thread: str, id_: str, link: str) -> None:
    assert outbound.address(MessageRef(Chat("telegram", chat, thread), id_)) == link


def test_an_event_of_matrix_is_linked_through_the_server_of_our_account() -> None:
    ref = MessageRef(Chat("matrix", "!hive:example.org"), "$a/b")
    assert matrix.address(ref, "@bot:coop.example") == "https://matrix.to/#/!hive:example.org/$a%2Fb?via=coop.example"
