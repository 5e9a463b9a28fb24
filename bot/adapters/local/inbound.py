"""Their event → ours: what a person did on the local network, as the bot reads it."""

from __future__ import annotations

import re
import unicodedata

from bot.adapters.local.records import Offered
from bot.adapters.local.state import NETWORK, State
from bot.chat import events
from bot.chat.address import Chat, MessageRef, Person, Place


def event(offered: Offered, state: State, bot_name: str) -> events.Event:
    """The event that a record stands for."""
    id_, by, where = offered.id, _person(offered.by, state), _place(offered.chat, state)
    message = MessageRef(where.chat, str(offered.number))
    match offered.kind:
        case "said":
            return _said(offered, state, bot_name)
        case "edited":
            words = without_call(offered.text, bot_name)
            signed = words == offered.text or words[:1] in "/!"
            return events.Edited(id_, by, where, words if signed else f"/{words}", message)
        case "pressed":
            return events.Pressed(id_, by, where, message, offered.text, token=id_)
        case "reacted":
            return events.Reacted(id_, by, where, message, offered.text, _reaction(offered))
        case "unreacted":
            return events.Unreacted(id_, by, where, message, offered.text, _reaction(offered))
        case "joined":
            return events.Joined(id_, by, where)
        case "asked to join":
            return events.JoinAsked(id_, by, where)
        case "left":
            return events.Left(id_, by, where)
        case "promoted" | "demoted":
            return events.RoleChanged(id_, by, where, offered.kind == "promoted")
        case "bot added":
            return events.BotAdded(id_, by, where, organizer=True)
        case "bot removed":
            return events.BotRemoved(id_, by, where)
        case "gone":
            return events.MessageGone(id_, by, where, message)
        case kind:
            raise ValueError(f"{kind!r} is nothing that happens here")


def _said(offered: Offered, state: State, bot_name: str) -> events.Said:
    where = _place(offered.chat, state)
    answered = state.posts.get(offered.reply)
    words = without_call(offered.text, bot_name)
    return events.Said(
        offered.id,
        _person(offered.by, state),
        where,
        words,
        MessageRef(where.chat, str(offered.number)),
        reply_to=MessageRef(where.chat, str(offered.reply)) if offered.reply else None,
        reply_text=answered.text if answered else "",
        reply_by=_person(answered.by.id, state) if answered and answered.by else None,
        to_bot=where.private or bool(answered and answered.from_bot) or mentions(offered.text, bot_name),
        document=_document(offered.number, state),
        called=words != offered.text,
    )


def _document(number: int, state: State) -> events.Document | None:
    """The document of a message; its number is what finds it again."""
    post = state.posts.get(number)
    if post is None or post.message.file is None:
        return None
    file = post.message.file
    return events.Document(file.name, file.media_type, len(file.data), str(number))


def mentions(text: str, name: str) -> bool:
    """Whether a text calls `@name`, or begins with `name,` or `name:`; accents and case never matter.

    The bare name inside a sentence does not count: it is also an ordinary word.
    """
    called = re.escape(_folded(name))
    return re.search(rf"(?<!\w)@{called}(?!\w)|^\s*{called}\s*[,:]", _folded(text)) is not None


def without_call(text: str, name: str) -> str:
    """The words after the call with which a text begins; the whole text where there is no call, or nothing else."""
    whole = unicodedata.normalize("NFC", text)  # folded, each letter is one sign still
    called = re.escape(_folded(name))
    begun = re.match(rf"\s*(?:@{called}(?!\w)[\s,:]*|{called}\s*[,:]\s*)", "".join(map(_folded, whole)))
    return whole[begun.end() :] if begun and begun.end() < len(whole) else text


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def _person(user: str, state: State) -> Person:
    account = state.accounts[user]
    return Person(account.user, account.name, account.language, handle=account.user.id)


def _place(chat: str, state: State) -> Place:
    room = state.rooms[chat]
    return Place(Chat(NETWORK, chat), room.title, room.private, room.closed)


def _reaction(offered: Offered) -> str:
    return f"{offered.number}/{offered.by}/{offered.text}"
