"""The documents say what is so: tables equal the code, examples are typed and accepted, links and paths lead somewhere.

A fenced block whose first word is `coop` is executed. `coop group` and `coop private` are lines that Ana, who organizes
La Ruche, types there, each in a fresh town; `coop message` answers somebody's message, `coop reply` the vote itself. A
line that speaks of vote 41 finds it open, and decision 3 in the register; so does a block marked `vote`, or `public`,
which makes the vote public, or `voted`, which lets Ana have answered it. `coop story` is told from top to bottom by the
people it names.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, get_args

import click
import pytest

from bot.adapters.local.view import View
from bot.adapters.matrix.adapter import CAN as MATRIX
from bot.adapters.matrix.adapter import OPTIONAL
from bot.adapters.telegram.adapter import CAN as TELEGRAM
from bot.chat.adapter import Can
from bot.chat.address import MessageRef
from bot.chat.events import Event
from bot.chat.text import Phrase
from bot.cli import coop
from bot.config import Config
from bot.core.asks import Missing
from bot.core.command import Keys
from bot.core.context import Context
from bot.core.feature import Declared
from bot.core.words import Words
from handlers.features import FEATURES
from handlers.polls import line as poll_line
from handlers.settings import values as group_settings
from storage.transaction import Transaction
from tests.test_architecture import MAY_IMPORT
from tests.town import NAMES, Town, text_of

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LANGUAGES = {"README.md": "fr", "README.en.md": "en", "docs/guide.fr.md": "fr", "docs/guide.en.md": "en"}

FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
SCENE = re.compile(r"\b41\b|/decisions \d|/register \d|/annuler|/undo")
LINK = re.compile(r"\[[^\]\n]+\]\((?P<to>[^)\s]+)\)")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def prose(content: str) -> str:
    """Without the fenced blocks."""
    return FENCE.sub("", content)


def code(content: str) -> Iterator[str]:
    """Every line that stands as code: fenced, indented, or between backticks."""
    for block in FENCE.finditer(content):
        yield from block["body"].splitlines()
    for line in prose(content).splitlines():
        if line.startswith("    "):
            yield line.strip()
        else:
            yield from SPAN.findall(line)


def rows(content: str, mark: str) -> list[list[str]]:
    """The cells of the table between two marks, without its head."""
    found = re.search(rf"<!-- {mark} -->\n(.*?)<!-- /{mark} -->", content, re.DOTALL)
    assert found, f"no table between <!-- {mark} --> and <!-- /{mark} -->"
    lines = [line for line in found[1].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[2:]]


# what is typed in a chat


@dataclass(frozen=True)
class Example:
    """One line to type, or a whole story."""

    file: str
    info: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def language(self) -> str:
        return LANGUAGES[self.file]


def examples() -> Iterator[Example]:
    for file in LANGUAGES:
        for block in FENCE.finditer(text(file)):
            first, *info = block["info"].split() or [""]
            lines = tuple(line for line in block["body"].splitlines() if line.strip())
            if first == "coop" and info[0] == "story":
                yield Example(file, tuple(info), lines)
            elif first == "coop":
                yield from (Example(file, tuple(info), (line,)) for line in lines)


def declared() -> Iterator[Declared[Transaction]]:
    for feature in FEATURES:
        yield from (command for command in feature.commands if command.listed)


def declared_examples() -> Iterator[Example]:
    for file, language in (("README.md", "fr"), ("README.en.md", "en")):
        for command in declared():
            for example in command.examples:
                yield Example(file, ("group",), (Words(language).say(Phrase(example)),))


def known_as(example: Example) -> str:
    return f"{example.file}: {' '.join(example.info)}: {example.lines[0]}"


@dataclass
class Listener:
    """Notes what handlers refuse."""

    refused: list[Exception] = field(default_factory=list)

    def to(self, route: Callable[[Context[Any], Event], None]) -> Callable[[Context[Any], Event], None]:
        def listening(ctx: Context[Any], event: Event) -> None:
            try:
                route(ctx, event)
            except Missing:
                raise
            except Exception as no:
                self.refused.append(no)
                raise

        return listening


async def told(folder: Path, language: str, *, scene: bool, public: bool = False, voted: bool = False) -> Town:
    """A town in which Ana is known; with a scene, decision 3 is in the register and vote 41 is open."""
    town = await Town(folder, View.BUTTONS, language).open()
    with town.database.begin() as tx:
        tx.cursor.execute(
            "INSERT INTO sqlite_sequence (name, seq) VALUES ('polls', ?), ('decisions', 2)", (40 - scene,)
        )
    await town.say("ana", "/moi")
    if scene:
        await town.say("ana", "/vote Ouvrir le samedi ? secret=public fin=2h")
        await town.choose("bruno", "pour")
        await town.wait(hours=3)
        await town.say("ana", f"/vote Adopter la charte d'accueil ?{' secret=public' if public else ''}")
        if voted:
            await town.whisper("ana", "/vote 41 pour")
    return town


def everything(town: Town) -> list[str]:
    """What the bot shows in the group and to Ana."""
    chats = (town.group, town.hub.private_chat(town.people["ana"]))
    return [text_of(post) for chat in chats for post in town.hub.messages(chat) if post.by is None]


async def answered(town: Town, place: str) -> MessageRef | None:
    if place == "message":
        return await town.say("bruno", "Louer le local rue Pasteur\nIl est à 400 € par mois.")
    return town.card("41").ref if place == "reply" else None


@pytest.mark.parametrize(
    "example", [one for one in [*examples(), *declared_examples()] if one.info[0] != "story"], ids=known_as
)
async def test_what_a_document_says_to_type_is_accepted(
    example: Example, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    place, *flags = example.info
    (line,) = example.lines
    scene = bool(flags) or place == "reply" or SCENE.search(line) is not None
    town = await told(folder, example.language, scene=scene, public="public" in flags, voted="voted" in flags)
    reply_to, before, listener = await answered(town, place), everything(town), Listener()
    monkeypatch.setattr(town.app.router, "route", listener.to(town.app.router.route))

    await (town.whisper if place == "private" else town.say)("ana", line, reply_to)

    after = everything(town)
    await town.close()
    assert [str(no) for no in listener.refused] == [], after[-1]
    assert after != before, "nothing was answered"


IN_GROUP = ("dans le groupe", "in the group")


@pytest.mark.parametrize("example", [one for one in examples() if one.info[0] == "story"], ids=known_as)
async def test_a_story_in_a_document_happens_as_it_is_told(
    example: Example, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    town, listener = await told(folder, example.language, scene=False), Listener()
    monkeypatch.setattr(town.app.router, "route", listener.to(town.app.router.route))
    people = {name.split()[0]: key for key, name in NAMES.items()}

    for line in example.lines:
        head, said = (part.strip() for part in re.split(r"\s*: +", line, maxsplit=1))
        who, _sep, place = head.partition(", ")
        if who in people:
            await (town.say if place in IN_GROUP else town.whisper)(people[who], said)
        else:
            assert any(said in re.sub("[\xa0\u202f]", " ", shown) for shown in town.seen()), (said, town.seen())

    await town.close()
    assert [str(no) for no in listener.refused] == []


# tables made from declarations

HEADS = {
    "fr": ("| Commande | Autres noms | Ce qu’elle fait | Pour essayer |", "|---|---|---|---|"),
    "en": ("| Command | Other names | What it does | To try |", "|---|---|---|---|"),
}


def table_of_commands(language: str) -> str:
    """The table that a README holds between its two marks."""
    say = Words(language).say
    lines = list(HEADS[language])
    for command in declared():
        twins = " ".join(f"`/{twin}`" for twin in command.twins)
        forms = "<br>".join(f"`{say(Phrase(example))}`".replace("|", "\\|") for example in command.examples)
        lines.append(f"| `/{command.name}` | {twins} | {say(Phrase(command.help))} | {forms} |")
    return "\n".join(lines)


@pytest.mark.parametrize(("file", "language"), [("README.md", "fr"), ("README.en.md", "en")])
def test_the_table_of_commands_is_what_the_features_declare(file: str, language: str):
    held = re.search(r"<!-- commands -->\n(.*?)<!-- /commands -->", text(file), re.DOTALL)
    right = table_of_commands(language)

    assert held is not None
    assert held[1].strip() == right, f"\n{file} needs this table:\n\n{right}\n"


def test_every_command_is_explained_in_the_guides():
    for file in ("docs/guide.fr.md", "docs/guide.en.md"):
        typed = " ".join(code(text(file)))
        missing = [c.name for c in declared() if not any(f"/{word}" in typed for word in (c.name, *c.twins))]
        assert missing == [], file


@pytest.mark.parametrize("file", ["docs/guide.fr.md", "docs/guide.en.md"])
@pytest.mark.parametrize(
    ("mark", "keys"),
    [("vote settings", poll_line.KEYS), ("group settings", group_settings.KEYS)],
    ids=["vote", "group"],
)
def test_the_settings_in_the_guides_are_those_that_are_read(file: str, mark: str, keys: Keys):
    written = {frozenset(SPAN.findall(row[0]) + SPAN.findall(row[1])) for row in rows(text(file), mark)}
    assert written == {frozenset(shown.words) for shown in keys.shown}


def test_the_capabilities_of_the_networks_are_those_that_they_declare():
    table = rows(text("docs/adapters.md"), "capabilities")
    held = {row[0].strip("`"): row[2:] for row in table}
    networks = [*((view.can, Can.NOTHING) for view in View), (TELEGRAM, Can.NOTHING), (MATRIX, OPTIONAL)]
    right = {str(can.name): [cell(can, *network) for network in networks] for can in Can if can}
    assert held == right


def cell(can: Can, shows: Can, if_set: Can) -> str:
    """What the table says of one capability on one network."""
    return "yes" if can in shows else "if set" if can in if_set else ""


def test_the_stories_told_with_reactions_are_told_on_what_matrix_shows():
    assert View.REACTIONS.can | Can.THREADS == MATRIX  # nothing asks for threads: what comes from one is answered in it


def test_who_may_import_what_is_what_the_checks_hold():
    def words(cell: str) -> frozenset[str]:
        return frozenset(SPAN.findall(cell))

    table = rows(text("docs/architecture.md"), "imports")
    held = {SPAN.findall(row[0])[0]: (words(row[1]), words(row[2])) for row in table}
    assert held == {name: (part.ours, part.libraries) for name, part in MAY_IMPORT.items()}


# what is typed in a shell


@cache
def verbs() -> dict[str, click.Command]:
    """Every verb of the command line, and of its groups: "db upgrade"."""
    found: dict[str, click.Command] = {}
    for name, command in coop.commands.items():
        found[name] = command
        if isinstance(command, click.Group):
            found |= {f"{name} {below}": one for below, one in command.commands.items()}
    return found


def shell_lines(command: str) -> list[tuple[str, list[str]]]:
    """Every use of a command in the documents: the document and the words after the command."""
    found = []
    for path in DOCUMENTS:
        for line in code(path.read_text(encoding="utf-8")):
            said = re.fullmatch(rf"(?:\.venv/bin/)?{command} ([^#]*)(#.*)?", line.split("  ")[0].strip())
            if said:
                found.append((named(path), shlex.split(said[1])))
    return found


def test_every_verb_and_option_in_the_documents_exists():
    for file, words in shell_lines("coop"):
        plain = [word for word in words if word.isalpha() and word.islower()]
        verb = next((name for name in (" ".join(plain[:2]), *plain[:1]) if name in verbs()), None)
        options = {word for word in words if word.startswith("-")}
        known = {name for one in (coop, verbs().get(verb or "")) if one for param in one.params for name in param.opts}
        assert verb or options, f"{file}: coop {' '.join(words)}"
        assert options <= known | {"--help", "-h"}, f"{file}: coop {' '.join(words)}"


def test_every_verb_is_in_both_readmes_and_in_the_page_for_operators():
    for file in ("README.md", "README.en.md", "docs/operating.md", "docs/operating.en.md"):
        shown = " ".join(code(text(file)))
        assert [name for name in verbs() if name != "db" and f"coop {name}" not in shown] == [], file


TWINS = [
    ("README.md", "README.en.md"), ("docs/operating.md", "docs/operating.en.md"),
    ("docs/recount.fr.md", "docs/recount.md"),
]  # fmt: skip
# What differs on purpose: names of files, comments, and what is typed in a chat.
OWN_WORDS = {"FICHIER": "FILE", "DOSSIER": "FOLDER", "sauvegarde.db": "backup.db", "conseil.blt": "council.blt",
             "conseil.svg": "council.svg"}  # fmt: skip


def typed(file: str) -> list[list[str]]:
    """The lines that a document says to type in a shell, without what is said of them."""
    lines = [
        line.strip().split("  ")[0].split(" #")[0] for line in prose(text(file)).splitlines() if line[:4] == "    "
    ]
    wanted = ("coop", ".venv", "sudo", "docker", "make", "journalctl", "cat")
    return [[OWN_WORDS.get(word, word) for word in line.split()] for line in lines if line.startswith(wanted)]


@pytest.mark.parametrize(("french", "english"), TWINS)
def test_both_languages_say_to_type_the_same(french: str, english: str):
    assert typed(french) == typed(english)
    assert typed(french)


@pytest.mark.parametrize(("french", "english"), TWINS)
def test_both_languages_have_the_same_parts_the_same_tables_and_the_same_settings(french: str, english: str):
    def shape(file: str) -> list[str]:
        return [line.split()[0] for line in prose(text(file)).splitlines() if line.startswith(("#", "|"))]

    assert shape(french) == shape(english)
    assert settings_of(text(french)) == settings_of(text(english))


def test_every_target_of_make_in_the_documents_exists():
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    assert {words[0] for _file, words in shell_lines("make")} <= targets


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_what_the_readme_says_of_the_command_line_works(option: str):
    done = subprocess.run(
        [sys.executable, "-m", "bot", option], cwd=ROOT, env={**os.environ, "LANG": "C.UTF-8"}, capture_output=True,
        text=True, check=False, timeout=60,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def settings_of(content: str) -> set[tuple[str, str]]:
    """The settings that a document names: `[storage] url`."""
    return {(found[1], found[2]) for found in re.finditer(r"`\[(\w+)\] (\w+)`", content)}


def test_every_setting_in_the_documents_is_in_the_example_and_is_read():
    example = tomllib.loads(re.sub(r"^#(?=\[|\w+ = )", "", text("config.example.toml"), flags=re.MULTILINE))
    named_somewhere = set().union(*(settings_of(path.read_text(encoding="utf-8")) for path in DOCUMENTS))

    assert named_somewhere
    for section, key in named_somewhere:
        assert key in example.get(section, {}), f"[{section}] {key} is not in config.example.toml"
        kind = Config.model_fields[section].annotation
        model: Any = next((one for one in get_args(kind) if one is not type(None)), kind)
        assert key in model.model_fields


# where it leads


def slug(heading: str) -> str:
    """The anchor that a heading gets."""
    kept = re.sub(r"[^\w\s-]", "", heading.replace("`", "").strip().lower())
    return re.sub(r"\s", "-", kept)


def anchors(path: Path) -> set[str]:
    return {slug(found[1]) for found in re.finditer(r"^#+ (.+)$", prose(path.read_text("utf-8")), re.MULTILINE)}


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_links_between_documents_lead_somewhere(path: Path):
    for found in LINK.finditer(prose(path.read_text(encoding="utf-8"))):
        to, _sep, anchor = found["to"].partition("#")
        if "://" in to:
            continue
        target = (path.parent / to).resolve() if to else path
        assert target.exists(), found["to"]
        assert not anchor or anchor in anchors(target), found["to"]


OURS = re.compile(
    r"(?:bot|handlers|storage|tests|docs|bench)/[\w./*{},<>-]*|config\.example\.toml|requirements(?:-dev)?\.lock"
)


def exists(name: str) -> bool:
    """Whether a path of ours is there; `*` stands for anything, `<feature>` for a name still to be chosen."""
    if "<" in name:
        return True
    return any(True for _path in ROOT.glob(name.rstrip("/")))


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_the_files_that_a_document_names_are_there(path: Path):
    spans = {span for span in SPAN.findall(prose(path.read_text(encoding="utf-8"))) if OURS.fullmatch(span)}
    assert [span for span in sorted(spans) if not exists(span)] == []


def test_every_word_of_the_glossary_says_where_it_lives():
    for row in rows(text("docs/glossary.md"), "words"):
        assert len(row) == 4, row
        places = SPAN.findall(row[3])
        assert places, row
        assert [place for place in places if not exists(place)] == [], row


def test_the_glossary_has_each_word_once():
    for column in (0, 1):
        words = [row[column] for row in rows(text("docs/glossary.md"), "words")]
        assert sorted(words) == sorted(set(words))


def test_every_decision_is_in_the_index_under_its_own_title():
    index = text("docs/decisions/README.md")
    pages = {path.name: path for path in (ROOT / "docs/decisions").glob("[0-9]*.md")}
    listed = dict(re.findall(r"\]\((\d{4}-[\w-]+\.md)\) \| ([^|\n]+?) \|", index))

    assert listed.keys() == pages.keys()
    for name, path in pages.items():
        assert path.read_text(encoding="utf-8").splitlines()[0] == f"# {name[:4]} – {listed[name]}"


def test_decisions_are_numbered_without_a_gap():
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs/decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
