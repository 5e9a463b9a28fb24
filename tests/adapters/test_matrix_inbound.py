"""What a timeline event of Matrix tells: only what is for the bot, and never a word more."""

from __future__ import annotations

from typing import Any

import pytest

from bot.adapters.matrix import inbound, membership
from bot.adapters.matrix.account import Account
from bot.adapters.matrix.inbound import Answered, Here
from bot.adapters.matrix.rooms import Room
from bot.chat import events

ME = Account("@coop:example.org", "DEVICE", "Coop Bot")
ANA, BRUNO = "@ana:example.org", "@bruno:example.org"


def state(kind: str, content: Any, key: str = "", sender: str = ANA, **more: Any) -> dict[str, Any]:
    return {"type": kind, "state_key": key, "content": content, "sender": sender, "event_id": "$s", **more}


def member(user: str, membership: str, name: str = "", **more: Any) -> dict[str, Any]:
    return state("m.room.member", {"membership": membership, "displayname": name}, user, **more)


@pytest.fixture
def room() -> Room:
    """Ana made it; Bruno and the bot are in it."""
    room = Room("!room")
    for event in (
        state("m.room.create", {"room_version": "12"}),
        state("m.room.name", {"name": "La Ruche"}),
        state("m.room.join_rules", {"join_rule": "invite"}),
        state("m.room.power_levels", {"users": {}}),
        member(ANA, "join", "Ana Diaz"), member(BRUNO, "join", "Bruno"), member(ME.id, "join", "Coop Bot"),
    ):  # fmt: skip
        room.apply(event)
    return room


def said(body: str, *, by: str = BRUNO, **content: Any) -> dict[str, Any]:
    return {
        "type": "m.room.message", "event_id": "$m", "sender": by,
        "content": {"msgtype": "m.text", "body": body, **content},
    }  # fmt: skip


def text(found: list[events.Event]) -> str | None:
    """The words of the one thing said, None when nothing is."""
    assert len(found) <= 1
    return next((event.text for event in found if isinstance(event, events.Said)), None)


@pytest.mark.parametrize(("body", "words"), [
    ("!vote Soup?", "!vote Soup?"),
    ("/vote Soup?", "/vote Soup?"),
    ("  !Plénière", "  !Plénière"),
    ("Coop Bot: vote", "vote"),
    ("@coop:example.org, vote", "vote"),
    ("coop: menu", "menu"),
    ("Coop Bot !menu", "!menu"),
    ("I asked @coop:example.org", "I asked @coop:example.org"),
    ("!!!", None),
    ("! important", None),
    ("/etc/passwd is a file", None),
    ("Hello everybody", None),
    ("a cooperative: what is it?", None),
])  # fmt: skip
def test_in_a_group_only_what_commands_or_names_the_bot_is_heard(room: Room, body: str, words: str | None) -> None:
    assert text(inbound.read(said(body), Here(ME, room, False))) == words


def test_a_mention_is_for_the_bot_whatever_the_words_are(room: Room) -> None:
    event = said("What do you think?", **{"m.mentions": {"user_ids": [ME.id]}})

    [heard] = inbound.read(event, Here(ME, room, False))

    assert isinstance(heard, events.Said)
    assert heard.to_bot


@pytest.mark.parametrize(("body", "words", "called"), [
    ("coop vote Soup?", "vote Soup?", True),
    ("Coop Bot vote Soup?", "vote Soup?", True),
    ("@coop:example.org vote Soup?", "vote Soup?", True),
    ("cooperative vote", "cooperative vote", False),
    ("What, coop?", "What, coop?", False),
    ("coop", "coop", False),
])  # fmt: skip
def test_where_the_client_says_that_the_bot_is_meant_its_name_needs_no_mark(
    room: Room, body: str, words: str, called: bool
) -> None:  # fmt: skip
    event = said(body, **{"m.mentions": {"user_ids": [ME.id]}})

    [heard] = inbound.read(event, Here(ME, room, False))

    assert isinstance(heard, events.Said)
    assert (heard.text, heard.called) == (words, called)


