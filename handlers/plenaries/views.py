"""How a plenary is shown before its day. Pure: from values to messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, many, note, quote, title
from bot.domain.groups import GroupId
from bot.domain.plenaries import Answer, Kind, Plenary, Point, Status
from bot.domain.when import Recurrence
from handlers.meetings import in_calendar
from handlers.plenaries import actions as act
from handlers.plenaries import series_views
from handlers.plenaries.wording import point_line

SECOND = timedelta(seconds=1)
LISTED = 6  # other plenaries, by their names


@dataclass(frozen=True, slots=True)
class Known:
    """What a plenary is shown with. `answers` are of those who are convened, `guests` come besides. `lends` says
    whether proxies can be given for it, `habit` how it comes back; `group` is the name of its group, for whoever is
    told in private and may be in several."""

    plenary: Plenary
    points: Sequence[Point] = ()
    answers: Collection[Answer] = ()
    lends: bool = False
    minutes: bool = False
    habit: Recurrence | None = None
    group: str = ""
    guests: int = 0


def heading(plenary: Plenary) -> Phrase:
    """The first line of everything about it."""
    if plenary.title:
        return _("Plenary {number} – {title}", number=plenary.number, title=plenary.title)
    return _("Plenary {number}", number=plenary.number)


def date_of(plenary: Plenary) -> Phrase:
    return _("Date: {at}", at=plenary.start)


def facts(plenary: Plenary) -> list[Line | Words]:
    """When, where, and what kind."""
    place = _("Place: {place}", place=plenary.place) if plenary.place else _("The place will be told later.")
    lines: list[Line | Words] = [date_of(plenary), place]
    if plenary.link:
        lines.append(_("Online: {link}", link=plenary.link))
    elif plenary.lacks_link and (plenary.is_prepared or plenary.is_to_come):
        lines.append(_("The link will be told later."))
    if plenary.kind is Kind.STATUTORY:
        lines.append(_("Statutory plenary: it can take decisions under the statutes."))
    return lines


def agenda_end(plenary: Plenary) -> Phrase | None:
    """Until when points are taken; None once it does not matter any more."""
    until = plenary.agenda_until
    if until is None or plenary.status is not Status.CONVENED:
        return None
    if until == plenary.start:
        return _("You can add points until it begins.")
    if until == plenary.convened_at:
        return _("The agenda is closed.")
    return _("You can add points until {day}.", day=(until - SECOND).astimezone(ZoneInfo(plenary.zone)).date())


def series_of(plenary: Plenary) -> tuple[Button, ...]:
    return () if plenary.series is None else (series_views.link(plenary.series),)


# the living message


def state(plenary: Plenary, *, minutes: bool = False) -> Phrase:
    """Where one stands that does not take place, or is over, perhaps with published `minutes`."""
    if plenary.status is Status.CANCELLED:
        return _("It does not take place: {reason}", reason=plenary.reason)
    if minutes:
        return _("It is over; its minutes are published.")
    return _("It is over.") if plenary.opened_at is not None else _("Its day is past, and it was not opened here.")


def card(known: Known, *, private: bool) -> Message:
    """The living message of a plenary: what everybody must know, and whether they come."""
    plenary = known.plenary
    whose = [known.group] if private and known.group else []
    lines: list[Line | Words] = [title(heading(plenary)), *whose, *facts(plenary)]
    if plenary.is_dropped:
        return say(
            title(heading(plenary)), _("{at}", at=plenary.start), _("It is closed: nobody was convened."), minor=True
        )
    if plenary.status is Status.CANCELLED:
        return say(title(heading(plenary)), date_of(plenary), state(plenary), minor=True)
    if known.points or plenary.status is not Status.CLOSED:
        lines += agenda_lines(known.points)
    if plenary.status is Status.CLOSED:
        ended = state(plenary, minutes=known.minutes)
        rows = ((button(_("Minutes"), act.Minutes(plenary.id), "compte rendu", "minutes"),),) if known.minutes else ()
        return say(*lines, ended, rows=rows, minor=True)
    if plenary.is_open:
        return say(*lines, _("It is under way."), minor=True)
    if end := agenda_end(plenary):
        lines.append(end)
    if known.habit is not None:
        lines.append(note(_("It comes back {habit}.", habit=known.habit)))
    if not private and known.answers:
        lines.append(coming(known.answers, lends=known.lends))
    if not private and known.guests:
        lines.append(many("And {n} guest, who does not vote.", "And {n} guests, who do not vote.", known.guests))
    return say(*lines, rows=rsvp_rows(plenary, lends=known.lends, points=True), minor=not private)


def agenda_lines(points: Sequence[Point]) -> list[Line | Words]:
    """The agenda, a line for each point."""
    if not points:
        return [_("No points yet.")]
    return [_("Agenda:"), *(point_line(one) for one in points)]


def coming(answers: Collection[Answer], *, lends: bool) -> Phrase:
    """How many come; never who."""
    counted = Counter(answers)
    yes, video, no = counted[Answer.YES], counted[Answer.VIDEO], counted[Answer.NO]
    if not lends:
        return _("Coming: {yes}, online: {video}, not coming: {no}.", yes=yes, video=video, no=no)
    return _("Coming: {yes}, online: {video}, by proxy: {proxy}, not coming: {no}.", yes=yes, video=video,
             proxy=counted[Answer.PROXY], no=no)  # fmt: skip


def rsvp_rows(plenary: Plenary, *, lends: bool, points: bool = False) -> tuple[tuple[Button, ...], ...]:
    """“Are you coming?”, and a way to propose a point."""
    yes = button(_("I’m coming"), act.Rsvp(plenary.id, Answer.YES.value), "oui", "yes", "je viens")
    video = button(_("Online"), act.Rsvp(plenary.id, Answer.VIDEO.value), "visio", "video", "en visio")
    proxy = button(_("No, I give my proxy"), act.Rsvp(plenary.id, Answer.PROXY.value), "pouvoir", "proxy")
    no = button(_("Not coming"), act.Rsvp(plenary.id, Answer.NO.value), "non", "no")
    come = (yes, video) if plenary.link else (yes,)  # nothing can be followed from afar without a link
    rows = (come, (proxy, no)) if lends else (come, (no,)) if plenary.link else ((yes, no),)
    if not points:
        return (*rows, (in_calendar(plenary),))
    propose = button(_("Propose a point"), act.AddPoint(), "point", "proposer", "propose")
    agenda = button(_("Agenda"), act.Agenda(plenary.id), "ordre du jour", "odj", "agenda")
    return (*rows, (propose, agenda), (in_calendar(plenary),))


ANSWERED: Mapping[Answer, Phrase] = {
    Answer.YES: _("Noted: you are coming. See you there!"),
    Answer.VIDEO: _("Noted: you follow it from afar."),
    Answer.PROXY: _("Noted: you are not coming. Choose who carries your voice."),
    Answer.NO: _("Noted: you are not coming, and I will not remind you of it."),
}


COMES_AS_GUEST = _("Noted: you come as a guest. You are not on the list of members, so you do not vote. See you there!")


def comes_over_proxy(plenary: Plenary, holder: str) -> Phrase:
    """To whoever comes after all."""
    return _("Noted: you come. {holder} carries your voice until you sign in, then you speak for yourself. To take "
             "your proxy back now: /proxy withdraw plenary {number}", holder=holder, number=plenary.number)  # fmt: skip


def answered(plenary: Plenary, group: str, said: Answer) -> Phrase:
    """What is told about an answer, with the plenary that is meant."""
    return named(plenary, group, ANSWERED[said])


def named(plenary: Plenary, group: str, told: Phrase) -> Phrase:
    """What is told about one answer, below the plenary that it is for."""
    return _("Plenary {number} of {group}, {at}. {answer}", number=plenary.number, group=group, at=plenary.start,
             answer=told)  # fmt: skip


# what is told


def convocation(known: Known, late: datetime | None = None) -> Message:
    """What each person gets, as it is now. A change is told by itself: where nothing can be edited it is not sent
    again."""
    plenary = known.plenary
    if not plenary.is_to_come:
        return card(known, private=True)
    lines: list[Line | Words] = [
        title(_("You are convened to plenary {number} of {group}.", number=plenary.number, group=known.group)),
        *facts(plenary), *agenda_lines(known.points),
    ]  # fmt: skip
    if end := agenda_end(plenary):
        lines.append(end)
    if late is not None:
        lines.append(note(_("This is from {at}, and reaches you only now.", at=late)))
    return say(*lines, rows=rsvp_rows(plenary, lends=known.lends), minor=True)


def moved(plenary: Plenary, before: datetime) -> Message:
    """Told once, to everybody."""
    return say(
        title(_("Plenary {number} has another date.", number=plenary.number)),
        _("It was on {before}; it is now on {at}.", before=before, at=plenary.start), *facts(plenary)[1:],
        rows=((in_calendar(plenary),),),
    )  # fmt: skip


def relocated(plenary: Plenary) -> Message:
    """Told once, to everybody."""
    return say(title(_("Plenary {number}, {at}, is at another place.", number=plenary.number, at=plenary.start)),
               *facts(plenary)[1:], rows=((in_calendar(plenary),),))  # fmt: skip


def cancelled(plenary: Plenary) -> Message:
    """Told once, to everybody."""
    return say(title(_("Plenary {number} of {at} does not take place.", number=plenary.number, at=plenary.start)),
               quote(plenary.reason), rows=((in_calendar(plenary),),))  # fmt: skip


def agenda_closed(plenary: Plenary, points: Sequence[Point]) -> Message:
    """The agenda as it is now goes with the notice."""
    return say(
        title(_("The agenda of plenary {number}, {at}, is closed.", number=plenary.number, at=plenary.start)),
        *agenda_lines(points),
    )  # fmt: skip


def convened(
    plenary: Plenary, reached: Phrase, waiting: Sequence[Plenary] = (), rests: Sequence[Words] = ()
) -> Message:  # fmt: skip
    """Told to whoever convened it; others of its series may be `waiting` for the same."""
    return say(
        _("Plenary {number} is convened. {told}", number=plenary.number, told=reached),
        *rests,
        rows=(organizing(plenary), *series_views.to_convene(waiting)),
    )


def told(plenary: Plenary, private: int, group: int, paper: int) -> Phrase:
    """Who is told of what was sent to everybody: not all of them, where somebody cannot be written to."""
    if not group and not paper:
        return many("{n} person is told.", "All {n} people are told.", private)
    return _("Told in private: {private}; by the group’s chat alone: {group}; to be told on paper or by phone: "
             "{paper}. Their names: /plenary reached {number}", private=private, group=group, paper=paper,
             number=plenary.number)  # fmt: skip


def organizing(plenary: Plenary) -> tuple[Button, ...]:
    """What whoever convenes it may want to know."""
    return (
        button(_("Who will be told") if plenary.is_prepared else _("Who was reached"), act.Reached(plenary.id),
               "touchés", "reached"),
        button(_("List to print"), act.PrintList(plenary.id), "liste", "list"),
    )  # fmt: skip


def others(found: Sequence[Plenary], groups: Mapping[GroupId, str]) -> Message:
    """Those that are convened besides the one shown, each with a way to it."""
    lines: list[Line | Words] = [title(_("Also convened"))]
    lines += [_("• Plenary {number} of {group}, {at}", number=one.number, group=groups[one.group], at=one.start)
              for one in found[:LISTED]]  # fmt: skip
    if len(found) > LISTED:
        lines.append(many("And {n} more.", "And {n} more.", len(found) - LISTED))
    rows = tuple((button(heading(one), act.Show(one.id)),) for one in found[:LISTED])
    return say(*lines, rows=rows)


def managing(plenary: Plenary, group: str) -> Message:
    """What whoever convenes can do with it, while it can be changed."""
    head = title(_("Plenary {number} of {group}, {at}", number=plenary.number, group=group, at=plenary.start))
    if plenary.is_open:
        panel = button(_("Run the meeting"), act.Panel(plenary.id), "panneau", "panel")
        return say(head, _("It is under way."), rows=((panel,),), minor=True)
    if not plenary.is_to_come:
        return say(head, state(plenary), minor=True)
    move = button(_("Change the date"), act.ChangeDate(plenary.id), "date", "changer", "change")
    cancel = button(_("Cancel it"), act.AskReason(plenary.id), "annuler la plénière", "cancel the plenary")
    panel = button(_("Run the meeting"), act.Panel(plenary.id), "panneau", "panel")
    rows = (organizing(plenary), (move, cancel), (panel, *series_of(plenary)))
    return say(head, _("What shall we do?"), rows=rows, minor=True)


def nothing_convened(*, may: bool, several: bool = False) -> Message:
    """No plenary is to come, in any of `several` groups."""
    if may and several:
        how = _("To convene one, write in the chat of its group: /plenary in 14 days at 2pm | Village hall")
        return say(_("No plenary is convened."), how)
    rows = ((button(_("Convene a plenary"), act.Begin(), "convoquer", "convene"),),) if may else ()
    return say(_("No plenary is convened."), rows=rows)
