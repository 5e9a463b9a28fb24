"""`coop check`: everything that the bot needs, each in a line that says what to do, and a status."""

from __future__ import annotations

import re
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.telegram.account import Account, Inspection
from bot.chat.address import Chat, Place
from bot.commands import checks_machine, checks_telegram
from bot.commands.finding import Finding, Level
from bot.config import Telegram, load
from bot.core.words import Words
from handlers.plenaries import documents
from storage import schema
from storage.database import Database
from tests.botapi import Server, World, serving
from tests.cli.running import coop, running, settle

TOKEN = "123456789:AAE4v0lJ9c-Qb7ZtR2xW8yK1mN5pS6uV3aB"
URL = "https://coop.example.org/telegram"
NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving(World()) as server:
        yield server


def said(findings: object) -> list[str]:
    """Findings as they are told in English."""
    assert not isinstance(findings, Finding)
    return [Words("en").say(one.told()) for one in findings]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("language", "good", "end"), [
    ("en_GB.UTF-8", "ok – ", "Result: all is well."),
    ("", "bon – ", "Résultat\N{NO-BREAK SPACE}: tout va bien."),
])  # fmt: skip
async def test_all_is_well(server: Server, tmp_path: Path, language: str, good: str, end: str) -> None:
    settle(tmp_path, server)

    done = await coop(tmp_path, "check", language=language)

    *lines, last = done.lines
    assert (done.code, last, done.err) == (0, end, "")
    assert [line for line in lines if not line.startswith(good)] == []
    for subject in ("SQLite", "Port", "Telegram", "@coop_bot", "coop.db", "coop run"):
        assert any(subject in line for line in lines), subject
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]  # nothing is made by looking


async def test_offline_no_network_is_asked(server: Server, tmp_path: Path) -> None:
    settle(tmp_path, server)

    done = await coop(tmp_path, "check", "--offline")

    assert done.code == 0
    assert "--offline" in done.out
    assert server.calls.total() == 0


async def test_everything_wrong_in_the_settings_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        '[comunity]\n[community]\ntimezone = "Lyon"\n[telegram]\nmode = "webhook"\nwebhook_url = "http://x.org/"\n'
        'webhook_secret = "à-SECRET"\n[web]\nlisten = "8080"\n[log]\nlevel = "loud"\n'
    )

    done = await coop(tmp_path, "check")

    *lines, rest, last = done.lines
    assert done.code == 2
    assert last == "Result: 7 errors, 0 warnings."
    assert "once the settings are right" in rest
    assert all(line.startswith("error – [") for line in lines)
    assert sum("For example: " in line for line in lines) == 7
    assert "SECRET" not in done.out + done.err


async def test_warnings_say_what_to_do(server: Server, tmp_path: Path) -> None:
    server.world.bot.reads_all = True
    server.faults.date_off = 600.0
    path = settle(tmp_path, server)
    path.chmod(0o644)
    schema.upgrade(tmp_path / "coop.db", "0001")

    done = await coop(tmp_path, "check")

    warnings = [line for line in done.lines if line.startswith("warning – ")]
    assert (done.code, done.lines[-1]) == (1, "Result: 3 warnings.")
    assert any("(0644). Do: chmod 600 config.toml" in line for line in warnings)
    assert any("privacy mode is off" in line and "/setprivacy" in line for line in warnings)
    assert any("10 minutes behind" in line and "timedatectl" in line for line in warnings)
    assert any("of an earlier revision, 0001; coop run brings it up to date" in line for line in done.lines)
    assert schema.current(tmp_path / "coop.db") == "0001"


