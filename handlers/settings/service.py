"""Changing a group's settings: whose, who may, and telling everybody."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.chat.message import say
from bot.chat.text import Phrase, _
from bot.core.rows import Room
from bot.domain import when
from bot.domain.contradictions import check, warnings
from bot.domain.deeds import DETAIL, Deed, lines
from bot.domain.electorate import Condition, snapshot
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group, GroupId
from bot.domain.permissions import Act
from bot.domain.quorum import Quorum
from bot.domain.versions import adopt
from handlers.context import Ctx, Job, Transaction
from handlers.countersigns import act_or_ask, performs
from handlers.rooms import one_of, one_of_each, only_one, today
from handlers.settings import views
from handlers.settings.values import RULES, adjusted, changes

EXAMPLE = _("/settings")
FROM = 60  # characters that say from when a change holds


class OnlyOrganizers(Refused):
    says = N_("Only organizers change the settings of {group}. To read them: /settings")


class NothingNew(Refused):
    says = N_("Nothing to change: it is so already. /settings shows everything.")


def rooms(ctx: Ctx) -> list[Room]:
    """One chat of each group whose settings the person may speak of here."""
    return one_of_each(ctx, EXAMPLE)


def only_room(ctx: Ctx, example: Phrase = EXAMPLE) -> Room:
    """The group meant when none is named; `example` is what to write in its chat where there are several."""
    return only_one(ctx, example)


def room_of(ctx: Ctx, group: int) -> Room:
    """A chat of the group of an id; raises when the person is not in it."""
    return one_of(ctx, group, EXAMPLE)


def change(ctx: Ctx, room: Room, settings: Mapping[str, str], typed: Mapping[str, str]) -> Group:
    """Keeps the settings and tells everybody, in the group's chats, what changed; the group as it is now."""
    check_organizer(ctx, room)
    before = room.group
    after = adjusted(before, settings, typed)
    if not changes(before, after):
        raise NothingNew
    if _who_votes(before) != _who_votes(after):
        check(after.charter, political=after.political)
        asked = _("{by} asks to change who votes:", by=ctx.member.name), *changes(before, after)
        act_or_ask(ctx, room, Act.CHANGE_ELECTORATE, *asked, text=json.dumps([dict(settings), dict(typed)]))
        return ctx.tx.groups.get(before.id)
    return _change(ctx, before, after, settings)


def _who_votes(group: Group) -> tuple[object, ...]:
    """The rules by which somebody votes or does not, and with what weight."""
    rules = group.charter
    return rules.electorate, rules.seniority_days, rules.dues, rules.colleges, rules.weights, rules.judged_at_close


@performs(Act.CHANGE_ELECTORATE)
def change_electorate(ctx: Ctx, room: Room, subject: str, text: str) -> None:
    """The settings as they were written, once enough organizers want them."""
    settings, typed = json.loads(text)
    before = ctx.tx.groups.get(room.group.id)
    after = adjusted(before, settings, typed)
    if not changes(before, after):
        raise NothingNew
    _change(ctx, before, after, settings)


def _change(ctx: Ctx, before: Group, after: Group, settings: Mapping[str, str]) -> Group:
    since = _since(ctx, before, settings)
    if before.charter != after.charter:
        _adopt(ctx, before, after, since or ctx.now)
    told = views.announcement(before, after, ctx.member.name, since, too_few=_too_few(ctx, before, after))
    ctx.tx.groups.keep(replace(after, charter=before.charter) if since else after)
    words = ctx.words_for(after)
    later = since is not None and since > ctx.now
    kept = lines([words.say(one) for one in changes(before, after)], DETAIL - FROM)
    for said in reversed(kept):  # the journal is read from its newest line on
        detail = words.say(_("from {at} on: {what}", at=since, what=said)) if later else said
        ctx.tx.acts.note(after.id, ctx.member.id, Deed.SETTINGS, detail, ctx.now)
    for one in ctx.tx.groups.rooms(after.id):
        ctx.post(one, told)
    _speak_anew(ctx, after)
    _warn(ctx, before, after)
    return ctx.tx.groups.get(after.id)


def _too_few(ctx: Ctx, before: Group, after: Group) -> int | None:
    """How many may vote, where a quorum that is new asks for more; None where it may be reached."""
    quorum = Quorum.read(after.charter.quorum) if after.charter.quorum else None
    is_new = (before.charter.quorum, before.charter.electorate) != (after.charter.quorum, after.charter.electorate)
    if quorum is None or quorum.persons is None or not is_new:
        return None
    people = _voters(ctx, after)
    return people if people < quorum.persons else None


def _voters(ctx: Ctx, group: Group) -> int:
    if group.charter.electorate != "members":
        return max(1, ctx.count(*ctx.tx.groups.rooms(group.id)) - ctx.tx.seats.repeated(group.id))
    listed = ctx.tx.memberships.of_group(group.id)
    return len(snapshot(listed, Condition.of(group.charter), today(group, ctx.now)))


def _since(ctx: Ctx, group: Group, settings: Mapping[str, str]) -> datetime | None:
    """From when a charter holds, where it is not from now on."""
    if "since" not in settings:
        return None
    return when.deadline(settings["since"], now=ctx.now, zone=ZoneInfo(group.zone), at=time(0))


def _adopt(ctx: Ctx, before: Group, after: Group, since: datetime) -> None:
    """A new version of the charter; raises when it contradicts itself, or would hold backwards."""
    ctx.tx.charters.current(before, ctx.now)
    versions = ctx.tx.charters.of(before.id)
    version = adopt(
        versions, after.charter, since=since, now=ctx.now, by=ctx.member.id, political=after.political
    )  # fmt: skip
    ctx.tx.charters.adopt(after.id, version)
    if since > ctx.now:
        ctx.plan(f"charter:{after.id}:{version.number}", "settings.charter", since, group=after.id)


def since(tx: Transaction, group: Group, key: str) -> datetime | None:
    """Since when a setting says what it says; None where that was never written down."""
    rule = RULES.get(key)
    found = None
    for version in reversed(tx.charters.of(group.id)):
        if rule is None or getattr(version.charter, rule) != getattr(group.charter, rule):
            break
        found = version.since
    return found


def _warn(ctx: Ctx, before: Group, after: Group) -> None:
    """What is allowed, and should be known by whoever decided it."""
    known = {warning.says for warning in warnings(before.charter)}
    news = [Phrase(one.says, one.blanks) for one in warnings(after.charter) if one.says not in known]
    if news:
        ctx.private(say(*news))


def begin(work: Job, group: int) -> None:
    """A version whose date has come holds from now on, and everybody is told."""
    before = work.tx.groups.get(GroupId(group))
    held = [version for version in work.tx.charters.of(before.id) if version.since <= work.now]
    after = replace(before, charter=held[-1].charter)
    if not changes(before, after):
        return
    work.tx.groups.keep(after)
    for one in work.tx.groups.rooms(after.id):
        work.post(one, views.holds(before, after))


def check_organizer(ctx: Ctx, room: Room) -> None:
    """Raises unless the person organizes the group."""
    if not ctx.is_organizer(room):
        raise OnlyOrganizers(group=room.group.name)


def _speak_anew(ctx: Ctx, group: Group) -> None:
    """What is still said on this event is said as the group now wants it."""
    if ctx.room is not None:
        ctx.words = ctx.words_for(group)
    else:
        ctx.words = ctx.words_to(ctx.member)
