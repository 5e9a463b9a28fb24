"""What a homeserver refuses and what gets lost on the way, as our four failures. None of them carries a token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.chat.adapter import Barred, Denied, Gone, TryLater, Undelivered
from bot.chat.text import _

FORBIDDEN, NOT_FOUND, TOO_MANY = 403, 404, 429
# The server is in trouble, or the way to it: short, as the courier doubles it at each further try.
IN_TROUBLE, LOST = 5.0, 3.0
UNKNOWN_PAUSE = 5.0  # a 429 that does not say how long
LONGEST_PAUSE = 600.0


class Fault(Exception):
    """A call that did not do what was asked."""


class Declined(Fault):
    """The server understood the call and says no: `status` as HTTP has it, `code` as Matrix has it."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(body.get("errcode", ""))
        self.body = body
        super().__init__(f"{status} {self.code}".strip())

    @property
    def is_unknown_token(self) -> bool:
        """The session was ended, or never was."""
        return self.status == 401 and self.code in ("M_UNKNOWN_TOKEN", "M_MISSING_TOKEN")

    @property
    def is_deactivated(self) -> bool:
        """The account is closed."""
        return self.code in ("M_USER_DEACTIVATED", "M_USER_LOCKED", "M_USER_SUSPENDED")

    @property
    def is_no(self) -> bool:
        """It will be the same the next time."""
        return 400 <= self.status < 500 and self.status not in (408, TOO_MANY)

    @property
    def pause(self) -> float:
        """Seconds that the server wants us to wait."""
        asked = self.body.get("retry_after_ms")
        return min(LONGEST_PAUSE, asked / 1000) if isinstance(asked, int | float) and asked >= 0 else UNKNOWN_PAUSE


class Lost(Fault):
    """No answer, or none that makes sense. What was asked may have been done all the same."""


def undelivered(fault: Fault) -> Undelivered:
    """TryLater, Gone or Denied. Which rooms the bot is in, it knows from its stream: a server that forbids something in
    one of them, or does not take a message, says nothing of what is shown there."""
    if not isinstance(fault, Declined):
        return TryLater(LOST)
    if fault.status == TOO_MANY or fault.code == "M_LIMIT_EXCEEDED":
        return TryLater(fault.pause)
    if not fault.is_no or fault.is_unknown_token:
        return TryLater(IN_TROUBLE)
    return Gone() if fault.status == NOT_FOUND else Denied(str(fault), foreseen=fault.status == FORBIDDEN)


def revoked() -> Barred:
    """The session is no longer one."""
    return Barred(
        _("The Matrix server has ended the bot’s session: the token was revoked, or the account closed. Start the bot "
          "again with its password, and look at its sessions in a Matrix client if you did not do that.")
    )  # fmt: skip


def wrong_password() -> Barred:
    """No such account, or another password."""
    return Barred(
        _("The Matrix server refuses the bot’s name or password. Look at user and password in the section [matrix]; "
          "the name is written in full: @coop:example.org")
    )  # fmt: skip
