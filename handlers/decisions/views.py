"""How the register is shown. Pure: from values to messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, many, note, title
from bot.core.router import Run
from bot.domain.decisions import Decision, DecisionId
from bot.domain.groups import Group, GroupId
from bot.domain.subsidiarity import Ground
from handlers.decisions.actions import Details, Page

PER_PAGE = 5

EMPTY = _("The register is empty: decisions enter it when a vote ends. For example: /vote Shall we adopt the charter?")


@dataclass(frozen=True, slots=True)
class Readings:
    """What became of a decision at its second reading, in words, and the `other` decision of the two."""

    said: Sequence[Phrase] = ()
    other: Decision | None = None


ONCE = Readings()


def page(
    found: Sequence[Decision], groups: Mapping[GroupId, Group], search: str, at: int,
    readings: Mapping[DecisionId, Readings],
) -> Message:  # fmt: skip
    """One page of what was found, the newest first; with what became of those that are read twice."""
    if not found:
        return say(_no_match(search) if search else EMPTY)
    at, last = _place(found, at)
    shown = on_page(found, at)
    lines: list[Line | Words] = [title(_head(len(found), search))]
    for one in shown:
        lines += [heading(one), note(_outcome(one, groups, alone=len(groups) == 1))]
        lines += map(note, readings[one.id].said)
    if last:
        lines.append(note(_("Page {page} of {pages}", page=at + 1, pages=last + 1)))
    details = tuple(_details(one) for one in shown)
    rows = tuple(details[n : n + 2] for n in range(0, len(details), 2))
    return say(*lines, rows=(*rows, *_turns(search, at, last)))


def on_page(found: Sequence[Decision], at: int) -> Sequence[Decision]:
    """What stands on a page."""
    at, _last = _place(found, at)
    return found[at * PER_PAGE : (at + 1) * PER_PAGE]


def _place(found: Sequence[Decision], at: int) -> tuple[int, int]:
    """The page that is meant, and the last one."""
    last = max(0, len(found) - 1) // PER_PAGE
    return min(max(at, 0), last), last


def _head(n: int, search: str) -> Phrase:
    if search:
        return many("{n} decision with “{words}”", "{n} decisions with “{words}”", n, words=search)
    return many("{n} decision in the register", "{n} decisions in the register", n)


def _no_match(search: str) -> Phrase:
    return _("No decision with “{words}”. Try with fewer words, for example: /decisions charter", words=search)


def _details(decision: Decision) -> Button:
    n = decision.number
    return button(_("Details of {number}", number=n), Details(decision.id), f"détail {n}", f"details {n}")


def _turns(search: str, at: int, last: int) -> tuple[tuple[Button, ...], ...]:
    newer = button(_("Newer"), Page(at - 1, search), "plus récentes", "newer") if at else None
    older = button(_("Older"), Page(at + 1, search), "plus anciennes", "older") if at < last else None
    row = tuple(one for one in (newer, older) if one)
    return (row,) if row else ()


def heading(decision: Decision) -> Phrase:
    """The first line of everything about a decision."""
    return _("Decision {number} – {title}", number=decision.number, title=decision.title)


def _outcome(decision: Decision, groups: Mapping[GroupId, Group], *, alone: bool) -> Phrase:
    result = _result(decision, groups[decision.group])
    if alone:
        return result
    return _("{group}: {result}", group=groups[decision.group].name, result=result)


def _result(decision: Decision, group: Group) -> Phrase:
    """What came out, when, and of which vote."""
    day = decision.decided_at.astimezone(ZoneInfo(group.zone)).date()
    vote = str(decision.vote) if decision.vote is not None else ""
    if not vote:
        return _("Entered on {day}.", day=day)
    match decision.result:
        case "adopted":
            return _("Adopted on {day}, vote {vote}.", day=day, vote=vote)
        case "elected":
            return _("Chosen on {day}, vote {vote}.", day=day, vote=vote)
        case "none":
            return _("Nothing was chosen on {day}, vote {vote}.", day=day, vote=vote)
        case _rejected:
            return _("Not adopted on {day}, vote {vote}.", day=day, vote=vote)


def details(
    decision: Decision, group: Group, readings: Readings = ONCE, way: Sequence[Phrase] = ()
) -> Message:  # fmt: skip
    """Everything about one decision: its second reading and the way of its question through the groups too, and how to
    complete it."""
    lines: list[Line | Words] = [title(heading(decision)), _result(decision, group), *readings.said]
    lines.append(_("Group: {group}.", group=group.name))
    lines.append(_owner(decision))
    lines.append(_review(decision))
    lines += [_("Its way:"), *map(note, way)] if way else []
    lines.append(note(_("To complete it: /decisions {number} owner=Léa review=12/05", number=decision.number)))
    if decision.vote is None:
        return say(*lines)
    number = str(decision.vote)
    vote = button(_("Vote {number}", number=number), Run("vote", number), f"vote {number}")
    other = (_details(readings.other),) if readings.other is not None else ()
    return say(*lines, rows=((vote, *other),))


def move(day: date, origin: str, to: str, ground: Ground | None, supporters: int, vote: int | None) -> Phrase:
    """One move of a question between two groups."""
    reason = _REASONS.get(ground, _("a smaller group can settle it"))
    if ground is Ground.REFUSED:
        reason = _("refused and taken up by {n} people", n=supporters)
    if vote is None:
        return _("{day}: from {origin} to {to} ({reason})", day=day, origin=origin, to=to, reason=reason)
    return _("{day}: from {origin} (vote {vote}) to {to} ({reason})", day=day, origin=origin, vote=str(vote),
             to=to, reason=reason)  # fmt: skip


_REASONS: Mapping[Ground | None, Phrase] = {
    Ground.HELP: _("need for help"), Ground.COORDINATION: _("need for coordination"),
}  # fmt: skip


def changed(decision: Decision) -> Message:
    """What everybody reads once its owner or its review date was set."""
    return say(title(heading(decision)), _owner(decision), _review(decision))


def _owner(decision: Decision) -> Phrase:
    return _("In charge: {name}.", name=decision.owner) if decision.owner else _("Nobody is in charge of it yet.")


def _review(decision: Decision) -> Phrase:
    if decision.review_on is None:
        return _("No review is planned.")
    return _("To be reviewed on {day}.", day=decision.review_on)


def due(decision: Decision) -> Message:
    """The reminder of a review."""
    lines: list[Line | Words] = [title(_("To be reviewed today")), heading(decision)]
    if decision.owner:
        lines.append(_owner(decision))
    lines.append(note(_("Is it still right? To decide anew: /vote Shall we keep it as it is?")))
    return say(*lines, rows=((_details(decision),),))
