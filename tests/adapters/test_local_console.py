"""The terminal: typed lines do what they say, and everything that happens is told in plain lines."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import PIPE

import pytest

from bot.adapters.local import terminal
from bot.adapters.local.console import chat
from bot.adapters.local.controls import Section, Try
from bot.adapters.local.hub import Hub
from bot.adapters.local.people import LARGEST
from bot.adapters.local.typed import Ask, Attempt, Become, Choose, Correct, Go, Say, See, Send, Shift, Typed, read
from bot.adapters.local.view import View
from bot.chat import events
from bot.chat.events import Event
from bot.chat.message import Button, File, Message, Picture, say
from bot.chat.text import Phrase, note, quote, title

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "QUIET_SECONDS", 0.02)


class Levers:
    """Controls of a trial of four people, in English only."""

    zone, language = "Europe/Paris", "en"

    def __init__(self) -> None:
        self.time = NOON
        self.due: datetime | None = NOON + timedelta(days=2, seconds=0.5)
        self.hub = Hub(now=self.now)
        self.build()

    def build(self) -> None:
        ana, bruno = self.hub.person("ana", "Ana Ruiz"), self.hub.person("bruno", "Bruno")
        self.hub.person("chloe", "Chloé")
        self.hub.group("ruche", "La Ruche", [ana, bruno], [ana])
        self.hub.group("jardin", "Jardin partagé", [ana])

    def now(self) -> datetime:
        return self.time

    async def shift(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)

    async def go_on(self) -> None:
        self.time = self.next_due() or self.time

    def next_due(self) -> datetime | None:
        return self.due if self.due and self.due > self.time else None

    async def reset(self, language: str) -> None:
        self.hub.clear()
        self.build()

    async def checklist(self, language: str) -> Sequence[Section]:
        first = Try("poll", "Open a poll", "/poll Budget? | Yes | No", done=True)
        second = Try("menu", "Look around", "menu", private=True, by="bruno")
        later = Try("wait", "Let time pass", group="jardin", until=NOON + timedelta(days=1))
        return (Section("begin", "Begin", (first, second)), Section("end", "End", (later,)))

    async def reach(self, when: datetime) -> None:
        self.time = max(self.time, when)

    async def switch_view(self, view: View) -> None:
        self.hub.view = view

    def say(self, phrase: Phrase, language: str) -> str:
        return phrase.key.format_map(phrase.blanks) if phrase.blanks else phrase.key

    def moment(self, when: datetime, language: str) -> str:
        return f"{when:%d/%m %H:%M:%S}"


class Bot:
    """Answers a command with a ballot, and a press with a toast."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.heard: list[Event] = []

    async def __call__(self, event: Event) -> None:
        self.heard.append(event)
        if isinstance(event, events.Said) and event.text.startswith("/vote"):
            ballot = say(title("Vote 1"), rows=((Button("Yes", "y"), Button("No", "n")),))
            if self.hub.view is not View.BUTTONS:
                ballot = Message(ballot.lines, reactions=("1️⃣", "2️⃣"))
            await self.hub.send(event.where.chat, ballot, event.id)
        if isinstance(event, events.Pressed):
            await self.hub.answer(event, f"Noted: {event.data}.")


