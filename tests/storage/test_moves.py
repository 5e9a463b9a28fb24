"""Chats that go on under another id."""

from __future__ import annotations

import pytest

from bot.chat.address import Chat
from storage.database import Database
from storage.transaction import Transaction

A, B, C = Chat("telegram", "-1"), Chat("telegram", "-1002"), Chat("telegram", "-1003")


def test_a_chat_is_followed_to_where_it_is_now_and_back_to_all_that_it_was(tx: Transaction) -> None:
    tx.moves.note(A, B)
    tx.moves.note(B, C)

    assert [tx.moves.followed(one) for one in (A, B, C)] == [C, C, C]
    assert sorted(tx.moves.before(C)) == [A, B]
    assert tx.moves.before(B) == []
    assert tx.moves.followed(Chat("local", "-1")) == Chat("local", "-1")


def test_a_chat_that_comes_back_to_an_old_id_goes_nowhere_from_there(tx: Transaction) -> None:
    tx.moves.note(A, B)
    tx.moves.note(B, A)

    assert [tx.moves.followed(one) for one in (A, B)] == [A, A]


def test_a_thread_stays_behind(tx: Transaction) -> None:
    tx.moves.note(A, B)

    assert tx.moves.followed(A._replace(thread="7")) == B


def test_a_move_that_was_rolled_back_did_not_happen(database: Database) -> None:
    with database.begin() as tx:
        with pytest.raises(RuntimeError), tx.savepoint():  # noqa: PT012
            tx.move(A, B)
            raise RuntimeError

        assert tx.moves.followed(A) == A
