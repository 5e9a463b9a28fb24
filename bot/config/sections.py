"""The sections and their keys, with their defaults. They are part of the stable interface: docs and example follow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "COOP_"
# Theirs have 35 characters after the colon; a server of one's own may give others.
TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,100}", re.ASCII)
_CHAT = re.compile(r"\*|-[0-9]{1,20}|![^\s]+")  # Telegram's numbers of people have no minus


def N_(sentence: str) -> str:
    """Marks a sentence for translation; settings import nothing of ours."""
    return sentence


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, KeyError, OSError) as error:  # unknown, or no name of a zone at all: "..", a folder
        raise ValueError(N_("“{value}” is not a time zone.")) from error
    return name


def _database(url: str) -> str:
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")) or url == "sqlite:///":
        raise ValueError(N_("So far everything is kept in SQLite: the address begins with “sqlite:///”."))
    return url


def _address(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise ValueError(N_("“{value}” is not an address: it begins with https:// or http://"))
    return url


def _listen(text: str) -> str:
    host, _sep, port = text.rpartition(":")
    if not host or not (port.isascii() and port.isdecimal()) or int(port[:6]) > 65_535:
        raise ValueError(N_("“{value}” is not a host and a port."))
    return text


def _hook(url: str) -> str:
    path = urlsplit(_address(url)).path
    if path == "/healthz" or not re.fullmatch(r"(/[A-Za-z0-9._~-]+)+/?", path):
        raise ValueError(N_("“{value}” needs a path of its own in plain letters, by which the bot knows Telegram."))
    return url


def _word(secret: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
        raise ValueError(N_("This is a word of 1 to 256 letters without accents, digits, “_” or “-”."))
    return secret


def _token(secret: SecretStr) -> SecretStr:
    if not TOKEN.fullmatch(secret.get_secret_value()):
        raise ValueError(N_("This is not the token of a bot: @BotFather gives it, digits and letters around a colon."))
    return secret


def _id(value: object) -> object:
    return str(value) if type(value) is int else value


def _chat(text: str) -> str:
    if not _CHAT.fullmatch(text):
        raise ValueError(
            N_("“{value}” is neither the number of a group on Telegram, such as -1001234567890, nor the name of a room "
               "on Matrix. “*” stands for all.")
        )  # fmt: skip
    return text


Id = Annotated[str, BeforeValidator(_id), AfterValidator(_chat)]
Token = Annotated[SecretStr, AfterValidator(_token)]
Zone = Annotated[str, AfterValidator(_zone)]
Database = Annotated[str, AfterValidator(_database)]
Address = Annotated[str, AfterValidator(_address)]
Hook = Annotated[str, AfterValidator(_hook)]
Word = Annotated[SecretStr, AfterValidator(_word)]
Listen = Annotated[str, AfterValidator(_listen)]


class Section(BaseModel):
    """One section of the file. A key that it does not have is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Community(Section):
    """What the operator says of everybody; `allowed_chats` are the ids of the groups trusted, "*" trusts all."""

    name: str = Field(default="", examples=['"La Ruche"'])
    language: Literal["fr", "en"] = Field(default="fr", examples=['"fr"'])
    timezone: Zone = Field(default="Europe/Paris", examples=['"Europe/Paris"'])
    allowed_chats: tuple[Id, ...] = Field(default=(), examples=['["-1001234567890"]'])


class Storage(Section):
    """Where everything is kept."""

    url: Database = Field(default="sqlite:///coop.db", examples=['"sqlite:///coop.db"'], repr=False)


class Telegram(Section):
    """The bot's account on Telegram."""

    token: Token | None = Field(default=None, examples=['"123456789:AAE…"'])
    token_file: Path | None = Field(default=None, examples=['"telegram-token"'])
    base_url: Address = Field(default="https://api.telegram.org/bot", examples=['"https://api.telegram.org/bot"'])
    mode: Literal["polling", "webhook"] = Field(default="polling", examples=['"polling"'])
    webhook_url: Hook | None = Field(default=None, examples=['"https://coop.example.org/telegram"'])
    webhook_secret: Word | None = Field(default=None, examples=['"put-a-long-random-word-here"'])
    webhook_secret_file: Path | None = Field(default=None, examples=['"webhook-secret"'])

    @staticmethod
    def needs(given: Mapping[str, object]) -> Iterator[str]:
        """The keys without which it cannot work, beside those given."""
        yield "token"
        if given.get("mode") == "webhook":
            yield from ("webhook_url", "webhook_secret")


class Matrix(Section):
    """The bot's account on Matrix; `store` is the folder of its keys and of whom it trusts."""

    homeserver: Address | None = Field(default=None, examples=['"https://matrix.example.org"'])
    user: str | None = Field(default=None, examples=['"@coop:example.org"'])
    password: SecretStr | None = Field(default=None, examples=['"…"'])
    password_file: Path | None = Field(default=None, examples=['"matrix-password"'])
    access_token: SecretStr | None = Field(default=None, examples=['"syt_…"'])
    access_token_file: Path | None = Field(default=None, examples=['"matrix-token"'])
    device_name: str = Field(default="Coopérons", examples=['"Coopérons"'])
    store: Path = Field(default=Path("matrix"), examples=['"matrix"'])
    encryption: bool = Field(default=True, examples=["true"])
    polls: bool = Field(default=False, examples=["false"])

    @staticmethod
    def needs(given: Mapping[str, object]) -> Iterator[str]:
        """The keys without which it cannot work, beside those given."""
        yield from ("homeserver", "user")
        if "access_token" not in given:
            yield "password"


class Web(Section):
    """The pages that the bot serves."""

    listen: Listen = Field(default="127.0.0.1:8080", examples=['"127.0.0.1:8080"'])
    public_url: Address | None = Field(default=None, examples=['"https://coop.example.org"'])

    @property
    def place(self) -> tuple[str, int]:
        """Host and port of `listen`: "[::1]:8080" is ::1 and 8080."""
        host, _sep, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)


class Log(Section):
    """What is logged, and how."""

    level: Literal["debug", "info", "warning", "error"] = Field(default="info", examples=['"info"'])
    format: Literal["console", "json"] = Field(default="console", examples=['"console"'])


class Config(BaseSettings):
    """Everything an operator decides. A network whose section is absent is not started."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, env_prefix=PREFIX, env_nested_delimiter="__", hide_input_in_errors=True
    )

    community: Community = Community()
    storage: Storage = Storage()
    telegram: Telegram | None = None
    matrix: Matrix | None = None
    web: Web = Web()
    log: Log = Log()
    _folder: Path = PrivateAttr(default=Path())

    @property
    def folder(self) -> Path:
        """The settings' own folder: the relative paths in them begin there."""
        return self._folder

    @property
    def networks(self) -> tuple[str, ...]:
        """The networks that have a section."""
        return tuple(name for name in ("telegram", "matrix") if getattr(self, name) is not None)

    def secrets(self) -> Iterator[str]:
        """Every secret in clear, for the logs to mask."""
        for section in (self.telegram, self.matrix):
            for value in dict(section or ()).values():
                if isinstance(value, SecretStr):
                    yield value.get_secret_value()

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource, dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:  # fmt: skip
        """The environment wins over what was read from the file."""
        return (env_settings, init_settings)
