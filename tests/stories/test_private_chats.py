"""Private chats whose numbers say nothing of their person: they go with whoever erases themselves, from wherever they
do it, and tell nothing of somebody to an account that is no longer theirs."""

from __future__ import annotations

from datetime import timedelta

import structlog

from bot.adapters.local.view import View
from bot.chat.adapter import Note
from bot.chat.address import Chat, User
from bot.chat.text import _
from bot.core import wire
from bot.core.words import Words
from bot.export.folder import contents
from tests.life import NAME, PRIVATE, live
from tests.neighbours import code
from tests.stories.test_erasure import found
from tests.stories.test_members_me import bytes_of
from tests.twins import ELSEWHERE, Twins

THERE = "berthe9"  # the account on the other network; its room is "private:berthe9"


async def settle_in(pair: Twins) -> None:
    """Bertrand is here, and known over there by another account; he keeps to himself in both places what is his."""
    await pair.join("bertrand", NAME)
    await pair.whisper("bertrand", "/menu")
    await link(pair)


async def link(pair: Twins) -> None:
    await pair.whisper("bertrand", "/lier")
    given = code(pair, "bertrand")
    with pair.over_there() as chat:
        pair.people["bertrand"] = pair.hub.person(THERE, "Bertrand Q.", pair.language)
        await pair.hub.join(pair.people["bertrand"], chat)
        await pair.settle()
        await pair.whisper("bertrand", f"/lier {given}")
        await pair.choose_privately("bertrand", "oui")
        await pair.whisper("bertrand", f"/rappel vendredi 19h {PRIVATE}")
        await pair.whisper("bertrand", "/vote Louer le four ?")
        await pair.whisper("bertrand", "/proposer")


async def test_nothing_holds_either_account_of_whoever_did_everything(pair: Twins):
    with structlog.testing.capture_logs() as logs:
        await live(pair)
        await link(pair)
        with pair.over_there():
            room = pair.hub.private_chat(pair.people["bertrand"]).id
        assert THERE in bytes_of(pair).decode("utf-8", "replace")

        await erase(pair)

    with pair.database.read() as tx:
        every = [*contents(tx, "fr").values(), *contents(tx, "en").values()]
    places = {
        "file": bytes_of(pair).decode("utf-8", "replace"), "logs": repr(logs),
        "export": "\n".join(one for one in every if isinstance(one, str)),
    }  # fmt: skip
    traces = (NAME, "quincampoix", NAME.split()[0], THERE, room, '"bertrand"', "private:bertrand", PRIVATE)
    assert list(found(places, traces)) == []


async def erase(pair: Twins) -> None:
    await pair.whisper("bertrand", "/annuler")
    await pair.whisper("bertrand", "/moi effacer")
    await pair.choose_privately("bertrand", "effacer")
    await pair.wait(minutes=2)  # the traces of the last word
    await pair.app.purge()


async def test_whoever_erases_themselves_here_is_gone_from_their_private_room_over_there(pair: Twins):
    """Broken once: what was shown in the room of a linked account stayed, with its number and its buttons."""
    with structlog.testing.capture_logs() as logs:
        await settle_in(pair)
        with pair.over_there():
            room = pair.hub.private_chat(pair.people["bertrand"])
        with pair.database.begin() as tx:
            tx.notes.put(ELSEWHERE, Note("reaction", "$1", f"{THERE}\t$2\t1"), pair.time)
            tx.notes.put(ELSEWHERE, Note("invitation", room.id, "{}"), pair.time)
            tx.notes.put(ELSEWHERE, Note("invitation", "!2", f'{{"by": "{THERE}"}}'), pair.time)
            tx.notes.put(ELSEWHERE, Note("reaction", "$3", f"{THERE}9\t$2\t1"), pair.time)
            tx.move(Chat(ELSEWHERE, "private:before"), room)
        assert pair.rows("SELECT DISTINCT chat FROM posts WHERE private AND network = 'village'") == [(room.id,)]

        await erase(pair)

    # Somebody who is called nearly the same is somebody else.
    assert pair.rows("SELECT key FROM notes WHERE kind IN ('reaction', 'invitation')") == [("$3",)]
    with pair.database.begin() as tx:
        tx.notes.put(ELSEWHERE, Note("reaction", "$3", None), pair.time)
        tx.cursor.traces = True
    pair.database.rest()
    places = {"file": bytes_of(pair).decode("utf-8", "replace"), "logs": repr(logs)}
    assert list(found(places, (THERE, room.id, "private:bertrand", "private:before", PRIVATE))) == []
    assert pair.rows("SELECT * FROM posts WHERE private AND chat LIKE 'private:ber%'") == []


