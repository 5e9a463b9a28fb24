"""The settings that a verb works with."""

from __future__ import annotations

from pathlib import Path

from bot.config import Config, load, where


def settings(given: Path | None) -> Config:
    """The settings named on the command line, by $COOP_CONFIG, or config.toml; raises ConfigError."""
    return load(where(given))
