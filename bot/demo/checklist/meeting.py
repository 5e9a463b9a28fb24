"""“Se réunir”: a plenary of Lyon coopère, from its preparation to the minutes that the next one ratifies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.chat.text import Phrase, _
from bot.demo.checklist.lines import PRIVATE, Chapter, Line
from bot.demo.checklist.seen import Seen
from bot.demo.cooperative import ORGANIZER, WIDER
from bot.domain.errors import N_
from bot.domain.labels import Label
from bot.domain.plenaries import Answer, Plenary, Point, Preset, Status, TaskState
from bot.domain.polls import Poll

AHEAD = timedelta(minutes=20)  # before it begins: the sign-in can be opened, and the last reminder was given
ASKED = time(18)  # when people are asked about what they were to do
BEGUN = (Status.OPEN, Status.CLOSED)


def _convened(plenary: Plenary | None) -> bool:
    return plenary is not None and plenary.convened_at is not None


def _day(plenary: Plenary | None) -> datetime | None:
    return plenary.start - AHEAD if plenary and _convened(plenary) else None


def _there(plenary: Plenary | None, now: datetime) -> bool:
    at = _day(plenary)
    return at is not None and now >= at


def _opened(plenary: Plenary | None) -> bool:
    return plenary is not None and plenary.opened_at is not None


def _quorum(what: Seen, plenary: Plenary | None) -> bool:
    """Whether there are enough, or were: who came to one that is over came for it."""
    if plenary is None or plenary.status not in BEGUN or not what.here(plenary, ORGANIZER, "paul"):
        return False
    return plenary.status is Status.CLOSED or not what.standing(plenary).missing


def _over(poll: Poll | None) -> bool:
    return poll is not None and poll.result is not None


def _ending(poll: Poll | None) -> datetime | None:
    return poll.terms.closes_at if poll is not None and poll.is_open else None


def _warned(what: Seen, poll: Poll | None) -> bool:
    """Whether it was said that it ends in half a minute, or it has ended."""
    return poll is not None and (not poll.is_open or poll.terms.closes_at - what.now <= timedelta(minutes=1))


def _about(point: Callable[[Seen], Point | None]) -> Callable[[Seen], Phrase | None]:
    def types(what: Seen) -> Phrase | None:
        found = point(what)
        return _("/vote point {n}", n=str(found.place)) if found else None

    return types


def _of(poll: Callable[[Seen], Poll | None], sentence: str) -> Callable[[Seen], Phrase | None]:
    def types(what: Seen) -> Phrase | None:
        found = poll(what)
        return Phrase(sentence, {"n": found.number}) if found else None

    return types


def _hands(what: Seen) -> bool:
    poll = what.decisive
    paper = what.tx.meeting_votes.paper(poll.id) if poll else None
    return paper is not None and paper.confirmed_by is not None


def _corrected(what: Seen) -> bool:
    first = what.first
    if first is None or first.closed_at is None:
        return False
    return any(one.at > first.closed_at for one in what.tx.records.notes(first.id))


def _correction(what: Seen) -> Phrase | None:
    point = what.point(what.first)
    return (
        _("/plenary correct {n} The treasurer read them aloud, and was thanked", n=str(point.place)) if point else None
    )


def _minutes(what: Seen) -> bool:
    return what.first is not None and what.tx.records.minutes(what.first.id) is not None


def _ratified(what: Seen) -> bool:
    minutes = what.tx.records.minutes(what.first.id) if what.first else None
    return minutes is not None and minutes.ratified_in is not None


def _task_done(what: Seen) -> bool:
    return what.first is not None and any(one.state is TaskState.DONE for one in what.tx.records.tasks(what.first.id))


def _asked_about(what: Seen) -> datetime | None:
    """The evening on which somebody is asked about what they were to do."""
    if (first := what.first) is None:
        return None
    due = min((one.due_on for one in what.tx.records.tasks(first.id) if one.due_on), default=None)
    return datetime.combine(due, ASKED, ZoneInfo(first.zone)).astimezone(first.start.tzinfo) if due else None


def _was_asked(what: Seen) -> bool:
    at = _asked_about(what)
    return at is not None and what.now >= at


def _proxy(what: Seen) -> bool:
    """Whether Paul carries somebody's voice, or did."""
    first = what.first
    if first is None or not what.answered("marie-d", Answer.PROXY):
        return False
    return first.status is Status.CLOSED or any(one.counts for one in what.tx.proxies.of(first.occasion))


def _office(what: Seen) -> bool:
    return what.first is not None and "secretary" in what.tx.meetings.offices(what.first.id)


def _turned(what: Seen) -> bool:
    first = what.first
    return first is not None and any(one.began_at is not None for one in what.tx.agendas.of(first.id))


def _paperless(what: Seen) -> bool:
    """Whether somebody was signed in who has no account."""
    came = what.tx.meetings.attendances(what.first.id) if what.first else {}
    return any(not what.tx.members.accounts(one) for one in came)


