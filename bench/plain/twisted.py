"""Stands in the way of Twisted, which the tests' Matrix server brings along; structlog loads it where it is."""

raise ImportError("not installed with the bot")
