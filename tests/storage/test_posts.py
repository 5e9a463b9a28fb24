"""Living messages: a refresh is never lost, and a posted message is found by what people answer."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.address import Chat, MessageRef
from bot.core.rows import Choice, Post
from storage.database import Database
from storage.transaction import Transaction

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
HIVE, HOME = Chat("local", "ruche"), Chat("local", "private:ana")
YES = (Choice("v:1:0", "Yes", ("oui",)),)


def shown(tx: Transaction, topic: str = "poll:1", message: str = "m1", at: datetime = NOW) -> int:
    post = tx.posts.show(topic, HIVE, False, "fr-Europe/Paris", at)
    tx.posts.shown(got(tx, post), MessageRef(HIVE, message), "digest", YES, at)
    return post


def got(tx: Transaction, post: int) -> Post:
    found = tx.posts.get(post)
    assert found is not None
    return found


def dirty(tx: Transaction) -> list[int]:
    return [post.id for post in tx.posts.dirty("local", 9)]


def test_a_post_is_dirty_only_once_it_is_there_and_something_changed(tx: Transaction) -> None:
    post = tx.posts.show("poll:1", HIVE, False, "fr-Europe/Paris", NOW)
    tx.posts.refresh("poll:1")
    before = dirty(tx)
    tx.posts.shown(got(tx, post), MessageRef(HIVE, "m1"), "digest", YES, NOW)
    fresh = dirty(tx)
    tx.starts()
    tx.posts.refresh("poll:1")

    assert (before, fresh, dirty(tx)) == ([], [], [post])


def test_a_refresh_while_it_is_being_drawn_is_not_lost(tx: Transaction) -> None:
    post = shown(tx)
    tx.posts.refresh("poll:1")
    drawn_from = got(tx, post)
    tx.starts()
    tx.posts.refresh("poll:1")

    tx.posts.shown(drawn_from, MessageRef(HIVE, "m1"), "older", YES, NOW)
    still = dirty(tx)
    tx.posts.shown(got(tx, post), MessageRef(HIVE, "m1"), "newer", YES, NOW)

    assert (still, dirty(tx)) == ([post], [])


def test_a_refresh_that_was_rolled_back_is_noted_when_it_comes_again(tx: Transaction) -> None:
    post = shown(tx)
    try:
        with tx.savepoint():
            tx.posts.refresh("poll:1")
            raise ValueError
    except ValueError:
        before = dirty(tx)
        tx.posts.refresh("poll:1")

    assert (before, dirty(tx)) == ([], [post])


def test_what_waits_to_be_drawn_is_noted_once(tx: Transaction) -> None:
    """A storm of votes writes them, and not that the card is to be drawn, again and again; and wakes no courier."""
    post = shown(tx)
    stirred = []
    for _time in range(3):
        tx.starts()
        tx.posts.refresh("poll:1")
        stirred.append(tx.posts.stirred)

    assert stirred == [True, False, False]
    assert got(tx, post).wanted == 1


@dataclass
class Place:
    """Where a topic is shown: what a courier read of it and has not noted yet, and which version it shows."""

    post: int
    read: tuple[Post, int] | None = None
    shows: int = -1


ACTS = ("change", "change and fail", "show", *(f"{act} {n}" for act in ("read", "note", "note and fail") for n in "01"))


def test_whatever_happens_while_places_are_drawn_all_of_them_show_the_last_version_in_the_end(
    database: Database,
) -> None:
    topics = count(1)

    @settings(max_examples=300)
    @given(st.lists(st.sampled_from(ACTS), max_size=40))
    def told(acts: list[str]) -> None:
        topic, places, version = f"poll:{next(topics)}", list[Place](), 0

        def change() -> bool:
            with database.begin() as tx:
                tx.posts.refresh(topic)
                return tx.posts.stirred

        def change_and_fail() -> None:
            with suppress(ValueError), database.begin() as tx, tx.savepoint():
                tx.posts.refresh(topic)
                raise ValueError

        def show() -> None:
            with database.begin() as tx:
                places.append(Place(tx.posts.show(topic, HIVE, False, "fr-Europe/Paris", NOW)))
                places[-1].read = got(tx, places[-1].post), version
            note(places[-1])

        def read(place: Place) -> None:
            with database.read() as tx:
                place.read = got(tx, place.post), version

        def note(place: Place, *, fails: bool = False) -> None:
            assert place.read
            post, seen = place.read
            with suppress(ValueError), database.begin() as tx:
                tx.posts.shown(post, MessageRef(HIVE, f"m{post.id}"), f"{seen}", YES, NOW)
                if fails:  # it is tried again, and others may come in between
                    raise ValueError
                place.shows, place.read = seen, None

        def waiting() -> set[int]:
            with database.read() as tx:
                return {post.id for post in tx.posts.dirty("local", 1_000) if post.topic == topic}

        show()
        for act in acts:
            word, _space, number = act.rpartition(" ") if act[-1].isdigit() else (act, "", "0")
            place = places[int(number) % len(places)]
            if word == "change":
                version, before = version + 1, waiting()
                stirred = change()
                assert waiting() == {one.post for one in places}
                assert stirred == bool(waiting() - before)  # whoever waited was known to the courier
            elif word == "change and fail":
                change_and_fail()
            elif word == "show" and len(places) < 3:
                show()
            elif word == "read":
                read(place)
            elif word.startswith("note") and place.read:
                note(place, fails=word == "note and fail")
        for place in places:
            if place.read:
                note(place)
        for _round in range(3):
            for one in [one for one in places if one.post in waiting()]:
                read(one)
                note(one)
        assert waiting() == set()
        assert [one.shows for one in places] == [version] * len(places)

    told()


def test_the_longest_unchanged_is_drawn_first(tx: Transaction) -> None:
    late = shown(tx, message="m1", at=NOW + timedelta(minutes=1))
    early = shown(tx, message="m2")
    tx.posts.refresh("poll:1")

    assert dirty(tx) == [early, late]


def test_another_view_refreshes_what_is_shown_and_what_is_on_its_way(tx: Transaction) -> None:
    """Broken once: what was being posted kept the old view."""
    there = shown(tx)
    coming = tx.posts.show("poll:2", HIVE, False, "fr-Europe/Paris", NOW)
    drawn_from = got(tx, coming)

    tx.posts.refresh_all()
    tx.posts.shown(drawn_from, MessageRef(HIVE, "m2"), "old view", YES, NOW)

    assert sorted(dirty(tx)) == [there, coming]


def test_what_people_answer_is_found_by_its_message(tx: Transaction) -> None:
    post = shown(tx)

    found = tx.posts.at(MessageRef(HIVE, "m1"))

    assert found is not None
    assert (found.id, found.choices) == (post, YES)
    assert tx.posts.at(MessageRef(HOME, "m1")) is None
    assert tx.posts.at(MessageRef(HIVE, "m2")) is None


def test_an_edit_does_not_make_a_message_the_newest(tx: Transaction) -> None:
    """Broken once: a vote that somebody else answered was taken for the last question, and got the answer to it."""
    card = shown(tx)
    tx.posts.offered(MessageRef(HIVE, "question"), True, YES, NOW + timedelta(minutes=1))

    tx.posts.shown(got(tx, card), MessageRef(HIVE, "m1"), "edited", YES, NOW + timedelta(minutes=2))
    after_edit = [post.message for post in tx.posts.offering(HIVE, 9)]
    tx.posts.shown(got(tx, card), MessageRef(HIVE, "m9"), "posted anew", YES, NOW + timedelta(minutes=3))
    after_repost = [post.message for post in tx.posts.offering(HIVE, 9)]

    assert after_edit == ["question", "m1"]
    assert after_repost == ["m9", "question"]


def test_the_message_of_a_command_is_found_by_it(tx: Transaction) -> None:
    tx.posts.show("poll:1", HIVE, False, "fr-Europe/Paris", NOW, source="c1")

    found = tx.posts.of_source(MessageRef(HIVE, "c1"))

    assert found is not None
    assert found.topic == "poll:1"
    assert tx.posts.of_source(MessageRef(HIVE, "c2")) is None


def test_old_choices_are_forgotten_and_living_messages_stay(tx: Transaction) -> None:
    shown(tx)
    tx.posts.offered(MessageRef(HIVE, "old"), False, YES, NOW - timedelta(days=100))
    tx.posts.offered(MessageRef(HIVE, "new"), False, YES, NOW)

    assert tx.posts.purge(NOW - timedelta(days=90)) == 1
    assert [post.message for post in tx.posts.offering(HIVE, 9)] == ["new", "m1"]


def test_a_chat_that_moved_leaves_its_messages_behind_and_keeps_what_they_show(tx: Transaction) -> None:
    """Broken once: the old message was edited under the new chat's id, where it is another one, or none."""
    post = shown(tx)

    tx.posts.move(HIVE, HOME)

    assert (got(tx, post).chat, got(tx, post).message) == (HOME, "")
    assert tx.posts.at(MessageRef(HOME, "m1")) is None
    assert [one.id for one in tx.posts.dirty("local", 9)] == [post]


