"""Their timeline event → our events. Pure: what is not for us is no event, and goes no further.

Everything that is said in a room reaches the bot: what neither commands, nor names, nor answers it is dropped here,
before it is kept or logged anywhere. What another event says (a reply's, a reaction's) is looked up by whoever calls.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from bot.adapters.matrix import documents
from bot.adapters.matrix.account import NETWORK, Account
from bot.adapters.matrix.rooms import Room
from bot.chat import events
from bot.chat.address import Chat, MessageRef, Person, Place, User

Json = Mapping[str, Any]

# One letter at least: "!" alone, or "!!!" is talk.
COMMAND: Final = re.compile(r"\s*[/!][^\W\d_][^\s/@!]{0,39}(?=\s|$)")
# Before replies had a relation of their own, clients quoted what they answer: "> <@ana:example.org> words".
_FALLBACK: Final = re.compile(r"\A> <@[^>\n]+>[^\n]*\n(?:> ?[^\n]*\n)*\n?")
# The bot names the answers of its polls by their places. Clients hold twenty at most.
_PLACE: Final = re.compile(r"[1-9][0-9]?", re.ASCII)
MOST_ANSWERS: Final = 20
_WORDLESS: Final = frozenset(("m.audio", "m.file", "m.image", "m.location", "m.video"))
_KEYCAPS: Final = re.compile("\u20e3|\U0001f51f")


# A poll's answers: as clients send them, and as the specification has them since.
_ANSWERED: Final = "org.matrix.msc3381.poll.response"
_ANSWERED_NOW: Final = "m.poll.response"


class Reaction(NamedTuple):
    """A reaction that was put on a message: what is needed when it is taken back, as that names the reaction alone."""

    by: str
    message: str
    key: str


class Given(NamedTuple):
    """What somebody answers in a poll: the places of the answers, from 0, in the order in which they came."""

    poll: str
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Here:
    """Where an event happens, as the bot knows the room at that moment."""

    me: Account
    room: Room
    direct: bool

    def place(self, thread: str = "") -> Place:
        """The room as a place. A private one that a third person came into is none any more."""
        private = self.direct and len(self.room.around() | {self.me.id}) <= 2
        title = "" if private else self.room.title
        return Place(Chat(NETWORK, self.room.id, thread), title, private, private or self.room.closed)

    def person(self, user: str) -> Person:
        """Somebody in the room; Matrix tells no language."""
        return Person(User(NETWORK, user), self.room.name(user), handle=user)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a message answers: its id, whether the bot had said it, and its words where they are known."""

    id: str = ""
    ours: bool = False
    text: str = ""


def read(event: Json, here: Here, answered: Answered = Answered()) -> list[events.Event]:  # a constant
    """What an event of the timeline tells, apart from who comes, goes and has power (`membership`)."""
    reader = _READERS.get(str(event.get("type")))
    content = event.get("content")
    if reader is None or not isinstance(content, Mapping) or event.get("sender") == here.me.id:
        return []
    found = reader(event, content, here, answered)
    return [found] if found is not None else []


def answers(event: Json, me: Account) -> str:
    """The message that this one answers, which must be looked up to understand it; "" where that needs no look."""
    content = event.get("content")
    if event.get("type") != "m.room.message" or not isinstance(content, Mapping) or event.get("sender") == me.id:
        return ""
    spoken = content.get("msgtype") == "m.text" or (content.get("msgtype") in _WORDLESS and documents.caption(content))
    if not spoken or relation(content).get("rel_type") == "m.replace":
        return ""
    return _reply_to(relation(content))


def changes(event: Json) -> str:
    """The message that this one is the new form of, "" where it is none."""
    content = event.get("content")
    related = relation(content) if event.get("type") == "m.room.message" and isinstance(content, Mapping) else {}
    first = related.get("event_id")
    return first if related.get("rel_type") == "m.replace" and isinstance(first, str) else ""


def reaction(event: Json) -> Reaction | None:
    """The reaction that an event is, when it stands for a number."""
    content = event.get("content")
    if event.get("type") != "m.reaction" or not isinstance(content, Mapping):
        return None
    found = relation(content)
    message, key, by = found.get("event_id"), found.get("key"), event.get("sender")
    if found.get("rel_type") != "m.annotation" or not all(isinstance(one, str) for one in (message, key, by)):
        return None
    if len(str(key)) > 10 or _KEYCAPS.search(str(key)) is None:
        return None
    return Reaction(str(by), str(message), str(key))