async def test_errors_do_not_hide_one_another(server: Server, tmp_path: Path) -> None:
    server.world.revoke()
    path = settle(tmp_path, server, token=TOKEN)
    with path.open("a") as file:
        file.write('[matrix]\nhomeserver = "https://h"\nuser = "@a"\naccess_token = "x"\n')
    (tmp_path / "coop.db").write_text("songs")
    host, port = path.read_text().split('listen = "')[1].split('"')[0].split(":")

    with socket.socket() as other:
        other.bind((host, int(port)))
        other.listen()
        done = await coop(tmp_path, "check")

    errors = [line for line in done.lines if line.startswith("error – ")]
    assert (done.code, done.lines[-1]) == (2, "Result: 4 errors, 0 warnings.")
    for subject in ("Database: “", "Port: Port", "Matrix: “@a”", "Telegram: Telegram refuses the token"):
        assert any(subject in line for line in errors), subject
    assert TOKEN not in done.out + done.err


async def test_a_telegram_that_does_not_answer_is_a_warning(tmp_path: Path) -> None:
    async with serving(World()) as server:
        settle(tmp_path, server)

    done = await coop(tmp_path, "check")

    assert done.code == 1
    assert "warning – Telegram: 127.0.0.1 does not answer" in done.out


async def test_settings_without_a_network_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("")

    done = await coop(tmp_path, "check")

    assert done.code == 2
    assert "coop init" in done.out


async def test_the_port_of_the_running_bot_is_no_fault(server: Server, tmp_path: Path) -> None:
    settle(tmp_path, server, more='[community]\nallowed_chats = ["*"]\n')
    bot = await running(tmp_path)
    try:
        await bot.line()
        done = await coop(tmp_path, "check")
        settle(tmp_path, server, name="other.toml", more='[storage]\nurl = "sqlite:///other.db"')
        text = (tmp_path / "config.toml").read_text().replace("[web]", '[storage]\nurl = "sqlite:///other.db"\n[web]')
        (tmp_path / "other.toml").write_text(text)
        other = await coop(tmp_path, "check", "--config", "other.toml")
    finally:
        assert (await bot.stop()).code == 0

    assert done.code == 0
    assert "ok – Port: this bot runs already" in done.out
    assert "error – Port: " in other.out


async def test_what_stands_in_the_way_of_the_database_is_told(server: Server, tmp_path: Path) -> None:
    settle(tmp_path, server, more='[storage]\nurl = "sqlite:///file/coop.db"')
    (tmp_path / "file").touch()

    done = await coop(tmp_path, "check", "--offline")

    assert done.code == 2
    assert "error – Database: “" in done.out
    assert "is in the way" in done.out


async def test_without_settings_the_way_out_is_told_and_nothing_else(tmp_path: Path) -> None:
    done = await coop(tmp_path, "check")
    other = await coop(tmp_path, "check", "--config", "my bot.toml")

    assert done.code == 2
    assert len(done.lines) == 2
    assert done.lines[0].startswith("error – There are no settings yet: “config.toml” does not exist. To make them: ")
    assert "cannot be used" not in done.out
    assert "coop init --config 'my bot.toml' –" in other.out


# the groups that the bot is trusted with


async def test_how_the_bot_stands_in_each_group_is_told(server: Server, tmp_path: Path) -> None:
    world = server.world
    lea = world.person("Léa")
    ours, quiet, left, young = (world.supergroup(name, [lea], [lea]) for name in ("Ours", "Quiet", "Left", "Young"))
    old = world.group("Old", [lea], [lea])
    for group in (ours, quiet, left, old):
        await world.add_bot(group, by=lea, admin=group is ours)
    await world.remove_bot(left, by=lea)
    moved = world.migrate(old)
    ids = ", ".join(f'"{group.id}"' for group in (ours, quiet, left, young, old))
    settle(tmp_path, server, more=f"[community]\nallowed_chats = [{ids}]\n")
    with Database(tmp_path / "coop.db") as database, database.begin() as tx:
        for group in (ours, quiet):
            tx.groups.welcome(Place(Chat("telegram", str(group.id)), group.title), "fr", "Europe/Paris")

    done = await coop(tmp_path, "check")

    assert (done.code, done.lines[-1]) == (1, "Result: 4 warnings.")
    told = {line.split("“")[1].split("”")[0]: line for line in done.lines if "Group “" in line}
    assert told["Ours"] == "ok – Group “Ours”: the bot is there, as an administrator."
    assert "make @coop_bot an administrator" in told["Quiet"]
    for group in (left, young):
        assert "Add @coop_bot to it" in told[str(group.id)]
    assert f"another number, {moved.id}." in told[str(old.id)]


