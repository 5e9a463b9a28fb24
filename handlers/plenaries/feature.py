"""The feature itself, on which the modules beside it declare what they do."""

from __future__ import annotations

from bot.domain.errors import N_
from handlers.context import OurFeature

plenaries = OurFeature("plenaries", N_("Plenaries"))
plenaries.meant["ordre"] = "odj"  # “/ordre du jour”
