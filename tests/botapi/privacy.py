"""Which messages of a group reach a bot that is not administrator: Telegram's privacy mode."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from tests.botapi.entities import cut, mentioned
from tests.botapi.messages import Message
from tests.botapi.people import Bot

ADDRESSED: Final = re.compile(r"/[a-zA-Z0-9_]+@([a-zA-Z0-9_]+)")


def hears(bot: Bot, message: Message, others: Iterable[Bot]) -> bool:
    """Whether the message reaches the bot, `others` being the bots of the same chat."""
    if message.chat.private or message.service:
        return True
    if isinstance(message.sender, Bot) and message.sender_chat is None:
        return False  # bots do not hear bots
    if bot.reads_all or message.chat.standing(bot).organizes:
        return True
    if message.receiver:
        return bot.id in message.meant_for
    if meant_for(bot, message, list(others)):
        message.meant_for.add(bot.id)
        return True
    return False


def meant_for(bot: Bot, message: Message, others: list[Bot]) -> bool:
    """Whether the message is addressed to the bot: a reply, a mention, a command."""
    replied = message.reply_to
    if replied and (replied.sender is bot or bot.id in replied.meant_for):
        return True
    if replied and any(replied.sender is other for other in others):
        return False  # a reply has the highest priority: the other bot alone gets it
    if bot.username.lower() in mentioned(message.text, message.entities):
        return True
    if any(entity.get("user", {}).get("id") == bot.id for entity in message.entities):
        return True
    commands = [cut(message.text, entity) for entity in message.entities if entity["type"] == "bot_command"]
    addressees = [match[1].lower() for command in commands if (match := ADDRESSED.fullmatch(command))]
    if addressees:
        return bot.username.lower() in addressees
    return bool(commands) and _spoke_last(bot, message, others)


def _spoke_last(bot: Bot, message: Message, others: list[Bot]) -> bool:
    """A command without an addressee goes to the bot that wrote last, to all while none has."""
    return message.chat.spoke_last in (0, bot.id) or all(other is bot for other in others)
