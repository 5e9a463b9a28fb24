"""From a file and the environment to settings that are whole: secrets read from their files, paths made absolute."""

from __future__ import annotations

import os
import re
import shlex
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_settings import SettingsError

from bot.config import problems
from bot.config.problems import ConfigError, NoSettings, Problem
from bot.config.sections import N_, PREFIX, Config, Matrix, Telegram

DEFAULT = Path("config.toml")
MOST_BYTES = 1_000_000  # of a file of settings or of a secret; more is a mistake
FILE = "_file"
NETWORKS: Mapping[str, type[Telegram] | type[Matrix]] = {"telegram": Telegram, "matrix": Matrix}
PATHS = {"token_file", "webhook_secret_file", "password_file", "access_token_file", "store"}


def where(given: Path | None = None) -> Path:
    """The file of settings: the one given, else $COOP_CONFIG, else config.toml."""
    return given or Path(os.environ.get("COOP_CONFIG") or DEFAULT)


def load(path: Path) -> Config:
    """The settings of a file and the environment; raises ConfigError with everything that is wrong."""
    return build(_toml(path), path.absolute().parent)


def build(content: dict[str, Any], folder: Path) -> Config:
    """The settings of what a file in that folder says, and of the environment; raises ConfigError."""
    found = [*_twice(content), *_outside()]
    for name in NETWORKS:
        _complete(name, content, folder, found)
    try:
        config = Config(**content)
    except ValidationError as errors:
        found.extend(problems.of(dict(error)) for error in errors.errors())
    except SettingsError as error:
        found.append(_environment(error))
    if found:
        raise ConfigError(*found)
    config._folder = folder
    return config


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(_unreadable(path, str(error))) from None
    except UnicodeDecodeError:
        raise ConfigError(Problem(str(path), N_("This is not a text file in UTF-8."))) from None
    except FileNotFoundError:
        says = N_(
            "There are no settings yet: “{file}” does not exist. To make them: coop init{named} – To use those of "
            "another file: --config or $COOP_CONFIG"
        )
        named = "" if path == DEFAULT else f" --config {shlex.quote(str(path))}"
        raise NoSettings(Problem("", says, {"file": str(path), "named": named})) from None
    except OSError as error:
        raise ConfigError(Problem("", _why(error), {"file": str(path)})) from None


def _unreadable(path: Path, why: str) -> Problem:
    """Where the file cannot be read as TOML, with a line that can: the reader's own words are English."""
    found = re.search(r"\(at line (\d+)", why)
    line = found[1] if found else str(_text(path).count("\n") + 1)
    if re.search(r"twice|overwrite", why):
        says = N_("Line {line} cannot be read: its key or its section stands there already. Keep one of them.")
        return Problem(str(path), says, {"line": line})
    if found is None:
        return Problem(str(path), N_("A quote or a bracket is still open where the file ends."))
    return Problem(str(path), N_("Line {line} cannot be read as TOML."), {"line": line}, 'name = "La Ruche"')


def _text(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(MOST_BYTES).decode("utf-8-sig")


def _why(error: OSError | UnicodeDecodeError) -> str:
    """What is wrong with a {file}, in words of ours: the system's are English."""
    match error:
        case FileNotFoundError():
            return N_("“{file}” does not exist.")
        case PermissionError():
            return N_("No permission to write or read “{file}”.")
        case IsADirectoryError() | NotADirectoryError():
            return N_("“{file}” is in the way.")
        case UnicodeDecodeError():
            return N_("“{file}” is not a text file in UTF-8.")
    return N_("“{file}” cannot be read.")


def _twice(content: Mapping[str, Any]) -> Iterator[Problem]:
    """A secret given inline and as a file, in the same settings."""
    for section, keys in content.items():
        for key in keys if isinstance(keys, dict) else ():
            if key + FILE in keys:
                says = N_("Give either {key} or {file}, not both.")
                yield Problem(problems.name([section, key]), says, {"key": key, "file": key + FILE})


def _outside() -> Iterator[Problem]:
    """Variables of the environment that would set something in a section that there is not."""
    for variable in sorted(os.environ):
        section, sep, _key = variable.upper().removeprefix(PREFIX).lower().partition("__")
        if variable.upper().startswith(PREFIX) and sep and section not in Config.model_fields:
            unknown = problems.unknown([section])
            yield Problem(variable, unknown.says, unknown.blanks)


def _environment(error: SettingsError) -> Problem:
    """A value in the environment that is not even JSON where a list is expected."""
    named = re.search(r'field "(\w+)"', str(error))
    key = f"COOP_{named[1].upper()}" if named else "COOP_…"
    return Problem(key, N_("This value of the environment cannot be read."), {}, "COOP_TELEGRAM__TOKEN=123456789:AAE…")


def _complete(name: str, content: dict[str, Any], folder: Path, found: list[Problem]) -> None:
    """Reads the secrets of a network's section and makes its paths absolute; what is missing is added to `found`."""
    given = content.get(name, {})
    keys = NETWORKS[name].model_fields
    outside = {key: value for key in keys if (value := os.environ.get(f"{PREFIX}{name}__{key}".upper()))}
    if not isinstance(given, dict) or not (name in content or outside):
        return
    section = dict(given)
    for key in PATHS & keys.keys() - outside.keys():
        if isinstance(usual := keys[key].default, Path):  # it lies beside the file too, wherever the bot is started
            section.setdefault(key, str(usual))
    for key in PATHS & section.keys():
        if isinstance(section[key], str):
            section[key] = str(folder / section[key])
    for key in [key for key in keys if key.endswith(FILE)]:
        secret, file = key.removesuffix(FILE), outside.get(key, section.get(key))
        if isinstance(file, str) and secret not in section and secret not in outside:
            section[secret] = _secret(name, key, Path(file), found)
    if name in content or section:
        content[name] = section
    known = section.keys() | outside.keys()
    found.extend(problems.missing(name, key) for key in NETWORKS[name].needs(section | outside) if key not in known)


def _secret(name: str, key: str, path: Path, found: list[Problem]) -> str | None:
    try:
        text = _text(path).strip()
    except (OSError, UnicodeDecodeError) as error:
        found.append(Problem(problems.name([name, key]), _why(error), {"file": str(path)}))
        return None
    if not text:
        found.append(Problem(problems.name([name, key]), N_("“{file}” is empty."), {"file": str(path)}))
    return text or None
