"""How projects, shifts and groups are shown. Pure: from values to messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, many, note, quote, title
from bot.core.asking import yes_or_no
from bot.core.router import Run
from bot.domain.groups import Group, GroupId
from bot.domain.members import MemberId
from bot.domain.names import told_apart
from bot.domain.projects import Kind, Project, ProjectId, State, a_year_after
from bot.domain.shifts import Shift
from handlers.projects import actions as act
from storage.shifts import Swap

MOST_BUTTONS = 6
STATES: dict[State, Phrase] = {
    State.ACTIVE: _("under way"), State.PAUSED: _("pausing"), State.CLOSED: _("closed"),
}  # fmt: skip


# projects


def register(found: Sequence[tuple[Group, Sequence[Project]]]) -> Message:
    """What people do together, group by group, and the ways from there."""
    lines: list[Line | Words] = [title(_("Projects and commissions"))]
    every: list[Project] = []
    for group, projects in found:
        if len(found) > 1:
            lines.append(_("{group}:", group=group.name))
        lines += [_named(one) for one in projects]
        every += projects
    if not every:
        lines.append(_("None yet. For example: /projects Shared garden | Growing beside the station"))
    shown = [button(one.name, act.Show(one.id)) for one in every[:MOST_BUTTONS]]
    ways = (
        (button(_("Propose a project"), act.Begin(), "nouveau", "new"),),
        (button(_("Groups"), act.Groups(), "groupes", "groups"), button(_("My shifts"), act.Mine(), "permanences")),
    )
    return say(*lines, rows=(*_by_two(shown), *ways))


def _named(one: Project) -> Phrase:
    if one.kind is Kind.COMMISSION:
        return _("{number}. {name} – commission, {state}", number=one.number, name=one.name, state=STATES[one.state])
    return _("{number}. {name} – project, {state}", number=one.number, name=one.name, state=STATES[one.state])


def heading(one: Project) -> Phrase:
    """The first line of everything about it."""
    if one.kind is Kind.COMMISSION:
        return _("Commission {number} – {name}", number=one.number, name=one.name)
    return _("Project {number} – {name}", number=one.number, name=one.name)


def card(one: Project, people: int, coming: int) -> Message:
    """The living message: counts, and names for whoever asks."""
    lines: list[Line | Words] = [title(heading(one))]
    if one.about:
        lines.append(quote(one.about))
    lines.append(_("State: {state}.", state=STATES[one.state]))
    lines.append(many("{n} person takes part.", "{n} people take part.", people))
    if one.needs and one.is_open:
        lines.append(_("It needs: {needs}", needs=one.needs))
    if one.mandate_until and one.is_open:
        lines.append(mandate(one))
    if one.report_on:
        lines.append(_("Its report is due on {day}.", day=one.report_on))
    if one.news and one.news_at:
        lines += [_("News of {at}:", at=one.news_at), quote(one.news)]
    if not one.is_open:
        return say(*lines)
    rows: list[tuple[Button, ...]] = [
        (button(_("I take part"), act.Join(one.id), "je participe", "rejoindre", "join"),
         button(_("I no longer do"), act.Quit(one.id), "quitter", "leave")),
        (button(_("Who takes part"), act.Who(one.id), "qui", "who"),),
    ]  # fmt: skip
    if coming:
        rows.append((button(_("Shifts: {n}", n=coming), act.Shifts(one.id), "permanences", "shifts"),))
    return say(*lines, rows=tuple(rows))


def preview(one: Project, group: str) -> Message:
    """What was typed in private, before the group reads it."""
    kind = (_("A commission of {group}, as everybody will read it:", group=group) if one.kind is Kind.COMMISSION
            else _("A project of {group}, as everybody will read it:", group=group))  # fmt: skip
    lines: list[Line | Words] = [kind, title(one.name)]
    if one.about:
        lines.append(quote(one.about))
    if one.needs:
        lines.append(_("It needs: {needs}", needs=one.needs))
    if one.report_on:
        lines.append(_("Its report is due on {day}.", day=one.report_on))
    return say(*lines)


def people(one: Project, names: tuple[str, ...]) -> Message:
    """Who takes part."""
    return say(title(heading(one)), _("Taking part: {names}", names=names) if names else _("Nobody yet."))


def reported(one: Project) -> Message:
    """What everybody reads of a report."""
    return say(title(_("Report of “{name}”", name=one.name)), one.news)


def changed(one: Project) -> Message:
    """What everybody reads once something of it was changed."""
    lines: list[Line | Words] = [title(heading(one)), _("State: {state}.", state=STATES[one.state])]
    if one.needs and one.is_open:
        lines.append(_("It needs: {needs}", needs=one.needs))
    if one.mandate_until and one.is_open:
        lines.append(mandate(one))
    if one.report_on:
        lines.append(_("Its report is due on {day}.", day=one.report_on))
    return say(*lines)


def mandate(one: Project) -> Phrase:
    """Until when its mandate runs."""
    return _("Its mandate runs until {day}.", day=one.mandate_until)


def mandate_ends(one: Project) -> Message:
    """To the group, on the last day of a mandate: what can become of it."""
    assert one.mandate_until is not None  # only then does it end
    later = a_year_after(one.mandate_until)
    renew = button(_("Renewed until {day}", day=later), act.Renew(one.id, one.mandate_until.toordinal()),
                   "renouvelé", "renew", "renewed")  # fmt: skip
    return say(
        title(heading(one)), _("Its mandate ends today. Does the group renew it?"),
        note(_("An organizer writes down what was decided: the button, /projects {number} "
               "mandate=\"until 30/06/2028\", or /projects close {number}", number=one.number)),
        rows=((renew,),),
    )  # fmt: skip


def report_soon(one: Project) -> Message:
    """To its people, a week before."""
    assert one.report_on is not None  # only then is anybody reminded
    return say(
        title(heading(one)), _("Its report is due on {day}.", day=one.report_on),
        note(_("To give it: /projects report {number} What we did", number=one.number)),
    )  # fmt: skip


def report_due(one: Project) -> Message:
    """To the group, on the day."""
    return say(title(heading(one)), _("Its report is due today."))


def noted(at: datetime) -> Phrase:
    """To whoever told news."""
    return _("Noted: its card shows it now, and the group reads it on {at} with the day’s other news.", at=at)


def digest(found: Sequence[Project]) -> Message:
    """The day's news of a group's projects, in one message."""
    lines: list[Line | Words] = [title(_("News of the day"))]
    lines += [_("{name}: {news}", name=one.name, news=one.news) for one in found]
    rows = tuple((button(one.name, act.Show(one.id)),) for one in found[:MOST_BUTTONS])
    return say(*lines, rows=rows)


# shifts


def shift(one: Shift, project: Project, names: Mapping[MemberId, str], *, political: bool, now: datetime) -> Message:
    """The living message of a shift."""
    lines: list[Line | Words] = [title(_("Shift of “{name}”, {at}", name=project.name, at=one.at))]
    if one.cancelled:
        return say(*lines, _("It does not take place."))
    if one.place:
        lines.append(_("Place: {place}", place=one.place))
    lines.append(_taken(one, names, political=political))
    if now >= one.at:
        return say(*lines)
    give = button(_("I give it back"), act.Return(one.id), "je rends", "rendre", "give back")
    swap = button(_("Swap"), act.Swap(one.id), "échanger", "swap")
    take = button(_("I take it"), act.Take(one.id), "je prends", "prendre", "take")
    return say(*lines, rows=((take, give, swap),))


def _taken(one: Shift, names: Mapping[MemberId, str], *, political: bool) -> Phrase:
    if not one.holders:
        return many("{n} person is needed.", "{n} people are needed.", one.seats)
    if political:
        return _("Taken: {n} of {seats}.", n=len(one.holders), seats=one.seats)
    who = tuple(told_apart({member: names[member] for member in one.holders}).values())
    if one.free:
        return _("{names} – still wanted: {n}", names=who, n=one.free)
    return _("On duty: {names}", names=who)


def shifts(
    project: Project, found: Sequence[Shift], names: Mapping[MemberId, str], *, political: bool, runs: bool
) -> Message:  # fmt: skip
    """Those to come of a project; those that are free can be taken, and called off by whoever runs it."""
    lines: list[Line | Words] = [title(heading(project))]
    lines += [_("{at}: {who}", at=one.at, who=_taken(one, names, political=political)) for one in found]
    if not found:
        lines.append(_("No shift is planned."))
    free = [one for one in found if one.free][:MOST_BUTTONS]
    rows = [(button(_("I take {at}", at=one.at), act.Take(one.id)),) for one in free]
    if runs:
        rows += [(button(_("Call off {at}", at=one.at), act.CallOff(one.id, False)),) for one in found[:MOST_BUTTONS]]
    return say(*lines, rows=tuple(rows))


def call_off(one: Shift, project: Project) -> Message:
    """Somebody counts on it: asked once."""
    return say(
        _("“{name}”, {at}: somebody is on duty. Call it off all the same?", name=project.name, at=one.at),
        rows=(yes_or_no(_("Yes, call it off"), act.CallOff(one.id, True), "annuler", "cancel"),),
    )  # fmt: skip


def called_off(one: Shift, project: Project, by: str) -> Phrase:
    """To those who were on duty."""
    return _("{by} called off “{name}”, {at}: you are not on duty then.", by=by, name=project.name, at=one.at)


def mine(found: Sequence[Shift], named: Mapping[ProjectId, str]) -> Message:
    """My shifts to come."""
    if not found:
        return say(_("No shift is waiting for you."))
    lines: list[Line | Words] = [title(_("Your shifts"))]
    rows: list[tuple[Button, ...]] = []
    for one in found:
        lines.append(_("{at}: {name}", at=one.at, name=named[one.project]))
        if len(rows) < MOST_BUTTONS:
            rows.append((button(_("Give {at} back", at=one.at), act.Return(one.id)),))
    return say(*lines, rows=tuple(rows))


def on_duty(one: Shift, project: Project) -> Message:
    """The evening before; what was found too late says so."""
    lines: list[Line | Words] = [title(_("You are on duty for “{name}”, {at}.", name=project.name, at=one.at))]
    if one.place:
        lines.append(_("Place: {place}", place=one.place))
    give = button(_("I give it back"), act.Return(one.id), "je rends", "rendre", "give back")
    passed = say(_("You were on duty for “{name}”, {at}: I could not reach you in private before.",
                   name=project.name, at=one.at))  # fmt: skip
    on_time = say(*lines, rows=((give, button(_("Swap"), act.Swap(one.id), "échanger", "swap")),))
    return replace(on_time, later=((one.at, passed),))


def swap_with(
    one: Shift, project: Project, others: Sequence[tuple[Shift, MemberId]], people: Mapping[MemberId, str]
) -> Message:
    """Against whose shift?"""
    shown = told_apart(people)
    rows = tuple(
        (button(_("{name}, {at}", name=shown[member], at=other.at), act.Ask(one.id, other.id, member)),)
        for other, member in others[:MOST_BUTTONS]
    )
    return say(title(_("Your shift of “{name}”, {at}", name=project.name, at=one.at)), _("Swap it for which one?"),
               rows=rows)  # fmt: skip


def swap_asked(swap: Swap, name: str, project: Project, theirs: datetime, mine: datetime) -> Message:
    """To whoever is asked."""
    row = yes_or_no(_("Yes, let us swap"), act.Agree(swap.id, True), no=act.Agree(swap.id, False))
    return say(
        title(_("{name} asks you to swap your shifts of “{project}”.", name=name, project=project.name)),
        _("You would be on duty on {theirs} instead of {mine}.", theirs=theirs, mine=mine), rows=(row,),
    )  # fmt: skip


def swap_waits(name: str) -> Phrase:
    """To whoever asked."""
    return _("I asked {name}. Until they agree you stay on duty.", name=name)


def swap_done(name: str, at: datetime) -> Phrase:
    """To both."""
    return _("You swapped with {name}: you are now on duty on {at}.", name=name, at=at)


def swap_declined(name: str, at: datetime) -> Phrase:
    """To whoever asked."""
    return _("{name} cannot swap: you stay on duty on {at}.", name=name, at=at)


def swap_declined_by_me(name: str) -> Phrase:
    """To whoever said no."""
    return _("I told {name} that you cannot swap.", name=name)


# groups


def tree(rows: Sequence[tuple[int, Group, int]], total: int, here: frozenset[GroupId]) -> Message:
    """A line for each group, those below set in; the present one is marked in words."""
    lines: list[Line | Words] = [title(_("Groups"))]
    for depth, group, people in rows:
        indent = "– " * depth
        text = many("{indent}{group}: {n} person", "{indent}{group}: {n} people", people, indent=indent,
                    group=group.name)  # fmt: skip
        lines.append(_("{line} (here)", line=text) if group.id in here else text)
    if total > len(rows):
        lines.append(note(many("And {n} more.", "And {n} more.", total - len(rows))))
    lines.append(note(_("A local group belongs to a wider one: its organizer writes “/settings above=” and its name.")))
    wider = button(_("A wider group"), Run("reglages", "above"), "au-dessus", "above")
    return say(*lines, rows=((wider, button(_("Journal"), Run("reglages", "journal"), "journal")),))


def _by_two(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