PREPARING: Final = Chapter("preparing", _("Meet: before the plenary"), (
    Line("prepare", _("Prepare a plenary under the statutes, and read until when it can lawfully be convened"),
         lambda what: what.first is not None,
         _("/plenary in 20 days at 2pm | Market hall | https://visio.example/lyon kind=statutory"), ORGANIZER, WIDER),
    Line("convene", _("Convene it: every member reads it in private"), lambda what: _convened(what.first),
         _("/plenary convene"), ORGANIZER, WIDER),
    Line("point", _("Bring a point to the agenda, on which the plenary decides"),
         lambda what: what.point(what.first) is not None, _("/agenda Shall we approve the accounts? subject=accounts"),
         "paul", WIDER),
    Line("yes", _("Answer the convocation: “I’m coming”"), lambda what: what.answered("paul", Answer.YES),
         by="paul", where=PRIVATE),
    Line("video", _("Answer the convocation: “Online”"), lambda what: what.answered("karim", Answer.VIDEO),
         by="karim", where=PRIVATE),
    Line("no", _("Answer the convocation: “Not coming”"), lambda what: what.answered("marie-s", Answer.NO),
         by="marie-s", where=PRIVATE),
    Line("proxy", _("Answer “No, I give my proxy”, choose Paul, and as Paul accept"), _proxy, by="marie-d",
         where=PRIVATE),
    Line("day", _("Let time pass until the plenary: whoever has not answered is reminded, Léa gets her panel"),
         lambda what: _there(what.first, what.now), where=WIDER, until=lambda what: _day(what.first)),
))  # fmt: skip

MEETING: Final = Chapter("meeting", _("Meet: the day itself"), (
    Line("open", _("Open the sign-in from the private panel"), lambda what: _opened(what.first), _("/plenary open"),
         ORGANIZER, PRIVATE),
    Line("here", _("Say that you are here"), lambda what: what.here(what.first, ORGANIZER), _("/plenary here"),
         ORGANIZER, WIDER),
    Line("quorum", _("Come too, with the voice you carry, and see the quorum reached"),
         lambda what: _quorum(what, what.first), _("/plenary here"), "paul", WIDER),
    Line("paperless", _("Sign in Jeanne, who has no phone"), _paperless, _("/plenary sign Jeanne"), ORGANIZER, PRIVATE),
    Line("office", _("Take the minutes"), _office, _("/plenary role secretary Paul"), "paul", WIDER),
    Line("turn", _("Turn to the first point"), _turned, _("/plenary next"), ORGANIZER, PRIVATE),
    Line("ballot", _("Open the vote on the accounts"), lambda what: what.decisive is not None,
         _about(lambda what: what.point(what.first)), ORGANIZER, PRIVATE),
    Line("both", _("Vote with the buttons: that counts for Marie D. too"),
         lambda what: what.voted(what.decisive, "paul"), by="paul", where=WIDER),
    Line("chair", _("Vote with the buttons as well"), lambda what: what.voted(what.decisive, ORGANIZER), by=ORGANIZER,
         where=WIDER),
    Line("hands", _("Jeanne raised her hand: enter it, and as Paul confirm it in private"), _hands,
         _of(lambda what: what.decisive, N_("/vote hands {n} 1 0 0 0")), ORGANIZER, PRIVATE),
    Line("stop", _("End the vote: everybody has half a minute left"), lambda what: _warned(what, what.decisive),
         _of(lambda what: what.decisive, N_("/vote stop {n}")), ORGANIZER, PRIVATE),
    Line("granted", _("Let the half minute pass, and read what the decision is: one under the statutes"),
         lambda what: any(one.label is Label.STATUTORY for one in what.labels), where=WIDER,
         until=lambda what: _ending(what.decisive)),
    Line("task", _("Give Karim something to do"),
         lambda what: what.first is not None and bool(what.tx.records.tasks(what.first.id)),
         _("/plenary action Karim | call the bank | in 5 days"), ORGANIZER, PRIVATE),
    Line("close", _("Close the meeting"), lambda what: what.first is not None and what.first.status is Status.CLOSED,
         _("/plenary close"), ORGANIZER, PRIVATE),
))  # fmt: skip

AFTER: Final = Chapter("after", _("Meet: what stays of it"), (
    Line("correct", _("Correct the draft of the minutes"), _corrected, _correction, "paul", PRIVATE),
    Line("publish", _("Publish the minutes: they go to the group, also to print"), _minutes, _("/plenary publish"),
         "paul", PRIVATE),
    Line("evening", _("Let time pass until Karim is asked about what he was to do"), _was_asked, by="karim",
         where=PRIVATE, until=_asked_about),
    Line("deed", _("Answer that it is done"), _task_done, by="karim", where=PRIVATE),
    Line("again", _("Prepare the next plenary: the minutes are on its agenda by themselves"),
         lambda what: what.second is not None, _("/plenary in 17 days at 6pm | Market hall"), ORGANIZER, WIDER),
    Line("reconvene", _("Convene it"), lambda what: _convened(what.second), _("/plenary convene"), ORGANIZER, WIDER),
    Line("next-day", _("Let time pass until it"), lambda what: _there(what.second, what.now), where=WIDER,
         until=lambda what: _day(what.second)),
    Line("reopen", _("Open the sign-in"), lambda what: _opened(what.second), _("/plenary open"), ORGANIZER, PRIVATE),
    Line("three", _("Be there, then as Paul and as Karim too: three are enough"),
         lambda what: what.here(what.second, ORGANIZER, "paul", "karim"), _("/plenary here"), ORGANIZER, WIDER),
    Line("ratify", _("Open the vote on the minutes"), lambda what: what.ratification is not None,
         _about(lambda what: what.point(what.second, Preset.RATIFY)), ORGANIZER, PRIVATE),
    Line("agree", _("Vote for them with the buttons"), lambda what: what.voted(what.ratification, "paul"), by="paul",
         where=WIDER),
    Line("finish", _("End the vote"), lambda what: _warned(what, what.ratification),
         _of(lambda what: what.ratification, N_("/vote stop {n}")), ORGANIZER, PRIVATE),
    Line("ratified", _("Let the half minute pass: the minutes are ratified"), _ratified, where=WIDER,
         until=lambda what: _ending(what.ratification)),
))  # fmt: skip
