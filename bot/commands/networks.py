"""The networks that this version speaks, made from their sections of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.chat.text import _
from bot.commands.failures import REFUSED, Failure
from bot.config import Config

if TYPE_CHECKING:
    from bot.adapters.telegram.adapter import Telegram

BUILT = frozenset({"telegram"})


def required(config: Config) -> None:
    """Raises Failure unless the settings name a network, and only such as are built."""
    if not config.networks:
        raise Failure(
            _("No network: add a section [telegram] to the settings. To try the bot alone: coop demo"),
            REFUSED,
        )
    if unbuilt := tuple(f"[{name}]" for name in config.networks if name not in BUILT):
        raise Failure(
            _("Not built yet in this version: {networks}. To try the bot now: coop demo", networks=unbuilt), REFUSED
        )


def telegram(config: Config) -> Telegram | None:
    """Telegram, where the settings have it."""
    if config.telegram is None:
        return None
    from bot.adapters.telegram.adapter import Telegram
    from bot.charts.png import png

    return Telegram(config.telegram, png=png)


def hook(config: Config) -> str:
    """The path at which Telegram brings its updates; "" where it is asked for them."""
    section = config.telegram
    if section is None or section.mode != "webhook" or section.webhook_url is None:
        return ""
    return urlsplit(section.webhook_url).path