async def told(levers: Levers, capsys: pytest.CaptureFixture[str], *typed: str) -> str:
    """What the terminal wrote after its greeting, while these lines were typed."""

    async def lines() -> AsyncIterator[str]:
        capsys.readouterr()
        for line in typed:
            yield line

    bot = Bot(levers.hub)
    listening = asyncio.create_task(levers.hub.listen(bot))
    await chat(levers.hub, levers, language="en", lines=lines())
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("bonjour", Say("bonjour")),
        ("/vote Budget ? | Oui | Non", Say("/vote Budget ? | Oui | Non")),
        ("@bruno", Become("bruno")),
        ("@bruno >privé", Become("bruno", "prive")),
        ("@bruno > Lyon coopère", Become("bruno", "lyon coopere")),
        ("@bruno >", Say(">", "bruno")),
        ("@BRUNO oui, d’accord", Say("oui, d’accord", "bruno")),
        ("@Chloé .2", Choose(2, "chloe")),
        ("@personne bonjour", Say("@personne bonjour")),
        (".2", Choose(2)),
        (".5 kg de farine", Say(".5 kg de farine")),
        ("#12 .3", Choose(3, "", 12)),
        ("#12 /vote", Say("/vote", "", 12)),
        ("#12 = corrigé", Correct(12, "corrigé")),
        ("#ensemble", Say("#ensemble")),
        (">privé", Go("prive")),
        (">", Say(">")),
        ("+1 jour", Shift(86_400)),
        ("+15 min", Shift(900)),
        (":+15 min", Shift(900)),
        ("+2 days", Shift(172_800)),
        ("+1", Say("+1")),
        ("+0 min", Say("+0 min")),
        ("+99999 jours", Say("+99999 jours")),
        ("prochaine", Shift()),
        (":next", Shift()),
        (":vue bare", See(View.BARE)),
        (":vue réactions", See(View.REACTIONS)),
        (":vue floue", See(None)),
        (":quitter", Ask("quit")),
        (":fichier membres.csv", Send("membres.csv")),
        (":file my list.csv | /settings members import", Send("my list.csv", "/settings members import")),
        (":document '/tmp/a | b.csv'", Send("'/tmp/a", "b.csv'")),
        ('@chloé :file "a b.csv"', Send("a b.csv", "", "chloe")),
        (":file", Ask("")),
        (":try", Attempt()),
        (":essayer 2", Attempt(2)),
        (":essayer 2.3", Attempt(2, 3)),
        (":essayer 2 3", Attempt(2, 3)),
        (":zut", Ask("")),
        (":-)", Say(":-)")),
    ],
)
def test_a_line_means_one_thing(line: str, typed: Typed) -> None:
    assert read(line, {"bruno", "chloe"}) == typed


async def test_what_is_typed_is_said_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    out = await told(Levers(), capsys, "hello", "@bruno hi Ana", "@bruno", "two\\", "lines")

    assert out == (
        "#1 Ana Ruiz, in La Ruche:\n  hello\n"
        "#2 Bruno, in La Ruche:\n  hi Ana\n"
        "#3 Bruno, in La Ruche:\n  two\n  lines\n"
    )  # fmt: skip


async def test_a_choice_is_made_by_its_number_and_answered(capsys: pytest.CaptureFixture[str]) -> None:
    out = await told(Levers(), capsys, "/vote Budget?", ".1", "@bruno #2 .2", ".3", "#77 .1")

    assert "  Vote 1\n  .1 Yes\n  .2 No\n" in out
    assert "For Ana Ruiz only: Noted: y.\n" in out
    assert "For Bruno only: Noted: n.\n" in out
    assert "There is no choice 3 under this message.\n" in out
    assert "This message is gone.\n" in out


async def test_reactions_are_chosen_like_buttons_and_taken_back(capsys: pytest.CaptureFixture[str]) -> None:
    out = await told(Levers(), capsys, ":view reactions", "/vote Budget?", ".2", ".2")

    assert "  .1 reaction 1️⃣: 1\n  .2 reaction 2️⃣: 1\n" in out
    assert out.count("[edited] #2 Coopérons, in La Ruche:") == 2
    assert "  .2 reaction 2️⃣: 2\n" in out


async def test_another_view_shows_the_latest_as_they_are_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    out = await told(Levers(), capsys, "/vote Budget?", ":view text")

    assert out.count("#2 Coopérons, in La Ruche:") == 2
    assert "#2 Coopérons, in La Ruche:\n  Vote 1\n  1. Yes\n  2. No\n" in out


