"""Who the bot is on Matrix, and what can be said of its account before anybody talks to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.chat.address import User

NETWORK: Final = "matrix"


class Account(NamedTuple):
    """The bot's own account, on one device."""

    id: str
    device: str = ""
    name: str = ""

    @property
    def user(self) -> User:
        """The account as an address."""
        return User(NETWORK, self.id)

    @property
    def local(self) -> str:
        """The id without its server: "coop" of "@coop:example.org"."""
        return self.id[1:].partition(":")[0]


@dataclass(frozen=True, slots=True)
class Standing:
    """How the bot stands in one room."""

    room: str
    name: str
    encrypted: bool
    moderates: bool


@dataclass(frozen=True, slots=True)
class Inspection:
    """What `coop check` tells the operator. `signed` says whether the device carries the account's own signature; None
    where encryption is off."""

    account: Account
    rooms: tuple[Standing, ...] = ()
    invitations: int = 0
    signed: bool | None = None