def given(event: Json) -> Given | None:
    """The answers that an event gives in a poll, all of them anew; None when it gives none, or malformed ones."""
    kind, content = event.get("type"), event.get("content")
    if kind not in (_ANSWERED, _ANSWERED_NOW) or not isinstance(content, Mapping):
        return None
    related, inside = relation(content), content.get(_ANSWERED)
    poll = related.get("event_id")
    said = inside.get("answers") if isinstance(inside, Mapping) else content.get("m.selections")
    if related.get("rel_type") != "m.reference" or not isinstance(poll, str) or not isinstance(said, list):
        return None
    if not all(isinstance(one, str) and _PLACE.fullmatch(one) for one in said[:MOST_ANSWERS]):
        return None
    return Given(poll, tuple(dict.fromkeys(int(one) - 1 for one in said[:MOST_ANSWERS])))


def poll_answered(event: Json, found: Given, card: str, here: Here) -> events.PollAnswered:
    """Somebody answered in the poll beside one of the bot's messages."""
    place = here.place()
    by = here.person(str(event.get("sender", "")))
    return events.PollAnswered(_id(event), by, place, MessageRef(place.chat, card), found.places)


def redacted(event: Json) -> str:
    """The event that a redaction takes away; where it stands depends on the room's version."""
    content = event.get("content")
    inside = content.get("redacts") if isinstance(content, Mapping) else None
    found = event.get("redacts", inside)
    return found if event.get("type") == "m.room.redaction" and isinstance(found, str) else ""


def taken_back(event: Json, was: Reaction, here: Here) -> events.Unreacted | None:
    """Somebody took their own reaction back. A moderator who removes one takes nobody's voice away."""
    if event.get("sender") != was.by:
        return None
    place = here.place()
    ref = MessageRef(place.chat, was.message)
    return events.Unreacted(_id(event), here.person(was.by), place, ref, was.key, redacted(event))


def gone(event: Json, here: Here) -> events.MessageGone:
    """A message was taken away."""
    place = here.place()
    ref = MessageRef(place.chat, redacted(event))
    return events.MessageGone(_id(event), here.person(str(event.get("sender", ""))), place, ref)


def unreadable(event: Json, here: Here) -> events.Unreadable:
    """Words that the bot has no key for."""
    place = here.place()
    return events.Unreadable(
        _id(event), here.person(str(event.get("sender", ""))), place, MessageRef(place.chat, _id(event))
    )


def without_quote(body: str) -> str:
    """The words alone: clients of before quoted in front of them what they answer."""
    return _FALLBACK.sub("", body)


def may_command(body: str) -> bool:
    """Whether the words may be a command: at their beginning, or after a name."""
    return bool(COMMAND.match(body)) or "!" in body or "/" in body


def words(event: Json) -> str:
    """What a message says now, after its latest change where the server tells of one."""
    relations = event.get("unsigned", {}).get("m.relations", {})
    changed = relations.get("m.replace", {}).get("content", {}).get("m.new_content", {})
    body = changed.get("body", event.get("content", {}).get("body"))
    return without_quote(body) if isinstance(body, str) else ""


def relation(content: Json) -> Json:
    """What an event refers to."""
    found = content.get("m.relates_to")
    return found if isinstance(found, Mapping) else {}


# readers


def _message(event: Json, content: Json, here: Here, answered: Answered) -> events.Event | None:
    related = relation(content)
    document, body = None, content.get("body")
    if content.get("msgtype") in _WORDLESS:
        document, body = documents.told(content), documents.caption(content)
        if not body.strip():
            return _wordless(event, related, here, document)
        if related.get("rel_type") == "m.replace":
            return None  # what is written beside a file means nothing anew
    elif content.get("msgtype") != "m.text":  # bots speak in notices: ours, and the others
        return None
    if related.get("rel_type") == "m.replace":
        return _edited(event, content, here, answered)
    if not isinstance(body, str) or not body.strip():
        return None
    if answered.id:
        body = without_quote(body)
    words, named, called = _addressed(body, content, here)
    place = here.place(_thread(related))
    to_bot = place.private or named or answered.ours
    if not (to_bot or COMMAND.match(words)):
        return None
    reply_to = MessageRef(place.chat, answered.id) if answered.id else None
    return events.Said(
        _id(event), here.person(event["sender"]), place, words, MessageRef(place.chat, _id(event)), reply_to,
        answered.text, to_bot, document=document, called=called,
    )  # fmt: skip


