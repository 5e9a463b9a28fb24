"""What people say and press about calendars: `/calendrier`, always answered in private."""

from __future__ import annotations

from bot.chat.message import File, say
from bot.chat.text import _
from bot.core.command import Command
from bot.core.feature import Verb
from bot.domain.errors import N_, Refused
from bot.domain.groups import GroupId
from bot.domain.names import fold
from handlers.calendars import actions as act
from handlers.calendars import service, views
from handlers.calendars.documents import MEDIA_TYPE
from handlers.context import Ctx, OurFeature

calendars = OurFeature("calendars", N_("Calendar"))

FILES = ("fichier", "file", "ics")
NEW = ("nouveau", "nouvelle", "new", "lien", "link")
CLOSED = ("fermer", "close")


class NotOfCalendars(Refused):
    says = N_("“{text}” is not something a calendar does. For example: /calendar file")


@calendars.command(
    "calendrier", "calendar",
    verbs={
        "": Verb("/calendrier"),
        "file": Verb("/calendrier fichier"),
    },
    help=N_("My calendar, or the group’s in a group: a secret address for phone or computer, or a file"),
    examples=(N_("/calendar"), N_("/calendar file")),
)  # fmt: skip
def show_calendar(ctx: Ctx, command: Command) -> None:
    group = ctx.room.group.id if ctx.room is not None else None
    word = fold(command.text)
    ctx.prove_presence()
    if not word:
        _show(ctx, group)
    elif word in FILES:
        _take(ctx, group)
    elif word in NEW:
        _open(ctx, group)
    elif word in CLOSED:
        _close(ctx, group)
    else:
        raise NotOfCalendars(text=command.text[:60])


@calendars.button(act.Show)
def show(ctx: Ctx, press: act.Show) -> None:
    _show(ctx, _group(ctx, press.group))


@calendars.button(act.Open)
def new(ctx: Ctx, press: act.Open) -> None:
    _open(ctx, _group(ctx, press.group))


@calendars.button(act.Close)
def close(ctx: Ctx, press: act.Close) -> None:
    _close(ctx, _group(ctx, press.group))


@calendars.button(act.Take)
def take(ctx: Ctx, press: act.Take) -> None:
    _take(ctx, _group(ctx, press.group))


def _group(ctx: Ctx, number: int) -> GroupId | None:
    return service.group_of(ctx, number).id if number else None


def _show(ctx: Ctx, group: GroupId | None) -> None:
    known = service.feed(ctx, group)
    name = ctx.tx.groups.get(group).name if group is not None else ""
    others = service.groups_of(ctx) if group is None else ()
    link = service.link(ctx, known) if known else ""
    page = views.page(name, group or 0, link, others, reached=bool(ctx.community.address))
    if ctx.room is None:
        ctx.turn(page)
    else:
        ctx.private(page)


def _open(ctx: Ctx, group: GroupId | None) -> None:
    if not ctx.community.address:
        raise views.NotReached
    known = service.feed(ctx, group)
    service.may_change(ctx, group, known)
    ctx.tx.feeds.open(ctx.now, member=None if group is not None else ctx.member.id, group=group)
    _show(ctx, group)


def _close(ctx: Ctx, group: GroupId | None) -> None:
    known = service.feed(ctx, group)
    if known is not None:
        service.may_change(ctx, group, known)
        ctx.tx.feeds.close(known)
    _show(ctx, group)


def _take(ctx: Ctx, group: GroupId | None) -> None:
    tx, now = ctx.tx, ctx.now
    if group is None:
        content = service.of_member(tx, ctx.member.id, now, ctx.community.name)
    else:
        content = service.of_group(tx, tx.groups.get(group), now)
    said = _("The calendar as it is now. Open the file to add it to yours: it does not follow later changes.")
    ctx.private(say(said, file=File("coop.ics", MEDIA_TYPE, content)))
