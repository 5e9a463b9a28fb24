"""Pins, reactions, leaving, joining, menus: what else a bot does in a chat."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from tests.botapi.access import message_of, person_of, readable, writable
from tests.botapi.calls import Call, Unmodelled, bad
from tests.botapi.chats import Chat
from tests.botapi.methods import method
from tests.botapi.people import MEMBER, Json, Person

COMMAND: Final = re.compile(r"[a-z0-9_]{1,32}")


@method("pinChatMessage", "chat_id message_id disable_notification")
async def pin_chat_message(call: Call) -> bool:
    """Pins a message; everybody reads that it was."""
    chat = writable(call)
    message = message_of(call, chat, "message to pin")
    _may_pin(call, chat)
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        call.world.serve(chat, call.bot, pinned_message=message.shape(nested=True))
    return True


@method("unpinChatMessage", "chat_id message_id")
async def unpin_chat_message(call: Call) -> bool:
    """Takes a pin away, the newest without a number."""
    chat = writable(call)
    _may_pin(call, chat)
    if not call.text("message_id"):
        if not chat.pinned:
            raise bad("message to unpin not found")
        chat.pinned.pop()
        return True
    message = message_of(call, chat, "message to unpin")
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)
    return True


@method("setMessageReaction", "chat_id message_id reaction is_big")
async def set_message_reaction(call: Call) -> bool:
    """The bot's own reaction to a message: one, or none."""
    chat = readable(call)
    message = message_of(call, chat, "message to react")
    reactions = call.json("reaction", "reaction types") or []
    if len(reactions) > 1:
        raise bad("REACTIONS_TOO_MANY")
    for reaction in reactions:
        if reaction.get("type") != "emoji":
            raise Unmodelled(f"a reaction of type {reaction.get('type')}")
        if reaction.get("emoji") not in _emoji():
            raise bad("REACTION_INVALID")
    message.reactions[call.bot.id] = reactions
    return True


@method("leaveChat", "chat_id")
async def leave_chat(call: Call) -> bool:
    """The bot leaves a group."""
    chat = readable(call)
    if chat.private:
        raise bad("chat member status can't be changed in private chats")
    call.world.depart(call.bot, chat, "left", call.bot)
    return True


@method("approveChatJoinRequest", "chat_id user_id")
async def approve_chat_join_request(call: Call) -> bool:
    """Lets somebody in who asked."""
    chat, person = _waiting(call)
    call.world.stand(chat, person, MEMBER, call.bot)
    call.world.tell_joined(chat, person, person)
    return True


@method("declineChatJoinRequest", "chat_id user_id")
async def decline_chat_join_request(call: Call) -> bool:
    """Does not."""
    _waiting(call)
    return True


@method("setMyCommands", "commands scope language_code")
async def set_my_commands(call: Call) -> bool:
    """The menu of commands, of a scope and a language."""
    commands = call.json("commands", "commands")
    if not isinstance(commands, list):
        raise bad("expected an Array of BotCommand")
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check(command)
    call.bot.commands[_scope(call)] = commands
    return True


@method("getMyCommands", "scope language_code")
async def get_my_commands(call: Call) -> list[Json]:
    """The menu as it was set for exactly this scope and language."""
    return call.bot.commands.get(_scope(call), [])


@method("deleteMyCommands", "scope language_code")
async def delete_my_commands(call: Call) -> bool:
    """The menu of a wider scope or of no language holds again."""
    call.bot.commands.pop(_scope(call), None)
    return True


def _check(command: Any) -> None:
    if not isinstance(command, dict) or not isinstance(command.get("command"), str):
        raise bad("can't parse BotCommand: Can't find field \"command\"")
    if not COMMAND.fullmatch(command["command"].removeprefix("/")):
        raise bad("BOT_COMMAND_INVALID")
    if not 1 <= len(str(command.get("description", "")).strip()) <= 256:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")


def _scope(call: Call) -> tuple[str, str]:
    scope = call.object("scope", "BotCommandScope")
    language = call.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad("LANG_CODE_INVALID" if len(language) != 2 else "invalid language code specified")
    kind = scope.get("type", "default")
    wide = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
    narrow = ("chat", "chat_administrators", "chat_member")
    if kind not in (*wide, *narrow):
        raise bad("can't parse BotCommandScope: unsupported type specified")
    if kind in wide:
        return kind, language
    inner = Call(call.world, call.limits, call.bot, call.method, {key: str(value) for key, value in scope.items()})
    chat = readable(inner, members=True)
    if kind == "chat_member":
        return f"{kind} {chat.id} {person_of(inner).id}", language
    return f"{kind} {chat.id}", language


@cache
def _emoji() -> frozenset[str]:
    """The only emoji that Telegram takes as reactions."""
    from telegram.constants import ReactionEmoji

    return frozenset(emoji.value for emoji in ReactionEmoji)


def _waiting(call: Call) -> tuple[Chat, Person]:
    chat = writable(call)
    if not chat.standing(call.bot).may("can_invite_users"):
        raise bad("not enough rights")
    person = chat.waiting.pop(call.number("user_id"), None)
    if person is None:
        raise bad("HIDE_REQUESTER_MISSING")
    return chat, person


def _may_pin(call: Call, chat: Chat) -> None:
    if not chat.private and not chat.standing(call.bot).may("can_pin_messages"):
        raise bad("not enough rights to manage pinned messages in the chat")
