"""By which words open needs and offers are found: one row for each word of each of them.

An ordinary table rather than SQLite's full-text one: there, deleted words stay in the file until a merge (before 3.42
nothing helps), and an erased person must leave no trace.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, bindparam, delete, select, text
from sqlalchemy.dialects.sqlite import insert

from bot.domain.aid import Item
from bot.domain.aid.words import CLOSE_WEIGHT, MOST, TYPO_WEIGHT, close, slips, stem, weight, words
from bot.domain.groups import GroupId
from bot.domain.names import fold
from storage.cursor import Cursor
from storage.types import Statement, metadata

aid_words = Table(
    "aid_words",
    metadata,
    Column("group", ForeignKey("groups.id"), primary_key=True),
    Column("word", Text, primary_key=True),
    Column("item", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("area", Text, nullable=False),
    Index("ix_aid_words_item", "item"),
    sqlite_with_rowid=False,
)

NEWEST = 300  # items looked at for each word; the older ones only where a rarer word leads to them

_add = Statement(
    insert(aid_words)
    .values({column.name: bindparam(column.name) for column in aid_words.c})
    .on_conflict_do_nothing()
)  # fmt: skip
_remove = Statement(delete(aid_words).where(aid_words.c.item == bindparam("item")))
_wanted = (
    ((bindparam("kind") == "") | (aid_words.c.kind == bindparam("kind")))
    & ((bindparam("category") == "") | (aid_words.c.category == bindparam("category")))
    & ((bindparam("area") == "") | (aid_words.c.area == bindparam("area")))
)
_newest = Statement(
    select(aid_words.c.item)
    .where(aid_words.c.group == bindparam("group"), aid_words.c.word == bindparam("word"), _wanted)
    .order_by(aid_words.c.item.desc())
    .limit(bindparam("most"))
)
_among = Statement(
    select(aid_words.c.item).where(
        aid_words.c.group == bindparam("group"), aid_words.c.word == bindparam("word"),
        aid_words.c.item.in_(select(text("value FROM json_each(:items)"))),
    )
)  # fmt: skip
_known = Statement(
    select(text("value FROM json_each(:words)")).where(
        select(aid_words.c.item)
        .where(aid_words.c.group == bindparam("group"), aid_words.c.word == text("value"))
        .limit(1)
        .exists()
    )
)


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for, "" for any; `area` is folded."""

    kind: str = ""
    category: str = ""
    area: str = ""


class Search:
    """Which items hold which words."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def add(self, item: Item) -> None:
        """From now on it is found."""
        for word in item.words:
            _add(
                self._cursor, group=item.group, word=word, item=item.id, kind=item.kind.value,
                category=item.category.value, area=fold(item.area),
            )  # fmt: skip

    def remove(self, item: Item) -> None:
        """It is found no more."""
        _remove(self._cursor, item=item.id)

    def find(
        self, groups: Sequence[GroupId], text: str, wanted: Filter, most: int, *, all_words: bool = True
    ) -> Sequence[int]:
        """The best first: those that hold most of the words, and among these the newest.

        With `all_words` those that hold fewer are left out where some hold more.
        """
        scores: dict[int, float] = defaultdict(float)
        meant = list({stem(word): word for word in words(text)[:MOST]}.values())
        for group in groups:
            for item, score in self._scores(group, meant, wanted).items():
                scores[item] += score
        best = max(scores.values(), default=0.0)
        kept = [item for item, score in scores.items() if not all_words or score >= best * 0.75]
        return sorted(kept, key=lambda item: (-scores[item], -item))[:most]

    def _scores(self, group: GroupId, words: Sequence[str], wanted: Filter) -> Mapping[int, float]:
        given = {"kind": wanted.kind, "category": wanted.category, "area": wanted.area}
        held: list[dict[int, float]] = []
        cut: list[
            tuple[int, str, float, int]
        ] = []  # which word of the text, as which one, its worth, and the oldest seen
        for word in words:
            found: dict[int, float] = {}
            for one, worth in self._meant(group, word).items():
                rows = _newest(self._cursor, group=group, word=one, most=NEWEST, **given).fetchall()
                if len(rows) == NEWEST:
                    cut.append((len(held), one, worth, rows[-1][0]))
                for (item,) in rows:
                    found[item] = max(worth, found.get(item, 0.0))
            held.append(found)
        self._look_older(group, held, cut)
        scores: dict[int, float] = defaultdict(float)
        for found in held:
            for item, worth in found.items():
                scores[item] += worth
        return scores

    def _look_older(
        self, group: GroupId, held: Sequence[dict[int, float]], cut: Sequence[tuple[int, str, float, int]]
    ) -> None:
        """A frequent word was looked up among the newest only: whether the items of the rarest word hold it too."""
        rarest = min((found for found in held if found), key=len, default={})
        for place, word, worth, oldest in cut:
            older = [item for item in rarest if item < oldest] if held[place] is not rarest else []
            for (item,) in _among(self._cursor, group=group, word=word, items=json.dumps(older)) if older else ():
                held[place][item] = max(worth, held[place].get(item, 0.0))

    def _meant(self, group: GroupId, word: str) -> Mapping[str, float]:
        """The stems that count as this word, each with how much; slips only where nothing is found without them."""
        one = stem(word)
        worth = weight(one)
        alternatives = {one: worth, **dict.fromkeys(close(one), worth * CLOSE_WEIGHT)}
        known = self._are_known(group, alternatives)
        if known:
            return {found: alternatives[found] for found in known}
        meant = slips(word)
        found = self._are_known(group, meant | {other for slip in meant for other in close(slip)})
        return dict.fromkeys(found, worth * TYPO_WEIGHT)

    def _are_known(self, group: GroupId, words: Iterable[str]) -> Sequence[str]:
        asked = sorted(words)
        if not asked:
            return []
        return [row[0] for row in _known(self._cursor, group=group, words=json.dumps(asked)).fetchall()]
