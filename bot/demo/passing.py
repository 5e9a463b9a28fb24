"""Time that passes for a bot that just waits: what is due on the way happens at its instant, one after another."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.app import App

MOST_STOPS = 1000  # months of an ordinary group; whatever is due beyond them happens at the end, late


async def pass_time(
    app: App, until: datetime, move: Callable[[datetime], None], settle: Callable[[], Awaitable[None]]
) -> None:
    """Moves the clock from one instant at which something is due to the next, and at last to `until`. `move` sets it,
    `settle` comes back when all that was due then has happened; what it raises ends the walk where it is. What is due
    at `until` itself is left to whoever asked."""
    for _stop in range(MOST_STOPS):
        due = _coming(app)
        if due is None or due > until:
            break
        move(due)
        await settle()
    move(until)


def _coming(app: App) -> datetime | None:
    """When something is to be done next: what is planned, or written already and leaves at its instant."""
    now = app.clock.now()
    with app.database.read() as tx:
        found = [tx.jobs.next_due(), *(tx.outbox.next_due(name, now) for name in app.adapters)]
    return min((due for due in found if due is not None), default=None)
