"""What the network carried, in plain words: sentences for its own journal."""

from __future__ import annotations

from bot.adapters.local.state import Room
from bot.adapters.local.watch import Carried
from bot.chat.text import _


def said(who: str, room: Room, text: str) -> Carried:
    """Somebody wrote."""
    if room.private:
        return Carried(_("{who} wrote to the bot: {text}", who=who, text=text), True)
    return Carried(_("{who} wrote in “{chat}”: {text}", who=who, chat=room.title, text=text), True)


def handed(who: str, room: Room, name: str) -> Carried:
    """Somebody sent a document."""
    if room.private:
        return Carried(_("{who} sent the bot a document: {name}", who=who, name=name), True)
    return Carried(_("{who} sent a document in “{chat}”: {name}", who=who, chat=room.title, name=name), True)


def sent(room: Room, owner: str, text: str) -> Carried:
    """The bot wrote."""
    if room.private:
        return Carried(_("The bot wrote to {who}: {text}", who=owner, text=text), False)
    return Carried(_("The bot wrote in “{chat}”: {text}", chat=room.title, text=text), False)


def changed(room: Room, owner: str, text: str) -> Carried:
    """The bot changed a message of its own."""
    if room.private:
        return Carried(_("The bot changed its message to {who}: {text}", who=owner, text=text), False)
    return Carried(_("The bot changed its message in “{chat}”: {text}", chat=room.title, text=text), False)


def answered(who: str, toast: str) -> Carried:
    """The bot answered a press, for one person's eyes."""
    return Carried(_("Shown to {who} only: {text}", who=who, text=toast), False)
