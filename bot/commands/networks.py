"""The networks that this version speaks, made from their sections of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.chat.text import _
from bot.commands.failures import REFUSED, Failure
from bot.config import Config

if TYPE_CHECKING:
    from bot.adapters.matrix.adapter import Matrix
    from bot.adapters.telegram.adapter import Telegram


def required(config: Config) -> None:
    """Raises Failure unless the settings name a network."""
    if not config.networks:
        raise Failure(
            _("No network: add a section [telegram] or [matrix] to the settings. To try the bot alone: coop demo"),
            REFUSED,
        )


def telegram(config: Config) -> Telegram | None:
    """Telegram, where the settings have it."""
    if config.telegram is None:
        return None
    from bot.adapters.telegram.adapter import Telegram
    from bot.charts.png import png

    return Telegram(config.telegram, png=png)


def matrix(config: Config) -> Matrix | None:
    """Matrix, where the settings have it."""
    if config.matrix is None:
        return None
    from bot.adapters.matrix.adapter import Matrix
    from bot.charts.png import png

    return Matrix(config.matrix, png=png)


def hook(config: Config) -> str:
    """The path at which Telegram brings its updates; "" where it is asked for them."""
    section = config.telegram
    if section is None or section.mode != "webhook" or section.webhook_url is None:
        return ""
    return urlsplit(section.webhook_url).path
