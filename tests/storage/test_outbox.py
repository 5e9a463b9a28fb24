"""What is to be sent: in the order of each chat, urgent first, no chat hidden behind another."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.address import Chat, MessageRef, User
from storage.database import Database
from storage.outbox import PER_CHAT, Outbox
from storage.transaction import Transaction

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
A, B = Chat("local", "a"), Chat("local", "b")
ANA = User("local", "ana")


def put(tx: Transaction, *bodies: str, chat: Chat | None = A, to: User | None = None, urgent: bool = False) -> None:
    for body in bodies:
        tx.outbox.put("send", body, NOW, chat=chat, to=to, urgent=urgent)


def bodies(box: Outbox, at: datetime = NOW) -> list[str]:
    return [parcel.body for parcel in box.waiting("local", at, 200)]


def test_the_order_in_which_it_was_put_and_urgent_first(tx: Transaction) -> None:
    put(tx, "1", "2")
    put(tx, "now", urgent=True)
    put(tx, "3")

    assert bodies(tx.outbox) == ["now", "1", "2", "3"]


def test_a_chat_with_much_to_say_hides_no_other(tx: Transaction) -> None:
    put(tx, *(f"a{n}" for n in range(300)))
    put(tx, "b", chat=B)
    put(tx, "ana", chat=None, to=ANA)

    assert bodies(tx.outbox) == [*(f"a{n}" for n in range(PER_CHAT)), "b", "ana"]


def test_what_is_postponed_takes_its_chat_with_it(tx: Transaction) -> None:
    put(tx, "1", "2")
    put(tx, "b", chat=B)
    [first, *_rest] = tx.outbox.waiting("local", NOW, 9)
    until = NOW + timedelta(minutes=5)

    tx.outbox.postpone(first, until)

    assert bodies(tx.outbox) == ["b"]
    assert tx.outbox.next_due("local", NOW) == until
    assert bodies(tx.outbox, until) == ["1", "2", "b"]
    assert [parcel.tries for parcel in tx.outbox.waiting("local", until, 9)] == [1, 0, 0]


def test_what_comes_after_something_postponed_waits_behind_it(tx: Transaction) -> None:
    """Broken once: it was due at once, and overtook."""
    put(tx, "1")
    [first] = tx.outbox.waiting("local", NOW, 9)
    tx.outbox.postpone(first, NOW + timedelta(minutes=5))

    put(tx, "2")
    put(tx, "result", urgent=True)

    assert bodies(tx.outbox) == ["result"]
    assert bodies(tx.outbox, NOW + timedelta(minutes=5)) == ["result", "1", "2"]


def test_what_is_set_aside_waits_alone(tx: Transaction) -> None:
    put(tx, "broken", "2")
    [broken, _second] = tx.outbox.waiting("local", NOW, 9)

    tx.outbox.set_aside(broken, NOW + timedelta(minutes=5))

    assert bodies(tx.outbox) == ["2"]
    assert bodies(tx.outbox, NOW + timedelta(minutes=5)) == ["2", "broken"]


def test_an_id_is_never_given_twice(tx: Transaction) -> None:
    put(tx, "1")
    [first] = tx.outbox.waiting("local", NOW, 9)
    tx.outbox.done(first.id)

    put(tx, "2")
    [second] = tx.outbox.waiting("local", NOW, 9)

    assert second.id > first.id


def test_a_chat_that_moved_takes_everything_along(tx: Transaction) -> None:
    put(tx, "1")
    tx.outbox.put("send", "2", NOW, chat=A)

    tx.outbox.move(A, B)

    assert [(parcel.chat, parcel.body) for parcel in tx.outbox.waiting("local", NOW, 9)] == [(B, "1"), (B, "2")]


def test_what_answers_a_message_of_a_chat_that_moved_shows_the_way_in_the_new_one(tx: Transaction) -> None:
    """Broken once: the sign for whoever never opened a private chat went to a chat that is no more."""
    tx.outbox.put("send", "psst", NOW, chat=None, to=User("local", "ana"), origin=MessageRef(A, "m1"))

    tx.outbox.move(A, B)

    assert [parcel.origin for parcel in tx.outbox.waiting("local", NOW, 9)] == [MessageRef(B, "")]


def test_a_message_to_be_deleted_in_a_chat_that_moved_is_not_looked_for_in_the_new_one(tx: Transaction) -> None:
    """Numbers begin anew there: it would have been another message."""
    tx.outbox.put("delete", "m1", NOW, chat=A)

    tx.outbox.move(A, B)

    assert tx.outbox.size() == 0


def test_what_was_put_in_a_savepoint_that_failed_is_not_sent(database: Database) -> None:
    with database.begin() as tx:
        tx.outbox.put("send", "before", NOW, chat=A)
        with pytest.raises(ValueError, match="inner"), tx.savepoint():  # noqa: PT012
            tx.outbox.put("send", "inside", NOW, chat=A)
            with tx.savepoint():
                tx.outbox.put("send", "deeper", NOW, chat=A)
            raise ValueError("inner")
        tx.outbox.put("send", "after", NOW, chat=A)

    with database.read() as tx:
        assert bodies(tx.outbox) == ["before", "after"]


def test_what_was_put_in_a_transaction_that_failed_is_not_sent_with_the_next(database: Database) -> None:
    with pytest.raises(ValueError, match="all of it"), database.begin() as tx:  # noqa: PT012
        tx.outbox.put("send", "lost", NOW, chat=A)
        raise ValueError("all of it")

    with database.begin() as tx:
        tx.outbox.put("send", "kept", NOW, chat=A)

    with database.read() as tx:
        assert bodies(tx.outbox) == ["kept"]


def test_half_a_character_fails_where_it_is_put(tx: Transaction) -> None:
    with pytest.raises(UnicodeEncodeError):
        tx.outbox.put("send", "\ud800", NOW, chat=A)


@pytest.mark.parametrize(
    ("chat", "to", "asked", "found"),
    [
        (A, None, (A, None), True),
        (B, None, (A, None), False),
        (None, ANA, (A, ANA), True),
        (None, ANA, (A, None), False),
    ],
)
def test_what_may_be_there_already(tx: Transaction, chat: Chat | None, to: User | None, asked: tuple[Chat, User | None],
                                   found: bool) -> None:  # fmt: skip
    put(tx, "1", chat=chat, to=to)

    assert tx.outbox.sending(*asked) is found


def test_what_failed_to_be_sent_is_not_there(tx: Transaction) -> None:
    put(tx, "1")
    [parcel] = tx.outbox.waiting("local", NOW, 9)
    tx.outbox.postpone(parcel, NOW)

    assert tx.outbox.sending(A, None) is False


def test_what_sleeps_until_the_morning_holds_nothing_up(tx: Transaction) -> None:
    morning = NOW + timedelta(hours=10)
    tx.outbox.put("send", "tomorrow", NOW, chat=A, due=morning)
    assert tx.outbox.sending(A, None) is False  # it is not on its way
    assert tx.outbox.next_due("local", NOW) == morning
    put(tx, "1")

    assert bodies(tx.outbox) == ["1"]
    assert bodies(tx.outbox, morning) == ["1", "tomorrow"]
