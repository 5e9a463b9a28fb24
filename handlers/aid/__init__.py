"""Mutual aid: what people need and offer, found, matched, and settled between two of them."""

from handlers.aid import board, chat, flow, helping, jobs
from handlers.aid.feature import aid

__all__ = ["aid", "board", "chat", "flow", "helping", "jobs"]
