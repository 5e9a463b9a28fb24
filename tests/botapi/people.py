"""Who there is: people, bots, and how somebody stands in a chat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from tests.botapi.updates import Queue

Json = dict[str, Any]

# The rights an administrator may hold. Those of PERSONAL are about the administrator, not about the chat.
RIGHTS: Final = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    "can_send_welcome_messages", "can_pin_messages", "can_manage_topics", "can_manage_tags",
)  # fmt: skip

# What every member may do, unless restricted.
PERMISSIONS: Final = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info", "can_invite_users",
    "can_pin_messages", "can_manage_topics",
)  # fmt: skip


@dataclass(eq=False, slots=True)
class Person:
    """Somebody with an account. `language` is what their app says, None for those that say nothing."""

    id: int
    first: str
    last: str = ""
    username: str = ""
    language: str | None = "fr"
    deleted: bool = False

    @property
    def name(self) -> str:
        """How others see them."""
        return f"{self.first} {self.last}".strip()

    def shape(self) -> Json:
        """The User that Telegram sends."""
        shape: Json = {"id": self.id, "is_bot": False, "first_name": self.first}
        if self.last:
            shape["last_name"] = self.last
        if self.username:
            shape["username"] = self.username
        if self.language:
            shape["language_code"] = self.language
        return shape


@dataclass(eq=False, slots=True)
class Bot:
    """A bot's account. `reads_all` is privacy mode switched off at BotFather's."""

    id: int
    first: str
    username: str
    token: str
    reads_all: bool = False
    queue: Queue = field(default_factory=Queue)
    known: set[int] = field(default_factory=set)  # people it has met
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How people see it."""
        return self.first

    def shape(self) -> Json:
        """The User that Telegram sends."""
        return {"id": self.id, "is_bot": True, "first_name": self.first, "username": self.username}


Account = Person | Bot

# Who Telegram names as the sender where the real one stays hidden.
ANONYMOUS_ADMIN: Final = Bot(1087968824, "Group", "GroupAnonymousBot", "")
CHANNEL_BOT: Final = Bot(136817688, "Channel", "Channel_Bot", "")


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands in a chat: creator, administrator, member, restricted, left or kicked."""

    status: str
    rights: frozenset[str] = frozenset()
    anonymous: bool = False
    inside: bool = True  # restricted: still in the chat, or kept from coming back with all rights

    @property
    def present(self) -> bool:
        return self.status in ("creator", "administrator", "member") or (self.status == "restricted" and self.inside)

    @property
    def organizes(self) -> bool:
        return self.status in ("creator", "administrator")

    def may(self, right: str) -> bool:
        """Whether this right is held."""
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)

    def shape(self, account: Account, *, edits: bool = False) -> Json:
        """The ChatMember that Telegram sends; `edits`: the asking bot may change these rights."""
        shape: Json = {"user": account.shape(), "status": self.status}
        match self.status:
            case "creator":
                shape["is_anonymous"] = self.anonymous
            case "administrator":
                shape |= {"can_be_edited": edits, "is_anonymous": self.anonymous}
                shape |= {right: right in self.rights for right in RIGHTS}
            case "restricted":
                shape |= {"is_member": self.inside, "until_date": 0} | dict.fromkeys(PERMISSIONS, False)
            case "kicked":
                shape["until_date"] = 0
        return shape


CREATOR: Final = Standing("creator")
MEMBER: Final = Standing("member")
LEFT: Final = Standing("left")
KICKED: Final = Standing("kicked")


def administrator(without: Iterable[str] = (), *, anonymous: bool = False) -> Standing:
    """An administrator with the usual rights, less some: all but promoting others."""
    return Standing("administrator", frozenset(RIGHTS) - {"can_promote_members", *without}, anonymous)
