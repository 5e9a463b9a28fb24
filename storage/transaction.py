"""One unit of work: the repositories, all on one cursor, and savepoints inside it."""

from __future__ import annotations

import sqlite3
from types import TracebackType

from bot.chat.address import Chat
from bot.core.ports import Stirred
from storage.acts import Acts
from storage.agendas import Agendas
from storage.aid import Aid
from storage.ballots import Cast
from storage.charters import Charters
from storage.codes import Codes
from storage.copies import Copies
from storage.cursor import Cursor
from storage.decisions import Decisions
from storage.electors import Electors
from storage.erasures import Erasures
from storage.feeds import Feeds
from storage.greetings import Greetings
from storage.groups import Groups
from storage.inbox import Inbox
from storage.initiatives import Initiatives
from storage.jobs import Jobs
from storage.journeys import Journeys
from storage.life import Life
from storage.meeting_votes import MeetingVotes
from storage.meetings import Meetings
from storage.members import Members
from storage.memberships import Memberships
from storage.mentions import Mentions
from storage.minutes import Records
from storage.moves import Moves
from storage.notes import Notes
from storage.operators import Operators
from storage.outbox import Outbox
from storage.pairings import Pairings
from storage.paths import Paths
from storage.plenaries import Plenaries
from storage.polls import Polls
from storage.posts import Posts
from storage.presences import Presences
from storage.private_chats import PrivateChats
from storage.projects import Projects
from storage.proxies import Proxies
from storage.questions import Questions
from storage.reminders import Reminders
from storage.reports import Reports
from storage.requests import Requests
from storage.retention import Retention
from storage.roles import Countersigns, GroupRoles
from storage.seats import Seats
from storage.series import EverySeries
from storage.shifts import Shifts
from storage.shown import Showing
from storage.talks import Talks
from storage.trusts import Trusts
from storage.types import raise_unless_bug
from storage.undos import Undos
from storage.watchers import Watchers
from storage.welcomes import Welcomes
from storage.zones import Zones


class Transaction:
    """What handlers call `tx`."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.inbox = Inbox(cursor)
        self.erasures = Erasures(cursor)
        self.members = Members(cursor, self.erasures.came_back)
        self.memberships = Memberships(cursor)
        self.copies = Copies(cursor)
        self.roles = GroupRoles(cursor)
        self.countersigns = Countersigns(cursor)
        self.retention = Retention(cursor)
        self.groups = Groups(cursor)
        self.moves = Moves(cursor)
        self.presences = Presences(cursor)
        self.seats = Seats(cursor)
        self.private_chats = PrivateChats(cursor)
        self.talks = Talks(cursor)
        self.undos = Undos(cursor)
        self.outbox = Outbox(cursor)
        self.posts = Posts(cursor)
        self.showing = Showing(cursor)
        self.jobs = Jobs(cursor)
        self.life = Life(cursor)
        self.zones = Zones(cursor)
        self.notes = Notes(cursor)
        self.polls = Polls(cursor)
        self.ballots = Cast(cursor)
        self.electors = Electors(cursor)
        self.watchers = Watchers(cursor)
        self.proxies = Proxies(cursor)
        self.charters = Charters(cursor)
        self.decisions = Decisions(cursor)
        self.reminders = Reminders(cursor)
        self.feeds = Feeds(cursor)
        self.greetings = Greetings(cursor)
        self.paths = Paths(cursor)
        self.welcomes = Welcomes(cursor)
        self.requests = Requests(cursor)
        self.trusts = Trusts(cursor)
        self.operators = Operators(cursor)
        self.reports = Reports(cursor)
        self.acts = Acts(cursor)
        self.codes = Codes(cursor)
        self.mentions = Mentions(cursor)
        self.pairings = Pairings(cursor)
        self.initiatives = Initiatives(cursor)
        self.journeys = Journeys(cursor)
        self.projects = Projects(cursor)
        self.shifts = Shifts(cursor)
        self.aid = Aid(cursor)
        self.questions = Questions(cursor)
        self.plenaries = Plenaries(cursor)
        self.series = EverySeries(cursor)
        self.agendas = Agendas(cursor)
        self.meetings = Meetings(cursor)
        self.meeting_votes = MeetingVotes(cursor)
        self.records = Records(cursor)
        self._savepoint = Savepoint(self)

    def starts(self, *, careful: bool = False) -> None:
        """A new transaction begins on the same cursor; in a careful one every row is written at once."""
        self.posts.starts()
        self.cursor.starts(careful=careful)
        self.inbox.starts()
        self.outbox.stirred = self.jobs.stirred = False

    def ends(self) -> None:
        """The transaction is about to be committed."""
        self.cursor.write_all()

    @property
    def stirred(self) -> Stirred:
        """What others will have to do once this is committed."""
        sending = Stirred.SENDING if self.outbox.stirred or self.posts.stirred else Stirred.NOTHING
        return sending | (Stirred.JOBS if self.jobs.stirred else Stirred.NOTHING)

    def forget(self) -> None:
        """Something was rolled back: what the repositories remember may not be true."""
        self.posts.forget()
        self.members.forget()
        self.groups.forget()
        self.moves.forget()
        self.trusts.forget()
        self.presences.forget()
        self.private_chats.forget()
        self.polls.forget()
        self.watchers.forget()
        self.charters.forget()

    def move(self, chat: Chat, to: Chat) -> None:
        """The chat goes on under another id, with what is shown in it and what waits for it."""
        self.groups.move(chat, to)
        self.posts.move(chat, to)
        self.outbox.move(chat, to)
        self.trusts.move(chat, to)
        self.talks.move(chat, to)
        self.private_chats.move(chat, to)
        self.moves.note(chat, to)
        self.forget()

    def savepoint(self) -> Savepoint:
        """What happens inside happens whole, or not at all. They nest."""
        return self._savepoint


class Savepoint:
    """Reusable and nestable: the cursor keeps the stack."""

    __slots__ = ("_cursor", "_tx")

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._cursor = tx.cursor

    def __enter__(self) -> None:
        self._cursor.begin()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None:
            self._cursor.keep()
            return
        if self._cursor.take_back(error):
            self._tx.forget()
        # What a broken disk does while rows are read must not be taken for a bug of whoever reads them.
        if isinstance(error, sqlite3.DatabaseError):
            raise_unless_bug(error)
