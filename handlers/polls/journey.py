"""The way of a question through the groups: what it carries, how it arrives, and where it is shown."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.message import Message
from bot.chat.text import Phrase, _, many
from bot.core.feature import Show
from bot.domain.deeds import Deed
from bot.domain.errors import N_, Refused
from bot.domain.initiatives import Initiative
from bot.domain.members import MemberId
from bot.domain.polls import Poll, Status
from bot.domain.polls.refusals import PollCancelled
from bot.domain.subsidiarity import LINK, Ground, Journey, Local, born
from handlers.context import Ctx, Job, Transaction
from handlers.polls import travel
from handlers.polls.feature import polls
from storage.journeys import STAYS, Kept


class GoneAlready(Refused):
    says = N_("This question is with {group} now. It can be moved from there only.")


def of(tx: Transaction, poll: Poll) -> tuple[Kept | None, Journey]:
    """The journey of a vote's question so far; raises once it has moved on from the vote's group."""
    if poll.status is Status.CANCELLED:
        raise PollCancelled(number=poll.number, reason=poll.reason)
    kept = tx.journeys.of_vote(poll.id)
    if kept is None:
        return None, born(poll.terms.title, poll.group, poll.terms.body)
    if kept.journey.where != poll.group:
        raise GoneAlready(group=tx.groups.get(kept.journey.where).name)
    return kept, kept.journey


def begun(tx: Transaction, moved: Journey, poll: Poll) -> Kept:
    """The journey of a question that moves for the first time."""
    return tx.journeys.begin(replace(moved, moves=()), poll.id)


def local(poll: Poll) -> Local:
    """What its group decided."""
    return Local(poll.result.outcome if poll.result else "", poll.id)


def address(ctx: Ctx, poll: Poll) -> str:
    """Where its group speaks of it: the card of the vote, where the network gives messages an address."""
    found = ctx.address(poll.topic)
    return found if len(found) <= LINK else ""


def rise_again(ctx: Ctx, poll: Poll, taken_up: Initiative) -> None:
    """Enough people took up what their group had refused: it rises."""
    kept, so_far = of(ctx.tx, poll)
    moved = replace(so_far, link=so_far.link or address(ctx, poll)).rise(
        ctx.tx.groups.tree(), Ground.REFUSED, by=taken_up.author, now=ctx.now, local=local(poll),
        supporters=taken_up.n, needed=taken_up.needed,
    )  # fmt: skip
    arrive(ctx, kept or begun(ctx.tx, moved, poll), moved, None)


def arrive(work: Job, kept: Kept, moved: Journey, by: MemberId | None) -> None:
    """The question is shown where it came to, with its record; both groups are told, and who did it is written down."""
    last, stay = moved.moves[-1], len(moved.moves) - 1
    work.tx.journeys.keep(kept, moved)
    if stay:
        work.refresh(_topic(kept.id, stay - 1))
    for room in work.tx.groups.rooms(last.to):
        work.show(_topic(kept.id, stay), room, before=work.now)
    to, origin = work.tx.groups.get(last.to), work.tx.groups.get(last.origin)
    for room in work.tx.groups.rooms(last.origin):
        work.post(room, travel.gone(moved, to), before=work.now)
    if by is not None:
        deed = Deed.RAISED if last.ground else Deed.SENT_DOWN
        for group in (last.origin, last.to):
            work.tx.acts.note(group, by, deed, f"{moved.title} ({origin.name} → {to.name})", work.now)


def voted(work: Job, kept: Kept, poll: Poll) -> None:
    """It is voted on where it is."""
    work.tx.journeys.voted(kept, poll.id)
    work.refresh(_topic(kept.id, len(kept.journey.moves) - 1))


def _topic(journey: int, stay: int) -> str:
    """Each stay of a question is a message of its own: the one it left loses its buttons."""
    return f"journey:{journey * STAYS + stay}"


@polls.live("journey", newest=True)
def draw(tx: Transaction, number: int, show: Show) -> Message | None:
    """A question that came from another group."""
    id_, stay = divmod(number, STAYS)
    kept = tx.journeys.get(id_)
    if kept is None or stay >= len(kept.journey.moves):
        return None
    move = kept.journey.moves[stay]
    below = bool(tx.groups.tree().children(move.to))
    here = stay == len(kept.journey.moves) - 1
    return travel.card(kept, tx.groups.get(move.origin), record(tx, kept, stay + 1), here=here, below=below)


def _birth(tx: Transaction, kept: Kept) -> list[Phrase]:
    """Where the question was born, when it was supporters who put it to the vote there."""
    first = kept.journey.moves[0] if kept.journey.moves else None
    found = tx.initiatives.of_vote(first.local.vote) if first is not None and first.local.vote else None
    if first is None or found is None:
        return []
    return [many("Born in {group}, supported by {n} person.", "Born in {group}, supported by {n} people.",
                 found.n, group=tx.groups.get(found.group).name)]  # fmt: skip


def record(tx: Transaction, kept: Kept, stays: int | None = None) -> list[Phrase]:
    """Every move in words, with what the group that was left had decided."""
    said = _birth(tx, kept)
    for move in kept.journey.moves[:stays]:
        vote = tx.polls.get(move.local.vote) if move.local.vote else None
        said += travel.told(move, tx.groups.get(move.origin), tx.groups.get(move.to), vote)
    if kept.journey.link:
        said.append(_("Discussion: {link}", link=kept.journey.link))
    elif kept.journey.moves:
        said.append(_("The discussion has no link: it is in the chat of {group}.",
                      group=tx.groups.get(kept.journey.born_in).name))  # fmt: skip
    return said
