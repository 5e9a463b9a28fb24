"""What is deployed is what is so: never root, commands and settings that exist, nothing that is not locked."""

from __future__ import annotations

import re
import shutil
import subprocess
from configparser import ConfigParser
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from bot.cli import coop
from bot.config import Config

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
SECRETS = ("config.toml", "telegram-token", "coop.db", ".git", "coop-demo", ".venv")


def unit() -> dict[str, list[str]]:
    """The keys of the unit's service, each with every value it is given."""
    found: dict[str, list[str]] = {}
    for line in (DEPLOY / "coop.service").read_text("utf-8").splitlines():
        key, sep, value = line.partition("=")
        if sep and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions with what follows them, continued lines joined."""
    text = re.sub(r"(?m)^#.*\n", "", (DEPLOY / "Dockerfile").read_text("utf-8")).replace("\\\n", " ")
    return [(line.split()[0], line.partition(" ")[2].strip()) for line in text.splitlines() if line.strip()]


def last(name: str) -> str:
    return [value for key, value in instructions() if key == name][-1]


def environment() -> dict[str, str]:
    """What the image sets for whoever runs in it."""
    return dict(found for key, value in instructions() if key == "ENV" for found in re.findall(r"(\w+)=(\S+)", value))


def known(name: str) -> bool:
    """Whether a variable of the environment is a setting: COOP_TELEGRAM__TOKEN_FILE."""
    if name == "COOP_CONFIG":
        return True
    section, _sep, key = name.removeprefix("COOP_").lower().partition("__")
    field = Config.model_fields.get(section)
    return field is not None and key in _keys(field.annotation)


def _keys(annotation: Any) -> list[str]:
    kinds = getattr(annotation, "__args__", (annotation,))
    return [key for kind in kinds for key in getattr(kind, "model_fields", {})]


def is_verb(command: str) -> bool:
    return command in coop.commands


# systemd


def test_the_unit_is_well_formed() -> None:
    parser = ConfigParser(strict=False, interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(DEPLOY / "coop.service", "utf-8")
    assert parser.sections() == ["Unit", "Service", "Install"]

    analyze = shutil.which("systemd-analyze")
    if analyze:
        done = subprocess.run(
            [analyze, "verify", "--man=no", str(DEPLOY / "coop.service")], capture_output=True, text=True, check=False
        )
        said = [line for line in done.stderr.splitlines() if "coop.service" in line]
        assert [line for line in said if "/opt/cooperons/bin/coop is not executable" not in line] == []


def test_the_service_is_not_root_and_can_write_in_one_folder_only() -> None:
    keys = unit()

    assert keys["DynamicUser"] == ["yes"]
    assert keys["User"] == ["cooperons"]
    assert keys["StateDirectory"] == ["cooperons"]
    assert keys["WorkingDirectory"] == ["/var/lib/cooperons"]
    assert keys["ProtectSystem"] == ["strict"]
    assert keys["NoNewPrivileges"] == ["yes"]
    assert keys["UMask"] == ["0077"]
    assert keys["CapabilityBoundingSet"] == [""]


def test_the_service_runs_a_verb_that_exists_and_stays_down_when_the_settings_are_wrong() -> None:
    keys = unit()
    program, verb = keys["ExecStart"][0].split()

    assert program.endswith("/bin/coop")
    assert is_verb(verb)
    assert keys["RestartPreventExitStatus"] == ["2"]
    assert int(keys["TimeoutStopSec"][0]) >= 10


def test_what_the_unit_shows_to_uncomment_is_a_setting() -> None:
    text = (DEPLOY / "coop.service").read_text("utf-8")

    assert [name for name in re.findall(r"COOP_\w+", text) if not known(name)] == []


# the image


def test_the_image_does_not_run_as_root() -> None:
    user = last("USER")

    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    assert f"chown {user} {last('VOLUME')}" in " ".join(value for key, value in instructions() if key == "RUN")


def test_the_image_holds_nothing_that_is_not_locked() -> None:
    installs = [value for key, value in instructions() if key == "RUN" and " install " in value]

    assert len(installs) == 2
    assert "--require-hashes --requirement requirements.lock" in installs[0]
    assert "--no-deps --no-build-isolation" in installs[1]
    assert [value for value in installs if "apt" in value] == []


def test_the_image_is_made_of_files_that_are_there_and_let_through() -> None:
    let = [line[1:] for line in ignored() if line.startswith("!")]
    copied = [value for key, value in instructions() if key == "COPY" and "--from" not in value]
    names = [name for value in copied for name in value.split()[:-1]]

    assert [name for name in names if not (ROOT / name).exists()] == []
    assert sorted(names) == sorted(let)


def ignored() -> list[str]:
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("name", SECRETS)
def test_no_secret_and_no_database_gets_into_the_image(name: str) -> None:
    assert ignored()[0] == "*"
    assert not any(fnmatch(name, line[1:]) for line in ignored() if line.startswith("!"))


def test_the_image_runs_and_is_watched_by_verbs_that_exist() -> None:
    assert last("ENTRYPOINT") == '["coop"]'
    (verb,) = re.findall(r'\["(\w+)"\]', last("CMD"))
    health = re.search(r'CMD \["coop", "(\w+)"\]', last("HEALTHCHECK"))

    assert health is not None
    assert is_verb(verb)
    assert is_verb(health[1])


def test_the_image_keeps_everything_in_its_volume() -> None:
    assert last("WORKDIR") == last("VOLUME") == "/data"
    assert environment()["COOP_CONFIG"] == "/data/config.toml"
    assert [name for name in environment() if name.startswith("COOP_") and not known(name)] == []


def test_the_image_uses_a_python_that_the_project_supports() -> None:
    pythons = {value.split()[0] for key, value in instructions() if key == "FROM"}

    assert pythons == {"python:3.13-slim"}


# compose


def composed() -> str:
    return (DEPLOY / "compose.yaml").read_text("utf-8")


def test_compose_builds_this_image_and_keeps_the_database_in_a_volume() -> None:
    text = composed()

    assert (DEPLOY / "compose.yaml").parent.joinpath("..", "deploy/Dockerfile").resolve().exists()
    assert re.search(r"context: \.\.\n +dockerfile: deploy/Dockerfile\n", text)
    assert "- data:/data\n" in text
    assert re.search(r"(?m)^volumes:\n  data:", text)


def test_compose_gives_the_token_as_a_file_and_never_as_a_value() -> None:
    text = composed()
    variables = re.findall(r"(?m)^ +(COOP_\w+): (\S+)$", text)

    assert variables == [("COOP_TELEGRAM__TOKEN_FILE", "/run/secrets/telegram-token")]
    assert known("COOP_TELEGRAM__TOKEN_FILE")
    assert re.search(r"(?m)^secrets:\n  telegram-token:\n    file: \./telegram-token$", text)


def test_compose_takes_every_right_away_and_opens_nothing_to_the_world() -> None:
    text = composed()

    for line in ("init: true", "read_only: true", "- no-new-privileges:true", "- ALL"):
        assert line in text, line
    assert re.findall(r'- "([\d.:]+)"', text) == ["127.0.0.1:8080:8080"]
    assert "user:" not in text  # the image's own, which is not root
    assert "\t" not in text
