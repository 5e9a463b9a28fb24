"""Settings: read from TOML and the environment, checked whole. Whatever is wrong is said at once, with examples.

The environment wins over the file (COOP_TELEGRAM__TOKEN), and a secret may be kept in a file of its own (token_file).
"""

from bot.config.problems import ConfigError, NoSettings, Problem
from bot.config.reading import build, load, where
from bot.config.sections import TOKEN, Community, Config, Log, Matrix, Storage, Telegram, Web

__all__ = [
    "TOKEN", "Community", "Config", "ConfigError", "Log", "Matrix", "NoSettings", "Problem", "Storage", "Telegram",
    "Web", "build", "load", "where",
]  # fmt: skip
