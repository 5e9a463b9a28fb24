"""What people call the networks on which we speak."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.text import Words, _

NETWORKS: Mapping[str, Words] = {"telegram": "Telegram", "matrix": "Matrix", "local": _("the try-out")}


def network(name: str) -> Words:
    """What people call a network."""
    return NETWORKS.get(name, name)
