"""What the author of a vote reads: what would be published, what was, and what may be done next."""

from __future__ import annotations

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Words, _, note, quote, title
from bot.domain.groups import Group
from bot.domain.polls import Poll, Terms
from handlers.polls import actions as act
from handlers.polls.rules import heading, majority, name, quorum, secrecy
from handlers.polls.views import ended, options


def preview(terms: Terms, group: Group, rows: tuple[tuple[Button, ...], ...]) -> Message:
    """What would be published, with the settings that hold."""
    lines: list[Line | Words] = [title(_("To be published in {group}:", group=group.name)), terms.title]
    if terms.body:
        lines.append(quote(terms.body))
    lines += [_("• {option}", option=option) for option in terms.options]
    lines.append(_("Open until {ends}.", ends=terms.closes_at))
    if terms.binding:
        lines += [majority(terms), quorum(terms)]
    return say(*lines, note(secrecy(terms)), rows=rows)


def settings(binding: bool) -> Message:
    """What can be set, with an example to copy."""
    if not binding:
        return say(
            _("Write the settings on one line. For example: ends=2d max=2"),
            note(_("ends: a date or a duration. max: how many answers each person may give. results: live or close.")),
        )
    return say(
        _("Write the settings on one line, in any order. For example: ends=3d quorum=1/4 majority=2/3 secrecy=public"),
        note(_("ends: a date or a duration. results: live or close. quorum: 12, 1/4 or 25%. majority: simple, "
               "absolute, 2/3 or unanimity. base: cast, voters, present or members. secrecy: public or confidential.")),
    )  # fmt: skip


def published(poll: Poll, group: Group, *, takes_back: bool) -> Message:
    """Told to its author: where it is, and what may still be done about it."""
    if not poll.is_open:
        return over(poll)
    number = poll.number
    early = _("For ten minutes, while nobody has answered, you may take it back, or correct it: "
              "/vote correct {number} …", number=number)  # fmt: skip
    up: tuple[tuple[Button, ...], ...] = ()
    if group.parent is not None and poll.terms.binding:
        up = ((button(_("Raise it to the wider group"), act.Raise(poll.id), "faire monter", "monter", "raise"),),)
    later = _("Later: /vote extend {number} 2d, /vote close {number}, /vote cancel {number} reason", number=number)
    return say(
        _("{vote} is open in {group} until {ends}.", vote=name(poll), group=group.name, ends=poll.closes_at),
        *((note(early),) if takes_back else ()),
        note(later),
        rows=(*(((button(_("Take it back"), act.Undo(poll.id), "reprendre", "undo"),),) if takes_back else ()), *up),
        silent=True, minor=True,
    )  # fmt: skip


def everybody_answered(poll: Poll, *, all_in: bool) -> Message:
    """Offered to its author when nobody is left to vote."""
    if not poll.is_open:
        return over(poll)
    if not all_in:
        return say(title(heading(poll)), _("Somebody took an answer back: not everybody has answered."), minor=True)
    return say(
        _("Everybody has answered vote {number}. You may close it now, or leave people time to change their minds "
          "until {ends}.", number=poll.number, ends=poll.closes_at),
        rows=((button(_("Close now"), act.CloseNow(poll.id), "clore", "close"),),),
    )  # fmt: skip


def tied(poll: Poll, *, is_open: bool) -> Message:
    """Offered to its author after a tie; nothing opens alone. `is_open` is the new ballot."""
    assert poll.result is not None  # only proclaimed votes are tied
    level = options(poll, poll.result.tied)
    if is_open:
        told = _("Vote {number} ended in a tie between {options}. The new ballot is open.", number=poll.number,
                 options=level)  # fmt: skip
        return say(told, minor=True)
    return say(
        _("Vote {number} ended in a tie between {options}. To decide between them, open a new ballot.",
          number=poll.number, options=level),
        rows=((button(_("New ballot between the tied"), act.Again(poll.id), "revoter", "again"),),),
    )  # fmt: skip


def over(poll: Poll) -> Message:
    """What stays of an offer once the vote has ended."""
    return say(title(heading(poll)), ended(poll), silent=True, minor=True)
