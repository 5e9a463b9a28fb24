"""The shape of the code: which part may import which, and the few habits that a reader relies on."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "handlers", "storage")
ROOF = frozenset(
    {
        "bot.__main__",
        "bot.cli",
        "bot.commands",
        "bot.app",
        "bot.web",
        "bot.serving",
        "bot.health",
        "bot.demo",
        "bot.export",
    }
)

# Look for the second idea near 300 lines. A module listed here has one idea that needs more, with the reason beside it.
LONGEST = 350
LONG: dict[str, str] = {
    "bot/recounter.py": "stands alone: one file that anybody can read and run without the rest",
    "storage/migrations/versions/0001_the_foundation.py": "written by alembic, a table after another",
}

# The clock is read in one place and passed on; a line here says why another place reads it.
CLOCKS = {"bot/app.py": "the only clock"}

# Where printing is the purpose.
PRINTERS = {"bot/__main__.py", "bot/cli.py", "bot/demo.py", "bot/adapters/local/console.py"}


# What is told waits for the end of quiet hours by itself (docs/decisions/0044); a line here says why it does not.
AT_ONCE = {
    "handlers/aid/jobs.py": "to whoever wrote a moment ago",
    "handlers/basics/arrival.py": "the bot was just brought there",
    "handlers/lost_proxies.py": "a vote is open, or a meeting under way: whoever was spoken for may still answer",
    "handlers/members/copying.py": "the copy that somebody asked for",
    "handlers/members/linking.py": "to the other account of whoever acts",
    "handlers/members/one_voice.py": "to the other account of whoever acts",
    "handlers/operator/jobs.py": "the bot leaves, or was restored just now",
    "handlers/plenaries/convening.py": "a change within a day of the meeting",
    "handlers/plenaries/day.py": "in the meeting, or just before it",
    "handlers/plenaries/minutes.py": "to who writes the minutes of a meeting that just ended",
    "handlers/plenaries/offices.py": "in the meeting",
    "handlers/plenaries/on_paper.py": "the file that somebody asked for or published just now",
    "handlers/plenaries/panel.py": "in the meeting",
    "handlers/polls/meeting.py": "in the meeting",
    "handlers/polls/voters.py": "in the meeting",
    "handlers/reminders/jobs.py": "the hour that somebody chose",
    "handlers/welcome/greeting.py": "somebody came in just now",
}
# Who may ask whether it is quiet: the one way to tell, and what is judged anew once it no longer is.
LISTENERS = {"bot/core/work.py", "handlers/disturbing.py"}


@dataclass(frozen=True)
class Part:
    """What one part may import beside the standard library and itself."""

    ours: frozenset[str]
    libraries: frozenset[str]


def part(ours: str = "", libraries: str = "") -> Part:
    return Part(frozenset(ours.split()), frozenset(libraries.split()))


# The table of docs/architecture.md; the most exact name wins. The contracts of pyproject.toml hold the indirect arrows.
MAY_IMPORT = {
    "bot.domain": part(libraries="dateutil tzdata confusable_homoglyphs"),
    "bot.chat": part(),
    "bot.config": part(libraries="pydantic pydantic_core pydantic_settings"),
    "bot.core": part(
        "bot.chat bot.config bot.domain.errors bot.domain.members bot.domain.groups bot.domain.names",
        "pydantic babel apscheduler structlog",
    ),
    "bot.charts": part("bot.domain", "resvg_py"),
    "bot.adapters.telegram": part("bot.chat bot.config", "telegram aiohttp"),
    "bot.adapters.matrix": part("bot.chat bot.config", "nio aiohttp vodozemac"),
    "bot.adapters.local": part("bot.chat bot.config", "starlette jinja2 websockets"),
    "storage": part("bot.domain bot.chat bot.core.ports bot.core.rows", "sqlalchemy alembic psycopg"),
    "handlers": part("bot.core bot.chat bot.domain bot.charts storage"),
    "handlers.*.pages": part("bot.core bot.chat bot.domain bot.charts storage", "starlette jinja2"),
    "handlers.*.documents": part("bot.core bot.chat bot.domain bot.charts storage", "icalendar typst openpyxl segno"),
}


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module(path: Path) -> str:
    return named(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def within(name: str, packages: frozenset[str]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Each import and its line, also inside functions and under TYPE_CHECKING: `from bot import chat` is bot.chat."""
    package = module(path).split(".")
    if path.name != "__init__.py":
        package.pop()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            folder = (ROOT / origin.replace(".", "/")).is_dir()
            for alias in node.names:
                yield node.lineno, f"{origin}.{alias.name}" if folder else origin


