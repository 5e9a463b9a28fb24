"""The journal: every member reads what the organizers and the operator did, in private."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.chat.message import Button, Message, button, say
from bot.chat.text import Line, Phrase, Words, _, note, title
from bot.core.rows import Room
from bot.domain.deeds import SAYS, Noted
from bot.domain.groups import Group
from bot.domain.members import MemberId
from handlers.context import Ctx
from handlers.settings import service
from handlers.settings.actions import Journal
from handlers.settings.feature import settings

PER_PAGE = 8


def show(ctx: Ctx, room: Room, page: int = 0) -> None:
    """One page, the newest first; in a group it is told to whoever asks, alone."""
    ctx.prove_presence()  # pages turned in private are checked against it
    last = max(0, (ctx.tx.acts.count(room.group.id) - 1) // PER_PAGE)
    at = min(max(page, 0), last)
    lines = ctx.tx.acts.page(room.group.id, at * PER_PAGE, PER_PAGE)
    named = {who for one in lines for who in (one.by, one.whom) if who is not None}
    people = {who: ctx.tx.members.get(who).name for who in named}
    message = _page(room.group, lines, people, at, last)
    if ctx.room is None:
        ctx.turn(message)
    else:
        ctx.private(message)


@settings.button(Journal)
def turn_page(ctx: Ctx, press: Journal) -> None:
    show(ctx, service.room_of(ctx, press.group), press.page)


def _page(group: Group, lines: Sequence[Noted], people: Mapping[MemberId, str], at: int, last: int) -> Message:
    head = title(_("Journal of {group}", group=group.name))
    if not lines:
        return say(head, _("Nothing is written in it yet."), note(_ABOUT))
    said: list[Line | Words] = [head]
    for one in lines:
        said += [note(_("{at}", at=one.at)), _said(one, people)]
    if last:
        said.append(note(_("Page {page} of {pages}", page=at + 1, pages=last + 1)))
    newer = button(_("Newer"), Journal(group.id, at - 1), "plus récentes", "newer") if at else None
    older = button(_("Older"), Journal(group.id, at + 1), "plus anciennes", "older") if at < last else None
    row: tuple[Button, ...] = tuple(one for one in (newer, older) if one)
    return say(*said, rows=(row,) if row else ())


_ABOUT = _("What organizers and whoever runs this bot do for the group is written here, for every member to read.")


def _said(one: Noted, people: Mapping[MemberId, str]) -> Phrase:
    name: Words = people[one.by] if one.by is not None else _("Whoever runs the machine")
    whom = people[one.whom] if one.whom is not None else "–"
    return Phrase(SAYS[one.deed], {"name": name, "whom": whom, "detail": one.about})
