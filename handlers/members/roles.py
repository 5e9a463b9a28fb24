"""Who does what for a group: `/reglages roles`, by line and by buttons."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.chat.message import Message, say
from bot.chat.text import _, note
from bot.core.command import Command, Keys, parts_of, read_line
from bot.core.feature import Verb
from bot.core.flow import Flow, Step
from bot.core.rows import Room
from bot.domain.deeds import Deed
from bot.domain.errors import N_, Refused
from bot.domain.members import MemberId
from bot.domain.memberships import Membership
from bot.domain.names import fold, told_apart
from bot.domain.permissions import Act
from bot.domain.roles import Role, Roles, check_not_last, named, near
from handlers import rights
from handlers.context import Ctx, Transaction
from handlers.countersigns import act_or_ask, organizers, performs
from handlers.members import leaving, people, views, waiting
from handlers.members.actions import GiveCalled, GiveRole, ShowRoles, TakeRole
from handlers.members.feature import members
from storage.types import micros

KEYS = Keys({"group": {"groupe": "Potager", "group": "Garden"}})
GIVE, TAKE, BACK = ("donner", "give"), ("retirer", "take"), ("rendre", "return")
BETWEEN = (" à ", " to ", " from ")
OFFERED = 8  # people, as buttons


class RoleLine(Refused):
    says = N_(
        "“{text}” is not how a role is given. Write give, take or return, then the "
        "role and the name. For example: /settings role give treasurer | Bruno"
    )


@members.command(
    "roles",
    "role",
    verbs={
        "": Verb("/roles"),
        "give": Verb("/roles donner Potager | Dan", Act.GIVE_ROLE),
        "take": Verb("/roles retirer secrétaire | Emma", Act.TAKE_ROLE),
        "return": Verb("/roles rendre Jardin"),
    },
    help=N_("Who does what for the group"),
    listed=False,
)
def show_or_change(ctx: Ctx, command: Command) -> None:
    """Opened by `/reglages roles`."""
    line = read_line(command.text, KEYS)
    room = people.room_meant(ctx, line.settings.get("group", ""))
    verb, _sep, rest = line.text.partition(" ")
    if not line.text:
        ctx.reply(_shown(ctx, room))
    elif fold(verb) in BACK:
        _end(ctx, room, named(rest), ctx.member.id)
    elif fold(verb) in (*GIVE, *TAKE):
        role, whom = _read(rest, line.text)
        _given(ctx, room, role, whom) if fold(verb) in GIVE else _taken(ctx, room, role, whom)
    else:
        raise RoleLine(text=line.text[:60])


def _read(rest: str, text: str) -> tuple[str, str]:
    """The role and the name, on both sides of a bar or of "to"."""
    parts = [part for part in parts_of(rest) if part]
    if len(parts) == 2:
        return parts[0], parts[1]
    for mark in BETWEEN:
        role, found, whom = rest.rpartition(mark)
        if found and role.strip() and whom.strip():
            return role.strip(), whom.strip()
    raise RoleLine(text=text[:60])


def _shown(ctx: Ctx, room: Room) -> Message:
    tx, group = ctx.tx, room.group.id
    roles, names = tx.roles.of(group), told_apart(people.names(tx, group))
    named_by_network = [one for one in tx.presences.administrators(group) if one not in roles.holders(Role.ORGANIZER)]
    changing, mine = rights.can(ctx, room, Act.GIVE_ROLE), ctx.member.id
    takes = [
        (one, names.get(one.member, "–"), TakeRole(group, one.member, micros(one.since)))
        for one in roles.mandates if changing or one.member == mine
    ]  # fmt: skip
    administrators = tuple(names[one] for one in named_by_network if one in names)
    alone = not changing and leaving.is_left_alone(ctx, room)
    return views.roles(room.group, roles, names, administrators, takes, mine, changing=changing, alone=alone)


def _given(ctx: Ctx, room: Room, role: str, whom: str) -> None:
    if named(role) != Role.ORGANIZER or not _is_left_alone(ctx, room):
        rights.check(ctx, room, Act.GIVE_ROLE)  # before anybody is looked for
    _give_meant(ctx, room, role, people.found(ctx, room, whom).id)


def _give_meant(ctx: Ctx, room: Room, role: str, whom: MemberId) -> None:
    """Gives it; a name of the group's own that looks like a slip for a role with powers is asked about."""
    meant = near(role)
    if meant is None or ctx.tx.roles.of(room.group.id).holders(role):
        give(ctx, room, role, whom)
        return
    ctx.prove_presence()  # what is pressed in private is checked against it
    ctx.reply(views.which_role(named(role), meant, room.group.id, whom))


