"""Which living messages name or count somebody: they are drawn again when two accounts turn out to be one person.

This is the one place that knows it for every kind of topic; a test walks the views of all features and fails until a
new one stands here too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from sqlalchemy import text

from bot.domain.members import MemberId
from storage.cursor import Cursor
from storage.journeys import STAYS
from storage.types import Statement

# Of a vote what is open alone: a result is never changed.
_VOTES = "SELECT id FROM polls WHERE status = 'open' AND (" + " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} WHERE poll = polls.id AND {column} = :member)"
    for table, column in (("ballots", "member"), ("electors", "member"), ("electors", "holder"))
) + ")"  # fmt: skip
# The numbers of a room are taken of everybody in the chats, met or not, and those of a meeting that is over stay.
_UNDER_WAY = "SELECT id FROM plenaries WHERE status = 'open'"
# Each kind of topic, and what selects the numbers of those that show the person; nothing where none ever does.
SHOWS: Mapping[str, tuple[str, ...]] = {
    "aid": ("SELECT id FROM aid WHERE author = :member", "SELECT item FROM aid_helpers WHERE member = :member"),
    "answers": ("SELECT id FROM paths WHERE member = :member",),
    "aidnote": ("SELECT id FROM aid_notes WHERE sender = :member", 'SELECT id FROM aid_notes WHERE "to" = :member'),
    "convened": (),
    "full": (_VOTES,),
    "initiative": ("SELECT initiative FROM supporters WHERE member = :member",),
    "journey": (
        f"SELECT stay.journey * {STAYS} + stay.place FROM supporters "
        "JOIN initiatives ON initiatives.id = supporters.initiative "
        "JOIN moves AS birth ON birth.vote = initiatives.poll AND birth.place = 0 "
        "JOIN moves AS stay ON stay.journey = birth.journey WHERE supporters.member = :member",
    ),
    "managing": (),
    "minutes": (),
    "notice": (_VOTES,),
    "panel": (_UNDER_WAY,),
    "plenary": ("SELECT plenary FROM rsvps WHERE member = :member",),
    "poll": (_VOTES,),
    "project": ("SELECT project FROM crew WHERE member = :member",),
    "published": (),
    "question": (
        "SELECT id FROM questions WHERE author = :member",
        "SELECT question FROM sayers WHERE member = :member",
    ),
    "reminded": (),
    "reminder": ('SELECT id FROM reminders WHERE author = :member AND "group" IS NOT NULL',),
    "shift": ("SELECT shift FROM duties WHERE member = :member",),
    "signin": (_UNDER_WAY,),
    "tied": (),
    "trust": ("SELECT id FROM trusts WHERE \"by\" = :member AND verdict = 'asked'",),
    "welcome": ("SELECT greeting FROM greeted WHERE member = :member AND greeting IS NOT NULL",),
}


@cache
def _statements() -> tuple[Statement, ...]:
    """For each kind its topics, as far as they are shown anywhere."""
    return tuple(
        Statement(text(
            f"WITH found(number) AS ({' UNION '.join(selects)}) "
            f"SELECT DISTINCT topic FROM posts WHERE topic IN (SELECT '{kind}:' || number FROM found)"
        ))
        for kind, selects in SHOWS.items() if selects
    )  # fmt: skip


class Showing:
    """What shows whom."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def of(self, member: MemberId) -> Sequence[str]:
        """The topics, as far as they are shown anywhere, that name the person or count them."""
        return [str(row[0]) for one in _statements() for row in one(self._cursor, member=member)]
