"""Stands in the way of Twisted, which the tests' Matrix server brings along; structlog loads it wherever it finds it."""

raise ImportError("not installed with the bot")
