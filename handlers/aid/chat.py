"""What people type and press about needs and offers: `/besoin`, `/offre`, and what may be done with one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial

from bot.chat.events import Left, Said
from bot.chat.message import Message, say
from bot.chat.text import _, note
from bot.core import slips, twice
from bot.core.command import Command
from bot.core.feature import Verb
from bot.core.flow import Flow, Step
from bot.core.rows import Room
from bot.core.undoing import Undone
from bot.domain.aid import Item, Kind, Stage
from bot.domain.aid.item import ThereAlready
from bot.domain.errors import N_
from handlers.aid import actions as act
from handlers.aid import helping, line, service, views
from handlers.aid.feature import aid
from handlers.context import Ctx, Transaction
from handlers.rooms import one_of

# In private a sentence that begins so is a need, or an offer, without any command.
_ASKS = re.compile(
    r"(?:bonjour|salut|hello|hi)?[\s,!]*(?:je (?:re)?cherche|(?:j['’]ai|j['’]aurais|on a|nous avons) besoin d|"
    r"il (?:me|nous) faut|i need|we need|i(?:['’]m| am) looking for|looking for|does anybody have|"
    r"quelqu['’]un aurait)\b",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"(?:bonjour|salut|hello|hi)?[\s,!]*(?:je (?:propose|donne|pr[êe]te)|j['’]offre|"
    r"i (?:offer|can lend|lend|give away)|i(?:['’]m| am) (?:offering|giving away|lending))\b",
    re.IGNORECASE,
)


@aid.command(
    "besoin", "need", edits=True,
    verbs={
        "need": Verb("/besoin une échelle"),
    },
    help=N_("Asks for help in one sentence: what, when, where. As an answer: with that message’s words"),
    examples=(N_("/need a trailer tomorrow morning, Vaise"), N_("/need somebody to help with a form area=Gerland")),
)  # fmt: skip
def need(ctx: Ctx, command: Command) -> None:
    _post(ctx, command, Kind.NEED)


@aid.command(
    "offre", "offer", edits=True,
    verbs={
        "offer": Verb("/offre cours de guitare"),
    },
    help=N_("Offers help in one sentence: a thing, time, a skill, an idea, money"),
    examples=(N_("/offer guitar lessons, on Wednesdays"), N_("/offer a drill, permanent")),
)  # fmt: skip
def offer(ctx: Ctx, command: Command) -> None:
    _post(ctx, command, Kind.OFFER)


WRITTEN = {slips.END: N_("/aid close {number}"), slips.CHANGE: N_("/aid modify {number}")}
OURS = ("close", "drop", "renew", "modify")  # of the board's verbs, those of whoever posted something


def _post(ctx: Ctx, command: Command, kind: Kind) -> None:
    if _is_for_the_board(ctx, command) or slips.asked(ctx, command, WRITTEN, lambda: _board(ctx, command, kind.value)):
        return
    service.keep_from_others(ctx, command.text, partial(_read, ctx, command, kind))


def _is_for_the_board(ctx: Ctx, command: Command) -> bool:
    """`/besoin clore 3` is `/entraide clore 3`."""
    meant = slips.slip(command.text)
    asked = line.read_board(command.text) if meant and meant.number and not command.sure else None
    if asked is None or asked.verb not in OURS:
        return False
    _board(ctx, command, command.text)
    return True


def _board(ctx: Ctx, command: Command, text: str) -> None:
    ctx.router.commands["entraide"].run(ctx, replace(command, name="entraide", used="entraide", text=text))


def _read(ctx: Ctx, command: Command, kind: Kind) -> None:
    kept = _of(ctx, command)
    if command.edited and kept is None:
        return
    rooms = service.rooms(ctx)
    if ctx.room is None and not (command.text or command.reply_text or command.edited):
        asking.start(ctx, Asked(kind.value))
        return
    sentence = service.read(ctx, command.text, command.reply_text, kind=kind, group=rooms[0].group)
    if kept is not None:
        service.correct(ctx, kept, sentence)
        ctx.toast(_("Corrected."), seen=True)
        return
    ctx.prove_presence()
    _take(ctx, kind, sentence, rooms, command)


def _take(ctx: Ctx, kind: Kind, sentence: line.Sentence, rooms: list[Room], command: Command | None = None) -> None:
    """A plain sentence in a group is published at once; the rest is shown to its author first."""
    item = service.draft(ctx, kind, sentence, rooms[0].group.id)
    if ctx.room is None or not sentence.is_plain:
        if ctx.room is None:
            ctx.router.cancel(ctx)  # what follows answers the preview, no longer a question of before
        ctx.private(views.preview(item, sentence, [room.group for room in rooms]))
        return
    there = service.twin(ctx, item)
    if there is not None and twice.asked(ctx, command, _(ThereAlready.says, number=there.number)):
        ctx.tx.aid.remove(item)
        return
    source = command.message if command and command.message.id else None
    kept = service.publish(ctx, item, ctx.room, source, again=command is not None and command.sure)
    if not ctx.tx.posts.of(kept.topic):
        ctx.reply(views.in_the_digest(kept))


@dataclass(frozen=True)
class Asked:
    """A need or an offer, by the value of its kind, and its sentence."""

    kind: str
    text: str = ""


def _ask_what(ctx: Ctx, draft: Asked) -> Message:
    if draft.kind == Kind.NEED.value:
        return say(_("What do you need? In one sentence: what, when, where."),
                   note(_("For example: a trailer tomorrow morning, Vaise")), in_words=True)  # fmt: skip
    return say(_("What do you offer? A thing, time, a skill, an idea, in one sentence."),
               note(_("For example: guitar lessons, on Wednesdays")), in_words=True)  # fmt: skip


def _take_what(ctx: Ctx, draft: Asked, text: str) -> Asked:
    _sentence(ctx, draft.kind, text)
    return replace(draft, text=text)


def _sentence(ctx: Ctx, kind: str, text: str) -> line.Sentence:
    return service.read(ctx, text, kind=Kind(kind), group=service.rooms(ctx)[0].group)


def _said(ctx: Ctx, draft: Asked) -> None:
    _take(ctx, Kind(draft.kind), _sentence(ctx, draft.kind, draft.text), service.rooms(ctx))


asking: Flow[Transaction, Asked] = aid.flow(Flow("aidask", 1, Asked, _said, (Step("what", _ask_what, _take_what),)))


def _of(ctx: Ctx, command: Command) -> Item | None:
    """The one that the message posted before it was edited."""
    post = ctx.tx.posts.of_source(command.message) if command.edited else None
    topic, _sep, number = post.topic.partition(":") if post else ("", "", "")
    return ctx.tx.aid.get(int(number)) if topic == "aid" else None


def say_it_bare(ctx: Ctx, event: Said) -> bool:
    """ "je cherche une remorque", alone in private."""
    if not ctx.place.private:
        return False
    kind = Kind.NEED if _ASKS.match(event.text) else Kind.OFFER if _OFFERS.match(event.text) else None
    if kind is None:
        return False
    rooms = service.rooms(ctx)
    sentence = service.read(ctx, event.text, kind=kind, group=rooms[0].group)
    _take(ctx, kind, sentence, rooms)
    return True


aid.said.append(say_it_bare)


@aid.button(act.Publish)
def publish(ctx: Ctx, press: act.Publish) -> None:
    if ctx.tx.aid.get(press.item) is None:
        raise service.DraftLeft
    item = service.found(ctx, press.item)
    service.check_mine(ctx, item)
    if item.stage is not Stage.DRAFT:
        ctx.toast(_("This is published already, as number {number}.", number=item.number))
        return
    room = one_of(ctx, press.group, service.EXAMPLE)
    kept = service.publish(ctx, item, room, bare=press.bare)
    shown = bool(ctx.tx.posts.of(kept.topic))
    ctx.turn(views.published(kept, room.group.name) if shown else views.in_the_digest(kept))


@aid.button(act.Drop)
def drop(ctx: Ctx, press: act.Drop) -> None:
    item = service.found(ctx, press.item)
    service.drop(ctx, item)
    if item.is_open:
        helping.tell_over(ctx, item, views.taken_back(item, ctx.member.name))
    if ctx.room is None:
        ctx.turn(_("Left without publishing anything.") if item.stage is Stage.DRAFT else
                 _("Taken back: {text}", text=item.text))  # fmt: skip
    else:
        ctx.toast(_("Taken back: {text}", text=item.text), seen=True)


@aid.undoes(act.Drop)
def take_back(ctx: Ctx, press: act.Drop) -> Undone:
    item = service.found(ctx, press.item)
    service.drop(ctx, item)
    number = item.number
    need = _("Yes, take need {number} back", number=number)
    return Undone(
        views.heading(item), need if item.kind is Kind.NEED else _("Yes, take offer {number} back", number=number)
    )


@aid.button(act.Settled)
def settled(ctx: Ctx, press: act.Settled) -> None:
    item = service.found(ctx, press.item)
    helper = next((one for one in ctx.tx.aid.people.of(item.id) if one.member == press.member), None)
    service.settle(ctx, item, helper is not None or not press.member)
    if helper is not None:
        group = ctx.tx.groups.get(item.group)
        ctx.tell(ctx.tx.members.get(helper.member), views.thanked(item, ctx.member.name), group)
    helping.tell_over(ctx, item, views.settled(item), thanked=press.member)
    ctx.turn(_("Settled: {text}. Thank you for saying so.", text=item.text))


@aid.button(act.NotYet)
def not_yet(ctx: Ctx, press: act.NotYet) -> None:
    kept = service.not_yet(ctx, service.found(ctx, press.item))
    ctx.turn(_("It stays on the board: {text}", text=kept.text))


@aid.button(act.Renew)
def renew(ctx: Ctx, press: act.Renew) -> None:
    kept = service.renew(ctx, service.found(ctx, press.item))
    ctx.turn(_("Renewed: {text}", text=kept.text))


@aid.button(act.Show)
def show(ctx: Ctx, press: act.Show) -> None:
    """Alone with whoever asks."""
    item = service.found(ctx, press.item)
    ctx.prove_presence()
    ctx.show_privately(item.topic)


@aid.on(Left)
def leave(ctx: Ctx, event: Left) -> None:
    """What somebody asked or offered in a group that they left is closed, and they are told."""
    group = ctx.group
    if service.is_in(ctx.tx, group.id, ctx.member.id, ctx.now):
        return  # they are still there, in another chat of the group
    mine = [one for one in ctx.tx.aid.mine(ctx.member.id) if one.group == group.id]
    for one in mine:
        service.end(ctx, one.close(ctx.now))
    if mine:
        ctx.tell(ctx.member, views.closed_as_you_left(mine, group.name), group)
