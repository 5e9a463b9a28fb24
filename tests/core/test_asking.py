"""A question that was answered asks nothing any more; what people press by the thousand is looked at once."""

from datetime import UTC, datetime
from pathlib import Path

from bot.chat.address import Chat, MessageRef
from bot.core.asking import NO, YES, Pressing
from bot.core.rows import Choice
from storage.database import Database
from storage.transaction import Transaction

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
HOME = Chat("local", "private:ana")
ASKED = (Choice("do", "Yes, do it", YES), Choice("xn", "No", NO))


def offering(tx: Transaction) -> int:
    return len(tx.posts.offering(HOME, 9))


def test_a_press_that_comes_before_the_question_is_noted_does_not_keep_it_open(folder: Path) -> None:
    """Broken once: a second tap on the question before, in whose place this one stands, hid that it is a question."""
    pressing, ref = Pressing(), MessageRef(HOME, "m1")
    with Database(folder / "coop.db") as database, database.begin() as tx:
        pressing.spend(tx.posts, ref, "do", NOW)
        tx.posts.offered(ref, True, ASKED, NOW)
        before = offering(tx)

        pressing.spend(tx.posts, ref, "do", NOW)

        assert (before, offering(tx)) == (1, 0)


def test_a_living_message_stays_to_be_pressed(folder: Path) -> None:
    pressing, ref = Pressing(), MessageRef(HOME, "m1")
    with Database(folder / "coop.db") as database, database.begin() as tx:
        post = tx.posts.get(tx.posts.show("trust:1", HOME, True, "fr-Europe/Paris", NOW))
        assert post is not None
        tx.posts.shown(post, ref, "digest", ASKED, NOW)

        for _press in range(2):
            pressing.spend(tx.posts, ref, "do", NOW)

        assert offering(tx) == 1
