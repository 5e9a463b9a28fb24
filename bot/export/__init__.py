"""Everything that members may read, as files: JSON for programs, CSV for spreadsheets, Markdown for people, ICS."""

from bot.export.folder import write
from bot.export.lists import lists

__all__ = ["lists", "write"]