@members.button(GiveCalled)
def give_called(ctx: Ctx, press: GiveCalled) -> None:
    room = people.room_of(ctx, press.group)
    rights.check(ctx, room, Act.GIVE_ROLE)
    give(ctx, room, press.role, MemberId(press.member))


def _is_left_alone(ctx: Ctx, room: Room) -> bool:
    return not rights.can(ctx, room, Act.GIVE_ROLE) and leaving.is_left_alone(ctx, room)


def give(ctx: Ctx, room: Room, role: str, whom: MemberId) -> None:
    """The person has the role from now on; everybody in the group reads it."""
    if named(role) != Role.ORGANIZER or not _is_left_alone(ctx, room) or not leaving.takes_over(ctx, room, whom):
        rights.check(ctx, room, Act.GIVE_ROLE)
    group = room.group.id
    to = ctx.tx.memberships.get(group, whom)
    if to is None and whom in people.names(ctx.tx, group):
        to = Membership(whom, group)
    roles = ctx.tx.roles.of(group).give(role, to, by=ctx.member.id, now=ctx.now)
    ctx.tx.roles.keep(group, roles)
    name = roles.mandates[-1].role
    _note(ctx, room, Deed.ROLE_GIVEN, name, whom)
    _tell(ctx, room, views.given(name, ctx.tx.members.get(whom).name, ctx.member.name))


def _taken(ctx: Ctx, room: Room, role: str, whom: str) -> None:
    _end(ctx, room, named(role), people.found(ctx, room, whom).id)


def _end(ctx: Ctx, room: Room, role: str, whom: MemberId) -> None:
    """Given back by its holder, or taken by organizers; taking it from an organizer needs two of them."""
    group, others = room.group.id, organizers(ctx.tx, room.group.id)
    if whom == ctx.member.id:
        _keep_without(ctx, room, role, whom)
        return
    rights.check(ctx, room, Act.TAKE_ROLE)
    if role == Role.ORGANIZER and whom in ctx.tx.roles.of(group).holders(role):
        check_not_last(whom, others)
        name = ctx.tx.members.get(whom).name
        asked = _("{by} asks that {whom} no longer organizes this group.", by=ctx.member.name, whom=name)
        act_or_ask(ctx, room, Act.DEMOTE_ORGANIZER, asked, whom=whom)
    else:
        _keep_without(ctx, room, role, whom)


@performs(Act.DEMOTE_ORGANIZER)
def demote(ctx: Ctx, room: Room, subject: str, text: str) -> None:
    _keep_without(ctx, room, Role.ORGANIZER.value, MemberId(int(subject)))


def _keep_without(ctx: Ctx, room: Room, role: str, whom: MemberId) -> None:
    ctx.tx.roles.keep(room.group.id, _without(ctx, room, role, whom))
    _note(ctx, room, Deed.ROLE_RETURNED if whom == ctx.member.id else Deed.ROLE_TAKEN, role, whom)
    _tell(ctx, room, views.ended(role, ctx.tx.members.get(whom).name))


