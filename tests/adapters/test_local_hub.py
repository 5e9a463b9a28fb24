"""The local network: what people do becomes events, in order and never lost; what the bot does is seen once."""

import asyncio
import os
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.adapters.local.hub import Hub
from bot.adapters.local.inbound import mentions, without_call
from bot.adapters.local.journal import Journal
from bot.adapters.local.people import Impossible
from bot.adapters.local.view import View
from bot.adapters.local.watch import LONGEST_BACKLOG, What
from bot.chat import events
from bot.chat.adapter import Adapter, Can, Gone, TryLater
from bot.chat.address import Chat, MessageRef, User
from bot.chat.events import Event
from bot.chat.message import Button, File, Picture, say
from bot.chat.text import _

BALLOT = say("Vote 41", rows=((Button("Pour", "v:41:0"), Button("Contre", "v:41:1")),))


class Ears:
    """A bot that remembers what it heard; `refuse` makes it ask to wait that many times."""

    def __init__(self) -> None:
        self.heard: list[Event] = []
        self.refuse = 0
        self.seconds = 0.0
        self.reply: Callable[[Event], object] = lambda event: None

    async def __call__(self, event: Event) -> None:
        if self.refuse:
            self.refuse -= 1
            raise TryLater(self.seconds)
        self.heard.append(event)
        answer = self.reply(event)
        if asyncio.iscoroutine(answer):
            await answer

    @property
    def texts(self) -> list[str]:
        return [event.text for event in self.heard if isinstance(event, events.Said)]


@asynccontextmanager
async def listening(hub: Hub, ears: Ears) -> AsyncIterator[None]:
    task = asyncio.create_task(hub.listen(ears))
    await asyncio.sleep(0)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def eventually(fact: Callable[[], bool]) -> None:
    async with asyncio.timeout(2):
        while not fact():
            await asyncio.sleep(0.005)


