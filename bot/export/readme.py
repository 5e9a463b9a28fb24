"""The page that comes with an export: what each file holds, and how anybody counts the closed votes again."""

from __future__ import annotations

from importlib.resources import files

RECOUNTER = "recounter.py"


def recounter() -> str:
    """The stand-alone recounter, as it is."""
    return files("bot").joinpath(RECOUNTER).read_text("utf-8")


def readme(language: str) -> str:
    """What the files, the columns and the values mean, and how a vote is counted again without us."""
    return files("bot.export").joinpath(f"explained.{language}.md").read_text("utf-8")
