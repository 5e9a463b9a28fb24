"""The feature's name; its modules declare what it does."""

from __future__ import annotations

from bot.domain.errors import N_
from handlers.context import OurFeature

welcome = OurFeature("welcome", N_("Welcome"))
