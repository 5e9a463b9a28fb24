"""The minutes as Markdown: what happened, from what was kept; in a political group with counts and no names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.chat.text import Line, Phrase, _, many
from bot.chat.text import Words as Said
from bot.core.words import Words
from bot.domain.members import MemberId
from bot.domain.names import initials, told_apart
from bot.domain.plenaries import Kind, MeetingVote, Plenary, Point, Progress, Task
from bot.domain.polls import Poll, Result, Status, numbers
from handlers import meetings, readings
from handlers.answers import NUMBERS, label
from handlers.context import Transaction
from handlers.meetings import OFFICES, point_title
from handlers.plenaries import day_views, views
from handlers.plenaries.wording import NATURES, held

OUTCOMES: dict[str, Phrase] = {
    "adopted": _("adopted"), "rejected": _("rejected"), "no_quorum": _("no quorum"), "elected": _("chosen"),
    "none": _("nothing chosen"), "tied": _("tied"),
}  # fmt: skip
OTHER = 1  # a date of any other year is told with its year
_ACTS = re.compile(r"([\\`*_\[\]<>|&])")
_BEGINS = re.compile(r"^(\s*)([#>+=~-])|^(\s*\d+)([.)])", re.MULTILINE)


def text(tx: Transaction, plenary: Plenary, words: Words, *, names: bool = True) -> str:
    """Everything, in the group's language, each date with its year; without `names` as a political group has them."""
    words = words._replace(year=OTHER)
    names = names and not tx.groups.get(plenary.group).political
    parts = [*_head(tx, plenary, words), *_people(tx, plenary, words, names=names)]
    for point in tx.agendas.of(plenary.id):
        parts += _point(tx, plenary, point, words, names=names)
    general = [one for one in tx.records.notes(plenary.id) if one.point is None]
    tasks = [one for one in tx.records.tasks(plenary.id) if one.point is None]
    if general or tasks:
        parts.append(f"## {words.say(_('The meeting as a whole'))}")
        parts += [escaped(one.text) for one in general]
        parts += [_tasks(tasks, words, names=names)] if tasks else []
    return "\n\n".join(parts) + "\n"


def escaped(said: str) -> str:
    """People's words, with nothing in them that Markdown or HTML would act on."""
    return _BEGINS.sub(r"\1\3\\\2\4", _ACTS.sub(r"\\\1", said))


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _head(tx: Transaction, plenary: Plenary, words: Words) -> list[str]:
    group = tx.groups.get(plenary.group)
    if plenary.kind is Kind.STATUTORY:
        head = _("Statutory minutes of plenary {number}", number=plenary.number)
    else:
        head = _("Minutes of plenary {number}", number=plenary.number)
    facts: list[Said] = [_("Group: {group}", group=group.name)]
    if plenary.title:
        facts.append(_("Subject: {title}", title=plenary.title))
    facts += [fact.text if isinstance(fact, Line) else fact for fact in views.facts(plenary)]
    if plenary.convened_at:
        facts.append(_("Convened on {at}.", at=plenary.convened_at))
    if plenary.opened_at:
        facts.append(_("Opened on {at}.", at=plenary.opened_at))
    if plenary.closed_at:
        facts.append(_("Closed on {at}.", at=plenary.closed_at))
    return [f"# {words.say(head)}", _bullets(escaped(words.say(one)) for one in facts)]


def _people(tx: Transaction, plenary: Plenary, words: Words, *, names: bool) -> list[str]:
    """Who did what, who came, who was represented; without names how many."""
    filled, came = tx.meetings.offices(plenary.id), tx.meetings.attendances(plenary.id)
    lent = [
        one for one in tx.proxies.of(plenary.occasion) if one.counts and one.holder in came and one.giver not in came
    ]
    called = {one: tx.members.get(one).name for one in {*filled.values(), *came, *(p.giver for p in lent)}}
    short = told_apart(called)
    lines: list[Phrase] = []
    if names:
        lines += [held(one, called[filled[one]]) for one in OFFICES if one in filled]
    watched = meetings.observers(tx, plenary.group) & came.keys()
    took_part = [one for one in came if one not in watched]
    lines.append(many("{n} person came.", "{n} people came.", len(took_part)))
    if watched:
        lines.append(many("{n} more person observed.", "{n} more people observed.", len(watched)))
    if lent:
        lines.append(many("{n} person was represented.", "{n} people were represented.", len(lent)))
    if names and took_part:
        lines.append(_("Present: {names}.", names=tuple(short[one] for one in took_part)))
    if names and watched:
        observing = tuple(short[one] for one in came if one in watched)
        lines.append(many("Observing: {names}.", "Observing: {names}.", len(observing), names=observing))
    if names and came:
        lines += [
            _("{holder} carried the voice of {giver}.", holder=short[p.holder], giver=short[p.giver]) for p in lent
        ]
    quorum = meetings.quorum_of(tx.groups.get(plenary.group))
    lines.append(_("Quorum of the charter: {quorum}.", quorum=str(quorum)) if quorum else _("No quorum required."))
    return [_bullets(escaped(words.say(one)) for one in lines)]