async def test_groups_that_the_operator_approved_are_looked_at_too(server: Server, tmp_path: Path) -> None:
    settle(tmp_path, server)
    lea = server.world.person("Léa")
    group = server.world.supergroup("La Ruche", [lea], [lea])
    await server.world.add_bot(group, by=lea)
    with Database(tmp_path / "coop.db") as database, database.begin() as tx:
        tx.groups.welcome(Place(Chat("telegram", str(group.id)), group.title), "fr", "Europe/Paris")
        tx.groups.welcome(Place(Chat("matrix", "!ruche"), "Elsewhere"), "fr", "Europe/Paris")

    done = await coop(tmp_path, "check", language="fr_FR.UTF-8")

    assert "Groupe «\N{NO-BREAK SPACE}La Ruche\N{NO-BREAK SPACE}»" in done.out
    assert "nommer @coop_bot administrateur" in done.out
    assert "Elsewhere" not in done.out


async def test_a_telegram_that_stops_answering_about_a_group_is_told(server: Server, tmp_path: Path) -> None:
    settle(tmp_path, server, more='[community]\nallowed_chats = ["-100123"]\n')
    server.faults.next("getChatMemberCount", 502)

    done = await coop(tmp_path, "check")

    assert done.code == 1
    assert "warning – Group “-100123”: Telegram did not answer about it." in done.out


async def test_a_code_that_nobody_sent_is_a_warning_once_the_bot_has_run(server: Server, tmp_path: Path) -> None:
    settle(tmp_path, server)

    before = await coop(tmp_path, "check")
    with Database(tmp_path / "coop.db") as database, database.begin() as tx:
        tx.life.beat(NOW, NOW)
    after = await coop(tmp_path, "check")

    assert (before.code, after.code) == (0, 1)
    assert "ok – Groups: when coop run prints the one-time code" in before.out
    assert "warning – Groups: nobody has sent the one-time code" in after.out


def test_what_is_well_asks_nobody_to_be_careful() -> None:
    """An old SQLite is a fact: nothing is to be done about it, and nothing more is said."""
    (line,) = said([checks_machine._sqlite()])

    assert re.fullmatch(r"ok – SQLite: version [0-9.]+\.", line)


async def test_check_and_run_say_the_same_of_what_cannot_run(tmp_path: Path) -> None:
    """Broken once: without a network, or with half a token, one was content and the other was not."""
    for content, says in (("", "[telegram] or [matrix]"), ('[telegram]\ntoken = "abc"\n', "not the token of a bot")):
        (tmp_path / "config.toml").write_text(content)

        check, run = await coop(tmp_path, "check"), await coop(tmp_path, "run")

        assert (check.code, run.code) == (2, 2)
        assert says in check.out
        assert says in run.err


async def test_a_token_that_is_refused_and_a_server_that_is_silent_name_their_settings(tmp_path: Path) -> None:
    async with serving(World()) as server:
        settle(tmp_path, server, token=TOKEN)
        refused = await coop(tmp_path, "check")
    silent = await coop(tmp_path, "check")

    assert "Its place is [telegram] token." in refused.out
    assert "Is [telegram] base_url right" in silent.out


# each answer of Telegram, by itself


