"""Whoever runs the bot: known by a one-time code, asked about new groups, told of failures."""

from handlers.operator import arrival, jobs
from handlers.operator.chat import operator

__all__ = ["arrival", "jobs", "operator"]
