"""How what is told before the day of a plenary is shown. Pure: from values to messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, many, note, title
from bot.core.asking import yes_or_no
from bot.domain.charter import Charter
from bot.domain.notice import clear_days
from bot.domain.plenaries import Kind, Plenary, Stage, earliest_lawful, last_lawful
from bot.domain.presets import source
from handlers.plenaries import actions as act
from handlers.plenaries import views

# those who are convened


def told(known: views.Known, stage: Stage, late: datetime | None = None) -> Message:
    """A reminder as it is now. A change is told by itself: where nothing can be edited it is not sent again."""
    if stage is Stage.NOTICE:
        return replace(noticed(known, late), minor=True)
    if stage is Stage.RELOCATED:
        return replace(views.relocated(known.plenary), minor=True)
    return replace(rescheduled(known) if stage is Stage.MOVED else reminder(known, stage, late), minor=True)


def over(known: views.Known) -> Message:
    """What stays of it once it asks nothing any more: the meeting has begun or is over, or has another date."""
    plenary = known.plenary
    if plenary.is_to_come:
        return say(_another_date(known), views.date_of(plenary), minor=True)
    head = _("Plenary {number} of {group}, {at}", number=plenary.number, group=known.group, at=plenary.start)
    now = _("It is under way.") if plenary.is_open else views.state(plenary, minutes=known.minutes)
    return say(title(head), now, minor=True)


def reminder(known: views.Known, stage: Stage, late: datetime | None = None) -> Message:
    """A reminder in private; the one three days before asks."""
    plenary = known.plenary
    lines: list[Line | Words] = [title(_("Plenary {number}, {at}", number=plenary.number, at=plenary.start))]
    lines += [known.group, *views.facts(plenary)[1:]]
    if stage is Stage.ASK:
        lines.append(_("Are you coming?"))
    elif stage is Stage.SOON:
        lines.append(_("It begins soon."))
    if late is not None:
        lines.append(note(_("This is from {at}, and reaches you only now.", at=late)))
    rows = () if stage is Stage.SOON else views.rsvp_rows(plenary, lends=known.lends)
    return say(*lines, rows=rows)


def noticed(known: views.Known, late: datetime | None = None) -> Message:
    """The reminder in the group."""
    plenary = known.plenary
    lines: list[Line | Words] = [title(_("Plenary {number} is coming: {at}", number=plenary.number, at=plenary.start))]
    lines += [*views.facts(plenary)[1:], *views.agenda_lines(known.points)]
    if late is not None:
        lines.append(note(_("This is from {at}, and reaches you only now.", at=late)))
    return say(*lines)


def rescheduled(known: views.Known) -> Message:
    """Told in private, once: the new date, and the question again."""
    plenary = known.plenary
    rows = views.rsvp_rows(plenary, lends=known.lends)
    return say(_another_date(known), *views.facts(plenary), _("Are you coming?"), rows=rows)


def _another_date(known: views.Known) -> Line:
    return title(_("Plenary {number} of {group} has another date.", number=known.plenary.number, group=known.group))


# whoever convenes


def skipped(plenary: Plenary, due: Sequence[datetime]) -> Message:
    """Told to whoever convened it: reminders came too late to be of use."""
    if len(due) == 1:
        return say(
            _("I could not be reached, so the reminder of plenary {number} that was due on {at} was not given.",
              number=plenary.number, at=due[0])
        )  # fmt: skip
    head = _("I could not be reached, so these reminders of plenary {number} were not given:", number=plenary.number)
    return say(head, *(_("• {at}", at=at) for at in due))


def no_link(plenary: Plenary) -> Message:
    """Asked before the convocation of one that is held online goes out without its link."""
    return say(
        title(_("Plenary {number} is held online and has no link yet.", number=plenary.number)), _how(plenary),
        _("Shall I convene it without?"),
        rows=(yes_or_no(_("Convene without a link"), act.ConveneWithout(plenary.id), "convoquer", "convene",
                        no=act.AskLink(plenary.id), otherwise=_("Give the link"), refusing=("lien", "link")),),
    )  # fmt: skip


def _how(plenary: Plenary) -> Phrase:
    return _("To give it at any time, told to everybody: /plenary place {number} https://visio.example/plenary",
             number=plenary.number)  # fmt: skip


def rests(later: int, softly: int) -> list[Words]:
    """Told to whoever convenes at night: how many are told once their quiet hours are over, and how many at once, as it
    would be too late by then."""
    lines: list[Words] = []
    if later:
        lines.append(many("{n} person is in their quiet hours: they read it once those are over.",
                          "{n} people are in their quiet hours: they read it once those are over.", later))  # fmt: skip
    if softly:
        lines.append(many(
            "{n} person is in their quiet hours, and would read it too late after them: it leaves at once, without a "
            "sound where their network can do that.",
            "{n} people are in their quiet hours, and would read it too late after them: it leaves at once, without a "
            "sound where their network can do that.", softly,
        ))  # fmt: skip
    return lines


def hurry(plenary: Plenary, charter: Charter) -> Message:
    """Told to whoever prepares it, before it is too late."""
    lacks = [_("It is held online and has no link yet."), _how(plenary)] if plenary.lacks_link else []
    return say(
        title(_("Plenary {number} of {at} is not convened yet.", number=plenary.number, at=plenary.start)),
        _("Last day to convene it: {day}.", day=last_lawful(plenary, charter.notice_days)), *lacks,
        rows=(
            (button(_("Convene"), act.Convene(plenary.id), "convoquer", "convene"),
             button(_("Abandon"), act.Drop(plenary.id), "abandonner", "drop")),
        ),
    )  # fmt: skip


def too_late(plenary: Plenary, charter: Charter, now: datetime) -> Message:
    """Told once to whoever may convene: its lawful notice cannot be met any more, and what can be done."""
    days = charter.notice_days
    last, earliest = last_lawful(plenary, days), earliest_lawful(plenary, days, now)
    number, at = plenary.number, plenary.start
    lines: list[Line | Words] = [
        title(_("Plenary {number} of {at} can no longer be convened in time.", number=number, at=at)),
        many("It takes {n} clear day, and the last day to convene it was {day}.",
             "It takes {n} clear days, and the last day to convene it was {day}.", days, day=last),
        _ways_out(plenary, earliest),
    ]  # fmt: skip
    found = source(charter, "notice_days")
    if found is None or not found.is_article:
        left = clear_days(now.astimezone(ZoneInfo(plenary.zone)).date(), plenary.held_on)
        lines.append(
            _("Where your rules allow a shorter notice, organizers set it. Today it would be: /settings notice={days}",
              days=left)
        )  # fmt: skip
    lines.append(note(_("If nobody does anything, I close it when its hour comes; nobody else is told.")))
    return say(*lines, rows=_ways(plenary))


def _ways_out(plenary: Plenary, earliest: date) -> Phrase:
    if plenary.kind is Kind.STATUTORY:
        return _(
            "As it is statutory it needs another date, {earliest} at the earliest. Made ordinary it can still be held, "
            "without decisions under the statutes.", earliest=earliest,
        )  # fmt: skip
    return _(
        "It can still be convened, and then takes no decision under the statutes. For one that does, choose another "
        "date: {earliest} at the earliest.", earliest=earliest,
    )  # fmt: skip


def _ways(plenary: Plenary) -> tuple[tuple[Button, ...], ...]:
    date = button(_("Change the date"), act.ChangeDate(plenary.id), "date", "changer", "change")
    ordinary = button(_("Make it ordinary"), act.AsKind(plenary.id, Kind.ORDINARY.value), "ordinaire", "ordinary")
    convene = button(_("Convene all the same"), act.Convene(plenary.id), "convoquer", "convene")
    drop = button(_("Abandon"), act.Drop(plenary.id), "abandonner", "drop")
    return ((date, ordinary if plenary.kind is Kind.STATUTORY else convene), (drop,))


def lapsed(plenary: Plenary) -> Phrase:
    """Told to whoever prepared it, who was not told before that it was late."""
    return _(
        "Nobody was convened to plenary {number} of {at}, and its hour has come: it is closed. To prepare another one: "
        "/plenary", number=plenary.number, at=plenary.start,
    )  # fmt: skip
