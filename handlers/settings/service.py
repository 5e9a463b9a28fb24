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
from bot.domain.versions import Version, adopt, at, follow, in_order, take_back
from handlers.context import Ctx, Job, Transaction
from handlers.countersigns import act_or_ask, performs
from handlers.rooms import one_of, one_of_each, only_one, today
from handlers.settings import views
from handlers.settings.values import RULES, adjusted, changes

EXAMPLE = _("/settings")
FROM = 60  # characters that say from when a change holds
VERSION = "version"  # in what waits for a second organizer: a version to be taken back


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
    before = _then(ctx, room.group, settings)
    after = adjusted(before, settings, typed)
    if not changes(before, after):
        raise NothingNew
    if _who_votes(before) != _who_votes(after):
        check(after.charter, political=after.political)
        asked = _("{by} asks to change who votes:", by=ctx.member.name), *changes(before, after)
        act_or_ask(ctx, room, Act.CHANGE_ELECTORATE, *asked, text=json.dumps([dict(settings), dict(typed)]))
        return ctx.tx.groups.get(before.id)
    return _change(ctx, before, after, settings)


def _then(ctx: Ctx, group: Group, settings: Mapping[str, str]) -> Group:
    """The group as it will be when a change begins: what is decided for a later date is on top of what holds then."""
    since, versions = _since(ctx, group, settings), ctx.tx.charters.of(group.id)
    if since is None or since <= ctx.now or not versions:
        return group
    return replace(group, charter=at(versions, since).charter)


def _who_votes(group: Group) -> tuple[object, ...]:
    """The rules by which somebody votes or does not, and with what weight."""
    rules = group.charter
    return rules.electorate, rules.seniority_days, rules.dues, rules.colleges, rules.weights, rules.judged_at_close


@performs(Act.CHANGE_ELECTORATE)
def change_electorate(ctx: Ctx, room: Room, subject: str, text: str) -> None:
    """The settings as they were written, once enough organizers want them; or a version taken back."""
    settings, typed = json.loads(text)
    if VERSION in settings:
        _take_back(ctx, room.group, int(settings[VERSION]))
        return
    before = _then(ctx, ctx.tx.groups.get(room.group.id), settings)
    after = adjusted(before, settings, typed)
    if not changes(before, after):
        raise NothingNew
    _change(ctx, before, after, settings)


def _change(ctx: Ctx, before: Group, after: Group, settings: Mapping[str, str]) -> Group:
    since, now = _since(ctx, before, settings), ctx.tx.groups.get(before.id)
    version = _adopt(ctx, now, after, since or ctx.now) if before.charter != after.charter else None
    later = since is not None and since > ctx.now
    ahead = [one for one in in_order(ctx.tx.charters.of(before.id)) if version and one.since > version.since]
    told = views.announcement(
        before, after, ctx.member.name, since, too_few=_too_few(ctx, before, after),
        number=version.number if version and later else None, ahead=ahead,
    )  # fmt: skip
    ctx.tx.groups.keep(replace(after, charter=now.charter) if since else after)
    words = ctx.words_for(after)
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
    if not group.charter.members_vote:
        return max(1, ctx.count(*ctx.tx.groups.rooms(group.id)) - ctx.tx.seats.repeated(group.id))
    listed = ctx.tx.memberships.of_group(group.id)
    return len(snapshot(listed, Condition.of(group.charter), today(group, ctx.now)))


def _since(ctx: Ctx, group: Group, settings: Mapping[str, str]) -> datetime | None:
    """From when a charter holds, where it is not from now on."""
    if "since" not in settings:
        return None
    return when.deadline(settings["since"], now=ctx.now, zone=ZoneInfo(group.zone), at=time(0))


def _adopt(ctx: Ctx, now: Group, after: Group, since: datetime) -> Version | None:
    """A new version of the charter, on top of which those that begin later change what they change; None where it only
    takes back what was to begin with it. Raises when it contradicts itself, or would hold backwards."""
    ctx.tx.charters.current(now, ctx.now)
    versions = ctx.tx.charters.of(now.id)
    version = adopt(
        versions, after.charter, since=since, now=ctx.now, by=ctx.member.id, political=after.political
    )  # fmt: skip
    became = follow(versions, version, now=ctx.now, political=after.political)
    for one in became:
        _amend(ctx, after, one)
    left = ctx.tx.charters.of(now.id)
    if any(one.taken_back_at and one.since == since for one in became) and at(left, since).charter == after.charter:
        return None
    ctx.tx.charters.adopt(after.id, version)
    if since > ctx.now:
        ctx.plan(_key(after, version), "settings.charter", since, group=after.id)
    return version


def _key(group: Group, version: Version) -> str:
    return f"charter:{group.id}:{version.number}"


def _amend(ctx: Ctx, group: Group, version: Version) -> None:
    ctx.tx.charters.amend(group.id, version)
    if version.taken_back_at is not None:
        ctx.cancel(_key(group, version))


def withdraw(ctx: Ctx, room: Room, number: int) -> None:
    """A version that is still to begin is taken back, and everybody is told; where it changes who votes, by two."""
    check_organizer(ctx, room)
    group, versions = room.group, ctx.tx.charters.of(room.group.id)
    gone, *_after = take_back(versions, number, now=ctx.now, political=group.political)
    before = replace(group, charter=at([one for one in versions if one.number != number], gone.since).charter)
    if _who_votes(before) != _who_votes(replace(group, charter=gone.charter)):
        asked = _("{by} asks to take back version {number} of the settings, which changes who votes from {since} on.",
                  by=ctx.member.name, number=str(number), since=gone.since)  # fmt: skip
        act_or_ask(ctx, room, Act.CHANGE_ELECTORATE, asked, text=json.dumps([{VERSION: str(number)}, {}]))
    else:
        _take_back(ctx, group, number)


def _take_back(ctx: Ctx, group: Group, number: int) -> None:
    gone, *after = take_back(ctx.tx.charters.of(group.id), number, now=ctx.now, political=group.political)
    for one in (gone, *after):
        _amend(ctx, group, one)
    words = ctx.words_for(group)
    detail = words.say(_("version {number}, from {since} on: taken back", number=str(number), since=gone.since))
    ctx.tx.acts.note(group.id, ctx.member.id, Deed.SETTINGS, detail, ctx.now)
    for room in ctx.tx.groups.rooms(group.id):
        ctx.post(room, views.taken_back(gone, ctx.member.name))
    if ctx.room is None:
        ctx.reply(views.taken_back(gone, ctx.member.name))


def since(tx: Transaction, group: Group, key: str, now: datetime) -> datetime | None:
    """Since when a setting says what it says; None where that was never written down."""
    rule = RULES.get(key)
    found = None
    for version in reversed(in_order(tx.charters.of(group.id))):
        if version.since > now:
            continue
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
    after = replace(before, charter=at(work.tx.charters.of(before.id), work.now).charter)
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
