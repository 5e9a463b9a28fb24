"""What is asked in a conversation about needs and offers: other words, a contact to give, a word to carry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from bot.chat.message import Button, Message, say
from bot.chat.text import _, note, quote
from bot.core.asking import NO, YES
from bot.core.flow import Flow, Step
from bot.domain.aid import Item, Stage
from bot.domain.errors import N_, Refused
from bot.domain.names import Empty, clean_body, fold
from handlers.aid import actions as act
from handlers.aid import helping, line, service, views
from handlers.aid.feature import aid
from handlers.context import Ctx, Transaction

CONTACT, WORDS = 200, 1000  # characters at most
ACCOUNT = "account"
SEND = ("envoyer", "send")
UNSENT = _("Nothing was sent.")
MINE = (ACCOUNT, "mon compte", "mon compte ici", "my account", "my account here")
NO_HANDLE = _("Your account here has no name by which somebody could write to it; you may choose one in your app’s "
              "settings, or have me carry your words instead.")  # fmt: skip


class NoHandle(Refused):
    says = N_(
        "Your account here has no name by which somebody could write to it. Type something else, for example: "
        "06 12 34 56 78"
    )


class NoContact(Refused):
    says = N_("“{text}” is no way to reach somebody. For example: 06 12 34 56 78 – or write “cancel”.")


@dataclass(frozen=True)
class Draft:
    """About which one, with whom, and what was said; `shown` once they saw it as it would be given."""

    item: int
    member: int = 0
    text: str = ""
    shown: bool = False


@aid.button(act.Modify)
def modify(ctx: Ctx, press: act.Modify) -> None:
    item = service.found(ctx, press.item)
    service.check_mine(ctx, item)
    rewording.start(ctx, Draft(item.id))


def _ask_words(ctx: Ctx, draft: Draft) -> Message:
    item = service.found(ctx, draft.item)
    return say(_("Say it in other words, in one sentence: what, when, where."), quote(item.text),
               note(_("For example: a trailer tomorrow morning, Vaise")), in_words=True)  # fmt: skip


def _take_words(ctx: Ctx, draft: Draft, text: str) -> Draft:
    _sentence(ctx, service.found(ctx, draft.item), text)
    return replace(draft, text=text)


def _sentence(ctx: Ctx, item: Item, text: str) -> line.Sentence:
    return service.read(ctx, text, kind=item.kind, group=ctx.tx.groups.get(item.group))


def _reworded(ctx: Ctx, draft: Draft) -> None:
    reword(ctx, service.found(ctx, draft.item), draft.text)


def reword(ctx: Ctx, item: Item, text: str) -> None:
    """Other words for one of mine: a draft is shown again before it is published."""
    service.keep_from_others(ctx, text, partial(_reword, ctx, item, text))


def _reword(ctx: Ctx, item: Item, text: str) -> None:
    sentence = _sentence(ctx, item, text)
    kept = service.correct(ctx, item, sentence)
    if item.stage is Stage.DRAFT:
        ctx.private(views.preview(kept, sentence, [room.group for room in service.rooms(ctx)]))
    else:
        ctx.toast(_("Corrected."))


rewording: Flow[Transaction, Draft] = aid.flow(
    Flow("aid", 1, Draft, _reworded, (Step("words", _ask_words, _take_words),))
)


@aid.button(act.Share)
def share(ctx: Ctx, press: act.Share) -> None:
    helping.check_private(ctx)
    item = service.found(ctx, press.item)
    item.check_open()
    helper = helping.helper_of(ctx, item, press.member)
    sharing.start(ctx, Draft(item.id, helper.member))


def _ask_contact(ctx: Ctx, draft: Draft) -> Message:
    helper = helping.helper_of(ctx, service.found(ctx, draft.item), draft.member)
    rows: tuple[tuple[Button, ...], ...] = ()
    lines = [note(_("For example: 06 12 34 56 78, in the evening"))]
    if handle := ctx.person.handle:
        label = _("My account here: {account}", account=handle)
        rows = ((sharing.option("contact", label, ACCOUNT, "mon compte", "mon compte ici", "my account"),),)
    else:
        lines.append(note(NO_HANDLE))
    return say(
        _("What may {name} have? A phone number, an address, an account: they alone read it, and I do not keep it.",
          name=ctx.tx.members.get(helper.member).name),
        *lines, rows=rows, in_words=True,
    )  # fmt: skip


def _take_contact(ctx: Ctx, draft: Draft, text: str) -> Draft:
    if fold(text) in MINE:
        if not ctx.person.handle:
            raise NoHandle
        return replace(draft, text=ctx.person.handle, shown=True)  # the choice itself shows it
    kept = clean_body(text, most=CONTACT)
    if not kept:
        raise Empty
    if fold(kept).strip(" .!?") in (*YES, *NO):
        raise NoContact(text=kept)
    return replace(draft, text=kept, shown=False)


def _ask_sure(ctx: Ctx, draft: Draft) -> Message:
    name = ctx.tx.members.get(helping.helper_of(ctx, service.found(ctx, draft.item), draft.member).member).name
    return say(_("This goes to {name}, and to nobody else:", name=name), quote(draft.text))


def _shared(ctx: Ctx, draft: Draft) -> None:
    item = service.found(ctx, draft.item)
    helping.share(ctx, item, helping.helper_of(ctx, item, draft.member).member, draft.text)


sharing: Flow[Transaction, Draft] = aid.flow(
    Flow(
        "aidshare",
        1,
        Draft,
        _shared,
        (
            Step("contact", _ask_contact, _take_contact),
            Step("sure", _ask_sure, needed=lambda draft: not draft.shown, sure=_("Send"), typed=SEND),
        ),
        left=UNSENT,
        declined=lambda ctx, draft: ctx.reply(UNSENT),
    )
)


@aid.button(act.Write)
def write(ctx: Ctx, press: act.Write) -> None:
    helping.check_private(ctx)
    item = service.found(ctx, press.item)
    writing.start(ctx, Draft(item.id, helping.other_of(ctx, item, press.member)))


def _ask_text(ctx: Ctx, draft: Draft) -> Message:
    item = service.found(ctx, draft.item)
    name = ctx.tx.members.get(helping.other_of(ctx, item, draft.member)).name
    return say(_("What shall I tell {name}? Your account is not shown.", name=name), quote(item.text), in_words=True)


def _take_text(ctx: Ctx, draft: Draft, text: str) -> Draft:
    kept = clean_body(text, most=WORDS)
    if not kept:
        raise Empty
    return replace(draft, text=kept)


def _written(ctx: Ctx, draft: Draft) -> None:
    helping.write(ctx, service.found(ctx, draft.item), draft.member, draft.text)


writing: Flow[Transaction, Draft] = aid.flow(
    Flow("aidwrite", 1, Draft, _written, (Step("text", _ask_text, _take_text),), left=UNSENT)
)
