"""Whether a bot may touch a chat, a person or a message, with Telegram's own refusals."""

from __future__ import annotations

from tests.botapi.calls import Call, Refuse, bad
from tests.botapi.chats import Chat
from tests.botapi.messages import Message
from tests.botapi.people import Bot, Person


def writable(call: Call) -> Chat:
    """The chat of a call that writes there."""
    chat = _known(call)
    if chat.private:
        assert chat.person
        if chat.person.deleted:
            raise Refuse(403, "Forbidden: user is deactivated")
        if chat.blocked:
            raise Refuse(403, "Forbidden: bot was blocked by the user")
        if not chat.opened and call.world.now > chat.lent_until:
            raise Refuse(403, "Forbidden: bot can't initiate conversation with a user")
        return chat
    _reach(call.bot, chat, write=True)
    return chat


def readable(call: Call, *, members: bool = False) -> Chat:
    """The chat of a call that only looks; `members`: at who is in it."""
    chat = _known(call)
    if not chat.private:
        _reach(call.bot, chat, write=members and chat.kind == "group")
    return chat


def message_of(call: Call, chat: Chat, what: str) -> Message:
    """The message of a call, `what` being how Telegram calls it in the refusal."""
    found = chat.messages.get(call.number("message_id"))
    if found is None or (not chat.private and not chat.holds(call.bot)):
        raise bad(f"{what} not found")
    return found


def person_of(call: Call, name: str = "user_id") -> Person | Bot:
    """Somebody that a call names."""
    number = call.number(name)
    if number <= 0:
        raise bad(f"invalid {name} specified")
    found = call.world.account(number)
    if found is None:
        raise bad("PARTICIPANT_ID_INVALID")
    return found


def _known(call: Call) -> Chat:
    world, bot, given = call.world, call.bot, call.text("chat_id")
    if not given:
        raise bad("chat_id is empty")
    if given.startswith("@"):
        for chat in world.chats.values():
            if chat.username and chat.username.lower() == given[1:].lower():
                return chat
        raise bad("chat not found")
    number = call.number("chat_id")
    if number > 0:
        if number in world.bots:
            raise Refuse(403, "Forbidden: bot can't send messages to bots")
        person = world.people.get(number)
        private = world.private(person, bot) if person else None
        if private is None or not (private.opened or number in bot.known):
            raise bad("chat not found")  # a bot knows only whom it has met
        return private
    group = world.chats.get(number)
    if group is None or (bot.id not in group.standings and not group.username):
        raise bad("chat not found")
    return group


def _reach(bot: Bot, chat: Chat, *, write: bool) -> None:
    standing = chat.standing(bot)
    if chat.moved_to and write:
        raise Refuse(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to)
    if chat.moved_to:
        return
    if standing.status == "kicked" and (write or chat.kind != "group"):
        raise Refuse(403, f"Forbidden: bot was kicked from the {chat.kind} chat")
    open_to_look = chat.kind == "group" or bool(chat.username)
    if not standing.present and (write or not open_to_look):
        raise Refuse(403, f"Forbidden: bot is not a member of the {chat.kind} chat")
