"""What Telegram refuses and what gets lost on the way, as our four failures.

Telegram tells its reasons in English sentences that are not documented; those that matter are compared here and nowhere
else. None of these errors carries an address: every call's holds the token.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from telegram.error import TelegramError

from bot.adapters.telegram.account import NETWORK
from bot.chat.adapter import Denied, Gone, Moved, TryLater, Undelivered
from bot.chat.address import Chat

BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, CONFLICT, TOO_LARGE, TOO_MANY = 400, 401, 403, 404, 409, 413, 429
# The server is in trouble, or the way to it: short, as the courier doubles it at each further try.
IN_TROUBLE, LOST = 5.0, 3.0
UNKNOWN_PAUSE = 10.0  # a 429 that does not say how long
LONGEST_PAUSE = 7 * 86_400.0  # nobody is asked to wait for longer; what says so is no time
REVOKED_PAUSE = 60.0

# What really means that the chat, the person or the message is not there for us, and never will be. A living message is
# forgotten for these reasons alone: a sentence of Telegram's that nobody foresaw must not end one.
GONE = (
    "chat not found", "user not found", "the group chat was deleted", "group chat was deactivated", "PEER_ID_INVALID",
    "USER_ID_INVALID", "CHAT_ID_INVALID", "CHANNEL_INVALID", "CHANNEL_PRIVATE", "INPUT_USER_DEACTIVATED",
    "USER_IS_BLOCKED", "invalid user_id", "PARTICIPANT_ID_INVALID", "USER_NOT_PARTICIPANT", "member not found",
    "message to edit not found", "message to delete not found", "message to pin not found",
    "message to unpin not found", "message not found", "MESSAGE_ID_INVALID", "message can't be edited",
    "message can't be deleted", "message thread not found", "TOPIC_DELETED", "TOPIC_ID_INVALID",
    "HIDE_REQUESTER_MISSING", "USER_ALREADY_PARTICIPANT",  # nobody asks to be let in any more
)  # fmt: skip
# The bot may not do that there, for now: administrators give rights and take them away.
NOT_ALLOWED = (
    "not enough rights", "have no rights", "need administrator rights", "no write access", "CHAT_WRITE_FORBIDDEN",
    "CHAT_RESTRICTED", "CHAT_ADMIN_REQUIRED", "CHAT_SEND_", "CHAT_GUEST_SEND_FORBIDDEN", "USER_BANNED_IN_CHANNEL",
    "TOPIC_CLOSED", "member list is inaccessible",
)  # fmt: skip
_QUOTED = re.compile(r"(?<!\w)[\"'`“«].*?(?:[\"'`”»](?!\w)|$)|\S*://\S*")


class Declined(TelegramError):
    """Telegram understood the call and says no: `code` as HTTP has it, `reason` as a sentence."""

    def __init__(self, code: int, reason: str, parameters: Mapping[str, Any] | None = None) -> None:
        self.code = code
        self.reason = reason
        self.parameters = parameters or {}
        super().__init__(f"{code} {self.told}")

    @property
    def told(self) -> str:
        """The reason, fit for a log: what it quotes may be what somebody wrote."""
        return _QUOTED.sub("…", self.reason)[:200]

    def says(self, *parts: str) -> bool:
        """Whether the reason holds one of these."""
        reason = self.reason.casefold()
        return any(part.casefold() in reason for part in parts)

    @property
    def is_unmodified(self) -> bool:
        """The message already shows exactly that."""
        return self.code == BAD_REQUEST and self.says("message is not modified")

    @property
    def has_no_text(self) -> bool:
        """The message to edit is a picture or a document: it has a caption."""
        return self.code == BAD_REQUEST and self.says("there is no text in the message to edit")

    @property
    def is_topic_gone(self) -> bool:
        """The topic was deleted or closed; the group is still there."""
        return self.code == BAD_REQUEST and self.says(
            "message thread not found", "TOPIC_DELETED", "TOPIC_CLOSED", "TOPIC_ID_INVALID"
        )

    @property
    def is_not_allowed(self) -> bool:
        """The bot has no right to do that there now; it may have it again. Out of a group, it may be brought back."""
        out = self.code == FORBIDDEN and self.says("kicked", "not a member")
        return out or (self.code == BAD_REQUEST and self.says(*NOT_ALLOWED))

    @property
    def is_no_member(self) -> bool:
        """The account is not in the chat, and never was."""
        return self.code == BAD_REQUEST and self.says(
            "user not found", "member not found", "PARTICIPANT_ID_INVALID", "USER_ID_INVALID", "USER_NOT_PARTICIPANT",
            "invalid user_id",
        )  # fmt: skip

    @property
    def is_late_answer(self) -> bool:
        """A press is answered within seconds, or never."""
        return self.code == BAD_REQUEST and self.says("query is too old", "query ID is invalid", "QUERY_ID_INVALID")


class Lost(TelegramError):
    """No answer, or none that makes sense. What was asked may have been done all the same, and nobody can tell."""


def undelivered(error: TelegramError) -> Undelivered:
    """TryLater, Gone, Moved or Denied."""
    if not isinstance(error, Declined):
        return TryLater(LOST)
    parameters = error.parameters
    if "migrate_to_chat_id" in parameters:
        return Moved(Chat(NETWORK, str(parameters["migrate_to_chat_id"])))
    if error.code == TOO_MANY or "retry_after" in parameters:
        asked = parameters.get("retry_after")
        if isinstance(asked, int | float) and 0 < asked <= LONGEST_PAUSE:
            return TryLater(float(asked))
        return TryLater(UNKNOWN_PAUSE)
    if error.code == FORBIDDEN or error.is_not_allowed or (error.code == BAD_REQUEST and error.says(*GONE)):
        return Gone()
    if error.code == NOT_FOUND and error.says("method not found"):
        return Gone()  # a server of one's own that is too old for it
    if error.code in (UNAUTHORIZED, NOT_FOUND):
        return TryLater(REVOKED_PAUSE)
    return Denied(error.told) if error.code in (BAD_REQUEST, TOO_LARGE) else TryLater(IN_TROUBLE)
