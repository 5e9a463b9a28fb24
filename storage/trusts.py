"""The chats to which the bot was brought without the settings naming them, and what the operator said of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, UniqueConstraint, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.chat.address import Chat, Place
from bot.core.rows import Trust, Verdict
from bot.domain.members import MemberId
from storage.cursor import Cursor
from storage.types import Instant, Statement, instant, metadata, micros

REMEMBERED = 1_000  # chats

trusts = Table(
    "trusts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("network", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("title", Text, nullable=False, server_default=""),
    Column("closed", Integer, nullable=False, server_default="1"),
    Column("organizer", Integer, nullable=False, server_default="0"),
    Column("by", ForeignKey("members.id"), nullable=False),
    Column("verdict", Text, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("network", "chat"),
    sqlite_autoincrement=True,
)

_trusts = select(
    trusts.c.id, trusts.c.network, trusts.c.chat, trusts.c.title, trusts.c.closed, trusts.c.organizer, trusts.c.by,
    trusts.c.verdict, trusts.c.at,
)  # fmt: skip
_of_chat = (trusts.c.network == bindparam("of_network")) & (trusts.c.chat == bindparam("of_chat"))
_of = Statement(_trusts.where(_of_chat))
_get = Statement(_trusts.where(trusts.c.id == bindparam("trust")))
_all = Statement(_trusts.where(trusts.c.verdict == bindparam("of_verdict")).order_by(trusts.c.id))
_asked_by = Statement(_trusts.where(trusts.c.by == bindparam("member")).order_by(trusts.c.id))
_row = insert(trusts).values(
    network=bindparam("network"), chat=bindparam("chat"), title=bindparam("title"), closed=bindparam("closed"),
    organizer=bindparam("organizer"),
    by=bindparam("by"), verdict=bindparam("verdict"), at=bindparam("at"),
)  # fmt: skip
_put = Statement(
    _row.on_conflict_do_update(
        index_elements=["network", "chat"],
        set_={name: _row.excluded[name] for name in ("title", "closed", "organizer", "by", "verdict", "at")},
    )
)
_decide = Statement(
    update(trusts)
    .where(trusts.c.id == bindparam("trust"))
    .values(verdict=bindparam("new_verdict"), at=bindparam("new_at"))
)
_drop = Statement(delete(trusts).where(_of_chat))
_move = Statement(update(trusts).where(_of_chat).values(chat=bindparam("new_chat")))


class Trusts:
    """Who may be served. A chat that nobody was asked about has no row."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._trusted: dict[tuple[str, str], bool] = {}  # every event in such a chat asks

    def forget(self) -> None:
        """Reads everything anew: something was changed or rolled back."""
        self._trusted.clear()

    def of(self, chat: Chat) -> Trust | None:
        """What is known of a chat."""
        row = _of(self._cursor, of_network=chat.network, of_chat=chat.id).fetchone()
        return _trust(row) if row else None

    def get(self, trust: int) -> Trust | None:
        """The one of an id."""
        row = _get(self._cursor, trust=trust).fetchone()
        return _trust(row) if row else None

    def all(self, verdict: Verdict) -> Sequence[Trust]:
        """Those of which the operator said this, the oldest first."""
        return [_trust(row) for row in _all(self._cursor, of_verdict=verdict)]

    def asked_by(self, member: MemberId) -> Sequence[Trust]:
        """Those to which somebody brought the bot."""
        return [_trust(row) for row in _asked_by(self._cursor, member=member)]

    def is_trusted(self, chat: Chat) -> bool:
        """Whether the operator approved the chat."""
        found = self._trusted.get((chat.network, chat.id))
        if found is None:
            known = self.of(chat)
            found = self._trusted[chat.network, chat.id] = known is not None and known.verdict is Verdict.TRUSTED
            if len(self._trusted) > REMEMBERED:
                del self._trusted[next(iter(self._trusted))]
        return found

    def put(self, place: Place, by: MemberId, verdict: Verdict, now: datetime, *, organizer: bool) -> Trust:
        """Keeps who brought the bot to a chat, and what holds for it from now on."""
        chat = place.chat
        self.forget()
        _put(
            self._cursor, network=chat.network, chat=chat.id, title=place.title, closed=int(place.closed),
            organizer=int(organizer), by=by,
            verdict=verdict, at=micros(now),
        )  # fmt: skip
        kept = self.of(chat)
        assert kept is not None  # it was just written
        return kept

    def decide(self, trust: int, verdict: Verdict, now: datetime) -> None:
        """The operator said this."""
        self.forget()
        _decide(self._cursor, trust=trust, new_verdict=verdict, new_at=micros(now))

    def move(self, chat: Chat, to: Chat) -> None:
        """The chat goes on under another id, as trusted as it was."""
        self.forget()
        if self.of(chat) is not None:
            _drop(self._cursor, of_network=to.network, of_chat=to.id)
            _move(self._cursor, of_network=chat.network, of_chat=chat.id, new_chat=to.id)


def _trust(row: tuple[int, str, str, str, int, int, int, str, int]) -> Trust:
    id_, network, chat, title, closed, organizer, by, verdict, at = row
    return Trust(
        id_, Chat(network, chat), title, bool(closed), bool(organizer), MemberId(by), Verdict(verdict), instant(at)
    )
