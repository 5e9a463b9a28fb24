"""One-time codes: their digests, and who tried wrong ones."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.domain.codes import Code, Purpose, Tries
from bot.domain.members import MemberId
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, maybe_instant, metadata, micros

codes = Table(
    "codes",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("subject", Integer, nullable=False),
    Column("by", ForeignKey("members.id"), nullable=False),
    Column("made_at", Instant, nullable=False, index=True),
    Column("used", Integer, nullable=False, server_default="0"),
    sqlite_with_rowid=False,
)
tries = Table(
    "code_tries",
    metadata,
    Column("member", ForeignKey("members.id"), primary_key=True),
    Column("wrong", Integer, nullable=False),
    Column("since", Instant),
)

_insert = insert(codes).values({column.name: bindparam(column.name) for column in codes.c})
_put = Statement(_insert.on_conflict_do_update(index_elements=["digest"], set_={"used": _insert.excluded.used}))
_get = Statement(
    select(codes.c.digest, codes.c.purpose, codes.c.subject, codes.c.made_at, codes.c.used, codes.c.by).where(
        codes.c.digest == bindparam("digest")
    )
)
_purge = Statement(delete(codes).where(codes.c.made_at < bindparam("before")))
_made = Statement(
    select(func.count(), func.min(codes.c.made_at)).where(
        codes.c.by == bindparam("by"), codes.c.purpose == bindparam("purpose"), codes.c.made_at > bindparam("since")
    )
)
_retire = Statement(
    update(codes)
    .where(codes.c.purpose == bindparam("of_purpose"), codes.c.subject == bindparam("of_subject"))
    .values(used=1)
)
_tries = Statement(select(tries.c.wrong, tries.c.since).where(tries.c.member == bindparam("member")))
_tried = insert(tries).values(member=bindparam("member"), wrong=bindparam("wrong"), since=bindparam("since"))
_try = Statement(
    _tried.on_conflict_do_update(
        index_elements=["member"], set_={"wrong": _tried.excluded.wrong, "since": _tried.excluded.since}
    )
)
_forget = tuple(
    Statement(one)
    for one in (
        delete(codes).where(codes.c.by == bindparam("member")),
        delete(tries).where(tries.c.member == bindparam("member")),
    )
)


class Codes:
    """Codes that were given out, each good once; only its digest is kept."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def keep(self, code: Code, by: MemberId) -> None:
        """Keeps a new one, or that it was used; `by` is who asked for it."""
        _put(
            self._cursor, digest=code.digest, purpose=code.purpose.value, subject=code.subject, by=by,
            made_at=micros(code.made_at), used=int(code.used),
        )  # fmt: skip

    def get(self, digest: str) -> tuple[Code, MemberId] | None:
        """The code of a digest and who asked for it, None when there is none."""
        row = _get(self._cursor, digest=digest).fetchone()
        if row is None:
            return None
        found, purpose, subject, made_at, used, by = row
        return Code(found, Purpose(purpose), subject, instant(made_at), bool(used)), MemberId(by)

    def made(self, by: MemberId, purpose: Purpose, since: datetime) -> tuple[int, datetime | None]:
        """How many codes somebody got since then, and when the first of them."""
        number, first = _made(self._cursor, by=by, purpose=purpose.value, since=micros(since)).fetchone()
        return int(number), maybe_instant(first)

    def retire(self, purpose: Purpose, subject: int) -> None:
        """The codes given for it before open nothing any more."""
        _retire(self._cursor, of_purpose=purpose.value, of_subject=subject)

    def tries(self, member: MemberId) -> Tries:
        """The wrong codes of somebody."""
        row = _tries(self._cursor, member=member).fetchone()
        return Tries(row[0], maybe_instant(row[1])) if row else Tries()

    def missed(self, member: MemberId, now: datetime) -> None:
        """Somebody tried a wrong one."""
        after = self.tries(member).missed(now)
        since = None if after.since is None else micros(after.since)
        _try(self._cursor, member=member, wrong=after.wrong, since=since)

    def purge(self, before: datetime) -> int:
        """Forgets the codes made before an instant; how many."""
        return _purge(self._cursor, before=micros(before)).rowcount

    def forget(self, member: MemberId) -> None:
        """Nobody is let in by a code of theirs any more, and no wrong one of theirs is counted."""
        for statement in _forget:
            statement(self._cursor, member=member)
