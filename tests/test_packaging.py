"""What is installed: locks that tie nobody to an address, and a wheel that holds everything the bot reads."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

EXAMPLES = ("bot/config.example.toml", "bot/config.exemple.toml")
ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "handlers", "storage")
LOCKS = ("requirements.lock", "requirements-dev.lock")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def locked(lock: str) -> dict[str, Requirement]:
    """The pinned packages of a lock, by name."""
    entries = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    pins = [Requirement(entry.split("--hash=")[0]) for entry in entries]
    return {canonicalize_name(pin.name): pin for pin in pins}


def asked(*groups: str) -> list[Requirement]:
    """What pyproject.toml asks for: the project, its extras and the named groups."""
    project = PROJECT["project"]
    extras = [need for needs in project.get("optional-dependencies", {}).values() for need in needs]
    grouped = [need for group in groups for need in PROJECT["dependency-groups"][group]]
    return [Requirement(need) for need in [*project["dependencies"], *extras, *grouped]]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_pin_and_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")

    for entry in text.replace("\\\n", " ").splitlines():
        assert re.fullmatch(r"\S+==\S+ ( *; [^\\]+?)? *( +--hash=sha256:[0-9a-f]{64})+", entry), entry


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_no_address_and_no_path(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert not re.search(r"://|(^|\s)/|file:|\s@\s|^-|index|#", text, re.MULTILINE)


@pytest.mark.parametrize(("lock", "groups"), [(LOCKS[0], ["install"]), (LOCKS[1], ["install", "dev"])])
def test_a_lock_covers_what_the_project_asks_for(lock: str, groups: list[str]) -> None:
    pins = locked(lock)

    for need in asked(*groups):
        pin = pins.get(canonicalize_name(need.name))
        assert pin, f"{need} is not in {lock}: run make lock"
        assert need.specifier.contains(str(pin.specifier).removeprefix("==")), f"{pin} is not {need}: run make lock"


def test_the_checks_run_on_the_versions_that_are_installed() -> None:
    runtime, development = (locked(lock) for lock in LOCKS)

    assert {name: development.get(name) for name in runtime} == runtime


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree, unpacked as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    built = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr

    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def data() -> list[str]:
    """Every file under the packages that is not a module: templates, words, fonts, migrations' texts, examples."""
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file())
    return sorted(
        path.relative_to(ROOT).as_posix() for path in found if "__pycache__" not in path.parts and path.suffix != ".py"
    )


def test_the_wheel_holds_every_module_and_every_file_they_read(wheel: Path) -> None:
    modules = [path.relative_to(ROOT).as_posix() for package in PACKAGES for path in (ROOT / package).rglob("*.py")]

    missing = [name for name in [*modules, *data(), *EXAMPLES] if not (wheel / name).is_file()]

    assert missing == []


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    assert {path.name for path in wheel.iterdir()} == {
        *PACKAGES,
        f"cooperons-{PROJECT['project']['version']}.dist-info",
    }


def test_the_wheel_carries_its_licence_and_its_command(wheel: Path) -> None:
    (info,) = wheel.glob("*.dist-info")

    assert (info / "licenses" / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    assert "coop = bot.__main__:main" in (info / "entry_points.txt").read_text(encoding="utf-8")


def test_an_installed_bot_finds_its_files_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    """Read through importlib.resources, with the unpacked wheel before the working tree."""
    names = [*data(), *EXAMPLES]
    program = (
        "import sys, bot\n"
        "from importlib.resources import files\n"
        "assert bot.__file__.startswith(sys.argv[1]), bot.__file__\n"
        "for name in sys.argv[2:]:\n"
        "    package, _, rest = name.partition('/')\n"
        "    assert files(package).joinpath(rest).read_bytes() is not None, name\n"
    )

    run = subprocess.run(
        [sys.executable, "-c", program, str(wheel), *names],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(wheel)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr
