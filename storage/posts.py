"""Where each living message is shown, and which choices a posted message offers."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Column, Index, Integer, Table, Text, bindparam, case, delete, select, text, update
from sqlalchemy.dialects.sqlite import insert

from bot.chat.address import Chat, MessageRef
from bot.core.rows import Choice, Post
from storage.cursor import Cursor
from storage.types import Instant, Statement, maybe_instant, metadata, micros

posts = Table(
    "posts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("topic", Text, nullable=False, server_default=""),
    Column("network", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("thread", Text, nullable=False, server_default=""),
    Column("private", Integer, nullable=False),
    Column("message", Text, nullable=False, server_default=""),
    Column("voice", Text, nullable=False, server_default=""),
    Column("digest", Text, nullable=False, server_default=""),
    Column("choices", Text, nullable=False, server_default="[]"),
    Column("source", Text, nullable=False, server_default=""),
    Column("wanted", Integer, nullable=False, server_default="0"),
    Column("drawn", Integer, nullable=False, server_default="0"),
    Column("at", Instant, nullable=False),
    Column("shown_at", Instant),
    Column("farewell", Text, nullable=False, server_default=""),  # once its chat is no longer of the group
    Column("returns", Integer, nullable=False, server_default="0"),  # whether the chat may be again
    Index("ix_posts_topic", "topic"),
    Index("ix_posts_message", "network", "chat", "message"),
    Index("ix_posts_dirty", "network", sqlite_where=text("wanted > drawn")),
)

_columns = (
    posts.c.id, posts.c.topic, posts.c.network, posts.c.chat, posts.c.thread, posts.c.private, posts.c.message,
    posts.c.voice, posts.c.digest, posts.c.shown_at, posts.c.choices, posts.c.source, posts.c.wanted,
    posts.c.farewell, posts.c.returns, posts.c.at,
)  # fmt: skip
_insert = insert(posts).values(
    topic=bindparam("topic"), network=bindparam("network"), chat=bindparam("chat"), thread=bindparam("thread"),
    private=bindparam("private"), message=bindparam("message"), voice=bindparam("voice"), digest="",
    choices=bindparam("choices"), source=bindparam("source"), wanted=0, drawn=0, at=bindparam("at"), shown_at=None,
)  # fmt: skip
_put = Statement(_insert)
_get = Statement(select(*_columns).where(posts.c.id == bindparam("post")))
_of = Statement(select(*_columns).where(posts.c.topic == bindparam("topic")).order_by(posts.c.id))
_of_source = Statement(
    select(*_columns)
    .where(
        posts.c.network == bindparam("network"),
        posts.c.chat == bindparam("chat"),
        posts.c.source == bindparam("source"),
    )
    .order_by(posts.c.id.desc())
    .limit(1)
)
_at = Statement(
    select(*_columns)
    .where(
        posts.c.network == bindparam("network"),
        posts.c.chat == bindparam("chat"),
        posts.c.message == bindparam("message"),
    )
    .order_by(posts.c.id.desc())
    .limit(1)
)
# In the order in which they came: a living message that is drawn again does not become the newest.
_offering = Statement(
    select(*_columns)
    .where(posts.c.network == bindparam("network"), posts.c.chat == bindparam("chat"), posts.c.choices != "[]")
    .order_by(posts.c.at.desc(), posts.c.id.desc())
    .limit(bindparam("most"))
)
_asking = Statement(select(*_columns).where(posts.c.choices.contains(bindparam("begins"))).order_by(posts.c.id))
_last = Statement(
    select(*_columns)
    .where(posts.c.network == bindparam("network"), posts.c.chat == bindparam("chat"), posts.c.message != "")
    .order_by(posts.c.at.desc(), posts.c.id.desc())
    .limit(1)
)
# Gives for each whether it showed what it should until now: of the others the courier knows, and when their turn is.
_refresh = Statement(
    update(posts)
    .where(posts.c.topic == bindparam("of_topic"), posts.c.farewell == "")
    .values(wanted=posts.c.wanted + 1)
    .returning(posts.c.wanted - posts.c.drawn == 1)
)
_refresh_all = Statement(update(posts).where(posts.c.topic != "").values(wanted=posts.c.wanted + 1, digest=""))
_dirty = Statement(
    select(*_columns)
    .where(posts.c.network == bindparam("network"), posts.c.wanted > posts.c.drawn, posts.c.shown_at.is_not(None))
    .order_by(posts.c.shown_at)
    .limit(bindparam("most"))
)
_shown = Statement(
    update(posts)
    .where(posts.c.id == bindparam("post"))
    .values(
        chat=bindparam("new_chat"), message=bindparam("new_message"), digest=bindparam("new_digest"),
        choices=bindparam("new_choices"), drawn=bindparam("new_drawn"), shown_at=bindparam("new_at"),
        at=case((posts.c.message == bindparam("new_message"), posts.c.at), else_=bindparam("new_at")),
    )
)  # fmt: skip
_move = Statement(
    update(posts)
    .where(posts.c.network == bindparam("of_network"), posts.c.chat == bindparam("of_chat"))
    .values(
        chat=bindparam("to_chat"),
        message=case((posts.c.topic != "", ""), else_=posts.c.message),
        digest=case((posts.c.topic != "", ""), else_=posts.c.digest),
        wanted=posts.c.wanted + case(((posts.c.topic != "") & (posts.c.choices != "[]"), 1), else_=0),
    )
)
_living = Statement(
    select(posts.c.topic)
    .where(
        posts.c.network == bindparam("network"), posts.c.chat == bindparam("chat"), posts.c.private == 0,
        posts.c.topic != "", posts.c.choices != "[]",
    )
    .order_by(posts.c.id)
)  # fmt: skip
_of_chat = (posts.c.network == bindparam("of_network")) & (posts.c.chat == bindparam("of_chat"))
_leaves = text("substr(topic, 1, instr(topic, ':') - 1) NOT IN (SELECT value FROM json_each(:staying))")
# What is on its way may offer choices as well.
_part = Statement(
    update(posts)
    .where(
        _of_chat, _leaves, posts.c.topic != "", (posts.c.choices != "[]") | posts.c.shown_at.is_(None)
    )
    .values(farewell=bindparam("new_farewell"), returns=bindparam("new_returns"), wanted=posts.c.wanted + 1)
)  # fmt: skip
_unshow = Statement(
    update(posts).where(_of_chat, _leaves, posts.c.farewell == "").values(topic="", choices="[]", wanted=posts.c.drawn)
)
_unwanted = Statement(delete(posts).where(_of_chat, posts.c.message == ""))
_parted = Statement(
    update(posts)
    .where(posts.c.id == bindparam("post"))
    .values(topic="", farewell="", choices=bindparam("new_choices"), drawn=posts.c.wanted)
)
_back = Statement(
    update(posts).where(_of_chat, posts.c.returns == 1).values(farewell="", returns=0, wanted=posts.c.wanted + 1)
)
_gone = Statement(delete(posts).where(posts.c.id == bindparam("post")))
_purge = Statement(delete(posts).where(posts.c.topic == "", posts.c.at < bindparam("before")))


class Posts:
    """Living messages, and messages that offer choices."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self.refreshed: set[str] = set()
        self.stirred = False
        # Topics of which every place waits to be drawn: until one was, noting that again at every vote says nothing.
        self._waiting: set[str] = set()
        self._changed: set[str] = set()  # and those of them that changed meanwhile
        self._written: set[str] = set()  # what of that this transaction wrote: known again where it is rolled back

    def starts(self) -> None:
        """A new transaction: the one before is committed, or was forgotten."""
        self.refreshed.clear()
        self._written.clear()
        self.stirred = False

    def forget(self) -> None:
        """Something was rolled back: what waits may not wait."""
        self.refreshed.clear()
        self._waiting.clear()
        self._changed |= self._written

    def show(self, topic: str, chat: Chat, private: bool, voice: str, now: datetime, *, source: str = "") -> int:
        """A new place that shows the topic; its id. The courier fills in the message once it is posted."""
        self._waiting.discard(topic)
        return self._put(topic, chat, private, "", voice, "[]", source, now)

    def offered(self, ref: MessageRef, private: bool, choices: Sequence[Choice], now: datetime) -> None:
        """A message was posted that offers choices and will not change."""
        post = self._put("", ref.chat, private, ref.id, "", _dump(choices), "", now)
        self._set(post, ref, "", choices, 0, now)

    def get(self, post: int) -> Post | None:
        """The post of an id."""
        return _maybe(_get(self._cursor, post=post).fetchone())

    def at(self, ref: MessageRef) -> Post | None:
        """The post that a message is."""
        found = _at(self._cursor, network=ref.chat.network, chat=ref.chat.id, message=ref.id)
        return _maybe(found.fetchone())

    def offering(self, chat: Chat, most: int) -> Sequence[Post]:
        """The posts that offer choices in a chat, the newest first."""
        return [_post(row) for row in _offering(self._cursor, network=chat.network, chat=chat.id, most=most)]

    def asking(self, action: str) -> Sequence[Post]:
        """Every message, in whichever chat, with a choice whose payload begins so: "nmd:7:". Reads all of them."""
        return [_post(row) for row in _asking(self._cursor, begins=f'["{action}')]

    def last(self, chat: Chat) -> Post | None:
        """The post that came last in a chat, also where it offers nothing any more."""
        return _maybe(_last(self._cursor, network=chat.network, chat=chat.id).fetchone())

    def of(self, topic: str) -> Sequence[Post]:
        """Every place that shows the topic."""
        return [_post(row) for row in _of(self._cursor, topic=topic)]

    def of_source(self, ref: MessageRef) -> Post | None:
        """The living message that a command published."""
        row = _of_source(self._cursor, network=ref.chat.network, chat=ref.chat.id, source=ref.id).fetchone()
        return _maybe(row)

    def refresh(self, topic: str) -> None:
        """Whatever shows the topic is to be drawn again. Once per transaction is enough."""
        if topic in self.refreshed:
            return
        self.refreshed.add(topic)
        if topic in self._waiting:
            self._changed.add(topic)
        else:
            self._refresh(topic)

    def _refresh(self, topic: str) -> None:
        places = [row[0] for row in _refresh(self._cursor, of_topic=topic)]
        self.stirred |= any(places)
        if places:
            self._waiting.add(topic)

    def refresh_all(self) -> None:
        """Everything is to be drawn again, whatever it shows now."""
        self.stirred = True
        _refresh_all(self._cursor)

    def dirty(self, network: str, most: int) -> Sequence[Post]:
        """The posts to draw again, longest unchanged first."""
        return [_post(row) for row in _dirty(self._cursor, network=network, most=most)]

    def shown(self, post: Post, ref: MessageRef, digest: str, choices: Sequence[Choice], now: datetime) -> None:
        """The message shows what was wanted when `post` was read; where its chat left for good that was its last."""
        if not post.farewell or post.returns:
            self._set(post.id, ref, digest, choices, post.wanted, now)
        elif post.message:
            _parted(self._cursor, post=post.id, new_choices=_dump(choices))
        else:
            _gone(self._cursor, post=post.id)
        if post.topic in self._changed:  # perhaps after it was read
            self._changed.remove(post.topic)
            self._written.add(post.topic)
            self._refresh(post.topic)
        else:
            self._waiting.discard(post.topic)

    def move(self, chat: Chat, to: Chat) -> None:
        """What was shown in a chat belongs to another one: its messages stay behind. A topic that can be answered is
        shown there anew at once, any other as soon as it changes."""
        self.stirred = True
        _move(self._cursor, of_network=chat.network, of_chat=chat.id, to_chat=to.id)

    def living(self, chat: Chat) -> Sequence[str]:
        """The topics that a group's chat shows and that can be answered there, in the order in which they came."""
        return list(dict.fromkeys(str(row[0]) for row in _living(self._cursor, network=chat.network, chat=chat.id)))

    def part(self, chat: Chat, farewell: str, staying: Collection[str]) -> None:
        """The chat leaves its group: what can be answered there is drawn once more, to say the farewell instead, and
        nothing in it is kept current from then on. The topics of the kinds that are `staying` are the chat's own."""
        self.stirred = True
        kinds = json.dumps(sorted(staying))
        self._part(chat, farewell, 0, kinds)
        _unshow(self._cursor, of_network=chat.network, of_chat=chat.id, staying=kinds)

    def unshow(self, chat: Chat) -> None:
        """Nothing that stands in a chat is kept current any more, or can be answered; no word is said of it."""
        _unwanted(self._cursor, of_network=chat.network, of_chat=chat.id)
        _unshow(self._cursor, of_network=chat.network, of_chat=chat.id, staying="[]")

    def pause(self, chat: Chat, farewell: str) -> None:
        """The chat is served no more: what can be answered there is drawn once to say so, until it is back."""
        self.stirred = True
        _part(
            self._cursor, of_network=chat.network, of_chat=chat.id, new_farewell=farewell, new_returns=1, staying="[]"
        )

    def back(self, chat: Chat) -> None:
        """The chat is served again, and shows what it showed before, as it is now."""
        self.stirred = True
        _back(self._cursor, of_network=chat.network, of_chat=chat.id)

    def gone(self, post: int) -> None:
        """The message is no longer there for us."""
        _gone(self._cursor, post=post)

    def purge(self, before: datetime) -> int:
        """Forgets the choices of messages posted before an instant; how many. Living messages stay."""
        return _purge(self._cursor, before=micros(before)).rowcount

    def _part(self, chat: Chat, farewell: str, returns: int, staying: str) -> None:
        _part(
            self._cursor, of_network=chat.network, of_chat=chat.id, new_farewell=farewell, new_returns=returns,
            staying=staying,
        )  # fmt: skip

    def _put(
        self, topic: str, chat: Chat, private: bool, message: str, voice: str, choices: str, source: str, now: datetime
    ) -> int:
        row = _put(
            self._cursor, topic=topic, network=chat.network, chat=chat.id, thread=chat.thread, private=int(private),
            message=message, voice=voice, choices=choices, source=source, at=micros(now),
        )  # fmt: skip
        return row.lastrowid or 0

    def _set(
        self, post: int, ref: MessageRef, digest: str, choices: Sequence[Choice], drawn: int, now: datetime
    ) -> None:
        _shown(
            self._cursor, post=post, new_chat=ref.chat.id, new_message=ref.id, new_digest=digest,
            new_choices=_dump(choices), new_drawn=drawn, new_at=micros(now),
        )  # fmt: skip


def _maybe(row: tuple[object, ...] | None) -> Post | None:
    return _post(row) if row else None


def _post(row: tuple[object, ...]) -> Post:
    id_, topic, network, chat, thread, private, message, voice, digest, shown_at, choices, source, *counted = row
    wanted, farewell, returns, at = counted
    return Post(
        id_, topic, Chat(network, chat, thread), bool(private), message, voice, digest,  # type: ignore[arg-type]  # the select's own columns
        maybe_instant(shown_at), _load(choices), source, wanted, farewell, bool(returns), maybe_instant(at),  # type: ignore[arg-type]  # the same
    )  # fmt: skip


def _dump(choices: Sequence[Choice]) -> str:
    return json.dumps(choices, ensure_ascii=False, separators=(",", ":"))


def _load(text: str) -> tuple[Choice, ...]:
    return tuple(Choice(data, label, tuple(typed)) for data, label, typed in json.loads(text))
