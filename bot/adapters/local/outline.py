"""The network as the page reads it: plain dictionaries, in the page's language. Pure; nothing here is HTML."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

from bot.adapters.local.controls import Controls, Section, Try
from bot.adapters.local.hub import Hub
from bot.adapters.local.sentences import service
from bot.adapters.local.state import BOT, Posted, Room
from bot.adapters.local.watch import Carried
from bot.chat.adapter import Can
from bot.chat.address import User

Outline = dict[str, object]

# A page is not an archive: older messages stay in the journal file.
MOST_MESSAGES = 400


def everything(hub: Hub, controls: Controls, language: str) -> Outline:
    """All that the page shows, for its first look and after it was cut off."""
    posts = hub.every_message()[-MOST_MESSAGES:]
    return {
        "type": "all",
        "bot": hub.bot_name,
        "zone": controls.zone,
        "speaks": controls.language,
        **crowd(hub, language),
        **seen(hub),
        "posts": [post(one, hub, controls, language) for one in posts],
        "carried": [carried(one, controls, language) for one in hub.carried],
        "clock": clock(controls, language),
    }


def crowd(hub: Hub, language: str) -> Outline:
    """People, group chats, and the commands that the bot answers."""
    people = [_person(hub, user) for user in hub.people]
    groups = [_group(room) for room in hub.groups]
    return {"people": people, "groups": groups, "commands": [list(one) for one in hub.commands(language)]}


def _person(hub: Hub, user: User) -> Outline:
    private = hub.room(hub.private_chat(user))
    name, language = hub.name_of(user), hub.language_of(user)
    return {"id": user.id, "name": name, "language": language, "chat": private.chat.id, "bot": private.bot}


def _group(room: Room) -> Outline:
    members = [{"id": id_, "organizer": organizer} for id_, organizer in room.members.items()]
    return {"id": room.chat.id, "title": room.title, "members": members, "bot": room.bot}


def seen(hub: Hub) -> Outline:
    """The view, and what a person can do in it."""
    can = hub.view.can
    return {
        "view": hub.view.value,
        "can": {
            "edit": Can.EDIT in can,
            "delete": Can.DELETE in can,
            "react": Can.REACT in can,
            "press": Can.BUTTONS in can,
        },
    }


def post(one: Posted, hub: Hub, controls: Controls, language: str) -> Outline:
    """One message."""
    message = one.message
    outline: Outline = {
        "id": one.number,
        "chat": one.ref.chat.id,
        "by": one.by.id if one.by else "",
        "at": one.at.isoformat() if one.at else "",
        "lines": [(str(line.text), line.style.value) for line in message.lines],
    }
    if one.service and one.by:
        outline["service"] = controls.say(service(one.service, hub.name_of(one.by)), language)
    if message.rows:
        outline["rows"] = [
            [{"label": str(button.label), "data": button.data, "url": _link(button.url)} for button in row]
            for row in message.rows
        ]
    if message.picture:
        outline["picture"] = {"src": _drawing(message.picture.svg), "alt": message.picture.alt}
    if message.file:
        name, media_type, content, *encoded = message.file.packed
        outline["file"] = {"name": name, "type": media_type, "content": content, "base64": bool(encoded)}
    if message.reply_to:
        outline["reply"] = int(message.reply_to.id) if message.reply_to.id.isdecimal() else 0
    if one.marks:
        outline["marks"] = [
            {"key": key, "people": [who for who in people if who != BOT], "count": len(people)}
            for key, people in one.marks.items()
        ]
    if one.edited and not one.from_bot:
        outline["edited"] = True
    if one.pinned:
        outline["pinned"] = True
    return outline


def carried(one: Carried, controls: Controls, language: str) -> Outline:
    """One line of the network's own journal."""
    way = {True: "in", False: "out", None: ""}[one.inward]
    return {"way": way, "text": controls.say(one.phrase, language)}


def clock(controls: Controls, language: str) -> Outline:
    """The present of the try-out and its next deadline, in words."""
    due = controls.next_due()
    return {
        "now": controls.moment(controls.now(), language),
        "due": controls.moment(due, language) if due else "",
    }


def checklist(sections: Sequence[Section], controls: Controls, language: str) -> list[Outline]:
    """What to try."""
    return [
        {"key": one.key, "title": one.title, "tries": [_try(each, controls, language) for each in one.tries]}
        for one in sections
    ]  # fmt: skip


def _try(one: Try, controls: Controls, language: str) -> Outline:
    until = one.until
    return {
        "key": one.key, "label": one.label, "example": one.example, "done": one.done, "private": one.private,
        "by": one.by, "group": one.group, "until": until.isoformat() if until else "",
        "at": controls.moment(until, language) if until else "",
    }  # fmt: skip


def _drawing(svg: str) -> str:
    """An SVG as an image address: a browser runs no script and loads nothing in an <img>."""
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


def _link(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""
