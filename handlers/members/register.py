"""The list of members: `/reglages membres`, and what one of them is: `/reglages membre Marie statut=membre`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.chat.message import Message, say
from bot.chat.text import _
from bot.core.command import Command, read_line
from bot.core.feature import Verb
from bot.core.flow import Flow, Step
from bot.core.rows import Room
from bot.domain.deeds import Deed
from bot.domain.errors import N_, Refused
from bot.domain.members import Member, MemberId
from bot.domain.memberships import Membership, MemberStatus
from bot.domain.names import clean, fold, told_apart
from bot.domain.permissions import Act
from bot.domain.roles import Role
from bot.domain.roster import NAME as LONGEST
from bot.domain.roster import NUMBER, STATUSES
from handlers import rights
from handlers.context import Ctx, Transaction
from handlers.countersigns import act_or_ask, performs
from handlers.members import joining, losing, people, roster, views
from handlers.members.actions import Register, ShowMembers
from handlers.members.feature import members
from handlers.members.roles import end_all
from handlers.members.standing import KEYS, read, status_of

PAGE = 20  # people on a page
OFFERED = 8  # people, as buttons
_FILE = {"importer": True, "import": True, "exporter": False, "export": False}


class StillOrganizes(Refused):
    says = N_("{name} organizes this group. That role ends first: /settings role take organizer | {name}")


class NothingSaid(Refused):
    says = N_("Write what {name} is in the group. For example: /settings member {name} status=member since=05/12/2026")


@members.command(
    "membres", "members", "membre", "member",
    verbs={
        "": Verb("/membres", Act.READ_MEMBERS),
        "import": Verb("/membres importer", Act.IMPORT_MEMBERS),
        "export": Verb("/membres exporter", Act.EXPORT_MEMBERS),
        "write": Verb("/membre Dan numéro=17", Act.WRITE_MEMBERSHIPS),
        "dues": Verb("/membre Dan cotisation=31/12/2026", Act.WRITE_DUES),
        "exclude": Verb("/membre Emma statut=exclu", Act.EXCLUDE_MEMBER),
        "vote": Verb("/membre Dan statut=observateur", Act.TAKE_VOTE),
    },
    help=N_("Who belongs to the group"), listed=False,
)  # fmt: skip
def list_or_change(ctx: Ctx, command: Command) -> None:
    """Opened by `/reglages membres`."""
    head, _sep, lines = command.text.partition("\n")
    word, _sep, rest = head.partition(" ")
    if fold(word) in _FILE:
        line = read_line(rest.strip(), KEYS)
        group = line.settings.get("group", "")
        text = "\n".join(filter(None, (line.text, lines)))
        roster.command(ctx, text, command.document, group, brings=_FILE[fold(word)])
        return
    line = read_line(command.text, KEYS)
    settings = dict(line.settings)
    room = people.room_meant(ctx, settings.pop("group", ""))
    if not line.text:
        ctx.private(_page(ctx, room, 0))
    else:
        _change(ctx, room, line.text, settings)


def _page(ctx: Ctx, room: Room, at: int) -> Message:
    rights.check(ctx, room, Act.READ_MEMBERS)
    tx, group = ctx.tx, room.group.id
    names, roles = told_apart(people.names(tx, group)), tx.roles.of(group)
    written = {one.member: one for one in tx.memberships.of_group(group)}
    everybody = [(name, written.get(member), roles.of(member)) for member, name in names.items()]
    shown = everybody[at * PAGE : (at + 1) * PAGE]
    same = joining.pairs(ctx, room) if rights.can(ctx, room, Act.WRITE_MEMBERSHIPS) else ()
    return views.page(
        room.group, shown, at, len(everybody), PAGE, today=ctx.now.date(), same=same,
        writes=rights.can(ctx, room, Act.WRITE_MEMBERSHIPS), exports=rights.can(ctx, room, Act.EXPORT_MEMBERS),
        imports=rights.can(ctx, room, Act.IMPORT_MEMBERS),
    )  # fmt: skip


@members.button(ShowMembers)
def show(ctx: Ctx, press: ShowMembers) -> None:
    page = _page(ctx, people.room_of(ctx, press.group), max(0, press.page))
    if ctx.room is None:
        ctx.turn(page)
    else:
        ctx.private(page)


def _change(ctx: Ctx, room: Room, name: str, settings: Mapping[str, str]) -> None:
    if not settings:
        raise NothingSaid(name=name[:60])
    if "account" in settings:
        joining.join(ctx, room, people.found(ctx, room, name).id, people.found(ctx, room, settings["account"]).id)
        return
    _check(ctx, room, settings)
    change(ctx, room, _person(ctx, room, name, settings), settings)


def _person(ctx: Ctx, room: Room, name: str, settings: Mapping[str, str]) -> Member:
    """Somebody known here; a name that is nobody's and like nobody's is written down as a member without an account."""
    try:
        return people.found(ctx, room, name)
    except people.NobodyOfThatName:
        if STATUSES.get(fold(settings.get("status", "-")), (None, False))[0] is not MemberStatus.MEMBER:
            raise
        return ctx.tx.members.enter(clean(name, most=LONGEST), ctx.now)


def _check(ctx: Ctx, room: Room, settings: Mapping[str, str]) -> None:
    if "dues" in settings:
        rights.check(ctx, room, Act.WRITE_DUES)
    if settings.keys() - {"dues"}:
        rights.check(ctx, room, Act.WRITE_MEMBERSHIPS)


def change(ctx: Ctx, room: Room, person: Member, settings: Mapping[str, str]) -> None:
    """Writes down what somebody is; excluding somebody, or taking the vote of somebody else, needs two organizers."""
    status, excluded = status_of(settings["status"]) if "status" in settings else (None, False)
    if excluded:
        asked = _("{by} asks that {whom} is excluded from this group.", by=ctx.member.name, whom=person.name)
        act_or_ask(ctx, room, Act.EXCLUDE_MEMBER, asked, whom=person.id)
        return
    before = ctx.tx.memberships.get(room.group.id, person.id) or Membership(person.id, room.group.id)
    after = read(before, status, settings, ctx.now.date())
    if after.status is MemberStatus.LEFT:
        _check_not_organizing(ctx, room, person)
    if person.id != ctx.member.id and losing.loses(room.group, before, after, ctx.now):
        asked = losing.asked(ctx.member.name, person.name, before, after)
        act_or_ask(ctx, room, Act.TAKE_VOTE, asked, whom=person.id, text=json.dumps(dict(settings)))
    else:
        _write(ctx, room, before, after, settings)


@performs(Act.TAKE_VOTE)
def take_vote(ctx: Ctx, room: Room, subject: str, text: str) -> None:
    """Writes down what was asked, which takes the vote of somebody; they are told."""
    settings, whom = json.loads(text), MemberId(int(subject))
    before = ctx.tx.memberships.get(room.group.id, whom) or Membership(whom, room.group.id)
    status, _excluded = status_of(settings["status"]) if "status" in settings else (None, False)
    _write(ctx, room, before, read(before, status, settings, ctx.now.date()), settings)


def _write(ctx: Ctx, room: Room, before: Membership, after: Membership, settings: Mapping[str, str]) -> None:
    whom = ctx.tx.members.get(after.member)
    if after.status is MemberStatus.LEFT and before.status is not MemberStatus.LEFT:
        end_all(ctx, room, whom.id)
    number = clean(settings["number"], most=NUMBER) if settings.get("number") else None
    ctx.tx.memberships.keep(after, number)
    _note(ctx, room, before, after)
    ctx.private(views.written(whom.name, after, room.group, number or "", settings.keys()))
    losing.follow(ctx, room.group, before)


def _note(ctx: Ctx, room: Room, before: Membership, after: Membership) -> None:
    """In the journal, which whoever is in the chat reads: what somebody is, and not until when they have paid."""
    tx, by, group = ctx.tx, ctx.member.id, room.group
    if before.dues_until != after.dues_until:
        tx.acts.note(group.id, by, Deed.DUES_WRITTEN, "", ctx.now, whom=after.member)
    if replace(before, dues_until=after.dues_until) == after:
        return
    new = after.status is MemberStatus.MEMBER and before.status is not MemberStatus.MEMBER
    deed = Deed.MEMBER_REGISTERED if new else Deed.MEMBER_WRITTEN
    tx.acts.note(group.id, by, deed, ctx.words_for(group).say(views.STATUS[after.status]), ctx.now, whom=after.member)


@performs(Act.EXCLUDE_MEMBER)
def exclude(ctx: Ctx, room: Room, subject: str, text: str) -> None:
    """The group decided that somebody leaves it."""
    whom = MemberId(int(subject))
    before = ctx.tx.memberships.get(room.group.id, whom) or Membership(whom, room.group.id)
    end_all(ctx, room, whom)
    after = before.leave(ctx.now.date(), excluded=True)
    ctx.tx.memberships.keep(after)
    ctx.tx.acts.note(room.group.id, ctx.member.id, Deed.MEMBER_EXCLUDED, "", ctx.now, whom=whom)
    ctx.private(views.written(ctx.tx.members.get(whom).name, after, room.group))
    losing.follow(ctx, room.group, before)


def _check_not_organizing(ctx: Ctx, room: Room, person: Member) -> None:
    """Raises where it would take the role of another organizer, which needs a second one."""
    if person.id != ctx.member.id and person.id in ctx.tx.roles.of(room.group.id).holders(Role.ORGANIZER):
        raise StillOrganizes(name=person.name)


@dataclass(frozen=True)
class Draft:
    """Somebody, and what they are to be."""

    group: int
    person: int = 0
    what: str = ""


@members.button(Register)
def begin(ctx: Ctx, press: Register) -> None:
    rights.check(ctx, people.room_of(ctx, press.group), Act.WRITE_MEMBERSHIPS)
    registering.start(ctx, Draft(press.group))


def ask_person(ctx: Ctx, draft: Draft) -> Message:
    names = told_apart(people.names(ctx.tx, people.room_of(ctx, draft.group).group.id))
    options = [registering.option("person", name, f"#{member}") for member, name in list(names.items())[:OFFERED]]
    return say(_("Who? Press a name, or write it."), rows=views.by_two(options), in_words=True)


def take_person(ctx: Ctx, draft: Draft, text: str) -> Draft:
    return replace(draft, person=people.found(ctx, people.room_of(ctx, draft.group), text).id)


def ask_what(ctx: Ctx, draft: Draft) -> Message:
    name = ctx.tx.members.get(MemberId(draft.person)).name
    end = f"31/12/{ctx.now.year}"
    options = [
        registering.option("what", _("Member since today"), "status=member", "membre", "member"),
        registering.option("what", _("Observer"), "status=observer", "observateur", "observer"),
        registering.option("what", _("Gone since today"), "status=left", "parti", "left"),
        registering.option(
            "what", _("Dues paid until {day}", day=date(ctx.now.year, 12, 31)), f"dues={end}", "cotisation"
        ),
    ]
    hint = _("Or write it: status=member since=05/12/2026 dues=31/12/2026")
    return say(_("What is {name} in the group?", name=name), hint, rows=views.by_two(options), in_words=True)


def take_what(ctx: Ctx, draft: Draft, text: str) -> Draft:
    line = read_line(text, KEYS)
    if line.text or not line.settings:
        raise NothingSaid(name=ctx.tx.members.get(MemberId(draft.person)).name)
    return replace(draft, what=text)


def finish(ctx: Ctx, draft: Draft) -> None:
    room, settings = people.room_of(ctx, draft.group), dict(read_line(draft.what, KEYS).settings)
    settings.pop("group", None)
    _check(ctx, room, settings)
    change(ctx, room, ctx.tx.members.get(MemberId(draft.person)), settings)


registering: Flow[Transaction, Draft] = members.flow(
    Flow(
        name="membership", version=1, draft=Draft, done=finish,
        steps=(Step("person", ask_person, take_person), Step("what", ask_what, take_what)),
    )
)  # fmt: skip
