"""`coop run`: the bot on the networks that the settings name."""

from __future__ import annotations

from pathlib import Path

from bot.chat.text import _
from bot.commands.failures import REFUSED, Failure
from bot.commands.settings import settings
from bot.core import logs

# The networks that this version speaks.
BUILT: frozenset[str] = frozenset()


def run(given: Path | None) -> None:
    """Refuses, with the reason: no network is built yet, and a bot without one has nobody to talk to."""
    config = settings(given)
    logs.configure(config.log.level, config.log.format, secrets=config.secrets())
    if not config.networks:
        raise Failure(
            _("No network: add a section [telegram] or [matrix] to the settings. To try the bot alone: coop demo"),
            REFUSED,
        )
    unbuilt = tuple(f"[{name}]" for name in config.networks if name not in BUILT)
    raise Failure(
        _("Not built yet in this version: {networks}. To try the bot now: coop demo", networks=unbuilt), REFUSED
    )