def test_what_nobody_can_answer_is_not_shown_anew_where_its_chat_moved(tx: Transaction) -> None:
    post = tx.posts.show("poll:1", HIVE, False, "fr", NOW)
    tx.posts.shown(got(tx, post), MessageRef(HIVE, "m1"), "drawn", (), NOW)

    tx.posts.move(HIVE, HOME)
    at_rest = tx.posts.dirty("local", 9)
    tx.posts.refresh("poll:1")

    assert at_rest == []
    assert [one.id for one in tx.posts.dirty("local", 9)] == [post]


def test_what_can_be_answered_in_a_chat_that_parts_is_drawn_once_more_and_the_rest_is_let_go(tx: Transaction) -> None:
    answered, own, other = shown(tx), shown(tx, "welcome:1", "m2"), tx.posts.show("poll:1", HOME, True, "fr", NOW)
    over = tx.posts.show("poll:2", HIVE, False, "fr", NOW)
    tx.posts.shown(got(tx, over), MessageRef(HIVE, "m3"), "drawn", (), NOW)

    tx.posts.part(HIVE, "Elsewhere.", ("welcome",))

    assert [got(tx, one).farewell for one in (answered, own, other, over)] == ["Elsewhere.", "", "", ""]
    assert [got(tx, one).topic for one in (answered, own, other, over)] == ["poll:1", "welcome:1", "poll:1", ""]
    assert dirty(tx) == [answered]

    tx.posts.shown(got(tx, answered), MessageRef(HIVE, "m1"), "farewell", (), NOW)

    assert (got(tx, answered).topic, got(tx, answered).choices, dirty(tx)) == ("", (), [])


def test_a_chat_that_is_served_again_shows_what_it_showed(tx: Transaction) -> None:
    post = shown(tx)
    tx.posts.pause(HIVE, "Not here.")
    tx.posts.shown(got(tx, post), MessageRef(HIVE, "m1"), "farewell", (), NOW)
    tx.posts.refresh("poll:1")
    meanwhile = dirty(tx)

    tx.posts.back(HIVE)

    assert meanwhile == []
    assert (got(tx, post).topic, got(tx, post).farewell, dirty(tx)) == ("poll:1", "", [post])


def test_a_chat_that_has_left_for_good_shows_nothing_of_it_when_it_is_served_again(tx: Transaction) -> None:
    post = shown(tx)
    tx.posts.part(HIVE, "Elsewhere.", ())
    tx.posts.back(HIVE)

    assert got(tx, post).farewell == "Elsewhere."
