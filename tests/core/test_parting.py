"""The last word of a living message in a chat that leaves: drawn once, whatever is on its way just then."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from bot.adapters.local.view import View
from bot.chat.action import Action
from bot.chat.adapter import Denied, TryLater
from bot.chat.message import Message, NativePoll, button, say
from bot.chat.text import note, quote, title
from bot.core.command import Command
from bot.core.context import Context
from bot.core.drawing import parted
from bot.core.feature import Feature, Show
from storage.transaction import Transaction
from tests.office import Office

Ctx = Context[Transaction]


@dataclass(frozen=True)
class Choose(Action, prefix="cT2"):
    """Never acted on."""

    number: int


class Board:
    """A living message that counts what it is told."""

    def __init__(self) -> None:
        self.count = 0
        self.feature: Feature[Transaction] = Feature("board")
        self.feature.live("board")(self.draw)
        self.feature.live("own", stays=True)(self.draw)
        for name in ("show", "own", "add", "part"):
            self.feature.command(name, help="")(getattr(self, name))

    def draw(self, tx: Transaction, number: int, show: Show) -> Message | None:
        return say(title(f"board {number}"), f"count {self.count}", rows=((button("More", Choose(number)),),))

    def show(self, ctx: Ctx, command: Command) -> None:
        ctx.show("board:1", ctx.here)

    def own(self, ctx: Ctx, command: Command) -> None:
        ctx.show("own:1", ctx.here)

    def add(self, ctx: Ctx, command: Command) -> None:
        self.count += 1
        for topic in ("board:1", "own:1"):
            ctx.refresh(topic)

    def part(self, ctx: Ctx, command: Command) -> None:
        ctx.tx.posts.part(ctx.chat, "Elsewhere.", ctx.router.staying)


@pytest.fixture
def board() -> Board:
    return Board()


async def says(office: Office, *texts: str) -> None:
    for text in texts:
        await office.emit(office.says("ana", text))


def kept(office: Office) -> list[tuple[str, str, str]]:
    with office.app.database.read() as tx:
        return list(tx.cursor.execute("SELECT topic, farewell, choices FROM posts"))


LAST = "board 1\nElsewhere."


async def test_it_is_said_once_and_nothing_is_kept_current_after_it(office: Office, board: Board) -> None:
    office.open(board.feature)
    await says(office, "/show")
    await office.deliver()

    await says(office, "/part")
    await office.deliver()
    calls = len(office.hub.calls)
    await says(office, "/add", "/part")
    await office.deliver()

    assert office.seen() == [LAST]
    assert kept(office) == [("", "", "[]")]
    assert len(office.hub.calls) == calls


async def test_what_is_the_chats_own_goes_on(office: Office, board: Board) -> None:
    office.open(board.feature)
    await says(office, "/own")
    await office.deliver()
    await says(office, "/part", "/add")
    await office.deliver()

    assert office.seen() == ["board 1\ncount 1"]


async def test_what_was_about_to_be_shown_is_not_shown_any_more(office: Office, board: Board) -> None:
    office.open(board.feature)
    await says(office, "/show", "/part")
    await office.deliver()

    assert office.seen() == []
    assert kept(office) == []


@pytest.mark.parametrize("call", ["send", "edit"])
async def test_what_is_on_its_way_is_followed_by_it(office: Office, board: Board, call: str) -> None:
    office.open(board.feature)
    await says(office, "/show")
    if call == "edit":
        await office.deliver()
        await says(office, "/add")
    office.hub.hold(call)
    delivering = asyncio.create_task(office.deliver())
    await office.hub.asked.wait()
    await says(office, "/part")
    office.hub.release(call)
    await delivering
    await office.deliver()

    assert office.seen() == [LAST]
    assert kept(office) == [("", "", "[]")]


async def test_it_is_tried_again_where_the_network_wants_to_wait_and_not_where_it_says_no(
    office: Office, board: Board
) -> None:
    office.open(board.feature)
    await says(office, "/show")
    await office.deliver()
    office.hub.fail_next(TryLater(1.0), "edit")
    await says(office, "/part")
    await office.deliver()
    assert office.seen() == [LAST]

    await says(office, "/show")
    await office.deliver()
    office.hub.fail_next(Denied("odd", foreseen=True), "edit")
    await says(office, "/part")
    await office.deliver()
    calls = len(office.hub.calls)
    await office.deliver()
    assert len(office.hub.calls) == calls
    assert [topic for topic, _farewell, _choices in kept(office)] == ["", ""]


async def test_where_nothing_can_be_edited_nothing_is_posted_and_an_answer_is_still_recognised(
    office: Office, board: Board
) -> None:
    office.open(board.feature, view=View.BARE)
    await says(office, "/show")
    await office.deliver()
    calls = len(office.hub.calls)
    await says(office, "/part")
    await office.deliver()

    assert len(office.hub.calls) == calls
    [(topic, farewell, choices)] = kept(office)
    assert (topic, farewell) == ("", "")
    assert "More" in choices


def test_what_stays_is_what_it_was_about() -> None:
    shown = say(title("Vote 1"), quote("the text"), "Open until noon.", note("a rule"),
                rows=((button("Yes", Choose(1)),),))  # fmt: skip
    assert parted(shown, "Elsewhere.") == say(title("Vote 1"), quote("the text"), "Elsewhere.")
    assert parted(say("Vote 1 is closed."), "Elsewhere.") == say("Vote 1 is closed.")  # it says so itself


def test_a_poll_beside_it_ends() -> None:
    open_poll = NativePoll("Soup?", ("Leek", "Squash"))
    shown = Message(say("Soup?").lines, ((button("Leek", Choose(1)),),), poll=open_poll)
    assert parted(shown, "Elsewhere.").poll == NativePoll("Elsewhere.", (), ended=True)
