"""A full disk: said plainly, nothing lost, resumed when it can be."""

from __future__ import annotations

import asyncio
import errno
import json
import resource
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from bot.chat.address import User
from bot.commands.failures import explain
from bot.demo.folder import Folder
from bot.demo.tryout import TryOut
from tests.cli.conftest import Coop, Page

UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


@pytest.fixture
async def tryout(tmp_path: Path, finished: Path) -> AsyncIterator[TryOut]:
    shutil.copytree(finished, tmp_path / "coop-demo")
    one = TryOut(Folder(tmp_path / "coop-demo" / "config.toml"))
    await one.open()
    yield one
    await one.close()


def act(page: ClientConnection, key: str, **what: object) -> str:
    """Does something on the page; the problem that it shows, "" when there is none."""
    page.send(json.dumps({"key": key, **what}))
    while True:
        frame = json.loads(page.recv(timeout=20))
        if frame["type"] == "done" and frame["key"] == key:
            return str(frame["problem"])


def test_the_page_says_what_was_not_kept_and_goes_on_when_there_is_room(demo: Callable[..., Page]) -> None:
    server = demo()
    origin = server.address.rstrip("/")
    say = {"do": "say", "as": "paul", "chat": "ruche"}
    with connect(f"{origin.replace('http', 'ws')}/live?language=en", origin=Origin(origin)) as page:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1024, resource.RLIM_INFINITY))
        refused = act(page, "1", **say, text="/vote Too early?")
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, UNLIMITED)
        taken = act(page, "2", **say, text="/vote Now?")

    code, _out, err = server.stop()
    assert refused == "That did not work. Try again."
    assert taken == ""
    assert code == 0
    assert "Traceback" not in err


async def test_what_the_database_cannot_keep_waits_and_is_taken_later(tryout: TryOut) -> None:
    hub, app = tryout.hub, tryout._app
    assert app is not None
    group = hub.groups[0].chat
    pages = app.database._writer.execute("PRAGMA page_count").fetchone()[0]
    app.database._writer.execute(f"PRAGMA max_page_count = {pages}")

    with capture_logs() as logs:
        for number in range(40):
            await hub.say(User("local", "paul"), group, f"/sondage Question {number} {'?' * 200} | A | B")
            if hub.waiting:
                break
        waiting = hub.waiting
        app.database._writer.execute("PRAGMA max_page_count = 1000000")
        async with asyncio.timeout(20):
            while hub.waiting:
                await asyncio.sleep(0.05)

    assert waiting == 1
    assert [line["event"] for line in logs if line["log_level"] == "error"] == [
        "nothing can be stored now; events will be taken again"
    ]
    assert "storing works again" in [line["event"] for line in logs]
    with app.database.read() as tx:
        assert tx.polls.all()[-1].terms.title.startswith(f"Question {number}")


def test_a_backup_that_does_not_fit_leaves_nothing_behind(coop: Coop, finished: Path, tmp_path: Path) -> None:
    shutil.copytree(finished, tmp_path / "coop-demo")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, before[1]))
    try:
        done = coop("backup", "saved.db", "--config", "coop-demo/config.toml")
        export = coop("export", "out", "--config", "coop-demo/config.toml", PYTHONDONTWRITEBYTECODE="1")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "saved.db").exists()
    assert export.returncode in (0, 1)


def test_what_the_system_says_is_told_in_words() -> None:
    for number in (28, 13, 30, 2, 21, 5):
        failure = explain(OSError(number, "said by the system", "some/file"))
        assert failure is not None
        assert ("some" if number == errno.ENOENT else "some/file") in failure.phrase.blanks.values()