class Village:
    """Ana, who organizes, and Bruno in one group; Chloé outside it."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.ana = hub.person("ana", "Ana")
        self.bruno = hub.person("bruno", "Bruno")
        self.chloe = hub.person("chloe", "Chloé", "en")
        self.group = hub.group("ruche", "La Ruche", [self.ana, self.bruno], [self.ana])


@pytest.fixture
def village() -> Village:
    return Village(Hub())


@pytest.fixture
def ears() -> Ears:
    return Ears()


def test_it_is_an_adapter() -> None:
    adapter: Adapter = Hub()

    assert adapter.name == "local"


# ── what people do ────────────────────


async def test_what_is_said_is_posted_and_heard(village: Village, ears: Ears) -> None:
    async with listening(village.hub, ears):
        ref = await village.hub.say(village.ana, village.group, "/sondage Pizza ? | Oui | Non")

    (said,) = ears.heard
    assert isinstance(said, events.Said)
    assert (said.text, said.message, said.to_bot) == ("/sondage Pizza ? | Oui | Non", ref, False)
    assert said.by.name == "Ana"
    assert said.where.title == "La Ruche"
    assert said.where.closed
    assert not said.where.private
    assert village.hub.messages(village.group)[-1].text == "/sondage Pizza ? | Oui | Non"


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@Coopérons menu", True),
        ("bonjour @cooperons !", True),
        ("Coopérons, quand est la plénière ?", True),
        ("COOPERONS: menu", True),
        ("Coopérons davantage ensemble", False),
        ("écris à x@cooperons.example", False),
        ("nous coopérons, enfin", False),
        ("@cooperonsbis menu", False),
    ],
)
def test_a_mention_is_a_call_not_the_ordinary_word(text: str, called: bool) -> None:
    assert mentions(text, "Coopérons") is called


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("@Coopérons vote Louer ?", "vote Louer ?"),
        ("@cooperons, vote Louer ?", "vote Louer ?"),
        ("Coopérons : menu", "menu"),
        ("COOPÉRONS, menu", "menu"),
        ("coopérons vote", "coopérons vote"),
        ("@Coopérons", "@Coopérons"),
        ("dis, @Coopérons, vote", "dis, @Coopérons, vote"),
        ("@cooperonsbis vote", "@cooperonsbis vote"),
    ],
)
def test_the_words_leave_out_the_call_before_them(text: str, words: str) -> None:
    assert without_call(text, "Coopérons") == words


async def test_everything_private_is_to_the_bot(village: Village, ears: Ears) -> None:
    async with listening(village.hub, ears):
        await village.hub.say(village.chloe, village.hub.private_chat(village.chloe), "bonjour")

    (said,) = ears.heard
    assert isinstance(said, events.Said)
    assert said.to_bot
    assert said.where.private
    assert said.by.language == "en"


async def test_a_reply_carries_what_it_answers(village: Village, ears: Ears) -> None:
    hub = village.hub
    asked = await hub.send(village.group, BALLOT, "1")

    async with listening(hub, ears):
        await hub.say(village.bruno, village.group, "1", reply_to=asked)
        human = await hub.say(village.ana, village.group, "Acheter une remorque ?")
        await hub.say(village.bruno, village.group, "/vote", reply_to=human)

    first, _, third = ears.heard
    assert isinstance(first, events.Said)
    assert isinstance(third, events.Said)
    assert (first.reply_to, first.reply_text, first.to_bot) == (asked, "Vote 41", True)
    assert (third.reply_to, third.reply_text, third.to_bot) == (human, "Acheter une remorque ?", False)


async def test_editing_and_deleting_are_heard(village: Village, ears: Ears) -> None:
    hub = village.hub
    async with listening(hub, ears):
        ref = await hub.say(village.bruno, village.group, "/vote Fermmer ?")
        await hub.edit_text(village.bruno, ref, "/vote Fermer ?")
        await hub.edit_text(village.bruno, ref, "/vote Fermer ?")
        await hub.delete_message(village.bruno, ref)

    assert [type(event) for event in ears.heard] == [events.Said, events.Edited, events.MessageGone]
    assert hub.messages(village.group) == ()


async def test_only_the_author_edits_and_organizers_may_delete(village: Village) -> None:
    hub = village.hub
    ref = await hub.say(village.bruno, village.group, "bonjour")

    with pytest.raises(Impossible):
        await hub.edit_text(village.ana, ref, "autre chose")
    with pytest.raises(Impossible):
        await hub.delete_message(village.chloe, ref)
    await hub.delete_message(village.ana, ref)

    assert hub.get(ref) is None


async def test_a_press_gives_the_toast_back_to_the_presser_only(village: Village, ears: Ears) -> None:
    hub = village.hub
    ref = await hub.send(village.group, BALLOT, "1")
    ears.reply = lambda event: hub.answer(event, "C'est noté : Pour.")
    with hub.watch() as watch:
        async with listening(hub, ears):
            toast = await hub.press(village.bruno, ref, "v:41:0")
        toasts = [change for change in watch.waiting() if change.what is What.TOAST]

    (pressed,) = ears.heard
    assert isinstance(pressed, events.Pressed)
    assert (pressed.data, pressed.message) == ("v:41:0", ref)
    assert toast == "C'est noté : Pour."
    assert [(change.user, change.text) for change in toasts] == [(village.bruno, toast)]


async def test_a_press_that_is_never_answered_ends(village: Village, ears: Ears) -> None:
    hub = village.hub
    hub.patience = 0.01
    ref = await hub.send(village.group, BALLOT, "1")

    async with listening(hub, ears):
        assert await hub.press(village.bruno, ref, "v:41:0") == ""


async def test_reactions_add_up_and_are_taken_back_one_by_one(village: Village, ears: Ears) -> None:
    hub = village.hub
    hub.view = View.REACTIONS
    ref = await hub.send(village.group, replace(BALLOT, rows=(), reactions=("1️⃣", "2️⃣")), "1")
    async with listening(hub, ears):
        await hub.put_reaction(village.ana, ref, "1️⃣")
        await hub.put_reaction(village.ana, ref, "2️⃣")
        await hub.put_reaction(village.bruno, ref, "1️⃣")
        await hub.put_reaction(village.bruno, ref, "1️⃣")
        await hub.take_reaction(village.ana, ref, "1️⃣")

    post = hub.get(ref)
    assert post is not None
    assert {key: list(people) for key, people in post.marks.items()} == {"1️⃣": ["", "bruno"], "2️⃣": ["", "ana"]}
    assert [type(event) for event in ears.heard] == [events.Reacted] * 3 + [events.Unreacted]
    put, taken = ears.heard[0], ears.heard[3]
    assert isinstance(put, events.Reacted)
    assert isinstance(taken, events.Unreacted)
    assert put.reaction == taken.reaction


async def test_coming_leaving_and_roles_are_heard(village: Village, ears: Ears) -> None:
    hub = village.hub
    async with listening(hub, ears):
        await hub.join(village.chloe, village.group)
        await hub.join(village.chloe, village.group)
        await hub.promote(village.chloe, village.group)
        organizer = await hub.is_organizer(village.group, village.chloe)
        await hub.leave_chat(village.chloe, village.group)

    assert organizer
    assert [type(event) for event in ears.heard] == [events.Joined, events.RoleChanged, events.Left]
    assert not await hub.is_member(village.group, village.chloe)
    assert await hub.count(village.group) == 2
    assert [post.service for post in hub.messages(village.group)] == ["joined", "promoted", "left"]
    assert hub.last(village.group) is None


async def test_nobody_acts_in_a_chat_they_are_not_in(village: Village) -> None:
    hub = village.hub
    ref = await hub.send(village.group, BALLOT, "1")

    with pytest.raises(Impossible):
        await hub.say(village.chloe, village.group, "bonjour")
    with pytest.raises(Impossible):
        await hub.press(village.chloe, ref, "v:41:0")
    with pytest.raises(Impossible):
        await hub.say(village.chloe, hub.private_chat(village.ana), "bonjour")


async def test_a_blocked_bot_cannot_write_until_it_is_written_to(village: Village, ears: Ears) -> None:
    hub = village.hub
    private = hub.private_chat(village.ana)
    async with listening(hub, ears):
        await hub.leave_chat(village.ana, private)

        assert await hub.private(village.ana) is None
        with pytest.raises(Gone):
            await hub.send(private, BALLOT, "1")
        await hub.say(village.ana, private, "menu")

    assert await hub.private(village.ana) == private
    assert [type(event) for event in ears.heard] == [events.BotRemoved, events.Said]


async def test_the_bot_comes_and_goes(village: Village, ears: Ears) -> None:
    hub = village.hub
    async with listening(hub, ears):
        await hub.leave(village.group)
        with pytest.raises(Gone):
            await hub.send(village.group, BALLOT, "1")
        await hub.add_bot(village.ana, village.group)
        await hub.send(village.group, BALLOT, "1")
        await hub.remove_bot(village.ana, village.group)

    assert [type(event) for event in ears.heard] == [events.BotAdded, events.BotRemoved]


# ── delivery ────────────────────


async def test_what_is_said_before_the_bot_listens_waits_for_it(village: Village, ears: Ears) -> None:
    hub = village.hub
    for text in ("un", "deux", "trois"):
        await hub.say(village.ana, village.group, text)

    async with listening(hub, ears):
        await eventually(lambda: hub.waiting == 0)

    assert ears.texts == ["un", "deux", "trois"]


async def test_an_event_that_has_to_wait_comes_again_in_its_order(village: Village, ears: Ears) -> None:
    hub, ears.refuse = village.hub, 2
    async with listening(hub, ears):
        for text in ("un", "deux", "trois"):
            await hub.say(village.ana, village.group, text)
        await eventually(lambda: hub.waiting == 0)

    assert ears.texts == ["un", "deux", "trois"]
    assert len({event.id for event in ears.heard}) == 3


async def test_one_chat_that_waits_does_not_hold_another_up(village: Village, ears: Ears) -> None:
    hub, ears.refuse, ears.seconds = village.hub, 1, 60.0
    async with listening(hub, ears):
        await hub.say(village.ana, village.group, "au groupe")
        await hub.say(village.ana, hub.private_chat(village.ana), "en privé")

    assert ears.texts == ["en privé"]
    assert hub.waiting == 1


async def test_events_in_flight_together_keep_their_order_when_all_are_refused(village: Village, ears: Ears) -> None:
    hub, ears.refuse = village.hub, 20
    async with listening(hub, ears):
        await asyncio.gather(*(hub.say(village.ana, village.group, str(n)) for n in range(20)))
        await eventually(lambda: hub.waiting == 0)

    assert ears.texts == [str(n) for n in range(20)]


async def test_an_event_survives_a_bot_that_dies_on_it(village: Village, ears: Ears) -> None:
    hub = village.hub

    async def dying(event: Event) -> None:
        raise asyncio.CancelledError

    task = asyncio.create_task(hub.listen(dying))
    await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await hub.say(village.ana, village.group, "encore là")
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with listening(hub, ears):
        await eventually(lambda: hub.waiting == 0)

    assert ears.texts == ["encore là"]


# ── what the bot does ────────────────────


async def test_the_same_key_never_posts_twice(village: Village) -> None:
    hub = village.hub
    hub.fail_next(TryLater(0), "send", after=True)

    with pytest.raises(TryLater):
        await hub.send(village.group, BALLOT, "parcel 7")
    again = await hub.send(village.group, BALLOT, "parcel 7")

    assert [post.ref for post in hub.messages(village.group)] == [again]


async def test_an_edit_replaces_what_is_shown_and_says_so_once(village: Village) -> None:
    hub = village.hub
    ref = await hub.send(village.group, BALLOT, "1")
    with hub.watch() as watch:
        await hub.edit(ref, say("Vote 41 : adopté"))
        await hub.edit(ref, say("Vote 41 : adopté"))
        changes = [change.what for change in watch.waiting()]

    post = hub.get(ref)
    assert post is not None
    assert (post.text, post.message.rows) == ("Vote 41 : adopté", ())
    assert changes == [What.CHANGED, What.CARRIED]


async def test_edits_of_what_is_gone_or_not_its_own_fail_for_good(village: Village) -> None:
    hub = village.hub
    human = await hub.say(village.ana, village.group, "bonjour")
    elsewhere = MessageRef(hub.private_chat(village.ana), human.id)

    for ref in (human, elsewhere, MessageRef(village.group, "999"), MessageRef(village.group, "x")):
        with pytest.raises(Gone):
            await hub.edit(ref, BALLOT)
    with pytest.raises(Gone):
        await hub.send(Chat("local", "nowhere"), BALLOT, "1")
    assert await hub.private(User("local", "nobody")) is None


async def test_faults_come_once_and_only_for_their_call(village: Village) -> None:
    hub = village.hub
    hub.fail_next(Gone(), "edit")
    ref = await hub.send(village.group, BALLOT, "1")

    with pytest.raises(Gone):
        await hub.edit(ref, BALLOT)
    await hub.edit(ref, BALLOT)


async def test_each_view_shows_what_it_can(village: Village) -> None:
    hub = village.hub
    rich = replace(
        BALLOT, picture=Picture("<svg/>", "17 pour"), file=File("a.csv", "text/csv", "a;b"), reactions=("1️⃣",)
    )

    shown = {}
    for view in View:
        hub.view = view
        post = hub.get(await hub.send(village.group, rich, view))
        assert post is not None
        message = post.message
        assert tuple(post.marks) == message.reactions
        shown[view] = (bool(message.rows), bool(message.picture), bool(message.file), list(post.marks))

    assert shown == {
        View.BUTTONS: (True, True, True, ["1️⃣"]),
        View.REACTIONS: (False, True, True, ["1️⃣"]),
        View.BARE: (False, False, False, []),
    }


async def test_a_bare_view_edits_nothing(village: Village) -> None:
    hub = village.hub
    ref = await hub.send(village.group, BALLOT, "1")
    mine = await hub.say(village.ana, village.group, "bonjour")
    hub.view = View.BARE

    assert Can.EDIT not in hub.can
    with pytest.raises(Gone):
        await hub.edit(ref, say("autre"))
    with pytest.raises(Impossible):
        await hub.edit_text(village.ana, mine, "autre")
    with pytest.raises(Impossible):
        await hub.press(village.ana, ref, "v:41:0")


async def test_members_are_listed_with_their_role(village: Village) -> None:
    seen = await village.hub.members(village.group)

    assert [(one.name, one.organizer) for one in seen] == [("Ana", True), ("Bruno", False)]


async def test_pins_and_deletions_by_the_bot(village: Village) -> None:
    hub = village.hub
    ref = await hub.send(village.group, BALLOT, "1")
    typed = await hub.say(village.bruno, village.group, "pour")
    await hub.pin(ref, True)
    await hub.delete(typed)

    post = hub.get(ref)
    assert post is not None
    assert post.pinned
    assert hub.get(typed) is None
    with pytest.raises(Gone):
        await hub.delete(typed)


# ── watching ────────────────────


async def test_a_watcher_far_behind_is_told_to_read_everything_again(village: Village) -> None:
    hub = village.hub
    with hub.watch() as watch:
        for n in range(LONGEST_BACKLOG):
            hub.note(_("tick {n}", n=n))
        hub.note(_("one more"))
        changes = [change.what for change in watch.waiting()]

    assert changes == [What.BEHIND]


async def test_clearing_forgets_all_and_numbers_go_on(village: Village, ears: Ears) -> None:
    hub = village.hub
    first = await hub.send(village.group, BALLOT, "1")
    await hub.say(village.ana, village.group, "jamais pris")
    hub.clear()
    again = Village(hub)

    ref = await hub.send(again.group, BALLOT, "1")
    async with listening(hub, ears):
        await asyncio.sleep(0.01)

    assert int(ref.id) > int(first.id)
    assert ears.heard == []


# ── the journal ────────────────────


def reopened(path: Path) -> Hub:
    return Hub(Journal(path), now=lambda: datetime(2026, 11, 22, 18, tzinfo=UTC))


async def test_after_a_restart_everything_is_there_under_the_same_ids(tmp_path: Path, ears: Ears) -> None:
    path = tmp_path / "chat.jsonl"
    hub = reopened(path)
    town = Village(hub)
    ref = await hub.send(town.group, replace(BALLOT, picture=Picture("<svg/>", "rien encore")), "parcel 1")
    mine = await hub.say(town.bruno, town.group, "deux\nlignes 🌿", reply_to=ref)
    gone = await hub.send(town.group, say("effacé"), "parcel 2")
    await hub.put_reaction(town.ana, ref, "👍")
    await hub.pin(ref, True)
    await hub.delete(gone)
    await hub.join(town.chloe, town.group)
    hub.view = View.REACTIONS
    hub.shut()

    for _round in range(3):  # compaction upon compaction changes nothing
        later = reopened(path)
        town = Village(later)
        assert later.messages(town.group) == hub.messages(town.group)
        assert later.room(town.group) == hub.room(town.group)
        assert later.view is View.REACTIONS
        assert await later.send(town.group, BALLOT, "parcel 1") == ref
        assert await later.send(town.group, BALLOT, "parcel 2") == gone
        later.shut()
    assert int((await later.say(town.ana, town.group, "suite")).id) > int(gone.id) > int(mine.id)
    later.shut()


async def test_what_the_bot_had_not_taken_is_offered_after_the_restart(tmp_path: Path, ears: Ears) -> None:
    path = tmp_path / "chat.jsonl"
    hub = reopened(path)
    town = Village(hub)
    await hub.say(town.ana, town.group, "un")
    async with listening(hub, ears):
        await eventually(lambda: hub.waiting == 0)
    await hub.say(town.ana, town.group, "deux")
    await hub.say(town.ana, town.group, "trois")
    hub.shut()

    later = reopened(path)
    async with listening(later, ears):
        await eventually(lambda: later.waiting == 0)
        await later.say(town.ana, town.group, "quatre")
    later.shut()

    assert ears.texts == ["un", "deux", "trois", "quatre"]
    assert len({event.id for event in ears.heard}) == 4


async def test_a_torn_last_line_is_survived(tmp_path: Path) -> None:
    path = tmp_path / "chat.jsonl"
    hub = reopened(path)
    town = Village(hub)
    await hub.say(town.ana, town.group, "gardé")
    hub.shut()
    whole = path.read_bytes()

    for cut in range(1, 60):
        path.write_bytes(whole + b'["Written",2,"ruche","ana","{\\"lines\\":[[\\"\xc3\xa9","'[:cut])
        later = reopened(path)
        assert [post.text for post in later.messages(town.group)] == ["gardé"]
        later.shut()


async def test_the_journal_is_its_owners_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "chat.jsonl"
    hub = reopened(path)
    Village(hub)
    hub.shut()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_a_damaged_line_keeps_what_came_before_and_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "chat.jsonl"
    hub = reopened(path)
    town = Village(hub)
    await hub.say(town.ana, town.group, "gardé")
    hub.shut()
    path.write_bytes(path.read_bytes() + b"\x00\x00\n" + b'["Counted",9]\n')

    later = reopened(path)
    later.shut()

    assert [post.text for post in later.messages(town.group)] == ["gardé"]
    assert (tmp_path / "chat.jsonl.damaged").exists()


async def test_a_full_disk_is_a_reason_to_try_later_and_tears_no_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "chat.jsonl"
    hub = reopened(path)
    town = Village(hub)

    def full(descriptor: int, data: bytes) -> int:
        written = write(descriptor, data[: len(data) // 2])
        if written < 20:
            raise OSError(28, "No space left on device")
        return written

    write = os.write
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(TryLater):
            await hub.send(town.group, BALLOT, "1")
    await hub.send(town.group, BALLOT, "1")
    hub.shut()
    later = reopened(path)
    later.shut()

    assert [post.text for post in later.messages(town.group)] == ["Vote 41"]
