"""How the running bot is, as its web part tells it and `coop health` reads it. It holds no secret and no content."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

PATH = "/healthz"
OURS = "cooperons"  # by which the answer of a bot of ours is known


class Foreign(Exception):
    """Something answers that is not a bot of ours."""


@dataclass(frozen=True, slots=True)
class Health:
    """Whether it stores, which networks it is logged in to, which of its parts ended by a bug."""

    stores: bool
    networks: Mapping[str, bool]
    stopped: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether people are served everywhere."""
        return self.stores and all(self.networks.values()) and not self.stopped

    def written(self) -> str:
        """As JSON."""
        return json.dumps({"bot": OURS, "good": self.good, **asdict(self)})


def read(text: bytes) -> Health:
    """What was written; raises Foreign for anything else."""
    try:
        told = json.loads(text)
        if told["bot"] != OURS:
            raise Foreign
        networks = {str(name): opened is True for name, opened in told["networks"].items()}
        return Health(told["stores"] is True, networks, tuple(map(str, told["stopped"])))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Foreign from error
