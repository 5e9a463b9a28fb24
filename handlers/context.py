"""What handlers share: the core's types with our transaction filled in. Features never import each other."""

from __future__ import annotations

from bot.core.context import Context
from bot.core.feature import Feature
from bot.core.work import Work
from storage.transaction import Transaction

Ctx = Context[Transaction]
Job = Work[Transaction]
OurFeature = Feature[Transaction]

__all__ = ["Ctx", "Job", "OurFeature", "Transaction"]
