"""On a network where nobody may be written to first, a private answer waits until its reader opens the door."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.adapters.local.hub import Hub
from bot.adapters.local.view import View
from bot.chat.adapter import Can, Gone, Unseen
from bot.chat.address import Chat, MessageRef, Person, User
from bot.chat.events import Event
from bot.chat.message import File, Message
from bot.chat.text import _
from bot.core.work import Work
from tests.town import Town, shown

OTHERS = _(
    "I have something for other people here too, each in private: it waits where they open a conversation with me."
)


class ShyHub(Hub):
    """A network like Telegram: whoever never wrote to the bot cannot be written to. Toasts may be missing, so that what
    is said alone is a message."""

    ephemeral = Can.NOTHING

    def __init__(self) -> None:
        super().__init__(run="town")
        self.opened: set[str] = set()
        self.alone: list[tuple[User, Message]] = []
        self.doors: list[str] = []

    @property
    def can(self) -> Can:
        return (self.view.can & ~(Can.DM | Can.TOAST)) | self.ephemeral

    def door(self, payload: str) -> str:
        return f"https://chat.example.org/bot?start={payload}"

    async def answer(self, event: Event, toast: str, door: str = "", unseen: Unseen | None = None) -> None:
        if door:
            self.doors.append(door)
        await super().answer(event, toast)

    async def private(self, user: User) -> Chat | None:
        return await super().private(user) if user.id in self.opened else None

    async def send(self, chat: Chat, message: Message, key: str) -> MessageRef:
        if message.only is not None:
            if Can.EPHEMERAL not in self.ephemeral:
                raise Gone
            self.alone.append((message.only, message))
            return MessageRef(chat, "0")
        return await super().send(chat, message, key)

    async def say(
        self, user: User, chat: Chat, text: str, reply_to: MessageRef | None = None, document: File | None = None
    ) -> MessageRef:
        if self.room(chat).private:
            self.opened.add(user.id)
        return await super().say(user, chat, text, reply_to, document)


class WhisperingHub(ShyHub):
    """One that can also show a group message to one person alone."""

    ephemeral = Can.EPHEMERAL


@pytest.fixture(params=shown(View.BUTTONS))
async def shy(request: pytest.FixtureRequest, folder: Path) -> AsyncIterator[Town]:
    view, language = request.param
    town = await Town(folder, view, language, hub=ShyHub()).open()
    yield town
    await town.close()


def signs(town: Town) -> list[str]:
    """The messages of the group that show somebody the way."""
    return [text for text in town.seen() if town.says(_("Open the conversation")) in text]


async def test_whoever_never_wrote_is_shown_the_way_and_finds_what_was_kept(shy: Town):
    await shy.say("bruno", "/privacy")
    assert shy.heard("bruno") == []
    assert len(signs(shy)) == 1
    assert "Bruno" in signs(shy)[0]

    await shy.whisper("bruno", "/start here")

    assert [shy.says(_("What I keep, who keeps it, and for how long")) in text for text in shy.heard("bruno")] == [True]


async def test_several_answers_need_one_sign_and_come_in_their_order(shy: Town):
    await shy.say("bruno", "/privacy")
    await shy.say("bruno", "/me")
    await shy.say("chloe", "/me")
    assert len(signs(shy)) == 2

    await shy.whisper("bruno", "/start here")

    assert [shy.says(_("My settings")) in text for text in shy.heard("bruno")] == [False, True]
    assert shy.heard("chloe") == []


async def test_much_later_the_way_is_shown_again(shy: Town):
    await shy.say("bruno", "/privacy")
    await shy.wait(hours=1)
    await shy.say("bruno", "/me")

    assert len(signs(shy)) == 2


async def test_a_living_message_waits_too(shy: Town):
    await shy.say("ana", "/vote Shall we?")
    await shy.say("bruno", "/vote 1")
    await shy.whisper("bruno", "/start here")

    assert any("Shall we?" in text for text in shy.heard("bruno"))


async def test_a_press_is_answered_with_the_door_itself(shy: Town):
    await shy.say("ana", "/vote Shall we?")
    card = shy.card("Shall we?")
    who_may = next(one for one in card.message.buttons if str(one.label) == shy.says(_("Who may vote?")))
    signs_before = len(signs(shy))

    await shy.hub.press(shy.people["bruno"], card.ref, who_may.data)
    await shy.settle()

    assert shy.hub.doors == ["https://chat.example.org/bot?start=here"]
    assert len(signs(shy)) == signs_before  # nothing for the others to read
    assert shy.heard("bruno") == []

    await shy.whisper("bruno", "/start here")

    assert len(shy.heard("bruno")) == 1

    await shy.hub.press(shy.people["bruno"], card.ref, who_may.data)
    await shy.settle()

    assert len(shy.hub.doors) == 1  # open by now
    assert len(shy.heard("bruno")) == 2


async def test_start_without_anything_kept_is_the_menu(shy: Town):
    await shy.whisper("bruno", "/start here")

    assert shy.was_told("bruno", _("Hello {name}! What shall we do?", name="Bruno"))


async def test_what_nobody_asked_for_is_not_kept(shy: Town):
    with shy.database.begin() as tx:
        dan = tx.members.known(Person(shy.people["dan"], "Dan Weber"), shy.time)
        Work(tx, tx, shy.time).tell(dan, _("The last word to reach you."))
    await shy.settle()

    with shy.database.read() as tx:
        assert tx.outbox.size() == 0
    assert shy.seen() == []


async def test_where_the_network_can_whisper_the_group_sees_no_sign(folder: Path):
    hub = WhisperingHub()
    town = await Town(folder, View.BUTTONS, "en", hub=hub).open()

    await town.say("bruno", "/privacy")

    assert town.seen() == []
    assert [user.id for user, _message in hub.alone] == ["bruno"]
    await town.close()


async def test_a_whisper_that_the_network_refuses_is_said_openly(folder: Path, monkeypatch: pytest.MonkeyPatch):
    hub = WhisperingHub()
    town = await Town(folder, View.BUTTONS, "en", hub=hub).open()

    async def refuse(chat: Chat, message: Message, key: str) -> MessageRef:
        if message.only is not None:
            raise Gone
        return await Hub.send(hub, chat, message, key)

    monkeypatch.setattr(hub, "send", refuse)
    await town.say("bruno", "/privacy")

    assert len(signs(town)) == 1
    await town.close()


async def test_a_confidential_answer_typed_by_somebody_who_never_wrote_is_told_as_not_counted(shy: Town):
    """Broken once: it was not counted, taken away, and not a word was said."""
    await shy.say("ana", "/vote Shall we?")
    await shy.say("bruno", "/me")

    await shy.say("bruno", "/vote 1 pour" if shy.language == "fr" else "/vote 1 for")

    assert shy.ballot() == (0, 0, 0, 0)
    told = _("{name}, vote {number} is confidential: what you typed here was not counted. Open a private conversation "
             "with me and answer there.", name="Bruno Petit", number="1")  # fmt: skip
    assert sum(shy.says(told) in sign for sign in signs(shy)) == 1
    assert sum("Bruno" in sign for sign in signs(shy)) == 2  # the other is for what was asked before

    await shy.whisper("bruno", "/start here")
    await shy.choose_privately("bruno", "pour" if shy.language == "fr" else "for")
    assert shy.ballot() == (1, 0, 0, 0)


# ── what nobody asked for ────────────────────


async def convened(town: Town) -> None:
    """Everybody is known, Ana alone has opened a private chat, and a plenary is convened and answered."""
    await town.whisper("ana", "/menu")
    for who in ("bruno", "chloe", "dan", "emma"):
        await town.say(who, "/menu")
    await town.say("ana", "/pleniere samedi 5 décembre 14h | MJC")
    await town.choose("ana", "convoquer")


async def test_what_is_told_to_many_waits_for_each_and_is_said_twice_in_the_group(shy: Town):
    """Broken once: a convocation and its reminders reached nobody on Telegram but those who had written to the bot."""
    await convened(shy)
    assert [name in signs(shy)[0] for name in ("Bruno", "Chloé", "Dan", "Emma")].count(True) == 1
    assert [shy.says(OTHERS) in sign for sign in signs(shy)] == [False, True]

    for who in ("bruno", "dan"):
        await shy.whisper(who, "/start here")
        assert any("MJC" in text for text in shy.heard(who)), who
    assert shy.heard("emma") == []


async def test_whoever_left_the_group_is_shown_no_way_there(shy: Town):
    await convened(shy)
    before = signs(shy)
    for who in ("bruno", "chloe", "dan"):
        await shy.leave(who)

    await shy.wait(days=22)

    named = [sign for sign in signs(shy)[len(before) :] if shy.says(OTHERS) not in sign]
    assert named
    assert all("Emma" in sign for sign in named)


async def test_a_proxy_is_offered_to_somebody_who_never_wrote(shy: Town):
    await shy.whisper("ana", "/menu")
    await shy.say("dan", "/menu")
    shy.enrol("ana", "dan")
    shy.decree(electorate="members")

    await shy.say("ana", "/pouvoir Dan")
    assert ["Dan" in sign for sign in signs(shy)] == [True]
    await shy.whisper("dan", "/start here")

    assert any("Ana" in text and shy.says(_("I accept")) in text for text in shy.heard("dan"))