class Redrawing(Levers):
    """Draws the ballot again where the view is switched."""

    async def switch_view(self, view: View) -> None:
        await super().switch_view(view)
        ballot = self.hub.numbered(2)
        assert ballot is not None
        with self.hub.dressing():
            await self.hub.edit(ballot.ref, say(title("Vote 1"), "1. Yes", "2. No"))
            for _turn in range(9):
                await asyncio.sleep(0)


async def test_what_only_the_view_changes_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Every message of everybody was told again, as edited."""
    out = await told(Redrawing(), capsys, "/vote Budget?", ">private", ":view text")

    assert "The chat is now seen in another way." in out
    assert "[edited]" not in out


async def test_a_choice_never_lands_on_a_message_above_the_one_that_is_answered_in_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """“.1” after a confidential vote, seen with reactions, joined the project announced before it."""
    levers = Levers()

    async def lines() -> AsyncIterator[str]:
        chat_ = levers.hub.groups[0].chat
        await levers.hub.send(chat_, Message(say("Project 1").lines, reactions=("1️⃣",)), "1")
        await levers.hub.send(chat_, say("Vote 2", "1. Yes", "2. No", "To answer, write to me in private."), "2")
        yield ".1"
        yield "#1 .1"

    levers.hub.view = View.REACTIONS
    await chat(levers.hub, levers, language="en", lines=lines())

    out = capsys.readouterr().out
    assert "The latest message is answered in words" in out
    assert out.count("[edited] #1") == 1


async def test_private_messages_name_both_sides(capsys: pytest.CaptureFixture[str]) -> None:
    out = await told(
        Levers(), capsys, "@chloé", ">private", "/vote x", "@bruno", "y", ">garden", ">jardin partagé", "z"
    )

    assert "#1 Chloé, in private with Coopérons:\n  /vote x\n#2 Coopérons, in private with Chloé:\n" in out
    assert "#3 Bruno, in private with Coopérons:\n  y\n" in out
    assert "There is no chat of that name.\n" in out
    assert "You are not in that chat: join it first.\n" in out


async def test_corrections_replies_and_comings(capsys: pytest.CaptureFixture[str]) -> None:
    out = await told(Levers(), capsys, "helo", "#1 = hello", "@bruno #1 yes", "@chloe", ":join", ":leave", ":who")

    assert "[edited] #1 Ana Ruiz, in La Ruche:\n  hello\n" in out
    assert "#2 Bruno, in La Ruche:\n  (answers #1)\n  yes\n" in out
    assert "Chloé joined the group.\nChloé left the group.\n" in out
    assert out.endswith("@ana Ana Ruiz\n@bruno Bruno\n@chloe Chloé\n")


async def test_the_clock_moves_and_stops_at_the_next_deadline(capsys: pytest.CaptureFixture[str]) -> None:
    out = await told(Levers(), capsys, "+15 min", "next", "next")

    assert out == "It is now 22/11 12:15:00.\nIt is now 24/11 12:00:00.\nNothing is planned\n"


async def test_starting_again_is_asked_twice(capsys: pytest.CaptureFixture[str]) -> None:
    levers = Levers()
    out = await told(levers, capsys, "hello", ":reset", "no", ":reset", ":reset", ":again")

    assert out.count("Type :reset once more") == 2
    assert levers.hub.every_message() == ()


async def test_help_journal_and_the_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    out = await told(Levers(), capsys, "hello", ":help", ":journal", ":zut", ":quit", "never said")

    assert "@paul – become Paul." in out
    assert "Ana Ruiz wrote in “La Ruche”: hello\n" in out
    assert "That is not known here." in out
    assert "never said" not in out


async def test_styles_pictures_and_files_read_well(capsys: pytest.CaptureFixture[str]) -> None:
    levers = Levers()
    rich = say(quote("a\nb"), note("small"), picture=Picture("<svg/>", "17 for"), file=File("v.csv", "text/csv", "x"))

    async def lines() -> AsyncIterator[str]:
        await levers.hub.send(levers.hub.groups[0].chat, rich, "1")
        yield ""

    await chat(levers.hub, levers, language="en", lines=lines())

    assert "  > a\n  > b\n  small\n  Picture: 17 for\n  Document: v.csv\n" in capsys.readouterr().out


async def test_a_document_of_the_disk_is_sent(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    list_, big = tmp_path / "membres d’ici.csv", tmp_path / "big.csv"
    list_.write_bytes(b"nom\nMarie\n")
    big.write_bytes(b"x" * (LARGEST + 1))
    levers = Levers()
    out = await told(
        levers, capsys, ">private", f":file {list_}", f'@bruno :file "{list_}" | /vote', f":file {tmp_path}",
        f":file {tmp_path}/none.csv", f":file {big}", ":file a\0b", ":journal",
    )  # fmt: skip

    posts = [post for post in levers.hub.every_message() if post.by is not None]
    assert [post.message.file for post in posts] == [File("membres d’ici.csv", "text/csv", b"nom\nMarie\n")] * 2
    assert [post.text for post in posts] == ["", "/vote"]
    assert "  Document: membres d’ici.csv\n" in out
    assert out.count("There is no file") == 3
    assert "This chat carries documents of 4 MB at most." in out
    assert "Ana Ruiz sent the bot a document: membres d’ici.csv\n" in out


async def test_piped_input_ends_the_talk(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    reading, writing = os.pipe()
    os.write(writing, "bonjour à tous\r\n".encode() + b"sans fin de ligne \xff")
    os.close(writing)
    levers = Levers()

    with open(reading) as piped:
        monkeypatch.setattr(sys, "stdin", piped)
        async with asyncio.timeout(5):
            await chat(levers.hub, levers, language="en")

    out = capsys.readouterr().out
    assert "  bonjour à tous\n" in out
    assert "  sans fin de ligne \ufffd\n" in out
    assert "\033" not in out


def test_an_interruption_at_a_waiting_terminal_ends_the_program() -> None:
    """A thread that waits for a line must not take the interpreter down with it."""
    program = (
        "import asyncio, signal\n"
        "from bot.adapters.local.console import _typed_lines\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # the tests may run where it is ignored
        "async def main():\n"
        "    lines = _typed_lines()\n"
        "    print(await anext(lines), flush=True)\n"
        "    await anext(lines)\n"
        "asyncio.run(main())\n"
    )
    folder = str(Path(__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=folder, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write("ready\n")
        process.stdin.flush()
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(60) != 0  # a guard against a hang, far more than a busy machine takes
        assert "Fatal" not in process.stderr.read()


async def test_an_interruption_ends_it_cleanly(monkeypatch: pytest.MonkeyPatch) -> None:
    async def silence() -> AsyncIterator[str]:
        await asyncio.Event().wait()
        yield ""

    levers = Levers()
    talking = asyncio.create_task(chat(levers.hub, levers, lines=silence()))
    await asyncio.sleep(0.05)
    talking.cancel()

    with pytest.raises(asyncio.CancelledError):
        await talking
    assert len(asyncio.all_tasks()) == 1


async def test_the_list_of_things_to_try_is_told_in_sections(capsys: pytest.CaptureFixture[str]) -> None:
    out = await told(Levers(), capsys, ":try", ":try 1", ":try 9", ":quit")

    assert "1. Begin (1 of 2)\n2. End (0 of 1)\n" in out
    assert "1.1 Open a poll – done\n" in out
    assert "1.2 Look around (Bruno, in private)\n    menu\n" in out
    assert out.count("1. Begin (1 of 2)") == 2  # there is no ninth


async def test_a_line_of_the_list_is_gone_to_by_its_person_in_its_chat(capsys: pytest.CaptureFixture[str]) -> None:
    levers = Levers()
    out = await told(levers, capsys, ":try 1.2", "menu", ":try 2.1", ":quit")

    assert "Look around\nType:\nmenu\n" in out
    assert "Bruno, in private with" in out
    assert "It is now 23/11 12:00:00." in out
