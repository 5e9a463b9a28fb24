"""The page: served to this machine only, with nothing that runs but its own script, and one living connection."""

import asyncio
import http.client
import json
import re
import socket
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any, cast

import pytest
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from bot.adapters.local.acts import MOST_BYTES, Acts
from bot.adapters.local.controls import Section, Try
from bot.adapters.local.hub import Hub
from bot.adapters.local.people import LARGEST
from bot.adapters.local.sentences import PAGE
from bot.adapters.local.session import Session
from bot.adapters.local.view import View
from bot.adapters.local.web import LOOPBACK, page
from bot.chat import events
from bot.chat.events import Event
from bot.chat.message import Button, File, Picture, say
from bot.chat.text import Phrase, title
from bot.serving import bound, serve

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FOLDER = files("bot.adapters.local")
EVIL = '<img src=x onerror="alert(1)"></script><script>alert(2)</script>'
Frame = dict[str, Any]


class Levers:
    """Controls of a trial of two people; French is English in capitals, so that a forgotten sentence is seen."""

    zone, language = "Europe/Paris", "en"

    def __init__(self) -> None:
        self.time = NOON
        self.hub = Hub(now=self.now)
        self.voted = False
        self.told = asyncio.Event()  # whether the story of a new trial was told to its end
        self.told.set()
        self.build()

    def build(self) -> None:
        ana, bruno = self.hub.person("ana", "Ana"), self.hub.person("bruno", f"Bruno {EVIL}", "en")
        self.hub.group("ruche", "La Ruche", [ana, bruno], [ana])

    def now(self) -> datetime:
        return self.time

    async def shift(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)

    async def go_on(self) -> None:
        self.time = self.next_due() or self.time

    async def reach(self, when: datetime) -> None:
        self.time = max(self.time, when)

    def next_due(self) -> datetime | None:
        return None if self.time >= NOON + timedelta(hours=1) else NOON + timedelta(hours=1)

    async def reset(self, language: str) -> None:
        self.language = language
        self.hub.clear()
        self.build()
        await self.told.wait()

    async def checklist(self, language: str) -> Sequence[Section]:
        tries = (Try("vote", "Vote", "/vote Budget?", self.voted), Try("menu", "Menu", "menu", private=True))
        return (Section("all", "Everything", tries),)

    async def switch_view(self, view: View) -> None:
        self.hub.view = view

    def say(self, phrase: Phrase, language: str) -> str:
        said = phrase.key.format_map(phrase.blanks) if phrase.blanks else phrase.key
        return said.upper() if language == "fr" else said

    def moment(self, when: datetime, language: str) -> str:
        return f"{when:%H:%M}"


class Trial:
    """A page that is served, a bot that answers presses, and what it heard."""

    def __init__(self, levers: Levers, port: int) -> None:
        self.levers = levers
        self.hub = levers.hub
        self.port = port
        self.heard: list[Event] = []

    async def emit(self, event: Event) -> None:
        self.heard.append(event)
        if isinstance(event, events.Pressed):
            self.levers.voted = True
            await self.hub.answer(event, "Noted.")

    async def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        def fetch() -> tuple[int, dict[str, str], str]:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            body = answer.read().decode(errors="replace")
            connection.close()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body

        return await asyncio.to_thread(fetch)

    @asynccontextmanager
    async def opened(self, language: str = "en") -> AsyncIterator["Browser"]:
        origin = f"http://127.0.0.1:{self.port}"
        address = f"ws://127.0.0.1:{self.port}/live?language={language}"
        async with connect(address, origin=origin) as socket:
            yield Browser(socket)