@pytest.mark.parametrize("more", [
    {"msgtype": "m.notice"},
    {"msgtype": "m.image"},
    {"body": 7},
    {"body": ""},
    {"m.relates_to": {"rel_type": "m.replace", "event_id": "$first"}},
    {"m.relates_to": {"rel_type": "m.replace", "event_id": "$first"}, "m.new_content": "for"},
    {"m.relates_to": {"rel_type": "m.replace", "event_id": 3}, "m.new_content": {"body": "!vote"}},
])  # fmt: skip
def test_what_other_bots_say_what_is_changed_and_what_is_malformed_is_no_answer(room: Room, more: Any) -> None:
    direct = Here(ME, room, False)
    assert inbound.read(said("!vote Soup?") | {"content": {"msgtype": "m.text", "body": "!vote", **more}}, direct) == []


@pytest.mark.parametrize("kind", [
    {"type": "m.sticker", "content": {"body": "thumbs up", "url": "mxc://example.org/1"}},
    {"content": {"msgtype": "m.image", "body": "photo.jpg"}},
    {"content": {"msgtype": "m.audio", "body": "Voice message"}},
])  # fmt: skip
def test_what_is_sent_without_a_word_is_heard_alone_with_the_bot(kind: Any) -> None:
    event = said("") | kind
    alone = Room("!alone")
    for one in (member(BRUNO, "join", "Bruno"), member(ME.id, "join", "Coop Bot")):
        alone.apply(one)

    [heard] = inbound.read(event, Here(ME, alone, True))

    assert isinstance(heard, events.Said)
    assert (heard.text, heard.to_bot) == ("", True)


def test_a_command_that_was_changed_is_told(room: Room) -> None:
    relation = {"rel_type": "m.replace", "event_id": "$first"}
    event = said("* !vote Stew?", **{"m.new_content": {"body": "!vote Stew?"}, "m.relates_to": relation})

    [changed] = inbound.read(event, Here(ME, room, False))

    assert isinstance(changed, events.Edited)
    assert (changed.text, changed.message.id) == ("!vote Stew?", "$first")


def test_words_that_were_changed_are_told_only_where_they_were_said_to_the_bot(room: Room) -> None:
    relation = {"rel_type": "m.replace", "event_id": "$first"}
    event = said("* Stew", **{"m.new_content": {"body": "Stew"}, "m.relates_to": relation})

    assert inbound.changes(event) == "$first"
    assert inbound.read(event, Here(ME, room, False)) == []
    [changed] = inbound.read(event, Here(ME, room, False), Answered(ours=True))
    assert isinstance(changed, events.Edited)
    assert (changed.text, changed.message.id) == ("Stew", "$first")


def test_an_answer_to_the_bot_is_heard_without_what_old_clients_quote(room: Room) -> None:
    quoted = said(
        "> <@coop:example.org> Vote 1\n> Soup?\n\nfor", **{"m.relates_to": {"m.in_reply_to": {"event_id": "$v"}}}
    )

    assert inbound.answers(quoted, ME) == "$v"
    assert text(inbound.read(quoted, Here(ME, room, False), Answered("$v", ours=True))) == "for"
    assert inbound.read(quoted, Here(ME, room, False), Answered("$v", ours=False)) == []


def test_what_is_said_in_a_thread_answers_nothing_by_itself(room: Room) -> None:
    relation = {
        "rel_type": "m.thread",
        "event_id": "$root",
        "is_falling_back": True,
        "m.in_reply_to": {"event_id": "$x"},
    }
    event = said("!vote Soup?", **{"m.relates_to": relation})

    [heard] = inbound.read(event, Here(ME, room, False))

    assert inbound.answers(event, ME) == ""
    assert heard.where.chat.thread == "$root"


@pytest.mark.parametrize(("key", "heard"), [("1️⃣", True), ("1⃣", True), ("🔟", True), ("👍", False), ("x" * 500, False)])
def test_only_reactions_that_are_numbers_are_answers(room: Room, key: str, heard: bool) -> None:
    relation = {"rel_type": "m.annotation", "event_id": "$v", "key": key}
    event = {"type": "m.reaction", "event_id": "$r", "sender": BRUNO, "content": {"m.relates_to": relation}}

    assert bool(inbound.read(event, Here(ME, room, False))) is heard


@pytest.mark.parametrize("relation", [None, "no", {}, {"rel_type": "m.annotation", "key": "1️⃣"},
                                      {"rel_type": "m.annotation", "event_id": 5, "key": "1️⃣"}])  # fmt: skip