def row(name: str) -> Part:
    """The most exact row of the table for a module."""
    keys = [key for key in MAY_IMPORT if re.fullmatch(re.escape(key).replace(r"\*", r"[^.]+") + r"(\..+)?", name)]
    return MAY_IMPORT[max(keys, key=len)] if keys else part()


def home(name: str) -> str:
    """The part a module belongs to: its feature, its network, or its package."""
    parts = name.split(".")
    depth = 3 if name.startswith("bot.adapters.") else 1 if parts[0] == "storage" else 2
    return ".".join(parts[:depth])


def may_import(name: str, imported: str) -> bool:
    top = imported.split(".")[0]
    if top not in PACKAGES:
        return top in sys.stdlib_module_names or within(imported, row(name).libraries)
    if home(imported) == home(name) or within(imported, row(name).ours):
        return True
    # handlers/features.py lists the features; each of them uses what lies beside them.
    shared = (
        "handlers.context", "handlers.rooms", "handlers.answers", "handlers.rights", "handlers.countersigns",
        "handlers.disturbing", "handlers.lost_proxies", "handlers.meetings", "handlers.readings", "handlers.codes",
        "handlers.networks", "handlers.shares", "handlers.voices",
    )  # fmt: skip
    return top == "handlers" and (name == "handlers.features" or imported.startswith(shared))


def test_imports_point_down() -> None:
    """In a process of its own: it silences the logs of the one in which it runs."""
    command = [Path(sys.executable).with_name("lint-imports"), "--config", ROOT / "pyproject.toml", "--no-cache"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_each_part_imports_only_what_its_row_allows() -> None:
    wrong = {
        f"{named(path)}:{line} imports {imported}"
        for path in sources(*PACKAGES)
        if not within(module(path), ROOF)
        for line, imported in imports(path)
        if not may_import(module(path), imported)
    }

    assert not wrong, "\n".join(sorted(wrong))


def test_one_clock_for_everything() -> None:
    clock = re.compile(r"\b(datetime|date)\.(now|today|utcnow)\(|\btime\.time\(")
    readers = {named(path) for path in sources(*PACKAGES) if clock.search(path.read_text(encoding="utf-8"))}

    assert readers <= set(CLOCKS)


def test_modules_hold_one_idea() -> None:
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in sources(*PACKAGES)}

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST and name not in LONG} == {}


def test_only_the_terminal_prints() -> None:
    printers = [
        f"{named(path)}:{node.lineno}"
        for path in sources(*PACKAGES)
        if named(path) not in PRINTERS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]

    assert printers == []


def test_what_is_told_in_quiet_hours_says_why() -> None:
    woken = {name for name, node in calls() if any(one.arg == "at_once" for one in node.keywords)}

    assert woken - {"bot/core/work.py"} == set(AT_ONCE)


def test_no_feature_looks_at_quiet_hours_by_itself() -> None:
    """Broken once: each had to think of it, and convocations, lapsed proxies and actions did not."""
    asked = {
        name
        for name, node in calls()
        if isinstance(node.func, ast.Attribute)
        and node.func.attr in ("over", "holds")
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr == "quiet"
    }

    assert asked == LISTENERS


def test_only_the_one_way_to_tell_puts_what_is_said_into_the_outbox() -> None:
    put = {
        name
        for name, node in calls()
        if name.startswith("handlers/")
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "put"
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr == "outbox"
    }

    assert put == {"handlers/members/one_voice.py"}  # what was put already follows a person to another account


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call, with the file that it stands in."""
    for path in sources(*PACKAGES):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield named(path), node


def test_nothing_is_left_for_later() -> None:
    mark = re.compile(r"\b(TO[D]O|FIX[M]E)\b")
    marked = [named(path) for path in sources(*PACKAGES, "tests", "bench") if mark.search(path.read_text("utf-8"))]

    assert marked == []


@pytest.mark.parametrize("name", ["utils", "helpers", "manager", "base", "common", "misc"])
def test_no_module_is_named_after_nothing(name: str) -> None:
    assert [named(path) for path in sources(*PACKAGES) if path.stem == name or path.parent.name == name] == []
