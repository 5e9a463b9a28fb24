"""Reminders: the one in the group, and the private one to whoever asked and has not answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Words, _, many, title
from bot.domain.polls import Poll
from handlers.polls import actions as act
from handlers.polls import offers
from handlers.polls.rules import heading
from handlers.polls.views import answers, pairs


def notice(due: Sequence[tuple[Poll, int]]) -> Message:
    """The reminder in the group, one message for several votes; each comes with the persons missing for its quorum."""
    if len(due) == 1 and not due[0][0].is_open:
        return offers.over(due[0][0])
    rows = tuple(
        (button(_("Remind me of vote {number}", number=poll.number) if len(due) > 1 else _("Remind me in private"),
                act.RemindMe(poll.id, True), "rappelle", "remind"),)
        for poll, _missing in due
    )  # fmt: skip
    return say(*_reminded(due), rows=rows, minor=True)


def reminder(due: Sequence[tuple[Poll, int]]) -> Message:
    """The reminder to one person who has not answered: of one vote with its answers, of several with a way to each."""
    polls = [poll for poll, _missing in due]
    if len(polls) == 1 and not polls[0].is_open:
        return offers.over(polls[0])
    rows: list[tuple[Button, ...]] = []
    if len(polls) == 1:
        rows += pairs(answers(polls[0]))
        rows.append((button(_("Do not remind me of this vote"), act.RemindMe(polls[0].id, False), "stop"),))
    else:
        rows += [(button(_("Show No. {number}", number=poll.number), act.Show(poll.id)),) for poll in polls]
    return say(*_reminded(due), rows=tuple(rows), minor=True)


def reminder_of_many(due: Sequence[tuple[Poll, int]]) -> Message:
    """The same, where nothing keeps it current: what leaves once the first of them has closed no longer names them."""
    closes = min(poll.closes_at for poll, _missing in due)
    waited = say(_("Votes waited for you here. Those that are still open: /vote"), minor=True)
    return replace(reminder(due), later=((closes, waited),))


def _reminded(due: Sequence[tuple[Poll, int]]) -> list[Line | Words]:
    lines: list[Line | Words] = []
    for poll, missing in due:
        lines.append(title(heading(poll)))
        lines.append(_("It closes on {ends}.", ends=poll.closes_at))
        if missing and poll.terms.is_weighted:
            lines.append(many("{n} voice is still missing for the quorum.",
                              "{n} voices are still missing for the quorum.", missing))  # fmt: skip
        elif missing:
            lines.append(many("{n} person is still missing for the quorum.",
                              "{n} people are still missing for the quorum.", missing))  # fmt: skip
    return lines
