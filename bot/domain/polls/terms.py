"""What a vote is opened with. It never changes: its fingerprint is shown and kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.fingerprint import fingerprint
from bot.domain.names import clean, clean_body, distinct, fold
from bot.domain.polls.refusals import (
    BlankIsThere,
    BodyTooLong,
    DeadlineTooClose,
    LiveMustBePublic,
    MaxOutOfRange,
    MotionHasNoOptions,
    OptionCount,
    PollOptionCount,
    QuorumTooHigh,
)
from bot.domain.quorum import Quorum
from bot.domain.tally.motion import Kind, Majority, Voice
from bot.domain.tally.turnout import Base, Room, Turnout

QUESTION, BODY, OPTION = 300, 3000, 100  # characters at most
MOST_OPTIONS, MOST_POLL_OPTIONS = 50, 12
SHORTEST = timedelta(minutes=1)
SIMPLE = Majority()
# The answers of a motion, in their order: a tuple, as every ballot asks for one.
ANSWERS = tuple(Voice)
BLANK = ("blanc", "vote blanc", "blank", "blank vote")


class Method(StrEnum):
    """How answers are counted."""

    MOTION = "motion"
    CHOICE = "choice"
    MULTIPLE = "multiple"


class Secrecy(StrEnum):
    """Who sees what: `public` who voted what, `confidential` who voted, and totals after the close."""

    PUBLIC = "public"
    CONFIDENTIAL = "confidential"


class Results(StrEnum):
    """When the tally can be seen."""

    LIVE = "live"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything that is frozen at opening. `electorate` is the number of voices that may vote, None for a poll.

    `listed` is the fingerprint of the list of voters, "" where whoever is in the chats votes, and `electors` how many
    people are on it. `charter` is the number of the version it was opened under, 0 where none was written down.
    `subject` is what it decides under the statutes, "" when nothing. `meeting` is the plenary in which it is opened,
    0 outside one: then only those who are there answer, and who is in the room counts for the quorum.
    """

    title: str
    options: tuple[str, ...]
    method: Method
    binding: bool
    closes_at: datetime
    zone: str
    body: str = ""
    most: int = 1
    secrecy: Secrecy = Secrecy.PUBLIC
    results: Results = Results.LIVE
    quorum: Quorum | None = None
    majority: Majority = SIMPLE
    base: Base = Base.CAST
    electorate: int | None = None
    listed: str = ""
    electors: int = 0
    charter: int = 0
    subject: str = ""
    meeting: int = 0

    def __hash__(self) -> int:
        """Quick, as each ballot looks up what is said of its terms; votes of the same title are rare."""
        return hash(self.title)

    def checked(self, now: datetime) -> Terms:
        """The terms cleaned; raises a refusal that says what to write instead."""
        if len(self.body) > BODY:
            raise BodyTooLong(n=len(self.body), most=BODY)
        title, body = clean(self.title, most=QUESTION), clean_body(self.body, most=BODY)
        cleaned = replace(self, title=title, options=self._options(), body=body)
        if self.results is Results.LIVE and self.secrecy is not Secrecy.PUBLIC:
            raise LiveMustBePublic
        required = self.quorum_required
        if required is not None and self.electorate is not None and required > self.electorate:
            raise QuorumTooHigh(required=required, electorate=self.electorate)
        if self.closes_at < now + SHORTEST:
            raise DeadlineTooClose(ends=self.closes_at)
        return cleaned

    def _options(self) -> tuple[str, ...]:
        """The options cleaned: in the right number, none twice, none that imitates another or the blank ballot."""
        if self.method is Method.MOTION:
            if self.options:
                raise MotionHasNoOptions
            return ()
        most = MOST_OPTIONS if self.binding else MOST_POLL_OPTIONS
        if not 2 <= len(self.options) <= most:
            refused = OptionCount if self.binding else PollOptionCount
            raise refused(n=len(self.options), most=most)
        options = tuple(clean(option, most=OPTION) for option in self.options)
        distinct(options)
        if self.has_blank and (blank := next((option for option in options if fold(option) in BLANK), None)):
            raise BlankIsThere(text=blank)
        if not 1 <= self.most <= len(options):
            raise MaxOutOfRange(text=str(self.most), options=len(options))
        return options

    @property
    def is_weighted(self) -> bool:
        """Whether some voices weigh more than others."""
        return bool(self.listed) and self.electors != self.electorate

    @property
    def has_blank(self) -> bool:
        """A decision offers a blank ballot; advice does not."""
        return self.binding

    @property
    def voices(self) -> int:
        """How many different answers there are: the four of a motion, or the options and the blank."""
        return len(ANSWERS) if self.method is Method.MOTION else len(self.options) + self.has_blank

    def is_blank(self, mark: int) -> bool:
        """Whether the answer is the blank ballot."""
        if self.method is Method.MOTION:
            return ANSWERS[mark] is Voice.BLANK
        return self.has_blank and mark == len(self.options)

    @property
    def quorum_required(self) -> int | None:
        """Persons who must take part, as far as the electorate tells; None without a quorum."""
        if self.quorum is None or (self.electorate is None and self.quorum.persons is None):
            return None
        return self.quorum.required(Turnout.of(Room(members=self.electorate), participants=0))

    @property
    def fingerprint(self) -> str:
        """SHA-256 of everything that is frozen, in hexadecimal."""
        return fingerprint(self)


def threshold(terms: Terms) -> int | None:
    """Voices in favour that will be needed, where it is known before anybody votes: only of the whole electorate."""
    if terms.method is not Method.MOTION or terms.base is not Base.MEMBERS or terms.electorate is None:
        return None
    kind = terms.majority.kind
    if kind in (Kind.SIMPLE, Kind.UNANIMITY):
        return None
    return terms.majority.required(terms.electorate)
