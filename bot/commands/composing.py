"""The file of settings that `coop init` writes: the example with its comments, and the answers in it."""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

from bot.chat.text import _
from bot.commands.failures import Failure

# By language, with what init writes in the place of its two lines on top.
EXAMPLES = {"fr": "config.exemple.toml", "en": "config.example.toml"}
HEADS = {
    "fr": "# Coopérons\u00a0: écrit par coop init\u202f; tout peut y être changé.",
    "en": "# Coopérons: written by coop init; everything here may be changed.",
}


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered."""

    language: str
    name: str
    zone: str


@dataclass(frozen=True, slots=True)
class Account:
    """The bot's account on Matrix."""

    homeserver: str
    user: str
    password: str


def compose(said: Answers, token: str) -> str:
    """The settings for Telegram; without a token the section is there, and the environment gives it."""
    text = _begun(said, "telegram")
    return _set(text, "#token", token) if token else text


def compose_matrix(said: Answers, account: Account) -> str:
    """The settings for Matrix."""
    text = _begun(said, "matrix")
    for key, value in asdict(account).items():
        text = _set(text, f"#{key}", value)
    return text


def _begun(said: Answers, network: str) -> str:
    text = re.sub(r"^#.*\n#.*", HEADS[said.language], _example(said.language))
    text = re.sub(rf"(?m)^#\[{network}\]$", f"[{network}]", text)
    values = {"language": said.language, "name": said.name, "timezone": said.zone}
    for key, value in values.items():
        text = _set(text, key, value)
    return text


def _set(text: str, key: str, value: str) -> str:
    line = f"{key.lstrip('#')} = {json.dumps(value, ensure_ascii=False)}"  # a text of JSON is a text of TOML
    return re.sub(rf"(?m)^{key} = .*$", lambda _found: line, text, count=1)


def _example(language: str) -> str:
    """Every key with its comment: in the package once it is installed, at the root of the tree before."""
    package = files("bot")
    name = EXAMPLES[language]
    installed = package.joinpath(name)
    return (installed if installed.is_file() else package.joinpath("..", name)).read_text("utf-8")


def keep(path: Path, text: str) -> None:
    """Writes a new file, for its owner alone, whole or not at all; raises Failure where there is one already."""
    try:
        file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise taken(path) from None
    try:
        with open(file, "w", encoding="utf-8") as new:
            new.write(text)
            new.flush()
            os.fsync(new.fileno())
    except BaseException:
        path.unlink()
        raise


def taken(path: Path) -> Failure:
    """There are settings already."""
    return Failure(
        _("“{file}” is there already, and coop init replaces nothing. Change it by hand, or name a new file with "
          "--config.", file=str(path))
    )  # fmt: skip
