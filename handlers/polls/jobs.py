"""What a vote does by itself: it is drawn wherever it is shown, closes at its deadline, is counted and proclaimed."""

from __future__ import annotations

from bot.chat.message import Message
from bot.core.community import POLLS_MOVED
from bot.core.feature import Show
from bot.domain.polls import Marks, Poll, Result, Status, counts
from handlers import readings
from handlers.context import Job, Transaction
from handlers.polls import counting, labelling, meeting, results, service, views
from handlers.polls.feature import polls


@polls.live("poll")
def draw(tx: Transaction, number: int, show: Show) -> Message | None:
    """The living message of a vote."""
    poll = tx.polls.get(number)
    if poll is None:
        return None
    counted = counts(poll.terms, counting.grouped(tx, poll)) if poll.is_open and poll.shows_tally else ()
    room = meeting.room_now(tx, poll)
    own = _own(tx, poll, show) if show.private and poll.is_open else ()
    standing = views.Standing(poll, counting.turnout(tx, poll), counted, room, readings.told(tx, poll), own)
    return views.card(standing, private=show.private)


def _own(tx: Transaction, poll: Poll, show: Show) -> Marks:
    """What the only reader of a private chat answered, () when they did not."""
    reader = tx.members.of(tx.private_chats.owner(show.chat))
    return (tx.ballots.of(poll.id, reader.id) or ()) if reader else ()


@polls.job(POLLS_MOVED)
def pin_anew(work: Job, room: int, old: str, new: str) -> None:
    """A group's chat goes on under another id: its open votes are posted there anew, and pinned as they were."""
    found = work.tx.groups.one(room)
    for poll in work.tx.polls.open_in(found.group.id):
        if poll.terms.binding:
            work.pin(poll.topic, found)


@polls.job("polls.close")
def close(work: Job, poll: int) -> None:
    """The deadline has come; it moves when people could not vote in the last hour."""
    found = work.tx.polls.get(poll)
    if found is not None and found.is_open and work.now >= service.more_time(work, found).closes_at:
        service.close(work, found)


@polls.job("polls.count", prepare=service.count)
def proclaim(work: Job, poll: int, prepared: Result | None) -> None:
    """The result is kept and announced, once; after a tie its author alone is offered a new ballot."""
    found = work.tx.polls.get(poll)
    if found is None or prepared is None or found.status is not Status.CLOSED:
        return
    proclaimed = service.proclaim(work, found, prepared)
    _announce(work, proclaimed)
    _read_again(work, proclaimed)
    if proclaimed.terms.meeting:
        meeting.proclaimed(work, proclaimed)
    if prepared.outcome == "tied":
        author, group = work.tx.members.get(found.author), work.tx.groups.get(found.group)
        work.show_to(service.about("tied", poll), author, group)


def _read_again(work: Job, poll: Poll) -> None:
    """What is to be confirmed goes to the next plenary, once the one it was decided in is over; what was confirmed, or
    was not, is shown with its first vote."""
    before, read = readings.first(work.tx, poll), readings.second(work.tx, poll)
    if before is not None:
        work.refresh(before.topic)
    if read is not None and not poll.terms.meeting:
        work.plan(f"confirm:{poll.group}", "plenaries.take_up", work.now, group=poll.group)


def _announce(work: Job, poll: Poll) -> None:
    """In the group; to its author alone when the bot is in none of its chats any more."""
    group, rooms = work.tx.groups.get(poll.group), work.tx.groups.rooms(poll.group)
    closer = work.tx.members.get(poll.closed_by) if poll.closed_by is not None else None
    by = service.called(group, poll, closer) if closer else ""
    label, rises = labelling.labelled(work.tx, poll), group.parent is not None
    result = results.announcement(poll, by, work.words_for(group), label, readings.told(work.tx, poll), rises=rises)
    for room in rooms:
        work.post(room, result, urgent=True, near=poll.topic, before=work.now)  # its hour was chosen
    if not rooms:
        work.tell(work.tx.members.get(poll.author), result, group)


@polls.job("polls.full", quiet=True)
def everybody_answered(work: Job, poll: int) -> None:
    """Nobody is left to vote: the author may close now, where the charter lets them."""
    found, topic = work.tx.polls.get(poll), service.about("full", poll)
    if found is None or not found.is_open or not service.everybody_answered(work.tx, found):
        return
    group = work.tx.groups.get(found.group)
    if work.core.posts.of(topic):
        work.refresh(topic)  # told before; somebody had taken an answer back since
    elif group.charter.auto_close and found.terms.binding:
        service.close(work, found)
    elif group.charter.early_close:
        work.show_to(topic, work.tx.members.get(found.author), group, before=found.closes_at)