class Browser:
    """The page's end of the connection."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.acts = 0

    async def until(self, wanted: Callable[[Frame], bool]) -> Frame:
        """The next frame that is wanted; those before it are dropped."""
        async with asyncio.timeout(5):
            while True:
                frame: Frame = json.loads(await self.socket.recv())
                if wanted(frame):
                    return frame

    async def next(self, kind: str) -> Frame:
        return await self.until(lambda frame: bool(frame["type"] == kind))

    async def send(self, **act: object) -> str:
        """Sends an act and gives back its key."""
        self.acts += 1
        key = str(act.setdefault("key", f"k{self.acts}"))
        await self.socket.send(json.dumps(act))
        return key

    async def act(self, **act: object) -> str:
        """Does something and gives back the problem there was."""
        key = await self.send(**act)
        done = await self.until(lambda frame: frame["type"] == "done" and frame["key"] == key)
        return str(done["problem"])


@pytest.fixture
async def trial() -> AsyncIterator[Trial]:
    levers = Levers()
    listener = bound(LOOPBACK, 0)
    serving = asyncio.create_task(serve(page(levers.hub, levers), listener, longest=MOST_BYTES))
    trial = Trial(levers, listener.getsockname()[1])
    listening = asyncio.create_task(levers.hub.listen(trial.emit))
    await asyncio.sleep(0)
    yield trial
    for task in (listening, serving):
        task.cancel()
    await asyncio.gather(listening, serving, return_exceptions=True)
    listener.close()


# ── what is served ────────────────────


async def test_the_page_is_served_in_both_languages(trial: Trial) -> None:
    french, english = await trial.get("/"), await trial.get("/en")

    assert french[0] == english[0] == 200
    assert '<html lang="fr">' in french[2]
    assert "WRITE TO THE GROUP" in french[2]
    assert '<html lang="en">' in english[2]
    assert "Write to the group" in english[2]


async def test_nothing_inline_runs_and_nothing_comes_from_elsewhere(trial: Trial) -> None:
    _, headers, html = await trial.get("/")

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:|//[a-z]", html, re.IGNORECASE)


async def test_everything_the_page_asks_for_is_there(trial: Trial) -> None:
    _, _, html = await trial.get("/")
    wanted = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', html))
    for name in [path.rsplit("/", 1)[1] for path in wanted if path.endswith((".js", ".css"))]:
        text = FOLDER.joinpath("static", name).read_text(encoding="utf-8")
        wanted |= {f"/static/{found}" for found in re.findall(r'(?:from "\./|url\(")([\w./-]+)"', text)}

    assert len(wanted) > 6
    for path in wanted:
        status, headers, _ = await trial.get(path)
        assert status == 200, path
        assert headers["cache-control"] == "no-cache"


def sources(*suffixes: str) -> str:
    found = [path for folder in ("static", "templates") for path in FOLDER.joinpath(folder).iterdir()]
    return "\n".join(path.read_text(encoding="utf-8") for path in found if path.name.endswith(suffixes))


def test_every_sentence_is_used_and_every_used_sentence_exists() -> None:
    scripts, html = sources(".js"), sources(".html")
    used = set(re.findall(r"\bwords\.(\w+)", scripts)) | set(re.findall(r"\bsay\.(\w+)", html))
    used |= set(re.findall(r'say\["(\w+)"\]', html))
    used |= {f"{start}_{end}" for start in ("skip", "write") for end in ("group", "private")}
    used |= {f"view_{view}" for view in View} | {"group", "private"}

    assert used - PAGE.keys() == set()
    assert PAGE.keys() - used - {"failed"} == set()


def test_every_icon_that_is_used_is_drawn() -> None:
    text = sources(".js", ".html")
    used = (
        set(re.findall(r"#i-(\w+)", text))
        | set(re.findall(r'icon\("(\w+)"\)', text))
        | {"in", "out", "edit", "reply", "done", "open"}
    )
    drawn = set(re.findall(r'<symbol id="i-(\w+)"', text))

    assert used == drawn


def test_scripts_never_read_text_as_markup() -> None:
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", sources(".js")
    )


# ── who is let in ────────────────────


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "[::1", ""])
async def test_a_name_from_elsewhere_is_refused(trial: Trial, host: str) -> None:
    status, _, body = await trial.get("/", Host=host)

    assert status in (400, 403)
    assert "<html" not in body


async def test_both_names_of_this_machine_are_served(trial: Trial) -> None:
    assert (await trial.get("/", Host=f"localhost:{trial.port}"))[0] == 200
    assert (await trial.get("/", Host=f"127.0.0.1:{trial.port}"))[0] == 200


async def test_a_request_from_another_site_is_refused(trial: Trial) -> None:
    assert (await trial.get("/", Origin="https://evil.example"))[0] == 403


@pytest.mark.parametrize("origin", [None, "https://evil.example", "http://127.0.0.1:1", "null", "http://localhost"])
async def test_a_connection_from_another_page_is_refused(trial: Trial, origin: str | None) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with connect(f"ws://127.0.0.1:{trial.port}/live", origin=origin):
            pass

    assert refused.value.response.status_code == 403


async def test_a_connection_to_a_rebound_name_is_refused(trial: Trial) -> None:
    address, origin = f"ws://evil.example:{trial.port}/live", f"http://evil.example:{trial.port}"

    with pytest.raises(InvalidStatus):
        async with connect(address, host="127.0.0.1", port=trial.port, origin=origin):
            pass


async def test_only_the_loopback_address_listens(trial: Trial) -> None:
    with socket.socket() as other:
        other.settimeout(0.5)
        assert other.connect_ex(("127.0.0.2", trial.port)) != 0


# ── what is shown and done ────────────────────


async def test_a_page_first_gets_everything(trial: Trial) -> None:
    group = trial.hub.groups[0].chat
    rich = say(
        title("Vote 41"),
        rows=(
            (Button("Yes", "y"), Button("Site", "", url="https://example.org"), Button("Bad", "", url="javascript:1")),
        ),
        picture=Picture("<svg/>", "17 for"),
        file=File("v.csv", "text/csv", "a;b"),
    )
    await trial.hub.send(group, rich, "1")

    async with trial.opened() as browser:
        first = await browser.next("all")

    (post,) = first["posts"]
    assert [person["name"] for person in first["people"]] == ["Ana", f"Bruno {EVIL}"]
    assert first["groups"][0]["members"] == [{"id": "ana", "organizer": True}, {"id": "bruno", "organizer": False}]
    assert post["lines"] == [["Vote 41", "title"]]
    assert [button["url"] for button in post["rows"][0]] == ["", "https://example.org", ""]
    assert post["picture"] == {"src": "data:image/svg+xml;base64,PHN2Zy8+", "alt": "17 for"}
    assert first["words"]["reply"] == "Reply"
    assert first["view"] == "buttons"


async def test_what_is_typed_reaches_the_bot_and_every_page(trial: Trial) -> None:
    async with trial.opened() as mine, trial.opened("fr") as other:
        await other.next("all")
        problem = await mine.act(do="say", **{"as": "ana"}, chat="ruche", text=EVIL)
        seen = await other.next("post")

    assert problem == ""
    assert seen["post"]["lines"] == [[EVIL, ""]]
    assert [event.text for event in trial.heard if isinstance(event, events.Said)] == [EVIL]
    assert EVIL not in (await trial.get("/"))[2]


async def test_a_long_question_passes_and_a_flood_does_not(trial: Trial) -> None:
    async with trial.opened() as browser:
        assert await browser.act(do="say", **{"as": "ana"}, chat="ruche", text="é" * 5000) == ""
        with pytest.raises(ConnectionClosed):
            await browser.act(do="say", **{"as": "ana"}, chat="ruche", text="x" * (MOST_BYTES + 1))

    assert [len(post.text) for post in trial.hub.every_message()] == [5000]


async def test_a_document_reaches_the_bot_and_every_page(trial: Trial) -> None:
    content = bytes(range(256)) * 1_000
    file = {"name": "membres.csv", "type": "text/csv", "content": b64encode(content).decode()}
    async with trial.opened() as mine, trial.opened("fr") as other:
        await other.next("all")
        problem = await mine.act(do="say", **{"as": "ana"}, chat="private:ana", text="", file=file)
        seen = await other.next("post")

    assert problem == ""
    assert (seen["post"]["file"]["name"], seen["post"]["lines"]) == ("membres.csv", [])
    [said] = [event for event in trial.heard if isinstance(event, events.Said)]
    assert said.document is not None
    assert (said.document.size, said.text) == (len(content), "")
    assert await trial.hub.fetch(said.document, len(content)) == content


async def test_a_document_that_is_too_big_or_none_is_refused(trial: Trial) -> None:
    big = {"name": "a.csv", "type": "", "content": b64encode(b"x" * (LARGEST + 1)).decode()}
    async with trial.opened() as browser:
        problem = await browser.act(do="say", **{"as": "ana"}, chat="private:ana", text="", file=big)
        assert problem == "This chat carries documents of 4 MB at most."
        for wrong in ("x", {}, {"name": "", "type": "", "content": ""}, {"name": "a", "type": "", "content": "é"}):
            problem = await browser.act(do="say", **{"as": "ana"}, chat="private:ana", text="", file=wrong)
            assert problem == "That did not work. Try again."
    assert trial.hub.every_message() == ()


async def test_a_document_stays_where_the_words_beside_it_are_changed(trial: Trial) -> None:
    hub, ana = trial.hub, trial.hub.people[0]
    ref = await hub.say(ana, hub.private_chat(ana), "voici", document=File("a.csv", "text/csv", b"nom"))
    await hub.edit_text(ana, ref, "le voici")
    post = hub.get(ref)
    assert post is not None
    assert (post.text, post.message.file) == ("le voici", File("a.csv", "text/csv", b"nom"))


async def test_an_act_that_is_sent_again_is_done_once(trial: Trial) -> None:
    act: dict[str, object] = {"do": "say", "as": "ana", "chat": "ruche", "text": "once", "key": "same"}
    async with trial.opened() as browser:
        await browser.act(**act)
    async with trial.opened() as browser:
        assert await browser.act(**act) == ""

    assert [post.text for post in trial.hub.every_message()] == ["once"]


async def test_a_press_is_answered_to_its_person_and_ticks_the_list(trial: Trial) -> None:
    ref = await trial.hub.send(trial.hub.groups[0].chat, say("Vote", rows=((Button("Yes", "y"),),)), "1")
    async with trial.opened() as browser:
        tries = await browser.next("tries")
        await browser.send(do="press", **{"as": "bruno"}, message=int(ref.id), data="y")
        toast = await browser.next("toast")
        ticked = await browser.next("tries")

    assert [one["done"] for one in tries["tries"][0]["tries"]] == [False, False]
    assert (toast["user"], toast["text"]) == ("bruno", "Noted.")
    assert [one["done"] for one in ticked["tries"][0]["tries"]] == [True, False]


async def test_edits_reactions_and_deletions(trial: Trial) -> None:
    trial.hub.view = View.REACTIONS
    async with trial.opened() as browser:
        await browser.act(do="say", **{"as": "ana"}, chat="ruche", text="helo")
        (post,) = trial.hub.every_message()
        number = post.number
        assert await browser.act(do="edit", **{"as": "ana"}, message=number, text="hello") == ""
        assert await browser.act(do="edit", **{"as": "bruno"}, message=number, text="no") != ""
        assert await browser.act(do="react", **{"as": "bruno"}, message=number, mark="👍", on=True) == ""
        shown = await trial_post(trial, number)
        assert await browser.act(do="react", **{"as": "bruno"}, message=number, mark="👍", on=False) == ""
        assert await browser.act(do="delete", **{"as": "ana"}, message=number) == ""
        assert await browser.act(do="delete", **{"as": "ana"}, message=number) == "This message is gone."

    assert (shown["lines"], shown["edited"]) == ([["hello", ""]], True)
    assert shown["marks"] == [{"key": "👍", "people": ["bruno"], "count": 1}]
    assert trial.hub.every_message() == ()


async def trial_post(trial: Trial, number: int) -> Frame:
    async with trial.opened() as browser:
        posts = (await browser.next("all"))["posts"]
        found: Frame = next(post for post in posts if post["id"] == number)
        return found


async def test_commands_are_proposed_once_in_the_language_of_the_page(trial: Trial) -> None:
    await trial.hub.menu(None, "en", [("/vote", "Open a vote"), ("/poll", "Ask the group")])
    await trial.hub.menu(trial.hub.groups[0].chat, "en", [("vote", "Vote here"), ("menu", "See all")])
    await trial.hub.menu(None, "fr", [("vote", "Ouvrir un vote")])

    async with trial.opened() as browser:
        first = await browser.next("all")

    assert first["commands"] == [["vote", "Open a vote"], ["poll", "Ask the group"], ["menu", "See all"]]


async def test_the_clock_moves_to_the_next_deadline(trial: Trial) -> None:
    async with trial.opened() as browser:
        await browser.act(do="shift", seconds=900)
        quarter = trial.levers.time
        await browser.act(do="due")
        clock = await browser.until(lambda frame: frame["type"] == "clock" and frame["clock"]["due"] == "")

    assert quarter == NOON + timedelta(minutes=15)
    assert clock["clock"]["now"] == "13:00"


async def test_what_is_typed_while_the_trial_begins_again_waits_for_its_bot(trial: Trial) -> None:
    """It was said at once, to a bot not yet there, and never answered; toasts of the story stood over the page."""
    seen: list[Frame] = []

    def done(frame: Frame) -> bool:
        seen.append(frame)
        return bool(frame["type"] == "done" and frame["key"] == typed)

    async with trial.opened() as browser:
        await browser.next("all")
        trial.levers.told.clear()
        await browser.send(do="reset")
        typed = await browser.send(do="say", **{"as": "ana"}, chat="ruche", text="/vote Budget?")
        await browser.next("all")
        ballot = await trial.hub.send(trial.hub.groups[0].chat, say("Vote 1", rows=((Button("Yes", "y"),),)), "story")
        await trial.hub.press(trial.hub.people[0], ballot, "y")
        told = [type(one) for one in trial.heard]
        await browser.next("carried")
        trial.levers.told.set()
        await browser.until(done)

    assert told == [events.Pressed]
    assert [type(one) for one in trial.heard] == [events.Pressed, events.Said]
    assert [frame for frame in seen if frame["type"] == "toast"] == []


async def test_the_view_is_switched_and_the_trial_reset(trial: Trial) -> None:
    async with trial.opened("fr") as browser:
        await browser.act(do="say", **{"as": "ana"}, chat="ruche", text="bye")
        await browser.send(do="view", view="bare")
        view = await browser.next("view")
        await browser.send(do="reset", language="en")
        again = await browser.next("all")

    assert view["can"] == {"edit": False, "delete": False, "react": False, "press": False}
    assert trial.levers.language == "en"
    assert again["posts"] == []
    assert [person["id"] for person in again["people"]] == ["ana", "bruno"]


async def test_coming_and_leaving(trial: Trial) -> None:
    async with trial.opened("fr") as browser:
        await browser.act(do="leave", **{"as": "bruno"}, chat="ruche")
        await browser.send(do="join", **{"as": "bruno"}, chat="ruche")
        joined = await browser.until(
            lambda frame: frame["type"] == "post" and "JOINED" in frame["post"].get("service", "")
        )
        assert joined["post"]["by"] == "bruno"

    assert [type(event) for event in trial.heard] == [events.Left, events.Joined]


@pytest.mark.parametrize(
    "act",
    [
        {},
        {"do": "fly"},
        {"do": "say", "as": "nobody", "chat": "ruche", "text": "x"},
        {"do": "say", "as": "ana", "chat": "nowhere", "text": "x"},
        {"do": "say", "as": "ana", "chat": "ruche", "text": "   "},
        {"do": "say", "as": ["ana"], "chat": "ruche", "text": "x"},
        {"do": "press", "as": "ana", "message": "1", "data": "y"},
        {"do": "press", "as": "ana", "message": 99, "data": "y"},
        {"do": "shift", "seconds": -1},
        {"do": "shift", "seconds": 10**12},
        {"do": "view", "view": "x-ray"},
    ],
)
async def test_what_makes_no_sense_changes_nothing(trial: Trial, act: dict[str, object]) -> None:
    async with trial.opened() as browser:
        assert await browser.act(**act) != ""

    assert trial.heard == []
    assert trial.levers.time == NOON


@pytest.mark.parametrize("text", ["{", "[]", "1", "[" * 20_000])
async def test_what_is_no_act_closes_the_connection(trial: Trial, text: str) -> None:
    async with trial.opened() as browser:
        await browser.next("all")
        await browser.socket.send(text)
        with pytest.raises(ConnectionClosed):
            await browser.next("never")


# ── beginning and end ────────────────────


async def test_it_stops_at_once_with_pages_open() -> None:
    levers = Levers()
    with closing(bound(LOOPBACK, 0)) as listener:
        serving = asyncio.create_task(serve(page(levers.hub, levers), listener, longest=MOST_BYTES))
        address = f"127.0.0.1:{listener.getsockname()[1]}"
        async with connect(f"ws://{address}/live", origin=f"http://{address}") as socket:
            await socket.recv()
            serving.cancel()
            async with asyncio.timeout(3):
                with pytest.raises(asyncio.CancelledError):
                    await serving


class Pipe:
    """The server's end of a connection to a page that says nothing until it is closed."""

    def __init__(self) -> None:
        self.closed = asyncio.Event()

    async def accept(self) -> None:
        """There it is."""

    async def send_text(self, text: str) -> None:
        """Nobody reads it."""

    async def receive_text(self) -> str:
        await self.closed.wait()
        raise WebSocketDisconnect


@pytest.mark.parametrize("between", range(6))
async def test_a_page_that_is_closed_just_as_something_changes_has_ended(
    between: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Broken once: what follows the clock took the change and lost its cancellation, and went on for ever."""
    monkeypatch.setattr("bot.adapters.local.session.BURST", 0.0)
    levers, pipe = Levers(), Pipe()
    session = Session(cast("WebSocket", pipe), levers.hub, levers, Acts(levers.hub, levers), "en")
    running = asyncio.create_task(session.run())
    for _turn in range(30):
        await asyncio.sleep(0)

    pipe.closed.set()
    for _turn in range(between):
        await asyncio.sleep(0)
    session._look.set()

    async with asyncio.timeout(2):
        await running
