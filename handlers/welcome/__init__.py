"""A greeting for newcomers."""

from handlers.welcome import jobs
from handlers.welcome.chat import welcome

__all__ = ["jobs", "welcome"]
