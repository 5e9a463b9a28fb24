"""The list of members as a file: brought by its text, shown before it is applied, and taken away, all in private."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.chat.message import File, Message, say
from bot.chat.text import _, many, note
from bot.core.flow import Flow, Step
from bot.core.rows import Room
from bot.domain.deeds import Deed
from bot.domain.errors import N_, Refused
from bot.domain.groups import GroupId
from bot.domain.members import MemberId
from bot.domain.memberships import MemberStatus
from bot.domain.names import fold
from bot.domain.permissions import Act
from bot.domain.roster import Entry, read, write
from handlers import rights
from handlers.context import Ctx, Transaction
from handlers.countersigns import act_or_ask, performs
from handlers.members import losing, people, views
from handlers.members.actions import Export, Import
from handlers.members.feature import members
from handlers.members.roles import end_all

MOST = 200_000  # characters of a list brought in a chat: about 3,000 people

Known = dict[str, list[MemberId]]


class OnlyInPrivate(Refused):
    says = N_(
        "A list of members holds what is not for everybody. Ask for it, then press “Bring a list” in private: "
        "/settings members"
    )


class ListTooLong(Refused):
    says = N_(
        "This list is too long for one message: {most} characters at most. Send it in parts, each with its first line."
    )


class WhichOfThem(Refused):
    says = N_(
        "Several people in {group} are called “{name}”. Give each a number first: /settings member #{member} number=17"
    )


def command(ctx: Ctx, text: str, group: str, *, brings: bool) -> None:
    """`/reglages membres importer` and `/reglages membres exporter`, of a group by its name where there are several."""
    room = people.room_meant(ctx, group)
    if not brings:
        deliver(ctx, room)
        return
    rights.check(ctx, room, Act.IMPORT_MEMBERS)
    _check_private(ctx)
    if text:
        bringing.start(ctx, _draft(ctx, Draft(room.group.id), text))
    else:
        bringing.start(ctx, Draft(room.group.id))


# taking away


@members.button(Export)
def export(ctx: Ctx, press: Export) -> None:
    deliver(ctx, people.room_of(ctx, press.group))


def deliver(ctx: Ctx, room: Room) -> None:
    """The file, to whoever asks, alone."""
    rights.check(ctx, room, Act.EXPORT_MEMBERS)
    content = write(entries(ctx.tx, room.group.id)).decode()
    ctx.tx.acts.note(room.group.id, ctx.member.id, Deed.LIST_TAKEN, "", ctx.now)
    ctx.private(say(_("The members of {group}.", group=room.group.name), file=File("members.csv", "text/csv", content)))


def entries(tx: Transaction, group: GroupId) -> Sequence[Entry]:
    """Everybody in the list of a group."""
    numbers = tx.memberships.numbers(group)
    return [
        Entry.of(tx.members.get(one.member).name, one, numbers.get(one.member, ""))
        for one in tx.memberships.of_group(group)
    ]


# bringing


@dataclass(frozen=True)
class Draft:
    """A list, and the group it is for."""

    group: int
    text: str = ""


@members.button(Import)
def begin(ctx: Ctx, press: Import) -> None:
    room = people.room_of(ctx, press.group)
    rights.check(ctx, room, Act.IMPORT_MEMBERS)
    _check_private(ctx)
    bringing.start(ctx, Draft(press.group))


def ask_text(ctx: Ctx, draft: Draft) -> Message:
    example = "nom;statut;adhésion\nMarie Dupont;membre;05/12/2026"
    return say(_("Paste the list here, its first line with the names of the columns."), note(example))


def take_text(ctx: Ctx, draft: Draft, text: str) -> Draft:
    return _draft(ctx, draft, text)


def _draft(ctx: Ctx, draft: Draft, text: str) -> Draft:
    """Read here, so that what is wrong with it is said at once."""
    if len(text) > MOST:
        raise ListTooLong(most=MOST)
    _matched(ctx, people.room_of(ctx, draft.group), read(text.encode()))
    return replace(draft, text=text)


def ask_sure(ctx: Ctx, draft: Draft) -> Message:
    room = people.room_of(ctx, draft.group)
    found = _matched(ctx, room, read(draft.text.encode()))
    today, tx = ctx.now.date(), ctx.tx
    new = [entry for entry, member in found if member is None]
    same = sum(
        member is not None
        and tx.memberships.get(room.group.id, member) == entry.membership(member, room.group.id, today)
        for entry, member in found
    )
    return views.preview(room.group, [one.name for one in new], len(found) - len(new) - same, same)


def finish(ctx: Ctx, draft: Draft) -> None:
    asked = _("{by} asks that a new list of members is applied.", by=ctx.member.name)
    act_or_ask(ctx, people.room_of(ctx, draft.group), Act.IMPORT_MEMBERS, asked, text=draft.text)


@performs(Act.IMPORT_MEMBERS)
def apply(ctx: Ctx, room: Room, subject: str, text: str) -> None:
    """Writes the list down; who is not in it stays as they were."""
    before = ctx.tx.memberships.of_group(room.group.id)
    group, today = room.group.id, ctx.now.date()
    found = _matched(ctx, room, read(text.encode()))
    for entry, member in found:
        id_ = member if member is not None else ctx.tx.members.enter(entry.name, ctx.now).id
        written = entry.membership(id_, group, today)
        if written.status is MemberStatus.LEFT:
            end_all(ctx, room, id_)
        ctx.tx.memberships.keep(written, entry.number or None)
    lines = ctx.words_for(room.group).say(many("{n} line", "{n} lines", len(found)))
    ctx.tx.acts.note(group, ctx.member.id, Deed.LIST_BROUGHT, lines, ctx.now)
    message = views.imported(ctx.member.name, len(found))
    for one in ctx.tx.groups.rooms(group):
        ctx.post(one, message)
    if ctx.room is None:
        ctx.reply(message)
    losing.tell(ctx, room.group, *before)


def _matched(ctx: Ctx, room: Room, lines: Sequence[Entry]) -> list[tuple[Entry, MemberId | None]]:
    """Whom each line means: by the group's own number, else by the name; None for somebody new."""
    group = room.group.id
    numbers = {fold(number): member for member, number in ctx.tx.memberships.numbers(group).items()}
    names: Known = {}
    for member, name in people.names(ctx.tx, group).items():
        names.setdefault(fold(name), []).append(member)
    return [(entry, _meant(entry, numbers, names, room)) for entry in lines]


def _meant(entry: Entry, numbers: dict[str, MemberId], names: Known, room: Room) -> MemberId | None:
    if entry.number and fold(entry.number) in numbers:
        return numbers[fold(entry.number)]
    taken = set(numbers.values()) if entry.number else set()
    meant = [member for member in names.get(fold(entry.name), []) if member not in taken]
    if len(meant) > 1:
        raise WhichOfThem(group=room.group.name, name=entry.name, member=meant[0])
    return meant[0] if meant else None


def _check_private(ctx: Ctx) -> None:
    if ctx.room is not None:
        raise OnlyInPrivate


bringing: Flow[Transaction, Draft] = members.flow(
    Flow(
        name="roster", version=1, draft=Draft, done=finish,
        steps=(
            Step("text", ask_text, take_text, needed=lambda draft: not draft.text),
            Step("sure", ask_sure, sure=_("Yes, apply"), typed=("appliquer", "apply")),
        ),
    )
)  # fmt: skip
