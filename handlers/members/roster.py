"""The list of members as a file: brought as a document or by its text, shown before it is applied, and taken away, all
in private."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.events import Document, Said
from bot.chat.message import File, Message, say
from bot.chat.text import _, many, note
from bot.core.asks import Ask, Missing
from bot.core.flow import Flow, Step
from bot.core.rows import Room
from bot.domain.deeds import Deed
from bot.domain.errors import N_, Refused
from bot.domain.groups import GroupId
from bot.domain.memberships import Membership, MemberStatus
from bot.domain.permissions import Act
from bot.domain.roster import Entry, write
from bot.domain.spreadsheets import NotACsv
from handlers import rights
from handlers.context import Ctx, Transaction
from handlers.countersigns import act_or_ask, performs
from handlers.members import lines, losing, people, views
from handlers.members.actions import Export, Import
from handlers.members.feature import members
from handlers.members.kinds import check_kind, is_list, is_spreadsheet
from handlers.members.roles import end_all
from handlers.rooms import reachable

MOST = 200_000  # characters of a list that is written: about 3,000 people
MOST_BYTES = 2_000_000  # of one that is sent as a document


class OnlyInPrivate(Refused):
    says = N_(
        "A list of members holds what is not for everybody. Ask for it, then press “Bring a list” in private: "
        "/settings members"
    )


class ListTooLong(Refused):
    says = N_(
        "This list is too long for one message: {most} characters at most. Send it as a document in CSV, or in parts."
    )


def command(ctx: Ctx, text: str, document: Document | None, group: str, *, brings: bool) -> None:
    """`/reglages membres importer`, with the list below or as a document, and `/reglages membres exporter`, of a group
    by its name where there are several."""
    room = people.room_meant(ctx, group)
    if not brings:
        deliver(ctx, room)
        return
    rights.check(ctx, room, Act.IMPORT_MEMBERS)
    _check_private(ctx)
    draft = Draft(room.group.id)
    if document is not None:
        bringing.start(ctx, take_document(ctx, draft, document), before=("text", draft))
    elif text:
        bringing.start(ctx, take_text(ctx, draft, text), before=("text", draft))
    else:
        bringing.start(ctx, draft)


# taking away


@members.button(Export)
def export(ctx: Ctx, press: Export) -> None:
    deliver(ctx, people.room_of(ctx, press.group))


def deliver(ctx: Ctx, room: Room) -> None:
    """The file, to whoever asks, alone."""
    rights.check(ctx, room, Act.EXPORT_MEMBERS)
    content = ctx.beside("roster", lambda tx: write(entries(tx, room.group.id)).decode())
    ctx.tx.acts.note(room.group.id, ctx.member.id, Deed.LIST_TAKEN, "", ctx.now)
    file = File(f"{ctx.mine.say(_('members-list'))}.csv", "text/csv", content)
    ctx.private(say(_("The members of {group}.", group=room.group.name), file=file))


def entries(tx: Transaction, group: GroupId) -> Sequence[Entry]:
    """Everybody in the list of a group, without those who erased themselves."""
    numbers, names = tx.memberships.numbers(group), tx.memberships.names(group)
    return [
        Entry.of(names[one.member], one, numbers.get(one.member, ""))
        for one in tx.memberships.of_group(group)
        if one.member in names
    ]


# bringing


@dataclass(frozen=True)
class Draft:
    """The group that a list is for, and the list as it is kept, with what it would change."""

    group: int
    text: str = ""
    new: int = 0
    changed: int = 0
    same: int = 0
    first: tuple[str, ...] = ()


@members.button(Import)
def begin(ctx: Ctx, press: Import) -> None:
    room = people.room_of(ctx, press.group)
    rights.check(ctx, room, Act.IMPORT_MEMBERS)
    _check_private(ctx)
    bringing.start(ctx, Draft(press.group))


def ask_text(ctx: Ctx, draft: Draft) -> Message:
    example = "nom;statut;adhésion\nMarie Dupont;membre;05/12/2026"
    how = _("Paste the list here, or send it as a document in CSV. Its first line has the names of the columns.")
    return say(how, note(example))


def take_text(ctx: Ctx, draft: Draft, text: str) -> Draft:
    if len(text) > MOST:
        raise ListTooLong(most=MOST)
    return _draft(ctx, draft, text.encode())


def take_document(ctx: Ctx, draft: Draft, document: Document) -> Draft:
    check_kind(document)
    return _draft(ctx, draft, ctx.content(document, MOST_BYTES))


def _draft(ctx: Ctx, draft: Draft, content: bytes) -> Draft:
    """Read beside the writer, and at once, so that what is wrong with it is said now."""
    group, today = people.room_of(ctx, draft.group).group, ctx.now.date()
    found = ctx.beside("roster", lambda tx: lines.look(tx, group, content, today))
    return Draft(draft.group, found.text, found.new, found.changed, found.same, found.first)


def ask_sure(ctx: Ctx, draft: Draft) -> Message:
    room = people.room_of(ctx, draft.group)
    return views.preview(room.group, draft.new, draft.first, draft.changed, draft.same)


def finish(ctx: Ctx, draft: Draft) -> None:
    asked = _("{by} asks that a new list of members is applied.", by=ctx.member.name)
    act_or_ask(ctx, people.room_of(ctx, draft.group), Act.IMPORT_MEMBERS, asked, text=draft.text)


@performs(Act.IMPORT_MEMBERS)
def apply(ctx: Ctx, room: Room, subject: str, text: str) -> None:
    """Writes the list down; who is not in it stays as they were."""
    today, group = ctx.now.date(), room.group
    before = {one.member: one for one in ctx.tx.memberships.of_group(group.id)}
    plan = ctx.beside("roster", lambda tx: lines.plan(tx, group, text, today))
    holders = {one.member for one in ctx.tx.roles.of(group.id).mandates}
    for one in lines.keep(ctx, group, plan, today):
        before.setdefault(one.member, Membership(one.member, group.id))  # known in the chat alone until now
        if one.status is MemberStatus.LEFT and one.member in holders:
            end_all(ctx, room, one.member)
    said = ctx.words_for(group).say(many("{n} line", "{n} lines", len(plan.entries)))
    ctx.tx.acts.note(group.id, ctx.member.id, Deed.LIST_BROUGHT, said, ctx.now)
    message = views.imported(ctx.member.name, len(plan.entries))
    for chat in ctx.tx.groups.rooms(group.id):
        ctx.post(chat, message)
    if ctx.room is None:
        ctx.reply(message)
    losing.follow(ctx, group, *before.values())


# a document that nobody waits for


def offer(ctx: Ctx, event: Said) -> bool:
    """A list or a spreadsheet that comes in private out of the blue, from whoever may bring one: how it is done."""
    document = event.document
    if document is None or not ctx.place.private or not (is_list(document) or is_spreadsheet(document)):
        return False
    rooms = _rooms(ctx)
    if not rooms:
        return False
    if is_spreadsheet(document):
        raise NotACsv
    ctx.reply(views.bring([room.group for room in rooms]))
    return True


def _rooms(ctx: Ctx) -> list[Room]:
    """A chat of each group whose list the person may bring; where that is not known the networks are asked at once, and
    another one than this only where nothing else is known."""
    found: list[Room] = []
    asks: list[Ask] = []
    for room in reachable(ctx):
        try:
            if rights.can(ctx, room, Act.IMPORT_MEMBERS):
                found.append(room)
        except Missing as missing:
            asks += missing.asks
    wanted = [ask for ask in asks if ask.chat.network == ctx.chat.network or not found]
    if wanted:
        raise Missing(*wanted)
    return found


members.said.append(offer)


def _check_private(ctx: Ctx) -> None:
    if ctx.room is not None:
        raise OnlyInPrivate


bringing: Flow[Transaction, Draft] = members.flow(
    Flow(
        name="roster", version=2, draft=Draft, done=finish,
        steps=(
            Step("text", ask_text, take_text, bring=take_document),
            Step("sure", ask_sure, sure=_("Yes, apply"), typed=("appliquer", "apply")),
        ),
    )
)  # fmt: skip
