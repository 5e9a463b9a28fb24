"""What is to be sent: written in the transaction of the event that caused it, deleted once sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, Index, Integer, Table, Text, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.chat.address import Chat, MessageRef, User
from bot.core.rows import Parcel
from storage.cursor import Cursor
from storage.types import Instant, Statement, maybe_instant, metadata, micros

URGENT, USUAL, LAST = 0, 1, 9  # ranks
POSTING = ("send", "show", "turn")  # kinds that post a message
PER_CHAT = 5  # parcels of one chat looked at in one round, so that a slow chat never hides the others

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("network", Text, nullable=False),
    Column("chat", Text, nullable=False, server_default=""),
    Column("thread", Text, nullable=False, server_default=""),
    Column("user", Text, nullable=False, server_default=""),
    Column("kind", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("post", Integer, nullable=False, server_default="0"),
    Column("rank", Integer, nullable=False, server_default="1"),
    Column("due_at", Instant, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("origin", Text, nullable=False, server_default=""),
    Column("held", Integer, nullable=False, server_default="0"),
    Index("ix_outbox_network_due_at", "network", "due_at"),
    sqlite_autoincrement=True,  # an id is the network's transaction key: never given twice
)

_put = Statement(
    insert(outbox).values(
        network=bindparam("network"), chat=bindparam("chat"), thread=bindparam("thread"), user=bindparam("user"),
        kind=bindparam("kind"), body=bindparam("body"), post=bindparam("post"), rank=bindparam("rank"),
        due_at=bindparam("due_at"), origin=bindparam("origin"), held=bindparam("held"),
    )
)  # fmt: skip
_place = (
    func.row_number()
    .over(partition_by=(outbox.c.chat, outbox.c.user), order_by=(outbox.c.rank, outbox.c.id))
    .label("place")
)
# What comes after something postponed waits for it, so that a chat's order is kept.
_ready_at = (
    func.max(outbox.c.due_at)
    .over(partition_by=(outbox.c.chat, outbox.c.user), order_by=(outbox.c.rank, outbox.c.id))
    .label("ready_at")
)
_here = (outbox.c.network == bindparam("network")) & (outbox.c.held == 0)
_due = select(outbox, _place, _ready_at).where(_here).subquery()
_waiting = Statement(
    select(
        _due.c.id, _due.c.network, _due.c.chat, _due.c.thread, _due.c.user, _due.c.kind, _due.c.body, _due.c.post,
        _due.c.tries, _due.c.origin,
    )
    .where(_due.c.place <= PER_CHAT, _due.c.ready_at <= bindparam("now"))
    .order_by(_due.c.rank, _due.c.id)
    .limit(bindparam("most"))
)  # fmt: skip
_done = Statement(delete(outbox).where(outbox.c.id == bindparam("parcel")))
_postpone = Statement(
    update(outbox)
    .where(
        outbox.c.network == bindparam("of_network"),
        outbox.c.chat == bindparam("of_chat"),
        outbox.c.user == bindparam("of_user"),
        outbox.c.due_at < bindparam("until"),
    )
    .values(due_at=bindparam("until"))
)
_tried = Statement(update(outbox).where(outbox.c.id == bindparam("parcel")).values(tries=outbox.c.tries + 1))
_set_aside = Statement(
    update(outbox)
    .where(outbox.c.id == bindparam("parcel"))
    .values(due_at=bindparam("until"), tries=outbox.c.tries + 1, rank=LAST)
)
_move = Statement(
    update(outbox)
    .where(outbox.c.network == bindparam("of_network"), outbox.c.chat == bindparam("of_chat"))
    .values(chat=bindparam("new_chat"))
)
# A message of the old chat cannot be answered from the new one; the chat alone is where its reader is shown the way.
_origin_there = func.instr(outbox.c.origin, bindparam("of_origin")) == 1
_move_origin = Statement(
    update(outbox)
    .where(outbox.c.network == bindparam("of_network"), _origin_there)
    .values(origin=bindparam("new_origin"))
)
# What is done to a message of the old chat cannot be done from the new one.
_drop = Statement(
    delete(outbox).where(
        outbox.c.network == bindparam("of_network"), outbox.c.chat == bindparam("of_chat"),
        (outbox.c.kind == "delete") | (outbox.c.kind == "react"),
    )
)  # fmt: skip
_next = Statement(select(func.min(outbox.c.due_at)).where(_here, outbox.c.due_at > bindparam("now")))
_sending = Statement(
    select(outbox.c.id)
    .where(
        _here, outbox.c.tries == 0, outbox.c.rank < LAST,
        or_(*(outbox.c.kind == kind for kind in POSTING)),
        (outbox.c.chat == bindparam("of_chat")) | (outbox.c.user == bindparam("of_user")),
    )
    .limit(1)
)  # fmt: skip
_for_user = (outbox.c.network == bindparam("of_network")) & (outbox.c.user == bindparam("of_user"))
_held_last = Statement(select(func.max(outbox.c.due_at)).where(_for_user, outbox.c.held == 1))
_at_door = Statement(
    select(func.count(func.distinct(outbox.c.user))).where(
        outbox.c.network == bindparam("of_network"), outbox.c.held == 1, outbox.c.origin == bindparam("of_origin"),
        outbox.c.due_at >= bindparam("since"),
    )
)  # fmt: skip
_mine = Statement(select(outbox.c.kind, outbox.c.body).where(_for_user).order_by(outbox.c.id))
_named = func.instr(outbox.c.body, bindparam("said")) > 0
_naming = Statement(select(outbox.c.id, outbox.c.kind, outbox.c.body).where(_named).order_by(outbox.c.id))
_rewrite = Statement(update(outbox).where(outbox.c.id == bindparam("parcel")).values(body=bindparam("new_body")))
_hold = Statement(
    update(outbox).where(outbox.c.id == bindparam("parcel")).values(held=1, tries=0, due_at=bindparam("now"))
)
_release = Statement(update(outbox).where(_for_user, outbox.c.held == 1).values(held=0, due_at=bindparam("now")))
_purge = Statement(delete(outbox).where(outbox.c.held == 1, outbox.c.due_at < bindparam("before")))
_size = Statement(select(func.count()).select_from(outbox))


class Outbox:
    """Messages and other doings that wait for a courier."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self.stirred = False

    def put(
        self, kind: str, body: str, now: datetime, *, chat: Chat | None, to: User | None = None, post: int = 0,
        urgent: bool = False, origin: MessageRef | None = None, held: bool = False, due: datetime | None = None,
    ) -> None:  # fmt: skip
        """One more thing to do, in a chat or for a person; `held`, until the person opens a private chat; not before it
        is `due`, and nothing waits for it until then."""
        self.stirred = True
        body.encode()  # half a character cannot be stored: it fails here, alone, and not for everybody at the commit
        network = chat.network if chat else to.network if to else ""
        where, thread = (chat.id, chat.thread) if chat else ("", "")
        rank, back = URGENT if urgent else USUAL, _place_of(origin) if origin else ""
        account, at = to.id if to else "", micros(due or now)
        row = (network, where, thread, account, kind, body, post, LAST if due else rank, at, back, int(held))
        self._cursor.later(_put, row)

    def waiting(self, network: str, now: datetime, most: int) -> Sequence[Parcel]:
        """What is due, urgent first, else in the order in which it was put."""
        return [_parcel(row) for row in _waiting(self._cursor, network=network, now=micros(now), most=most)]

    def sending(self, chat: Chat, to: User | None) -> bool:
        """Whether a message may be there, or in the person's private chat, that was not noted yet."""
        found = _sending(self._cursor, network=chat.network, of_chat=chat.id, of_user=to.id if to else None)
        return found.fetchone() is not None

    def done(self, parcel: int) -> None:
        """It was sent, or will never be."""
        _done(self._cursor, parcel=parcel)

    def postpone(self, parcel: Parcel, until: datetime) -> None:
        """It was tried in vain: with everything for the same chat, it waits until then."""
        _tried(self._cursor, parcel=parcel.id)
        _postpone(
            self._cursor, of_network=parcel.chat.network if parcel.chat else parcel.to.network if parcel.to else "",
            of_chat=parcel.chat.id if parcel.chat else "", of_user=parcel.to.id if parcel.to else "",
            until=micros(until),
        )  # fmt: skip

    def set_aside(self, parcel: Parcel, until: datetime) -> None:
        """It cannot be made ready: it alone waits until then, and nothing waits for it."""
        _set_aside(self._cursor, parcel=parcel.id, until=micros(until))

    def move(self, chat: Chat, to: Chat) -> None:
        """What waits for a chat goes to another one, but for messages to be deleted: they stayed behind for good."""
        _drop(self._cursor, of_network=chat.network, of_chat=chat.id)
        _move_origin(
            self._cursor, of_network=chat.network, of_origin=f"{chat.id}\t", new_origin=_place_of(MessageRef(to, ""))
        )  # fmt: skip
        _move(self._cursor, of_network=chat.network, of_chat=chat.id, new_chat=to.id)

    def next_due(self, network: str, now: datetime) -> datetime | None:
        """When the next postponed thing is due."""
        return maybe_instant(_next(self._cursor, network=network, now=micros(now)).fetchone()[0])

    def hold(self, parcel: Parcel, now: datetime) -> datetime | None:
        """Keeps it until the person opens a private chat; when the last thing for them was kept, None for the first."""
        user = parcel.to or User("", "")
        last = _held_last(self._cursor, of_network=user.network, of_user=user.id).fetchone()[0]
        _hold(self._cursor, parcel=parcel.id, now=micros(now))
        return maybe_instant(last)

    def at_door(self, origin: MessageRef, since: datetime) -> int:
        """For how many people something of an origin was kept since then."""
        network = origin.chat.network
        return int(
            _at_door(self._cursor, of_network=network, of_origin=_place_of(origin), since=micros(since)).fetchone()[0]
        )

    def mine(self, user: User) -> Sequence[tuple[str, str]]:
        """What waits for an account: its kind, and what it says."""
        rows = _mine(self._cursor, of_network=user.network, of_user=user.id)
        return [(str(kind), str(body)) for kind, body in rows]

    def naming(self, said: str) -> Sequence[tuple[int, str, str]]:
        """Whatever waits for anybody and holds these words: its id, its kind, and what it says."""
        return [(int(id_), str(kind), str(body)) for id_, kind, body in _naming(self._cursor, said=said)]

    def rewrite(self, parcel: int, body: str) -> None:
        """It says something else, of which nothing stays."""
        self._cursor.traces = True
        _rewrite(self._cursor, parcel=parcel, new_body=body)

    def release(self, user: User, now: datetime) -> int:
        """What was kept for somebody goes out now; how much it is."""
        self.stirred = True
        return _release(self._cursor, of_network=user.network, of_user=user.id, now=micros(now)).rowcount

    def purge(self, before: datetime) -> int:
        """Forgets what was kept before an instant for people who never opened a private chat; how much."""
        return _purge(self._cursor, before=micros(before)).rowcount

    def size(self) -> int:
        """How much waits."""
        return int(_size(self._cursor).fetchone()[0])


def _parcel(row: tuple[int, str, str, str, str, str, str, int, int, str]) -> Parcel:
    id_, network, chat, thread, user, kind, body, post, tries, origin = row
    where, to = Chat(network, chat, thread) if chat else None, User(network, user) if user else None
    return Parcel(id_, where, to, kind, body, post, tries, _origin(network, origin) if origin else None)


def _place_of(ref: MessageRef) -> str:
    return f"{ref.chat.id}\t{ref.chat.thread}\t{ref.id}"


def _origin(network: str, text: str) -> MessageRef:
    chat, thread, message = text.split("\t")
    return MessageRef(Chat(network, chat, thread), message)
