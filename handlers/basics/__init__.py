"""The menu, the help, undoing, and what is kept."""

from handlers.basics import arrival
from handlers.basics.chat import basics

__all__ = ["arrival", "basics"]
