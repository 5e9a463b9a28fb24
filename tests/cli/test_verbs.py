"""What every verb has in common: help at once, plain words when something is wrong, a status that says which."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Coop, surroundings

VERBS = ("demo", "chat", "init", "check", "run", "health", "db", "backup", "restore", "export", "recount")
HEAVY = ("sqlalchemy", "alembic", "babel", "pydantic", "starlette", "uvicorn", "jinja2", "structlog", "asyncio")


def test_help_names_every_verb_and_no_other(coop: Coop) -> None:
    told = coop("--help").stdout.partition("Commands:")[2]

    assert sorted(line.split()[0] for line in told.splitlines() if line) == sorted(VERBS)


@pytest.mark.parametrize("verb", ["demo", "init", "check", "run", "health", "db", "db upgrade", "recount"])
def test_every_verb_explains_itself(coop: Coop, verb: str) -> None:
    done = coop(*verb.split(), "--help")

    assert done.returncode == 0
    assert ("--config FILE" in done.stdout) or verb == "db"


def test_help_speaks_french_unless_the_locale_says_otherwise(coop: Coop) -> None:
    french, also, english = (coop("--help", language=one).stdout for one in ("", "C.UTF-8", "en_US.UTF-8"))

    assert french == also != english
    assert "Runs the bot." in english


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, bot.cli; print([name for name in sys.argv[1:] if name in sys.modules])"
    told = subprocess.run(
        [sys.executable, "-c", code, *HEAVY], env=surroundings(), capture_output=True, text=True, timeout=60, check=True
    ).stdout

    assert told.strip() == "[]"


def test_help_answers_at_once() -> None:
    """150 ms on an idle machine; a machine that runs the tests is measured against what Python itself takes."""

    def best(*arguments: str) -> float:
        def once() -> float:
            begin = time.perf_counter()
            subprocess.run(
                [sys.executable, *arguments], env=surroundings(), cwd=ROOT, capture_output=True, timeout=60, check=True
            )
            return time.perf_counter() - begin

        return min(once() for _ in range(5))

    assert best("-m", "bot", "--help") < max(0.15, 3 * best("-c", "import click"))


def test_the_version_is_said(coop: Coop) -> None:
    done = coop("--version")

    assert done.returncode == 0
    assert done.stdout.startswith("coop ")


@pytest.mark.parametrize("verb", ["run", "health", "export out"])
def test_without_settings_the_way_out_is_told(coop: Coop, verb: str) -> None:
    done = coop(*verb.split())

    assert done.returncode == 2
    assert "config.toml" in done.stderr
    assert "coop init" in done.stderr
    assert "--config" in done.stderr
    assert "Traceback" not in done.stderr


def test_every_problem_of_the_settings_is_one_line(coop: Coop, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[telegram]\ntokn = "123:SECRET"\n[log]\nlevel = "loud"\n')

    done = coop("run")

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 4
    assert 'level = "info"' in done.stderr
    assert "SECRET" not in done.stderr


def test_the_settings_may_be_named_outside(coop: Coop, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("")

    assert "No network" in coop("run", COOP_CONFIG="mine.toml").stderr


def test_a_bot_without_a_network_has_nobody_to_talk_to(coop: Coop, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("")

    done = coop("run")

    assert (done.returncode, done.stdout) == (2, "")
    assert "[telegram]" in done.stderr


def test_a_network_that_is_not_built_is_named(coop: Coop, tmp_path: Path) -> None:
    keys = 'homeserver = "https://h"\nuser = "@a:h"\npassword = "SECRET"'
    (tmp_path / "config.toml").write_text(f"[matrix]\n{keys}\n")

    done = coop("run")

    assert done.returncode == 2
    assert "[matrix]" in done.stderr
    assert "SECRET" not in done.stdout + done.stderr


def test_postgresql_is_not_built_and_its_password_not_shown(coop: Coop, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[storage]\nurl = "postgresql+psycopg://coop:SECRET@host/db"\n')

    done = coop("db", "upgrade")

    assert done.returncode == 2
    assert "SQLite" in done.stderr
    assert "SECRET" not in done.stderr
