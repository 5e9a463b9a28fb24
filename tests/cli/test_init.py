"""`coop init`: a few questions, settings that work, and nothing half-written."""

from __future__ import annotations

import asyncio
import os
import pty
import re
import stat
import subprocess
import sys
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands import answers
from bot.commands.asking import Wrong
from bot.commands.composing import Answers, compose
from bot.commands.speech import called
from bot.config import load
from storage.database import look
from tests.botapi import Server, World, serving
from tests.cli.conftest import surroundings
from tests.cli.running import coop

TOKEN = "123456789:AAE4v0lJ9c-Qb7ZtR2xW8yK1mN5pS6uV3aB"


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving(World()) as server:
        yield server


async def test_four_answers_make_settings_that_work(server: Server, tmp_path: Path) -> None:
    outside = {"COOP_TELEGRAM__BASE_URL": server.base_url}
    token = server.world.bot.token

    done = await coop(tmp_path, "init", answers=f'\nLa "Ruche" \\ 🐝\nlisbon\n{token}\n', **outside)
    checked = await coop(tmp_path, "check", **outside)

    config = load(tmp_path / "config.toml")
    assert (done.code, done.err) == (0, "")
    assert "The token is right: the bot is @coop_bot." in done.lines
    assert (config.community.language, config.community.name) == ("en", 'La "Ruche" \\ 🐝')
    assert config.community.timezone == "Europe/Lisbon"
    assert config.networks == ("telegram",)
    assert stat.S_IMODE((tmp_path / "config.toml").stat().st_mode) == 0o600
    assert token not in done.out
    assert checked.code == 0


async def test_what_is_written_keeps_every_comment_of_the_example(tmp_path: Path) -> None:
    await coop(tmp_path, "init", "--offline", answers=f"fr\nRuche\nEurope/Paris\n{TOKEN}\n", language="")

    written = (tmp_path / "config.toml").read_text("utf-8")
    example = (Path(__file__).parents[2] / "config.exemple.toml").read_text("utf-8")
    comments = {line for line in example.splitlines()[2:] if line.startswith("# ")}
    assert comments <= set(written.splitlines())
    assert "écrit par coop init" in written.splitlines()[0]
    assert "Every setting" not in written
    assert tomllib.loads(written)["telegram"] == {"token": TOKEN}


