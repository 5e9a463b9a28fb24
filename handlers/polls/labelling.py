"""What a result is worth: advice, a decision to work by or under the statutes, and what was missing for the last."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.chat.text import Phrase, _
from bot.domain.charter import Charter
from bot.domain.errors import Refused
from bot.domain.labels import LABELS, Circumstances, Labelled, label
from bot.domain.plenaries import MeetingVote
from bot.domain.polls import Method, Poll
from bot.domain.presets import source
from bot.domain.readings import Reading
from bot.domain.subjects import SUBJECTS
from handlers import readings
from handlers.context import Transaction
from handlers.polls import counting


def labelled(tx: Transaction, poll: Poll) -> Labelled:
    """What the result of a proclaimed vote is worth."""
    about, before, read = _circumstances(tx, poll), readings.first(tx, poll), readings.second(tx, poll)
    if before is not None:
        found = readings.state(tx, poll)
        about = replace(about, reading=found, confirms=found is Reading.CONFIRMED, other_met=_is_met(tx, before))
    elif read is not None:
        other_met = read.by is None or _is_met(tx, read.by)
        about = replace(about, reading=read.state if read.by else None, other_met=other_met)
    return _label(tx, poll, about)


def _is_met(tx: Transaction, poll: Poll) -> bool:
    """Whether one of two readings had everything that the statutes ask for besides the other one."""
    return all(one.key == "second_reading" for one in _label(tx, poll, _circumstances(tx, poll)).unmet)


def _label(tx: Transaction, poll: Poll, about: Circumstances) -> Labelled:
    assert poll.result is not None  # only proclaimed votes are labelled
    return label(poll.terms, poll.result, readings.charter_of(tx, poll), about)


def _circumstances(tx: Transaction, poll: Poll) -> Circumstances:
    """What happened besides the ballots, and besides another reading."""
    terms = poll.terms
    held = tx.electors.most_held(poll.id) if terms.listed else 0
    about = Circumstances(
        subject=terms.subject, is_listed=bool(terms.listed), electors=terms.electors, most_held=held
    )  # fmt: skip
    vote = tx.meeting_votes.get(poll.id) if terms.meeting else None
    return about if vote is None else _at_meeting(tx, poll, vote, about)


def _at_meeting(tx: Transaction, poll: Poll, vote: MeetingVote, about: Circumstances) -> Circumstances:
    """A vote of a plenary: its notice, its agenda, and whether anything was answered on a network."""
    plenary, point = tx.plenaries.get(vote.plenary), tx.agendas.get(vote.point)
    if plenary is None or point is None or plenary.convened_at is None:
        return about
    noticed_on = plenary.convened_at.astimezone(ZoneInfo(plenary.zone)).date()
    return replace(
        about, noticed_on=noticed_on, held_on=plenary.held_on, on_agenda=not point.late,
        electronic=counting.tapped(tx, poll) > 0,
    )  # fmt: skip


def said(found: Labelled) -> list[Phrase]:
    """The label in words, with everything that was missing for the one that was sought."""
    lines = [_("Label: {label}.", label=Phrase(LABELS[found.label]))]
    if found.unmet:
        lines.append(_("Not a decision under the statutes, because:"))
        lines += [_("• {reason}", reason=reason(one.why)) for one in found.unmet]
    if any(one.key == "notice_days" for one in found.unmet):
        lines.append(_("A plenary that is convened in time, with the question on its agenda, can meet this: /agenda"))
    return lines


def reason(why: Refused) -> Phrase:
    """What was missing; a subject that is usual is called by its name."""
    subject = str(why.blanks.get("subject", ""))
    named = {"subject": Phrase(SUBJECTS[subject])} if subject in SUBJECTS else {}
    return Phrase(why.says, {**why.blanks, **named})


def articles(charter: Charter, poll: Poll) -> list[Phrase]:
    """The articles that the rules of this vote come from, where it was opened with the charter's own."""
    terms = poll.terms
    lines = []
    majority = source(charter, "majority")
    decides = terms.method is Method.MOTION  # among several options the most votes do
    if decides and majority and majority.is_article and charter.majority == str(terms.majority):
        lines.append(_("The majority comes from: {article}.", article=majority.text))
    quorum = source(charter, "quorum")
    if quorum and quorum.is_article and terms.quorum is not None and charter.quorum == str(terms.quorum):
        lines.append(_("The quorum comes from: {article}.", article=quorum.text))
    proxies = source(charter, "proxies")
    if proxies and terms.listed and (proxies.is_article or charter.preset == "scop"):
        text = proxies.text if proxies.is_article else Phrase(proxies.text)
        lines.append(_("The limit of proxies comes from: {article}.", article=text))
    return lines
