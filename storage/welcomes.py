"""How a group welcomes: its texts in their versions, whom to ask, the places it is near, its dates, its topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.welcome_texts import Kind, WelcomeText, current
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, maybe_instant, metadata, micros

welcomes = Table(
    "welcomes",
    metadata,
    Column("group", ForeignKey("groups.id"), primary_key=True),
    Column("contact", Text, nullable=False),
    Column("places", Text, nullable=False),  # one a line
    sqlite_with_rowid=False,
)
welcome_texts = Table(
    "welcome_texts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group", ForeignKey("groups.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("by", ForeignKey("members.id")),
    Column("written_at", Instant, nullable=False),
    Column("published_at", Instant),
    Index("ix_welcome_texts_group", "group", "kind"),
    sqlite_autoincrement=True,  # a charter accepted stays the one that it was
)
welcome_dates = Table(
    "welcome_dates",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group", ForeignKey("groups.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("text", Text, nullable=False),
    Index("ix_welcome_dates_group", "group", "at"),
    sqlite_autoincrement=True,
)
welcome_topics = Table(
    "welcome_topics",
    metadata,
    Column("room", ForeignKey("rooms.id"), primary_key=True),
    Column("thread", Text, nullable=False),
    sqlite_with_rowid=False,
)

_get = Statement(select(welcomes.c.contact, welcomes.c.places).where(welcomes.c.group == bindparam("group")))
_places = Statement(select(welcomes.c.group, welcomes.c.places).where(welcomes.c.places != ""))
_row = insert(welcomes).values(group=bindparam("group"), contact=bindparam("contact"), places=bindparam("places"))
_keep = Statement(
    _row.on_conflict_do_update(
        index_elements=["group"], set_={"contact": _row.excluded.contact, "places": _row.excluded.places}
    )
)
_write = Statement(
    insert(welcome_texts)
    .values({column.name: bindparam(column.name) for column in welcome_texts.c if column.name != "id"})
    .returning(welcome_texts.c.id)
)
_text = Statement(select(welcome_texts).where(welcome_texts.c.id == bindparam("text")))
_texts = Statement(
    select(welcome_texts).where(welcome_texts.c.group == bindparam("group"), welcome_texts.c.kind == bindparam("kind"))
)
_publish = Statement(
    update(welcome_texts)
    .where(welcome_texts.c.id == bindparam("which"), welcome_texts.c.published_at.is_(None))
    .values(published_at=bindparam("new_at"))
)
_unpublished = Statement(
    delete(welcome_texts).where(
        welcome_texts.c.published_at.is_(None), welcome_texts.c.written_at < bindparam("before")
    )
)  # fmt: skip
_newest = Statement(
    select(func.coalesce(func.max(welcome_texts.c.number), 0)).where(
        welcome_texts.c.group == bindparam("group"),
        welcome_texts.c.kind == bindparam("kind"),
        welcome_texts.c.language == bindparam("language"),
        welcome_texts.c.published_at.is_not(None),
    )
)
_add_date = Statement(
    insert(welcome_dates).values(group=bindparam("group"), at=bindparam("at"), text=bindparam("text"))
)  # fmt: skip
_dates = Statement(
    select(welcome_dates.c.id, welcome_dates.c.at, welcome_dates.c.text)
    .where(welcome_dates.c.group == bindparam("group"), welcome_dates.c.at > bindparam("now"))
    .order_by(welcome_dates.c.at, welcome_dates.c.id)
)
_drop_date = Statement(
    delete(welcome_dates).where(welcome_dates.c.id == bindparam("date"), welcome_dates.c.group == bindparam("group"))
)
_past = Statement(delete(welcome_dates).where(welcome_dates.c.at < bindparam("before")))
_topic = Statement(select(welcome_topics.c.thread).where(welcome_topics.c.room == bindparam("room")))
_topic_row = insert(welcome_topics).values(room=bindparam("room"), thread=bindparam("thread"))
_keep_topic = Statement(
    _topic_row.on_conflict_do_update(index_elements=["room"], set_={"thread": _topic_row.excluded.thread})
)


@dataclass(frozen=True, slots=True)
class Welcome:
    """Whom newcomers of a group can ask, and which communes and quarters it is near."""

    contact: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WelcomeDate:
    """An occasion that is proposed to newcomers."""

    id: int
    at: datetime
    text: str


class Welcomes:
    """What each group wrote for its newcomers."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def get(self, group: GroupId) -> Welcome:
        """Whom to ask, and the places; empty where nothing was written."""
        row = _get(self._cursor, group=group).fetchone()
        return Welcome(row[0], tuple(row[1].split("\n")) if row[1] else ()) if row else Welcome()

    def keep(self, group: GroupId, welcome: Welcome) -> None:
        """Keeps them."""
        _keep(self._cursor, group=group, contact=welcome.contact, places="\n".join(welcome.places))

    def places(self) -> Mapping[GroupId, tuple[str, ...]]:
        """The places of every group that named some."""
        return {GroupId(row[0]): tuple(row[1].split("\n")) for row in _places(self._cursor)}

    # texts

    def write(self, group: GroupId, kind: Kind, language: str, text: str, by: MemberId, now: datetime) -> WelcomeText:
        """A text that nobody reads yet, to be looked at first."""
        number = self._newest(group, kind, language) + 1
        row = _write(
            self._cursor, group=group, kind=kind.value, language=language, number=number, text=text, by=by,
            written_at=micros(now), published_at=None,
        ).fetchone()  # fmt: skip
        return WelcomeText(row[0], group, kind, language, number, text, by, now)

    def text(self, number: int) -> WelcomeText | None:
        """The text of an id, None when there is none."""
        row = _text(self._cursor, text=number).fetchone()
        return _welcome_text(row) if row else None

    def texts(self, group: GroupId, kind: Kind) -> Sequence[WelcomeText]:
        """Every version of a text of a group."""
        return [_welcome_text(row) for row in _texts(self._cursor, group=group, kind=kind.value)]

    def current(self, group: GroupId, kind: Kind, language: str, otherwise: str) -> WelcomeText | None:
        """The version that holds for a reader."""
        return current(self.texts(group, kind), language, otherwise)

    def publish(self, text: WelcomeText, now: datetime) -> bool:
        """Holds from now on; False when it did already, or another version was published meanwhile."""
        if self._newest(text.group, text.kind, text.language) >= text.number:
            return False
        return _publish(self._cursor, which=text.id, new_at=micros(now)).rowcount > 0

    def purge(self, before: datetime) -> int:
        """Forgets texts that were never published, and dates that are past; how many."""
        at = micros(before)
        return _unpublished(self._cursor, before=at).rowcount + _past(self._cursor, before=at).rowcount

    def _newest(self, group: GroupId, kind: Kind, language: str) -> int:
        return int(_newest(self._cursor, group=group, kind=kind.value, language=language).fetchone()[0])

    # dates and the topic

    def add_date(self, group: GroupId, at: datetime, text: str) -> None:
        """One more occasion."""
        _add_date(self._cursor, group=group, at=micros(at), text=text)

    def dates(self, group: GroupId, now: datetime) -> Sequence[WelcomeDate]:
        """The occasions to come, the next first."""
        rows = _dates(self._cursor, group=group, now=micros(now))
        return [WelcomeDate(int(id_), instant(at), str(text)) for id_, at, text in rows]

    def drop_date(self, group: GroupId, date: int) -> bool:
        """Takes an occasion away; False when it was not there."""
        return _drop_date(self._cursor, group=group, date=date).rowcount > 0

    def topic(self, room: int) -> str:
        """The topic of a chat in which newcomers are greeted; empty for the chat itself."""
        row = _topic(self._cursor, room=room).fetchone()
        return str(row[0]) if row else ""

    def keep_topic(self, room: int, thread: str) -> None:
        """Greets there from now on."""
        _keep_topic(self._cursor, room=room, thread=thread)


def _welcome_text(row: tuple[Any, ...]) -> WelcomeText:
    id_, group, kind, language, number, text, by, written_at, published_at = row
    return WelcomeText(
        id_, group, Kind(kind), language, number, text, by, instant(written_at), maybe_instant(published_at)
    )  # fmt: skip
