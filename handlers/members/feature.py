"""The feature of the people; what its modules declare stands beside what it does."""

from __future__ import annotations

from bot.domain.errors import N_
from handlers.context import OurFeature

members = OurFeature("members", N_("Me and the members"))
