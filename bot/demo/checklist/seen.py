"""What happened since the beginning, told from what the bot keeps and from what people wrote. Read when it is asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from functools import cached_property

from bot.adapters.local.hub import Hub
from bot.chat.address import Chat, User
from bot.core.command import PREFIXES, named
from bot.demo.cooperative import WIDER
from bot.demo.folder import State
from bot.domain.deeds import Deed, Noted
from bot.domain.groups import Group
from bot.domain.labels import Labelled
from bot.domain.members import MemberId
from bot.domain.names import ERASED, fold
from bot.domain.plenaries import Answer, Plenary, Point, Preset, Standing
from bot.domain.plenaries import Status as Stage
from bot.domain.polls import Poll, Status
from bot.domain.shifts import Shift
from handlers import meetings
from handlers.decisions.actions import Details
from handlers.polls.labelling import labelled
from storage.transaction import Transaction


def baseline(tx: Transaction, hub: Hub, state: State) -> State:
    """The state with everything that is there now as the beginning."""
    polls = tx.polls.all()
    return State(
        offset=state.offset,
        language=state.language,
        empty=state.empty,
        polls=max((poll.id for poll in polls), default=0),
        reminders=max((one.id for one in tx.reminders.all()), default=0),
        plenaries=max((one.id for one in tx.plenaries.all()), default=0),
        series=max((one.id for one in tx.series.all()), default=0),
        acts=max((one.id for one in tx.acts.all()), default=0),
        shifts=max((one.id for one in _shifts(tx)), default=0),
        message=max((post.number for post in hub.every_message()), default=0),
        ballots=frozenset(_ballots(tx, polls)),
    )


def _ballots(tx: Transaction, polls: Collection[Poll]) -> set[tuple[int, int]]:
    """Who answered which, of votes still open."""
    return {(one.id, member) for one in polls if one.is_open for member, _marks in tx.ballots.by_name(one.id)}


def _shifts(tx: Transaction) -> Iterator[Shift]:
    number = 1
    while (shift := tx.shifts.get(number)) is not None:
        yield shift
        number += 1


class Seen:
    """What happened since the beginning; `name` gives a command's own name for any of its twins. It reads in the
    transaction, so it lives as long as that does."""

    def __init__(self, tx: Transaction, hub: Hub, state: State, name: Callable[[str], str], now: datetime) -> None:
        self.tx = tx
        self.state = state
        self.now = now
        self._hub = hub
        self._name = name

    # people and groups

    def member(self, key: str) -> MemberId | None:
        """The member whose account this is; None before the bot knows them."""
        found = self.tx.members.of(User(self._hub.name, key))
        return found.id if found else None

    def group(self, chat: str) -> Group | None:
        """The group of a chat; None before the bot was spoken to in it."""
        room = self.tx.groups.room(Chat(self._hub.name, chat))
        return self.tx.groups.get(room.group.id) if room else None

    @cached_property
    def erased(self) -> bool:
        """Whether somebody erased their account."""
        return any(one.name is ERASED for one in self.tx.members.all())

    # votes

    @cached_property
    def polls(self) -> tuple[Poll, ...]:
        """The votes and polls that were opened since."""
        return tuple(one for one in self._every_poll if one.id > self.state.polls)

    @cached_property
    def _every_poll(self) -> Sequence[Poll]:
        return self.tx.polls.all()

    @cached_property
    def voters(self) -> frozenset[int]:
        """Who answered since."""
        known, every = self.state.ballots, self._every_poll
        cast = _ballots(self.tx, every) - known
        return frozenset(
            {member for _number, member in cast}
            | {m for one in self.ended for m, _marks in self.tx.ballots.by_name(one.id) if (one.id, m) not in known}
        )

    @cached_property
    def ended(self) -> tuple[Poll, ...]:
        """What has its result since."""
        known = {number for number, _member in self.state.ballots}
        return tuple(
            one for one in self._every_poll
            if one.status is Status.PROCLAIMED and (one.id > self.state.polls or one.id in known)
        )  # fmt: skip

    def next_end(self) -> datetime | None:
        """When the first of the votes and polls that are open closes."""
        return min((one.terms.closes_at for one in self._every_poll if one.is_open), default=None)

    @cached_property
    def labels(self) -> tuple[Labelled, ...]:
        """What the results of votes that sought a label of the statutes are worth."""
        wanted = [one for one in self.ended if one.terms.subject and one.result is not None]
        return tuple(labelled(self.tx, one) for one in wanted)

    # plenaries of the wider group, of which the list tells from the beginning to the end

    @cached_property
    def plenaries(self) -> tuple[Plenary, ...]:
        """Those of the wider group that were prepared since and take place, in their order."""
        group = self.group(WIDER)
        every = self.tx.plenaries.of(group.id) if group else ()
        fresh = (one for one in every if one.id > self.state.plenaries and one.status is not Stage.CANCELLED)
        return tuple(sorted(fresh, key=lambda one: one.id))

    @property
    def first(self) -> Plenary | None:
        """The one that the list walks through."""
        return self.plenaries[0] if self.plenaries else None

    @property
    def second(self) -> Plenary | None:
        """The one after it, which ratifies its minutes."""
        return self.plenaries[1] if len(self.plenaries) > 1 else None

    def answered(self, key: str, answer: Answer) -> bool:
        """Whether somebody said so of the first one."""
        member = self.member(key)
        return member is not None and self._answers.get(member) is answer

    @cached_property
    def _answers(self) -> dict[MemberId, Answer]:
        return dict(self.tx.meetings.answers(self.first.id)) if self.first else {}

    def here(self, plenary: Plenary | None, *keys: str) -> bool:
        """Whether these people came to a plenary."""
        came = self.tx.meetings.attendances(plenary.id) if plenary else {}
        return all(self.member(key) in came for key in keys)

    def standing(self, plenary: Plenary) -> Standing:
        """Who is there, and who is represented."""
        return meetings.room_now(self.tx, plenary)

    def point(self, plenary: Plenary | None, preset: Preset = Preset.NONE) -> Point | None:
        """The point that a member brought to a plenary and that can be voted on, or the one that comes by itself."""
        points = self.tx.agendas.of(plenary.id) if plenary else ()
        return next((one for one in points if one.preset is preset and one.can_be_voted), None)

    def vote(self, point: Point | None) -> Poll | None:
        """The vote that was opened from a point."""
        found = self.tx.meeting_votes.on(point.id) if point else ()
        return self.tx.polls.get(found[-1].poll) if found else None

    @property
    def decisive(self) -> Poll | None:
        """The vote of the first plenary."""
        return self.vote(self.point(self.first))

    @property
    def ratification(self) -> Poll | None:
        """The vote of the second one on the minutes of the first."""
        return self.vote(self.point(self.second, Preset.RATIFY))

    def voted(self, poll: Poll | None, key: str) -> bool:
        """Whether somebody answered a vote, or it has its result: then nobody knows any more who did."""
        if poll is None:
            return False
        member = self.member(key)
        return not poll.is_open or any(one == member for one, _marks in self.tx.ballots.by_name(poll.id))

    # projects and shifts

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        """Every shift."""
        return tuple(_shifts(self.tx))

    # what was done and written

    def did(self, *deeds: Deed) -> Sequence[Noted]:
        """What the journals of the groups tell of these deeds since."""
        return [one for one in self._acts if one.deed in deeds]

    @cached_property
    def _acts(self) -> Sequence[Noted]:
        return [one for one in self.tx.acts.all() if one.id > self.state.acts]

    @cached_property
    def written(self) -> frozenset[tuple[str, str]]:
        """The commands that people wrote, by their own names, each with its first word; in private without a prefix,
        too."""
        return frozenset(self._written())

    def _written(self) -> Iterator[tuple[str, str]]:
        posts = [post for post in self._hub.every_message() if post.number > self.state.message]
        for post in posts:
            text = post.text
            if post.by and (text[:1] in PREFIXES or not self._hub.room(post.ref.chat).private):
                command = named(text)
            else:
                command = named(f"/{text}") if post.by else None
            if command:
                yield self._name(command[0]), fold(command[2].partition(" ")[0])
        # The register is also reached through the menu's buttons: there it shows which decisions can be opened.
        details = (one for post in posts for one in post.message.buttons if one.data.startswith(f"{Details.prefix}:"))
        yield from (("decisions", "") for _one in details)

    def asked(self, command: str, *words: str) -> bool:
        """Whether somebody wrote a command, with one of these words first where some are given."""
        return any(name == command and (not words or word in words) for name, word in self.written)