async def test_whoever_erases_themselves_over_there_is_gone_from_their_private_chat_here(pair: Twins):
    await settle_in(pair)
    await pair.whisper("bertrand", f"/rappel samedi 19h {PRIVATE}")
    with pair.over_there():
        await erase(pair)

    places = {"file": bytes_of(pair).decode("utf-8", "replace")}
    assert list(found(places, (THERE, "private:bertrand", PRIVATE))) == []


async def test_what_still_waits_for_a_linked_account_goes_with_it(pair: Twins):
    await settle_in(pair)
    with pair.over_there():
        room = pair.hub.private_chat(pair.people["bertrand"])
    with pair.database.begin() as tx:
        tx.outbox.put("react", '["7", "1"]', pair.time + timedelta(days=1), chat=room)
    await erase(pair)
    assert pair.rows("SELECT * FROM outbox") == []


async def separate(pair: Twins) -> None:
    """From over there: the account parts from the one here."""
    await pair.whisper("bertrand", "/moi comptes")
    await pair.choose_privately("bertrand", "1")  # the account that was there first is not offered here
    await pair.choose_privately("bertrand", "oui")


async def test_what_is_kept_current_in_private_follows_whoever_it_is_for(pair: Twins):
    """Broken once: a reminder of the one stayed current in the private chat of the other."""
    await settle_in(pair)
    with pair.over_there():
        before = len(pair.heard("bertrand"))
        await separate(pair)
        assert not pair.is_one("bertrand")
        after = len(pair.heard("bertrand"))
    assert pair.rows("SELECT network, count(*) FROM posts WHERE topic LIKE 'reminder:%' GROUP BY 1") == [("local", 1)]
    assert any(PRIVATE in text for text in pair.heard("bertrand"))

    await pair.whisper("bertrand", "/rappel")
    await pair.wait(days=3)

    assert sum(PRIVATE in text for text in pair.heard("bertrand")) >= 2
    with pair.over_there():
        assert after - before <= 3  # the accounts, the question, that it is done
        assert PRIVATE not in "\n".join(pair.heard("bertrand"))  # not even what stood there before


async def test_what_was_not_said_yet_is_said_to_whoever_it_is_for(pair: Twins):
    await settle_in(pair)
    body = wire.sentence(PRIVATE, Words(pair.language))
    with pair.over_there():
        with pair.database.begin() as tx:
            tx.outbox.put("send", body, pair.time + timedelta(days=1), chat=None, to=pair.people["bertrand"])
        await separate(pair)
        after = len(pair.heard("bertrand"))
    assert PRIVATE in pair.heard("bertrand")
    await pair.wait(days=2)
    with pair.over_there():
        assert PRIVATE not in pair.heard("bertrand")[after:]


async def test_the_question_whether_to_separate_an_account_cannot_be_answered_twice(pair: Twins):
    """Broken once: the question kept its button after the yes."""
    await settle_in(pair)
    with pair.over_there():
        await separate(pair)
        assert not pair.offers("bertrand", "séparer")  # in a chat that is no longer theirs nothing is
        if pair.hub.view is View.BUTTONS:
            assert pair.says(_("Yes, separate it")) not in "\n".join(pair.heard("bertrand"))


async def test_from_the_other_side_the_question_is_turned_over_too_and_both_are_told(pair: Twins):
    await settle_in(pair)
    await pair.whisper("bertrand", "/moi comptes")
    await pair.choose_privately("bertrand", "2")
    await pair.choose_privately("bertrand", "oui")
    assert not pair.is_one("bertrand")
    assert not pair.offers("bertrand", "séparer")
    with pair.over_there():
        assert pair.was_told(
            "bertrand",
            _("It was not you who asked for it? Tell whoever organizes your group."),
        )  # fmt: skip


async def test_rooms_of_before_are_known_as_soon_as_the_bot_is_logged_in(pair: Twins):
    class Keeper:
        """A network that tells whose its rooms are."""

        def private_chats(self) -> list[tuple[User, Chat]]:
            return [
                (User(ELSEWHERE, THERE), Chat(ELSEWHERE, "!old")),
                (User(ELSEWHERE, "nobody"), Chat(ELSEWHERE, "!x")),
            ]

    await settle_in(pair)
    await pair.app.learn(Keeper())  # nothing else of an adapter is asked
    assert pair.rows("SELECT chat, user FROM private_chats WHERE chat LIKE '!%'") == [("!old", THERE)]
