"""The page that comes with an export: what each file holds, and how anybody counts the closed votes again."""

from __future__ import annotations

from importlib.resources import files


def readme(language: str) -> str:
    """What the files, the columns and the values mean, and how a vote is counted again without us."""
    return files("bot.export").joinpath(f"explained.{language}.md").read_text("utf-8")
