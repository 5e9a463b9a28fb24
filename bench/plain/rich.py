"""Stands in the way of rich, which our checking tools bring along and a plain installation of the bot does not have.

structlog loads it wherever it finds it: a quarter of what the try-out needs to start.
"""

raise ImportError("not installed with the bot")
