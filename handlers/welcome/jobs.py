"""The greeting is said a few seconds after the first arrival, and names whoever joins within the minute."""

from __future__ import annotations

from bot.chat.message import Message
from bot.core.feature import Show
from bot.domain.groups import GroupId
from bot.domain.names import told_apart
from handlers.context import Job, Transaction
from handlers.welcome import views
from handlers.welcome.chat import welcome


@welcome.live("welcome")
def draw(tx: Transaction, number: int, show: Show) -> Message | None:
    """The greeting; None once everybody it names has left."""
    group = tx.greetings.group(number)
    names = _names(tx, group, number) if group is not None else ()
    return views.greeting(names, tx.groups.get(group).name) if group is not None and names else None


def _names(tx: Transaction, group: GroupId, greeting: int) -> tuple[str, ...]:
    here = set(tx.presences.members(group))
    people = [member for member in tx.greetings.named(group, greeting) if member in here]
    return tuple(told_apart({member: tx.members.get(member).name for member in people}).values())


@welcome.job("welcome.greet")
def greet(work: Job, greeting: int) -> None:
    """Shows the greeting, unless whoever came has left already."""
    group = work.tx.greetings.group(greeting)
    if group is None or not _names(work.tx, group, greeting):
        return
    for room in work.tx.groups.rooms(group):
        work.show(f"welcome:{greeting}", room)
