"""What waits and names somebody who erases themselves: messages to others, what others began to write, what asks for a
second agreement. It is said without the name, or ends; nobody comes back by it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.chat.address import User
from bot.chat.text import Phrase, Words, _
from bot.core import wire
from bot.domain.countersigns import Countersign
from bot.domain.errors import Refused
from bot.domain.members import MemberId
from bot.domain.names import ERASED, fold, spoken, without
from bot.domain.permissions import Act
from bot.domain.roster import Entry, read, write
from handlers.context import Ctx
from handlers.countersigns import ABOUT

_CELLS = re.compile(r"[;,|\t]")
SAYING = ("send", "turn", "clear")  # kinds of parcels that hold a whole message


def unsay(ctx: Ctx, accounts: Sequence[User]) -> None:
    """Called while the person is still known: nothing that waits for others names them any more."""
    _messages(ctx, accounts)
    _countersigns(ctx)
    _drafts(ctx)


def _messages(ctx: Ctx, accounts: Sequence[User]) -> None:
    tx, names = ctx.tx, spoken(ctx.member.name, ctx.member.id)
    for id_, kind, body in tx.outbox.naming(_in_json(ctx.member.name.split(" ")[0])):
        if kind in SAYING:
            said = wire.unnamed(body, names, Phrase(ERASED))
            if said != body:
                tx.outbox.rewrite(id_, said)
    for account in accounts:
        for id_, kind, body in tx.outbox.naming(_in_json(account.id)):
            if (kind == "admit" and body == account.id) or (kind in SAYING and wire.load(body)[0].only == account):
                tx.outbox.done(id_)


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _countersigns(ctx: Ctx) -> None:
    """Their line of a list that waits is taken out; what was to be done to them, or else names them, waits no more."""
    tx, me = ctx.tx, ctx.member
    for number in tx.countersigns.numbers():
        found = tx.countersigns.get(number)
        if found is None:
            continue
        group, asked, text = found
        if asked.act in ABOUT and asked.subject == str(me.id):
            tx.countersigns.done(number)
        elif asked.act is Act.IMPORT_MEMBERS:
            _unlist(ctx, number, asked, text, tx.memberships.numbers(group).get(me.id, ""))
        elif text and _names(text, me.name):
            tx.countersigns.done(number)
            _tell(ctx, asked.asked_by, _("What you asked a second organizer to agree to named somebody who erased "
                                         "their account: it waits no more. Ask again without their name."))  # fmt: skip


def _unlist(ctx: Ctx, number: int, asked: Countersign, text: str, counted: str) -> None:
    try:
        entries = read(text.encode())
    except Refused:  # it could not be applied either
        ctx.tx.countersigns.done(number)
        return
    kept = [one for one in entries if not _is(one, ctx.member.name, counted)]
    if len(kept) == len(entries):
        return
    if kept:
        ctx.tx.countersigns.reword(number, write(kept).decode())
        _tell(ctx, asked.asked_by, _("Somebody in the list of members that you brought erased their account: I took "
                                     "their line out. The rest still waits for a second organizer."))  # fmt: skip
    else:
        ctx.tx.countersigns.done(number)
        _tell(ctx, asked.asked_by, _("Whoever was in the list of members that you brought erased their account: "
                                     "nothing of it waits any more."))  # fmt: skip


def _is(entry: Entry, name: str, counted: str) -> bool:
    return fold(entry.name) == fold(name) or bool(counted and fold(entry.number) == fold(counted))


def _drafts(ctx: Ctx) -> None:
    """What others began to write with the name in it is forgotten, and they are told."""
    for chat, member, draft in ctx.tx.talks.drafts():
        if member != ctx.member.id and _names(draft, ctx.member.name):
            ctx.tx.talks.end(chat, member)
            _tell(ctx, member, _("What you were writing to me named somebody who erased their account: I forgot it. "
                                 "Begin again without their name, for example from /menu"))  # fmt: skip


def _names(kept: str, name: str) -> bool:
    """Whether what is kept as JSON holds the name: anywhere, or as a whole value where a name of one word may be any
    word."""
    texts = [fold(text) for text in _strings(json.loads(kept))]
    if " " in name:
        return any(without(text, [fold(name)], "") != text for text in texts)
    return any(fold(name) == part.strip() for text in texts for part in _CELLS.split(text))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from value.splitlines()
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


def _tell(ctx: Ctx, member: MemberId, words: Words) -> None:
    if member != ctx.member.id:
        ctx.tell(ctx.tx.members.get(member), words)