def _without(ctx: Ctx, room: Room, role: str, whom: MemberId) -> Roles:
    """Without it. The chat's administrators organize too: with one there, the last one whom the group named may go.
    Whoever has no account or left the chat is nobody whom the group could turn to."""
    roles = ctx.tx.roles.of(room.group.id)
    if role != Role.ORGANIZER or whom not in roles.holders(role):
        return roles.give_back(role, whom)
    check_not_last(whom, organizers(ctx.tx, room.group.id) | {whom})
    return Roles(tuple(one for one in roles.mandates if (one.member, one.role) != (whom, role)))


def end_all(ctx: Ctx, room: Room, whom: MemberId) -> None:
    """Somebody goes, and every mandate of theirs ends. Where nobody else organizes, the last organizer stays."""
    roles = ctx.tx.roles.of(room.group.id)
    if roles.of(whom):
        if whom in roles.holders(Role.ORGANIZER):
            check_not_last(whom, organizers(ctx.tx, room.group.id) | {whom})
        kept = Roles(tuple(one for one in roles.mandates if one.member != whom))
        ctx.tx.roles.keep(room.group.id, kept)


def _note(ctx: Ctx, room: Room, deed: Deed, role: str, whom: MemberId) -> None:
    said = ctx.words_for(room.group).say(views.role(role))
    ctx.tx.acts.note(room.group.id, ctx.member.id, deed, said, ctx.now, whom=whom)


def _tell(ctx: Ctx, room: Room, message: Message) -> None:
    for one in ctx.tx.groups.rooms(room.group.id):
        ctx.post(one, message)
    if ctx.room is None:
        ctx.reply(message)


# buttons


@members.button(ShowRoles)
def show(ctx: Ctx, press: ShowRoles) -> None:
    ctx.turn(_shown(ctx, people.room_of(ctx, press.group)))


@members.button(TakeRole)
def take(ctx: Ctx, press: TakeRole) -> None:
    room = people.room_of(ctx, press.group)
    found = next(
        (one for one in ctx.tx.roles.of(room.group.id).mandates
         if (one.member, micros(one.since)) == (press.member, press.since)), None,
    )  # fmt: skip
    if found is None:
        raise waiting.NothingWaits
    _end(ctx, room, found.role, found.member)


# the guided way


@dataclass(frozen=True)
class Draft:
    """A role, and to whom it is to be given."""

    group: int
    role: str = ""
    whom: int = 0


@members.button(GiveRole)
def begin(ctx: Ctx, press: GiveRole) -> None:
    rights.check(ctx, people.room_of(ctx, press.group), Act.GIVE_ROLE)
    giving.start(ctx, Draft(press.group))


def ask_role(ctx: Ctx, draft: Draft) -> Message:
    options = [giving.option("role", views.ROLES[role], role.value, role.value) for role in Role]
    return say(
        _("Which role?"), note(_("Or write a name of your own, for example: Garden")), rows=views.by_two(options)
    )


def take_role(ctx: Ctx, draft: Draft, text: str) -> Draft:
    return replace(draft, role=named(text))


def ask_whom(ctx: Ctx, draft: Draft) -> Message:
    names = told_apart(people.names(ctx.tx, people.room_of(ctx, draft.group).group.id))
    options = [giving.option("whom", name, f"#{member}") for member, name in list(names.items())[:OFFERED]]
    return say(_("To whom? Press a name, or write it."), rows=views.by_two(options), in_words=True)


def take_whom(ctx: Ctx, draft: Draft, text: str) -> Draft:
    return replace(draft, whom=people.found(ctx, people.room_of(ctx, draft.group), text).id)


def finish(ctx: Ctx, draft: Draft) -> None:
    _give_meant(ctx, people.room_of(ctx, draft.group), draft.role, MemberId(draft.whom))


giving: Flow[Transaction, Draft] = members.flow(
    Flow(
        name="role", version=1, draft=Draft, done=finish,
        steps=(Step("role", ask_role, take_role), Step("whom", ask_whom, take_whom)),
    )
)  # fmt: skip
