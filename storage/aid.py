"""Needs and offers: the board, and how they are counted. What they are found by stands in `storage/aid_words.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from heapq import merge
from itertools import islice, product
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    bindparam,
    delete,
    func,
    select,
    update,
)  # fmt: skip
from sqlalchemy.dialects.sqlite import insert

from bot.domain.aid import Category, Item, ItemId, Kind, Stage, Step
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.names import fold
from bot.domain.retention import Kind as Kept
from bot.domain.retention import before
from storage.aid_people import People, helpers, matches, notes
from storage.aid_words import Filter, Search
from storage.cursor import Cursor
from storage.posts import posts
from storage.types import Instant, Statement, instant, maybe_instant, metadata, micros

aid = Table(
    "aid",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group", ForeignKey("groups.id"), nullable=False),
    Column("author", ForeignKey("members.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("on", Instant),
    Column("timed", Integer, nullable=False),
    Column("span", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("area_key", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("permanent", Integer, nullable=False),
    Column("stage", Text, nullable=False),
    Column("ask_at", Instant),
    Column("asked", Integer, nullable=False),
    Column("ended_at", Instant),
    Column("thanked", Integer, nullable=False),
    Index("ix_aid_group", "group", "stage", "id"),
    Index("ix_aid_area", "group", "stage", "area_key", "id"),
    Index("ix_aid_category", "group", "stage", "category", "id"),
    Index("ix_aid_author", "author", "stage"),
    Index("ix_aid_fresh", "group", "stage", "created_at"),
    Index("ix_aid_figures", "group", "kind", "category", "stage", "thanked"),
    Index("ix_aid_ended_at", "ended_at"),
    sqlite_autoincrement=True,
)

_FILTERED = {"kind": aid.c.kind, "category": aid.c.category, "area": aid.c.area_key}
PIECE = 50  # items that are removed in one transaction
SEARCHED = 5000  # newest items of a group among which areas are told

_changing = [column.name for column in aid.c if column.name not in ("id", "author", "kind")]
_put = Statement(
    insert(aid)
    .values({column.name: bindparam(column.name) for column in aid.c if column.name != "id"})
    .returning(aid.c.id)
)
_keep = Statement(
    update(aid).where(aid.c.id == bindparam("item")).values({name: bindparam(f"new_{name}") for name in _changing})
)
_get = Statement(select(aid).where(aid.c.id == bindparam("item")))
_all = Statement(select(aid).where(aid.c.stage != Stage.DRAFT.value).order_by(aid.c.id))
_open_in_group = select(aid).where(aid.c.group == bindparam("group"), aid.c.stage == Stage.OPEN.value)


def _board(names: tuple[str, ...]) -> Statement:
    """The newest first, filtered by some of their columns: each an index of its own."""
    wanted = _open_in_group.where(*(_FILTERED[name] == bindparam(name) for name in names))
    return Statement(wanted.order_by(aid.c.id.desc()).limit(bindparam("most")))


_boards = {
    names: _board(names)
    for chosen in product((True, False), repeat=len(_FILTERED))
    for names in [tuple(name for name, wanted in zip(_FILTERED, chosen, strict=True) if wanted)]
}
_mine = Statement(
    select(aid)
    .where(aid.c.author == bindparam("member"), (aid.c.stage == Stage.OPEN.value) | (aid.c.stage == Stage.TAKEN.value))
    .order_by(aid.c.id.desc())
)
_by = Statement(select(aid).where(aid.c.author == bindparam("member")).order_by(aid.c.id))
_posted = Statement(
    select(func.count()).where(
        aid.c.author == bindparam("member"), aid.c.stage != Stage.DRAFT.value, aid.c.created_at >= bindparam("since")
    )
)
_since = Statement(
    _open_in_group.where(aid.c.created_at >= bindparam("since")).order_by(aid.c.id).limit(bindparam("most"))
)
_newest_areas = (
    select(aid.c.area, aid.c.area_key)
    .where(aid.c.group == bindparam("group"), aid.c.stage == Stage.OPEN.value)
    .order_by(aid.c.id.desc())
    .limit(bindparam("most"))
    .subquery()
)
_areas = Statement(
    select(func.min(_newest_areas.c.area), func.count())
    .where(_newest_areas.c.area_key != "")
    .group_by(_newest_areas.c.area_key)
    .order_by(func.count().desc(), _newest_areas.c.area_key)
    .limit(20)
)
_counts = Statement(
    select(aid.c.kind, aid.c.category, aid.c.stage, aid.c.thanked, func.count())
    .where(aid.c.group == bindparam("group"), aid.c.stage != Stage.DRAFT.value)
    .group_by(aid.c.kind, aid.c.category, aid.c.stage, aid.c.thanked)
)
_over = Statement(select(aid.c.id).where(aid.c.ended_at < bindparam("before")).limit(bindparam("most")))
_drafts = Statement(
    select(aid.c.id).where(aid.c.stage == Stage.DRAFT.value, aid.c.created_at < bindparam("before"))
    .limit(bindparam("most"))
)  # fmt: skip
_shown = Statement(delete(posts).where(posts.c.topic == bindparam("topic")))
_of_item = tuple(
    Statement(one)
    for one in (
        delete(notes).where(notes.c.item == bindparam("item")),
        delete(helpers).where(helpers.c.item == bindparam("item")),
        delete(matches).where((matches.c.need == bindparam("item")) | (matches.c.offer == bindparam("item"))),
        delete(aid).where(aid.c.id == bindparam("item")),
    )
)


class Aid:
    """Everything that people ask and offer; `people` are those between whom it is settled."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._search = Search(cursor)
        self.people = People(cursor)

    def put(self, fresh: Item) -> Item:
        """Keeps a new one."""
        row = _put(self._cursor, author=fresh.author, kind=fresh.kind.value, **_columns(fresh)).fetchone()
        kept = replace(fresh, id=ItemId(row[0]))
        if kept.stage is Stage.OPEN:
            self._search.add(kept)
        return kept

    def keep(self, item: Item) -> None:
        """Keeps a changed one; it is found while it is open."""
        before = self.get(item.id)
        if before is not None and before.stage is Stage.OPEN:
            self._search.remove(before)
        _keep(self._cursor, item=item.id, **{f"new_{name}": value for name, value in _columns(item).items()})
        if item.stage is Stage.OPEN:
            self._search.add(item)

    def get(self, item: int) -> Item | None:
        """The one of a number, None when there is none."""
        row = _get(self._cursor, item=item).fetchone()
        return _item(row) if row else None

    def all(self) -> Sequence[Item]:
        """Every one that was published, by number."""
        return [_item(row) for row in _all(self._cursor)]

    def board(self, groups: Sequence[GroupId], wanted: Filter, skip: int, most: int) -> Sequence[Item]:
        """The open ones of these groups, the newest first."""
        given = {name: value for name in _FILTERED if (value := getattr(wanted, name))}
        statement = _boards[tuple(name for name in _FILTERED if name in given)]
        found = [
            [_item(row) for row in statement(self._cursor, group=group, most=skip + most, **given)] for group in groups
        ]
        newest = merge(*found, key=lambda one: one.id, reverse=True)
        return list(islice(newest, skip, skip + most))

    def search(self, groups: Sequence[GroupId], text: str, wanted: Filter, most: int) -> Sequence[Item]:
        """The open ones that the words are about, the best first."""
        found = (self.get(item) for item in self._search.find(groups, text, wanted, most))
        return [one for one in found if one is not None]

    def similar(self, item: Item, most: int) -> Sequence[Item]:
        """Open ones of the other kind in the same group that share a word with it."""
        found = self._search.find([item.group], item.text, Filter(kind=item.kind.other.value), most, all_words=False)
        return [one for one in map(self.get, found) if one is not None]

    def mine(self, member: MemberId) -> Sequence[Item]:
        """The open and taken ones of a person, the newest first."""
        return [_item(row) for row in _mine(self._cursor, member=member)]

    def by(self, member: MemberId) -> Sequence[Item]:
        """Everything of a person, drafts too."""
        return [_item(row) for row in _by(self._cursor, member=member)]

    def posted(self, member: MemberId, since: datetime) -> int:
        """How many somebody published from an instant on."""
        return int(_posted(self._cursor, member=member, since=micros(since)).fetchone()[0])

    def since(self, group: GroupId, since: datetime, most: int) -> Sequence[Item]:
        """The open ones of a group that are newer than an instant."""
        return [_item(row) for row in _since(self._cursor, group=group, since=micros(since), most=most)]

    def areas(self, group: GroupId) -> Sequence[tuple[str, int]]:
        """The areas of a group's open ones, the most frequent first."""
        return [(area, number) for area, number in _areas(self._cursor, group=group, most=SEARCHED)]

    def counts(self, group: GroupId) -> Mapping[tuple[Kind, Category, Stage, bool], int]:
        """How many there are of each kind, without anybody's name."""
        return {
            (Kind(kind), Category(category), Stage(stage), bool(thanked)): number
            for kind, category, stage, thanked, number in _counts(self._cursor, group=group)
        }

    def remove(self, item: Item) -> None:
        """With everything that belongs to it; nothing of it stays in the file."""
        self._cursor.traces = True
        self._search.remove(item)
        for statement in _of_item:
            statement(self._cursor, item=item.id)

    def forget(self, member: MemberId) -> Sequence[str]:
        """Everything of a person goes; the topics that show something of it."""
        mine, notes_with = self.by(member), self.people.with_them(member)
        helped = [item for one in self.people.helping(member) if (item := self.get(one.item)) and item not in mine]
        for item in mine:
            self.remove(item)
        self.people.forget(member)
        for item in helped:
            shared = any(one.step is Step.SHARED for one in self.people.of(item.id))
            if item.stage is Stage.TAKEN and not shared:
                self.keep(item.free())
        return [*(one.topic for one in (*mine, *helped)), *(note.topic for note in notes_with)]

    def retain(self, now: datetime, most: int = PIECE) -> int:
        """Removes what has been over for long enough, and drafts that nobody published; how many."""
        oldest = before(Kept.AID, now)
        found = [row[0] for row in _over(self._cursor, before=micros(oldest) if oldest else 0, most=most)]
        draft = before(Kept.CONVERSATION, now)
        found += [row[0] for row in _drafts(self._cursor, before=micros(draft) if draft else 0, most=most)]
        for one in filter(None, map(self.get, found)):
            for topic in (one.topic, *(note.topic for note in self.people.about(one.id))):
                _shown(self._cursor, topic=topic)
            self.remove(one)
        return len(found)


def _columns(item: Item) -> dict[str, Any]:
    return {
        "group": item.group, "text": item.text, "created_at": micros(item.created_at), "on": _maybe(item.on),
        "timed": int(item.timed), "span": item.span, "area": item.area, "area_key": fold(item.area),
        "category": item.category.value, "permanent": int(item.permanent), "stage": item.stage.value,
        "ask_at": _maybe(item.ask_at), "asked": int(item.asked), "ended_at": _maybe(item.ended_at),
        "thanked": int(item.thanked),
    }  # fmt: skip


def _maybe(when: datetime | None) -> int | None:
    return None if when is None else micros(when)


def _item(row: tuple[Any, ...]) -> Item:
    (id_, group, author, kind, text, created_at, on, timed, span, area, _key, category, permanent, stage, ask_at, asked,
     ended_at, thanked) = row  # fmt: skip
    return Item(
        id_, group, author, Kind(kind), text, instant(created_at), maybe_instant(on), bool(timed), span, area,
        Category(category), bool(permanent), Stage(stage), maybe_instant(ask_at), bool(asked), maybe_instant(ended_at),
        bool(thanked),
    )  # fmt: skip