def test_malformed_reactions_are_nothing(room: Room, relation: Any) -> None:
    event = {"type": "m.reaction", "event_id": "$r", "sender": BRUNO, "content": {"m.relates_to": relation}}
    assert inbound.read(event, Here(ME, room, False)) == []


def poll_answer(said: Any, relation: Any = {"rel_type": "m.reference", "event_id": "$p"}) -> dict[str, Any]:  # noqa: B006
    kind = "org.matrix.msc3381.poll.response"
    return {"type": kind, "event_id": "$a", "sender": BRUNO, "content": {kind: said, "m.relates_to": relation}}


@pytest.mark.parametrize(("answers", "places"), [
    (["1"], (0,)), (["12", "3"], (11, 2)), (["2", "2"], (1,)), ([], ()),
    ([str(n) for n in range(1, 60)], tuple(range(20))),
])  # fmt: skip
def test_the_answers_in_a_poll_are_the_places_of_its_options(answers: list[str], places: tuple[int, ...]) -> None:
    assert inbound.given(poll_answer({"answers": answers})) == inbound.Given("$p", places)


@pytest.mark.parametrize("said", [None, 7, [], {}, {"answers": None}, {"answers": "1"}, {"answers": [1]},
                                  {"answers": ["0"]}, {"answers": ["one"]}, {"answers": ["1", {}]},
                                  {"answers": ["٣"]}, {"answers": ["1" * 5_000]}])  # fmt: skip
def test_malformed_answers_in_a_poll_are_nothing(said: Any) -> None:
    assert inbound.given(poll_answer(said)) is None


@pytest.mark.parametrize("relation", [None, "no", [], {}, {"rel_type": "m.reference"},
                                      {"rel_type": "m.reference", "event_id": ["$p"]},
                                      {"rel_type": "m.annotation", "event_id": "$p"}])  # fmt: skip
def test_answers_in_no_poll_are_nothing(relation: Any) -> None:
    assert inbound.given(poll_answer({"answers": ["1"]}, relation)) is None


def test_a_moderator_who_removes_a_reaction_takes_nobodys_voice(room: Room) -> None:
    was, here = inbound.Reaction(BRUNO, "$v", "1️⃣"), Here(ME, room, False)

    own = inbound.taken_back({"event_id": "$x", "sender": BRUNO, "redacts": "$r"}, was, here)
    removed = inbound.taken_back({"event_id": "$x", "sender": ANA, "redacts": "$r"}, was, here)

    assert own is not None
    assert removed is None


def test_a_private_room_into_which_a_third_person_comes_is_none_any_more() -> None:
    room = Room("!dm")
    for user in (ANA, ME.id):
        room.apply(member(user, "join"))
    assert Here(ME, room, True).place().private

    room.apply(member(BRUNO, "invite"))

    assert not Here(ME, room, True).place().private


def test_whoever_made_a_room_of_version_twelve_has_power_without_a_number(room: Room) -> None:
    assert room.organizes(ANA)
    assert not room.organizes(BRUNO)

    old = Room("!old")
    old.apply(state("m.room.create", {"room_version": "10"}))
    old.apply(state("m.room.power_levels", {"users": {BRUNO: "50"}}))
    for user in (ANA, BRUNO):
        old.apply(member(user, "join"))

    assert [old.organizes(one) for one in (ANA, BRUNO)] == [False, True]


def test_a_new_name_is_no_coming_and_going_is(room: Room) -> None:
    here = Here(ME, room, False)
    assert membership.of_person(member(BRUNO, "join", "Bruno P."), here, "join") == []

    room.apply(member(BRUNO, "leave"))

    assert [type(one) for one in membership.of_person(member(BRUNO, "leave"), here, "join")] == [events.Left]
    assert membership.of_person(member(BRUNO, "leave"), here, "invite") == []


def test_a_command_after_the_bots_name_is_one_when_it_is_changed(room: Room) -> None:
    new = {"body": "coop vote Stew?", "m.mentions": {"user_ids": [ME.id]}}
    relation = {"rel_type": "m.replace", "event_id": "$first"}
    event = said("* coop vote Stew?", **{"m.new_content": new, "m.relates_to": relation, "m.mentions": {}})

    [changed] = inbound.read(event, Here(ME, room, False))

    assert isinstance(changed, events.Edited)
    assert changed.text == "/vote Stew?"
