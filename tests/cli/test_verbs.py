"""What every verb has in common: help at once, plain words when something is wrong, a status that says which."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.cli import coop as cli
from bot.commands.usage import lines
from bot.core.words import Words
from tests.cli.conftest import ROOT, Coop, surroundings

VERBS = ("demo", "chat", "init", "check", "run", "health", "db", "backup", "restore", "export", "recount")
HEAVY = ("sqlalchemy", "alembic", "babel", "pydantic", "starlette", "uvicorn", "jinja2", "structlog", "asyncio")


def test_help_names_every_verb_and_no_other(coop: Coop) -> None:
    told = coop("--help").stdout.partition("Commands:")[2]

    assert re.findall(r"(?m)^  (\w+)", told) == list(VERBS)


@pytest.mark.parametrize("verb", ["demo", "init", "check", "run", "health", "db", "db upgrade", "recount"])
def test_every_verb_explains_itself(coop: Coop, verb: str) -> None:
    done = coop(*verb.split(), "--help")

    assert done.returncode == 0
    assert ("--config FILE" in done.stdout) or verb == "db"


def test_help_speaks_french_unless_the_locale_says_otherwise(coop: Coop) -> None:
    french, also, english = (coop("--help", language=one).stdout for one in ("", "C.UTF-8", "en_US.UTF-8"))

    assert french == also != english
    assert "Run the bot." in english


def test_what_asks_for_a_language_is_read_in_the_order_of_gettext(coop: Coop) -> None:
    def english(language: str, **more: str) -> bool:
        return "Run the bot." in coop("--help", language=language, **more).stdout

    assert english("C.UTF-8", LANGUAGE="en")
    assert english("", LANG="C.UTF-8", LANGUAGE="en_GB:fr")
    assert english("fr_FR.UTF-8", LANGUAGE="en")
    assert not english("en_GB.UTF-8", LANGUAGE="fr_CH:en")
    assert not english("en_GB.UTF-8", LANGUAGE="de:fr"), "the first that we speak"
    assert not english("", LC_MESSAGES="fr_FR.UTF-8", LANG="en_GB.UTF-8")
    assert not english("fr_FR.UTF-8", LC_MESSAGES="en_GB.UTF-8")
    assert not english("C", LANGUAGE="en"), "a script asks for what never changes"


def test_where_the_locale_asks_for_nothing_the_settings_say_in_which_language(coop: Coop, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[community]\nlanguage = "en"\n')
    (tmp_path / "other.toml").write_text('[community]\nlanguage = "fr"\n')
    (tmp_path / "broken.toml").write_text("[community\n")

    def page(*arguments: str, language: str = "C.UTF-8", **more: str) -> str:
        return coop("--help", *arguments, language=language, **more).stdout

    assert "Run the bot." in page()
    assert "Lancer le bot." in page(language="fr_FR.UTF-8")
    assert "Run the bot." in page(language="de_DE.UTF-8")
    assert "Lancer le bot." in page(COOP_CONFIG="other.toml")
    assert "Lancer le bot." in page(COOP_CONFIG="broken.toml")
    assert "Run the bot." in page(COOP_CONFIG="other.toml", COOP_COMMUNITY__LANGUAGE="en")
    assert "No network" in coop("run", language="C.UTF-8").stderr
    assert "Aucun réseau" in coop("run", "--config=other.toml", language="C.UTF-8").stderr


ENGLISH = re.compile(
    r"\b(usage:|options:|commands:|the|this|show|default:|error|try|such|missing|invalid|argument '|got)\b", re.I
)


def pages() -> Iterator[tuple[str, ...]]:
    """Every verb with its words, and the page of all of them."""
    yield ()
    for name, command in cli.commands.items():
        yield (name,)
        if isinstance(command, click.Group):
            yield from ((name, below) for below in command.commands)


EVERY_PAGE = """
from bot.cli import coop
from tests.cli.test_verbs import pages
for verb in pages():
    coop.main([*verb, "--help"], prog_name="coop", standalone_mode=False)