async def test_what_comes_next_is_said_and_the_code_is_printed(tmp_path: Path) -> None:
    done = await coop(tmp_path, "init", "--offline", "--config", "my bot.toml", answers=f"\nRuche\n\n{TOKEN}\n")

    assert "coop check --config 'my bot.toml'" in done.out
    assert "coop run --config 'my bot.toml'" in done.out
    with look(tmp_path / "coop.db") as tx:
        code = tx.operators.code()
    assert code is not None
    assert done.lines[-1] == f"Whoever runs the bot sends it this code in private, once: {code.text}"
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("typed", "found", "named"),
    [
        (".venv/bin/coop", None, ".venv/bin/coop"), ("/usr/bin/coop", "/usr/bin/coop", "coop"),
        ("/srv/bot/__main__.py", None, "coop"), (".venv/bin/coop", "/usr/bin/coop", ".venv/bin/coop"),
    ],
)  # fmt: skip
def test_what_comes_next_is_named_as_it_was_typed(
    typed: str, found: str | None, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever typed .venv/bin/coop has no other coop."""
    monkeypatch.setattr("sys.argv", [typed, "init"])
    monkeypatch.setattr("shutil.which", lambda _name: found)

    assert called() == named


async def test_a_wrong_answer_is_explained_and_asked_again(server: Server, tmp_path: Path) -> None:
    given = ["de", "fr", "", "\u202eevil", "Ruche", "Lyon", "", "", "hello", TOKEN, server.world.bot.token]

    done = await coop(tmp_path, "init", answers="\n".join(given) + "\n", COOP_TELEGRAM__BASE_URL=server.base_url)

    assert done.code == 0
    asked = [re.sub(r" \[.*", "", line) for line in done.lines if line.rstrip().endswith(":")]
    assert len(asked) == len(given)
    for said in (
        "“de” is not possible here. Write fr or en.",
        "A name of 1 to 100 characters is needed. For example: Riverside Co-op",
        "reverse the reading order",
        "“Lyon” is not the name of a time zone. For example: Europe/Paris",
        "That is not the token of a bot. @BotFather gives one that looks like this: 123456789:AA",
        "Telegram refuses the token",
    ):
        assert said in done.out, said
    assert TOKEN.split(":")[1][-6:] not in re.sub(r"looks like this: \S+", "", done.out)
    assert load(tmp_path / "config.toml").community.language == "fr"


@pytest.mark.parametrize("given", ["", "fr\n", "fr\nRuche\n\n", f"fr\nRuche\n\n{TOKEN[:20]}\n", "\x1b[2J\n"])
async def test_answers_that_end_too_early_leave_nothing(tmp_path: Path, given: str) -> None:
    done = await coop(tmp_path, "init", "--offline", answers=given)

    assert done.code == 1
    assert "nothing was written" in done.err
    assert "Traceback" not in done.err
    assert "\x1b" not in done.out
    assert list(tmp_path.iterdir()) == []


async def test_answers_in_another_encoding_leave_nothing(tmp_path: Path) -> None:
    done = await coop(tmp_path, "init", "--offline", answers=b"\xff\xfe\n")

    assert done.code == 1
    assert "Traceback" not in done.err
    assert list(tmp_path.iterdir()) == []


async def test_settings_that_are_there_are_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("mine")

    done = await coop(tmp_path, "init", "--offline", answers=f"\nRuche\n\n{TOKEN}\n")

    assert (done.code, done.out) == (1, "")
    assert "replaces nothing" in done.err
    assert (tmp_path / "config.toml").read_text() == "mine"


async def test_a_folder_that_is_not_there_is_told_before_any_question(tmp_path: Path) -> None:
    done = await coop(tmp_path, "init", "--offline", "--config", "deep/config.toml")

    assert (done.code, done.out) == (1, "")
    assert "Nothing can be written in the folder" in done.err


async def test_a_telegram_that_does_not_answer_keeps_nobody_from_going_on(tmp_path: Path) -> None:
    async with serving(World()) as server:
        outside = {"COOP_TELEGRAM__BASE_URL": server.base_url}

    done = await coop(tmp_path, "init", answers=f"\nRuche\n\n{TOKEN}\n", **outside)

    assert done.code == 0
    assert "coop check will try again" in done.out


async def test_a_token_from_outside_is_neither_asked_nor_written(server: Server, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(server.world.bot.token)
    outside = {"COOP_TELEGRAM__BASE_URL": server.base_url, "COOP_TELEGRAM__TOKEN_FILE": str(tmp_path / "token")}

    done = await coop(tmp_path, "init", answers="\nRuche\n\n", **outside)

    assert done.code == 0
    assert "comes from COOP_TELEGRAM__TOKEN_FILE" in done.out
    assert tomllib.loads((tmp_path / "config.toml").read_text())["telegram"] == {}
    assert (await coop(tmp_path, "check", **outside)).code in (0, 1)  # the token's own file is for everybody to read


async def test_ctrl_c_leaves_nothing_and_a_terminal_never_shows_the_token(tmp_path: Path) -> None:
    """In a real terminal: the first try is given up at the last question, the second one ends."""
    (tmp_path / "empty").mkdir()
    for ending, code in (("\x03", 1), (f"{TOKEN}\n", 0)):
        shown, status = await asyncio.to_thread(_typed, tmp_path / "empty", ["\n", "Ruche\n", "\n", ending])
        assert status == code, shown
        assert TOKEN not in shown
        assert ("nothing was written" in shown) == (code == 1)
        assert (tmp_path / "empty" / "config.toml").exists() == (code == 0)


# A process whose terminal is its input, so that Ctrl-C reaches it.
IN_TERMINAL = (
    "import fcntl, runpy, signal, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    "signal.signal(signal.SIGINT, signal.default_int_handler); runpy.run_module('bot', run_name='__main__')"
)


def _typed(folder: Path, keys: list[str]) -> tuple[str, int]:
    """What a terminal shows when each of the keys is typed after a question, and the status."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", IN_TERMINAL, "init", "--offline"], cwd=folder, env=surroundings(), stdin=theirs,
        stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    shown = ""
    for key in keys:
        while not shown.rstrip(" ").endswith(":"):
            shown += os.read(ours, 4096).decode()
        shown += "\n"
        os.write(ours, key.encode())
    while part := _read(ours):
        shown += part
    os.close(ours)
    return shown, process.wait(60)


def _read(terminal: int) -> str:
    try:
        return os.read(terminal, 4096).decode("utf-8", "replace")
    except OSError:  # the other end is closed
        return ""


# each answer by itself


@pytest.mark.parametrize(("text", "kept"), [
    ("fr", "fr"), ("FR", "fr"), ("Français", "fr"), ("English", "en"), ("anglais", "en"),
])  # fmt: skip
def test_a_language_by_its_name(text: str, kept: str) -> None:
    assert answers.language(text) == kept


@pytest.mark.parametrize(("text", "kept"), [
    ("Europe/Paris", "Europe/Paris"), ("europe/paris", "Europe/Paris"), ("Paris", "Europe/Paris"),
    ("Saint-Denis", None), ("new york", "America/New_York"), ("../etc/passwd", None), ("", None), ("Réunion",
    "Indian/Reunion"),
])  # fmt: skip
def test_a_time_zone_by_its_name_or_by_its_city(text: str, kept: str | None) -> None:
    if kept is None:
        with pytest.raises(Wrong):
            answers.zone(text)
    else:
        assert answers.zone(text) == kept


@pytest.mark.parametrize(
    "text", ["", "123", "123456789", "123456789:short", f"{TOKEN} x", f"@bot {TOKEN}", "abc:" + "x" * 35]
)
def test_what_is_no_token_is_answered_with_an_example_alone(text: str) -> None:
    with pytest.raises(Wrong) as caught:
        answers.token(text)

    assert list(caught.value.phrase.blanks) == ["example"]


@pytest.mark.parametrize("zone", ["", "UTC", "Nowhere/City", ":/etc/localtime"])
def test_the_time_zone_proposed_is_one(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)

    assert answers.zone(answers.machine_zone()) == answers.machine_zone()


def test_the_time_zone_of_this_machine_is_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Africa/Dakar")

    assert answers.machine_zone() == "Africa/Dakar"


@pytest.mark.parametrize("name", ['"', "\\", "a\\nb", "#", "é\U0001f41d", "\\1 \\g<0>", "'''", "x" * 100])
def test_any_name_is_written_as_it_was_given(name: str) -> None:
    assert tomllib.loads(compose(Answers("fr", name, "Europe/Paris"), TOKEN))["community"]["name"] == name