@pytest.mark.parametrize(("mode", "url", "level", "words"), [
    ("polling", "", Level.OK, "asks for its updates"),
    ("polling", "https://other.example.org/deep/SECRET", Level.WARNING, "go to other.example.org now"),
    ("webhook", "", Level.OK, f"will tell it to call {URL}"),
    ("webhook", URL, Level.OK, f"it calls {URL}"),
    ("webhook", "https://other.example.org/deep/SECRET", Level.WARNING, "calls other.example.org now"),
])  # fmt: skip
def test_how_updates_come_beside_how_they_should(mode: str, url: str, level: Level, words: str) -> None:
    settings = Telegram.model_validate({"mode": mode, "webhook_url": URL})

    (found,) = checks_telegram.webhook(settings, Inspection(Account(1, "b", "B"), url, 0, "", None))

    assert found.level is level
    assert words in said([found])[0]
    assert "SECRET" not in said([found])[0]


def test_a_webhook_that_fails_and_what_waits_are_told() -> None:
    settings = Telegram.model_validate({"mode": "webhook", "webhook_url": URL})
    seen = Inspection(Account(1, "b", "B"), URL, 2, "Wrong response from the webhook: 502 Bad Gateway", None)

    lines = said(checks_telegram.webhook(settings, seen))

    assert "warning – Telegram: its latest call failed: “Wrong response from the webhook: 502 Bad Gateway”" in lines[1]
    assert lines[2] == "ok – Telegram: 2 updates wait for the bot."


def test_a_bot_that_nobody_may_add_is_told() -> None:
    lines = said(checks_telegram.account(Account(1, "b", "B", joins_groups=False)))

    assert "/setjoingroups" in lines[2]


@pytest.mark.parametrize(("ahead", "words"), [
    (timedelta(seconds=3), "ok – Clock"),
    (timedelta(seconds=-59), "ok – Clock"),
    (timedelta(seconds=61), "warning – Clock: this machine is 1 minute ahead"),
    (timedelta(minutes=10), "warning – Clock: this machine is 10 minutes ahead"),
    (timedelta(minutes=-10), "warning – Clock: this machine is 10 minutes behind"),
])  # fmt: skip
def test_a_clock_that_is_off_is_told(ahead: timedelta, words: str) -> None:
    (line,) = said(checks_telegram.clock(ahead))

    assert line.startswith(words)


def test_telegram_itself_calls_only_https() -> None:
    settings = Telegram.model_validate({"token": TOKEN, "mode": "webhook", "webhook_url": "http://coop.example.org/t"})

    assert (
        "error – Telegram: it calls only addresses that begin with https"
        in said(checks_telegram.telegram(settings, {}, offline=True))[0]
    )


@pytest.mark.parametrize(("free", "level"), [
    (10**10, Level.OK), (499 * 10**6, Level.WARNING), (49 * 10**6, Level.ERROR), (0, Level.ERROR),
])  # fmt: skip
def test_a_disk_that_fills_up_is_told(free: int, level: Level) -> None:
    assert checks_machine.room(free, "/data").level is level


def test_a_file_that_is_lent_to_the_bot_alone_may_show_any_mode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, path = tmp_path / "token", tmp_path / "config.toml"
    secret.write_text(TOKEN)
    secret.chmod(0o444)
    path.write_text('[telegram]\ntoken_file = "token"\n')
    config = load(path)

    assert "chmod 600" in said(checks_machine.secrets(path, config))[0]
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert said(checks_machine.secrets(path, config)) == [
        "ok – Secrets: only their owner may read the files that hold them."
    ]


def test_whether_minutes_can_be_printed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with_it = checks_machine.paper()
    monkeypatch.setattr(documents, "find_spec", lambda name: None)
    without = checks_machine.paper()

    assert [one.level for one in (with_it, without)] == [Level.OK, Level.OK]  # nothing is wrong without it
    assert said([with_it, without]) == [
        "ok – Minutes: published as Markdown and as PDF.",
        'ok – Minutes: published as Markdown. For PDF as well, do: pip install "cooperons[pdf]"',
    ]