def _wordless(
    event: Json, related: Json, here: Here, document: events.Document | None = None
) -> events.Event | None:  # fmt: skip
    """A picture, a voice, a document: what its body says is a file's name. It means something alone with the bot."""
    place = here.place(_thread(related))
    if not place.private or related.get("rel_type") == "m.replace":
        return None
    ref = MessageRef(place.chat, _id(event))
    return events.Said(_id(event), here.person(event["sender"]), place, "", ref, None, "", True, document=document)


def _sticker(event: Json, content: Json, here: Here, answered: Answered) -> events.Event | None:
    return _wordless(event, relation(content), here)


def _edited(event: Json, content: Json, here: Here, answered: Answered) -> events.Event | None:
    """An own command that was changed, or what was said to the bot; any other words mean nothing anew."""
    new, first = content.get("m.new_content"), relation(content).get("event_id")
    body = new.get("body") if isinstance(new, Mapping) else None
    if not isinstance(body, str) or not isinstance(first, str):
        return None
    # Outside the new form an edit names only those whom the old one did not.
    words, _named, called = _addressed(body, new if isinstance(new, Mapping) else content, here)
    place = here.place()
    if called and not COMMAND.match(words):
        words = f"/{words}"  # after the bot's name the sign may be left out, also where it is changed
    if not (COMMAND.match(words) or place.private or answered.ours):
        return None
    return events.Edited(_id(event), here.person(event["sender"]), place, words, MessageRef(place.chat, first))


def _reacted(event: Json, content: Json, here: Here, answered: Answered) -> events.Event | None:
    found = reaction(event)
    if found is None:
        return None
    place = here.place()
    ref = MessageRef(place.chat, found.message)
    return events.Reacted(_id(event), here.person(found.by), place, ref, found.key, _id(event))


def _id(event: Json) -> str:
    return str(event.get("event_id", ""))


def _thread(related: Json) -> str:
    root = related.get("event_id")
    return root if related.get("rel_type") == "m.thread" and isinstance(root, str) else ""


def _reply_to(related: Json) -> str:
    """What a message answers. In a thread a client names the latest message for others that know no threads."""
    answered = related.get("m.in_reply_to")
    found = answered.get("event_id") if isinstance(answered, Mapping) else None
    if related.get("rel_type") == "m.thread" and related.get("is_falling_back", False):
        return ""
    return found if isinstance(found, str) else ""


def _addressed(body: str, content: Json, here: Here) -> tuple[str, bool, bool]:
    """The words without the bot's name where they begin with it, whether they name it, and whether they begin so.

    Where the client says that the bot is meant, its name needs no mark after it: it is no ordinary word.
    """
    mentions = content.get("m.mentions")
    users = mentions.get("user_ids") if isinstance(mentions, Mapping) else None
    meant = isinstance(users, list) and here.me.id in users
    first, mentioned, anywhere = _names(here.me, here.room.name(here.me.id))
    begun = (mentioned if meant else first).match(body)
    words = body[begun.end() :] or body if begun else body
    return words, bool(begun or meant or anywhere.search(body)), bool(begun and begun.end() < len(body))


@lru_cache(maxsize=64)
def _names(me: Account, name: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    id_ = re.escape(me.id)
    known = "|".join(re.escape(one) for one in sorted({name, me.local} - {""}, key=len, reverse=True))
    begins = rf"\s*(?:{id_}|@?(?:{known}))(?:\s*[:,]\s*|\s+"
    return (
        re.compile(rf"{begins}(?=[/!]))", re.IGNORECASE),
        re.compile(rf"{begins})", re.IGNORECASE),
        re.compile(rf"(?<![\w@]){id_}(?!\w)", re.IGNORECASE),
    )


_READERS: Final[Mapping[str, Callable[[Json, Json, Here, Answered], events.Event | None]]] = {
    "m.room.message": _message,
    "m.sticker": _sticker,
    "m.reaction": _reacted,
}

__all__ = [
    "Answered", "Given", "Here", "Reaction", "answers", "changes", "given", "gone", "may_command", "poll_answered",
    "reaction", "read", "redacted", "relation", "taken_back", "unreadable", "without_quote", "words",
]  # fmt: skip
