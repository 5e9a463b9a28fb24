"""Who the bot is on Telegram, and what can be said of its account before anybody talks to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from bot.chat.address import User

NETWORK: Final = "telegram"


class Account(NamedTuple):
    """The bot's own account, as getMe tells it."""

    id: int
    username: str
    name: str
    joins_groups: bool = True
    reads_all: bool = False  # privacy mode is off: it receives everything that is said in groups

    @property
    def user(self) -> User:
        """The account as an address."""
        return User(NETWORK, str(self.id))


class Inspection(NamedTuple):
    """What `coop check` tells the operator. `server_time` is None where the server does not say it."""

    account: Account
    webhook_url: str
    waiting: int  # updates that the server holds for us
    last_error: str  # of the server when it called our webhook
    server_time: datetime | None

    def ahead(self, now: datetime) -> timedelta:
        """How far our clock is ahead of the server's; the server tells whole seconds, and an answer takes its time."""
        return now - self.server_time if self.server_time is not None else timedelta()


def read(me: Mapping[str, Any]) -> Account:
    """The account in an answer of getMe."""
    return Account(
        me["id"],
        me.get("username", ""),
        me.get("first_name", ""),
        me.get("can_join_groups", True),
        me.get("can_read_all_group_messages", False),
    )