"""


def test_no_word_of_a_french_page_is_english_and_no_sentence_is_cut() -> None:
    told = subprocess.run(
        [sys.executable, "-c", EVERY_PAGE], env=surroundings(LC_ALL="fr_FR.UTF-8"), capture_output=True, text=True,
        timeout=60, check=True,
    ).stdout  # fmt: skip

    assert re.findall(r"(?m)^Usage\N{NO-BREAK SPACE}: coop((?: [a-z]+)*)", told) == [
        "".join(f" {word}" for word in verb) for verb in pages()
    ]
    assert ENGLISH.findall(told.replace("Usage\N{NO-BREAK SPACE}:", "")) == []
    assert "..." not in told


@pytest.mark.parametrize(
    ("typed", "english", "french"),
    [
        ("chek", "coop does not know “chek”. Did you mean “check”?", "coop ne connaît pas «_chek_»"),
        ("zzz", "coop does not know “zzz”.", "coop ne connaît pas «_zzz_»."),
        ("db zzz", "coop db does not know “zzz”.", "coop db ne connaît pas"),
        ("--vrsion", "Did you mean “--version”?", "Est-ce «_--version_»"),
        ("check -x", "coop check does not know “-x”.", "ne connaît pas"),
        ("check --offlin", "Did you mean “--offline”?", "Est-ce «_--offline_»"),
        ("check --offline=yes", "--offline stands alone, without a value.", "sans valeur"),
        ("run --config", "--config needs a value.", "attend une valeur"),
        ("run --config .", "“.” is a folder.", "est un dossier"),
        ("export README.md", "“README.md” is a file.", "est un fichier"),
        ("backup", "coop backup needs one more word", "Il manque un mot à coop backup"),
        ("export", "For example: coop export coop-export", "Par exemple_: coop export coop-export"),
        ("backup a b c", "coop backup does not take “b c”.", "ne prend pas «_b c_»."),
        ("demo --port x", "--port: “x” is not possible. Write a whole number from 0 to 65535.", "un nombre entier"),
        ("demo --port 65536", "--port: “65536” is not possible.", "un nombre entier"),
        ("recount a.blt --seats 0", "from 1 to 1000.", "de 1 à 1000."),
    ],
)  # fmt: skip
def test_what_is_typed_wrong_is_answered_in_plain_words(
    typed: str, english: str, french: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    with pytest.raises(click.UsageError) as wrong:
        cli.main(typed.split(), prog_name="coop", standalone_mode=False)

    said, dit = ("\n".join(map(Words(one).say, lines(wrong.value))) for one in ("en", "fr"))
    assert english in said
    assert french in dit.replace("\N{NO-BREAK SPACE}", "_")
    assert said.endswith("--help")
    assert dit.endswith("--help")
    assert ENGLISH.findall(dit) == []


def test_a_verb_typed_wrong_ends_with_two(coop: Coop) -> None:
    done = coop("chek", language="fr_FR.UTF-8")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[1] == "Pour tout voir\N{NO-BREAK SPACE}: coop --help"


@pytest.mark.parametrize("group", [(), ("db",)])
def test_a_group_alone_shows_its_verbs(coop: Coop, group: tuple[str, ...]) -> None:
    done = coop(*group)

    assert (done.returncode, done.stdout) == (2, "")
    assert "Commands:" in done.stderr


def test_a_reader_that_has_enough_is_no_failure() -> None:
    """`coop --help | head -1`."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--help"], env=surroundings(), stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)

    assert (done.returncode, done.stderr) == (1, b"")


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


def test_the_password_of_a_network_is_not_shown(coop: Coop, tmp_path: Path) -> None:
    keys = 'homeserver = "https://h"\nuser = "@a:h"\npassword = "SECRET"'
    (tmp_path / "config.toml").write_text(f"[matrix]\n{keys}\n")

    done = coop("check", "--offline")

    assert "Matrix" in done.stdout
    assert "SECRET" not in done.stdout + done.stderr


def test_postgresql_is_not_built_and_its_password_not_shown(coop: Coop, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[storage]\nurl = "postgresql+psycopg://coop:SECRET@host/db"\n')

    done = coop("db", "upgrade")

    assert done.returncode == 2
    assert "SQLite" in done.stderr
    assert "SECRET" not in done.stderr