def _point(tx: Transaction, plenary: Plenary, point: Point, words: Words, *, names: bool) -> list[str]:
    head = _("{place}. {title} ({nature})", place=str(point.place), title=point_title(point),
             nature=NATURES[point.nature])  # fmt: skip
    parts = [f"## {_ACTS.sub(_slash, words.say(head))}"]
    parts += [escaped(one.text) for one in tx.records.notes(plenary.id) if one.point == point.id]
    for vote in tx.meeting_votes.on(point.id):
        poll = tx.polls.get(vote.poll)
        if vote.plenary == plenary.id and poll is not None and poll.status is Status.PROCLAIMED:
            parts += _vote(tx, poll, vote, words, names=names)
    tasks = [one for one in tx.records.tasks(plenary.id) if one.point == point.id]
    if tasks:
        parts += [words.say(_("Actions:")), _tasks(tasks, words, names=names)]
    if len(parts) == 1:
        untouched = point.progress is Progress.WAITING
        parts.append(words.say(_("Not dealt with.") if untouched else _("Nothing was written down.")))
    return parts


def _tasks(tasks: Iterable[Task], words: Words, *, names: bool) -> str:
    return _bullets(escaped(words.say(day_views.task_said(one, names=names))) for one in tasks)


def _slash(found: re.Match[str]) -> str:
    return f"\\{found[1]}"


def _vote(tx: Transaction, poll: Poll, vote: MeetingVote, words: Words, *, names: bool) -> list[str]:
    """A vote: how it ended, its tally as a table, all its numbers in their order."""
    result, terms = poll.result, poll.terms
    assert result is not None  # only proclaimed votes are written up
    head = _("Vote {number} – {title}: {result}.", number=poll.number, title=terms.title,
             result=OUTCOMES.get(result.outcome, result.outcome))  # fmt: skip
    tally = [(label(terms, mark), str(count)) for mark, count in enumerate(result.counts)]
    return [
        escaped(words.say(head)),
        *(escaped(words.say(one)) for one in readings.told(tx, poll)),
        _table((_("The answer"), _("Votes")), tally, words),
        _bullets(escaped(words.say(one)) for one in _numbers(tx, poll, result, names=names)),
    ]


def _table(head: tuple[Said, ...], rows: Iterable[tuple[Said, ...]], words: Words) -> str:
    """The first column to the left, the numbers to the right."""
    said = [f"| {' | '.join(_ACTS.sub(_slash, words.say(cell)) for cell in row)} |" for row in (head, *rows)]
    return "\n".join((said[0], "|---|" + "---:|" * (len(head) - 1), *said[1:]))


def _numbers(tx: Transaction, poll: Poll, result: Result, *, names: bool) -> list[Phrase]:
    """Who took part, what was needed; and who entered what was counted by hand, without names by their initials."""
    shown = dict(numbers(result))
    lines = [NUMBERS[name](int(shown[name])) for name in NUMBERS if name in shown]
    if result.quorum_required is not None:
        reached = _("reached") if result.quorum_reached else _("not reached")
        lines.append(_("Quorum: {required} needed, {taken} there: {reached}.", required=result.quorum_required,
                       taken=result.quorum_taken, reached=reached))  # fmt: skip
    if result.required is not None:
        lines.append(_("Majority: {required} needed of {size}, {obtained} obtained.", required=result.required,
                       size=result.base_size, obtained=result.obtained))  # fmt: skip

    def called(member: MemberId) -> str:
        name = tx.members.get(member).name
        return name if names else initials(name)

    paper = tx.meeting_votes.paper(poll.id)
    if paper is not None and paper.confirmed_by is not None:
        lines.append(many(
            "{n} answer was counted by hand or on paper: entered by {one}, confirmed by {other}.",
            "{n} answers were counted by hand or on paper: entered by {one}, confirmed by {other}.", paper.total,
            one=called(paper.entered_by), other=called(paper.confirmed_by),
        ))  # fmt: skip
    return lines
