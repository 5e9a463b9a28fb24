"""Where people talk: private chats, groups, supergroups and their topics."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from tests.botapi.people import LEFT, Account, Bot, Json, Person, Standing

if TYPE_CHECKING:
    from tests.botapi.messages import Message


@dataclass(eq=False, slots=True)
class Chat:
    """A chat. A private one has `person` and `bot`; its id is the person's."""

    id: int
    kind: str  # private, group, supergroup, channel
    title: str = ""
    username: str = ""
    forum: bool = False
    person: Person | None = None
    bot: Bot | None = None
    opened: bool = False  # private: the person has pressed Start
    blocked: bool = False  # private: the person has blocked the bot
    lent_until: int = 0  # private: whoever asks to join a group may be written to for five minutes
    hidden_members: bool = False  # supergroup: only administrators see who is in it
    quiet_joins: bool = False  # so many people that joining and leaving is no longer told
    moved_to: int = 0
    standings: dict[int, Standing] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    whispers: dict[int, Message] = field(default_factory=dict)  # ephemeral messages, by their own ids
    topics: dict[int, str] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    waiting: dict[int, Person] = field(default_factory=dict)  # asked to join
    spoke_last: int = 0  # the bot that wrote last
    ids: count[int] = field(default_factory=lambda: count(1))
    whisper_ids: count[int] = field(default_factory=lambda: count(1))

    @property
    def private(self) -> bool:
        return self.kind == "private"

    @property
    def is_group(self) -> bool:
        return self.kind in ("group", "supergroup")

    def standing(self, account: Account) -> Standing:
        """How somebody stands here; LEFT for whoever never came."""
        return self.standings.get(account.id, LEFT)

    def holds(self, account: Account) -> bool:
        """Whether somebody is here."""
        if self.private:
            return account in (self.person, self.bot)
        return self.standing(account).present

    def shape(self) -> Json:
        """The Chat that Telegram sends."""
        shape: Json = {"id": self.id, "type": self.kind}
        if self.person:
            shape |= {key: value for key, value in self.person.shape().items() if key in PRIVATE}
            return shape
        shape["title"] = self.title
        if self.username:
            shape["username"] = self.username
        if self.forum:
            shape["is_forum"] = True
        return shape


PRIVATE = ("first_name", "last_name", "username")
