"""What people say and press about the register: `/decisions` and its buttons."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.chat.message import Message
from bot.core.command import Command, Keys, read_line
from bot.core.feature import Verb
from bot.domain.errors import N_, Refused
from bot.domain.permissions import Act
from handlers.context import Ctx, OurFeature
from handlers.decisions import service, views
from handlers.decisions.actions import SEARCH, Details, Page

decisions = OurFeature("decisions", N_("Decisions"))

KEYS = Keys(
    {
        "owner": {"responsable": "Léa", "owner": "Léa"},
        "review": {"revoir": "12/05", "review": "12/05"},
    }
)
_NUMBER = re.compile(r"(?:n[°o]\s*)?#?(\d{1,9})")


class SearchTooLong(Refused):
    says = N_("That is too long to search for. One or two words are enough, for example: /decisions charter")


class NoGroup(Refused):
    says = N_("I do not know your group yet. Write /decisions in its chat, or answer one of its votes.")


class WhichDecision(Refused):
    says = N_("Which decision? Begin with its number, for example: /decisions 3 owner=Léa review=12/05")


@decisions.command(
    "decisions", "registre", "register",
    verbs={
        "": Verb("/decisions", Act.READ_REGISTER),
        "search": Verb("/decisions charte", Act.READ_REGISTER),
        "complete": Verb("/decisions 1 responsable=Dan", Act.KEEP_REGISTER),
    },
    help=N_("The register of decisions. With words: a search. With a number: that one, and who is in charge of it"),
    examples=(N_("/decisions charter"), N_("/decisions 3 owner=Léa review=12/05")),
)  # fmt: skip
def register(ctx: Ctx, command: Command) -> None:
    line = read_line(command.text, KEYS)
    number = _NUMBER.fullmatch(line.text)
    if line.settings:
        if number is None:
            raise WhichDecision
        _complete(ctx, int(number[1]), line.settings)
    elif number:
        ctx.reply(_details(ctx, int(number[1])))
    else:
        ctx.reply(_page(ctx, line.text, 0))


def _page(ctx: Ctx, text: str, at: int) -> Message:
    search = " ".join(text.replace(":", " ").split())
    if len(search.encode()) > SEARCH:
        raise SearchTooLong
    among = service.groups(ctx)
    if not among:
        raise NoGroup
    found = service.search(ctx, among, search)
    said = {one.id: service.readings_of(ctx.tx, one) for one in views.on_page(found, at)}
    return views.page(found, among, search, at, said)


def _complete(ctx: Ctx, number: int, settings: Mapping[str, str]) -> None:
    decision, group = service.found(ctx, number)
    kept = service.complete(ctx, decision, group, settings)
    for room in ctx.tx.groups.rooms(kept.group):
        ctx.post(room, views.changed(kept))
    if ctx.room is None:
        ctx.reply(views.details(kept, group, service.readings_of(ctx.tx, kept)))


@decisions.button(Page)
def turn_page(ctx: Ctx, press: Page) -> None:
    ctx.turn(_page(ctx, press.words, press.page))


@decisions.button(Details)
def details(ctx: Ctx, press: Details) -> None:
    ctx.reply(_details(ctx, press.decision))


def _details(ctx: Ctx, number: int) -> Message:
    decision, group = service.found(ctx, number)
    return views.details(decision, group, service.readings_of(ctx.tx, decision), service.way(ctx, decision))
