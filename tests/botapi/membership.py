"""Who comes, goes, rises and falls in a group; groups that become supergroups; private chats that open and close."""

from __future__ import annotations

from tests.botapi.chats import Chat
from tests.botapi.messages import Message
from tests.botapi.people import (
    ANONYMOUS_ADMIN,
    CREATOR,
    KICKED,
    LEFT,
    MEMBER,
    Account,
    Bot,
    Person,
    Standing,
    administrator,
)  # fmt: skip
from tests.botapi.scene import Scene

LENT = 300  # seconds in which a bot may write to somebody who asked to join


class Membership(Scene):
    """Acts of people that change who is where."""

    async def add_bot(self, chat: Chat, by: Person, bot: Bot | None = None, *, admin: bool = False) -> None:
        """Somebody brings a bot into a group, perhaps as administrator at once."""
        bot = bot or self.bot
        self.stand(chat, bot, MEMBER, by)
        self.tell_joined(chat, bot, by)
        if admin:
            await self.promote(bot, chat, by=by)

    async def remove_bot(self, chat: Chat, by: Person, bot: Bot | None = None) -> None:
        """Somebody throws a bot out."""
        await self.kick(bot or self.bot, chat, by=by)

    async def join(self, who: Person, chat: Chat, by: Person | None = None) -> None:
        """Somebody comes into a group, by a link or because `by` adds them."""
        if not chat.holds(who):
            self.stand(chat, who, MEMBER, by or who)
            self.tell_joined(chat, who, by or who)

    async def leave(self, who: Person, chat: Chat) -> None:
        """Somebody leaves."""
        if chat.holds(who):
            self.depart(who, chat, LEFT.status, who)

    async def kick(self, who: Account, chat: Chat, by: Person) -> None:
        """Somebody is removed."""
        self.depart(who, chat, KICKED.status, by)

    def depart(self, who: Account, chat: Chat, status: str, by: Account) -> None:
        """Somebody is no longer in a chat, and those who are left read so."""
        hearers = [bot for bot in self.bots_in(chat) if chat.standing(bot).present]
        self.stand(chat, who, KICKED if status == KICKED.status else LEFT, by)
        if chat.quiet_joins:
            return
        message = self.keep(Message(chat, 0, by, self.now, service={"left_chat_member": who.shape()}))
        for bot in hearers:  # also the bot that has just gone
            bot.queue.put("message", message.shape(), chat.id)

    async def promote(self, who: Account, chat: Chat, by: Person, *, without: tuple[str, ...] = (),
                      anonymous: bool = False) -> None:  # fmt: skip
        """Somebody becomes administrator, `without` some of the rights."""
        self.stand(chat, who, administrator(without, anonymous=anonymous), by)

    async def demote(self, who: Account, chat: Chat, by: Person) -> None:
        """Somebody is no longer administrator."""
        self.stand(chat, who, MEMBER, by)

    async def restrict(self, who: Person, chat: Chat, by: Person, *, inside: bool = True) -> None:
        """Somebody may do next to nothing from now on; `inside=False`: and is not in the chat."""
        self.stand(chat, who, Standing("restricted", inside=inside), by)

    async def ask_to_join(self, who: Person, chat: Chat) -> None:
        """Somebody asks to be let in; administrators that may invite are told."""
        chat.waiting[who.id] = who
        for bot in self.bots.values():
            if chat.standing(bot).may("can_invite_users"):
                bot.known.add(who.id)
                self.private(who, bot).lent_until = self.now + LENT
                payload = {
                    "chat": chat.shape(), "from": who.shape(), "user_chat_id": who.id, "date": self.now,
                }  # fmt: skip
                bot.queue.put("chat_join_request", payload, chat.id)

    def migrate(self, chat: Chat, by: Person | None = None) -> Chat:
        """A group becomes a supergroup under another id, at once; the old one only says where it went."""
        by = by or next(self.people[one] for one, how in chat.standings.items() if how.status == CREATOR.status)
        new = Chat(-next(self.supergroup_ids), "supergroup", chat.title)
        self.chats[new.id] = new
        self.serve(chat, by, migrate_to_chat_id=new.id)
        chat.moved_to = new.id
        for number, standing in chat.standings.items():
            account = self.account(number)
            if isinstance(account, Bot) and standing.present:
                self.stand(new, account, standing, by)  # of the old group, Telegram tells bots no end
            else:
                new.standings[number] = standing
        self.post(
            Message(new, 0, ANONYMOUS_ADMIN, self.now, sender_chat=new, service={"migrate_from_chat_id": chat.id})
        )
        return new

    async def rename(self, chat: Chat, title: str, by: Person) -> None:
        """A group has another name."""
        chat.title = title
        self.serve(chat, by, new_chat_title=title)

    async def topic(self, chat: Chat, name: str, by: Person) -> int:
        """A new topic of a forum; its number."""
        made = self.keep(Message(chat, 0, by, self.now))
        made.service = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        made.thread, made.in_topic = made.id, True
        chat.topics[made.id] = name
        self.tell("message", made)
        return made.id

    async def close_topic(self, chat: Chat, thread: int) -> None:
        """A topic is deleted with what was said in it."""
        del chat.topics[thread]
        for number in [number for number, message in chat.messages.items() if message.thread == thread]:
            del chat.messages[number]

    async def block(self, who: Person, bot: Bot | None = None) -> None:
        """Somebody blocks the bot in private."""
        self.blocks(self.private(who, bot), True)

    async def unblock(self, who: Person, bot: Bot | None = None) -> None:
        """And lets it write again."""
        self.blocks(self.private(who, bot), False)

    async def delete_account(self, who: Person) -> None:
        """An account is no more: no name, no private chat, but still counted in its groups."""
        who.deleted, who.first, who.last, who.username, who.language = True, "", "", "", None

    async def forget(self, chat: Chat) -> None:
        """A group is deleted for everybody."""
        for bot in list(self.bots_in(chat)):
            self.stand(chat, bot, LEFT, bot)
        self.chats.pop(chat.id)

    def tell_joined(self, chat: Chat, who: Account, by: Account) -> None:
        """Those who are in a chat read that somebody came."""
        if chat.quiet_joins and not isinstance(who, Bot):
            return
        shape = who.shape()
        self.serve(chat, by, new_chat_members=[shape])
