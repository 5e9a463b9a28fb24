"""The operator's private chat: the code that makes somebody the operator, what waits for an answer, what failed."""

from __future__ import annotations

from bot.chat.events import Said
from bot.chat.message import Message, say
from bot.chat.text import _
from bot.core.command import Command
from bot.core.feature import Show, Verb
from bot.core.rows import Trust, Verdict
from bot.domain.errors import N_, Refused
from bot.domain.operators import is_meant, written
from bot.domain.permissions import Act
from handlers.context import Ctx, OurFeature, Transaction
from handlers.operator import service, views
from handlers.operator.actions import Serve

operator = OurFeature("operator", N_("For whoever runs this bot"))

REMEMBERED = 5  # failures shown


class WornCode(Refused):
    says = N_("Too many wrong codes were tried. Start the bot again: it prints a new one.")


class NotOperator(Refused):
    says = N_("Only whoever runs this bot can do that.")


class NoSuchRequest(Refused):
    says = N_("I know no such group any more. /menu shows everything.")


def claim(ctx: Ctx, said: Said) -> bool:
    """The first to send the code in private runs the bot."""
    code = ctx.tx.operators.code() if ctx.place.private and is_meant(said.text) else None
    if code is None:
        return False
    if code.is_worn:
        raise WornCode
    if not code.opens(said.text):
        if written(said.text) is not None:  # what can be no code is no try
            ctx.tx.operators.tried()
        ctx.reply(_("This is not the code. It stands in what “coop run” prints when it starts, for example: K7QF-9MXP"))
        return True
    ctx.tx.operators.add(ctx.member.id, ctx.now)
    ctx.reply(views.welcome())
    return True


operator.said.append(claim)


@operator.command(
    "operateur", "operator",
    verbs={
        "": Verb("/operateur", Act.OPERATE),
    },
    help=N_("For whoever runs this bot: the groups it serves, those that ask, what failed"),
    listed=False,
)  # fmt: skip
def page(ctx: Ctx, command: Command) -> None:
    check(ctx)
    served = [group.name for group in ctx.tx.groups.all()]
    waiting = ctx.tx.trusts.all(Verdict.ASKED)
    failed, removed = ctx.tx.reports.latest(REMEMBERED), ctx.tx.retention.latest()
    ctx.private(views.page(ctx.community.version, served, waiting, failed, *removed))


@operator.live("trust", newest=True)
def draw(tx: Transaction, number: int, show: Show) -> Message | None:
    """The question whether to serve a group; once it is answered, wherever that was, the answer."""
    trust = tx.trusts.get(number)
    if trust is None:
        return None
    if trust.verdict is Verdict.ASKED:
        return views.request(trust, tx.members.get(trust.by).name)
    return say(views.decided(trust.title, served=trust.verdict is Verdict.TRUSTED))


@operator.button(Serve)
def decide(ctx: Ctx, press: Serve) -> None:
    check(ctx)
    trust = ctx.tx.trusts.get(press.trust)
    if trust is None:
        raise NoSuchRequest
    _decide(ctx, trust, served=press.served)


def _decide(ctx: Ctx, trust: Trust, *, served: bool) -> None:
    wanted = Verdict.TRUSTED if served else Verdict.REFUSED
    if trust.verdict is not wanted:
        ctx.tx.trusts.decide(trust.id, wanted, ctx.now)
        if served:
            service.begin(ctx, trust)
        else:
            service.refuse(ctx, trust)
    ctx.refresh(service.topic(trust))
    decided = views.decided(trust.title, served=served)
    shown = ctx.tx.posts.at(ctx.message) if ctx.pressed and ctx.message else None
    if shown is not None and shown.topic:
        ctx.toast(decided, seen=True)  # the question itself says it now
    else:
        ctx.turn(decided)


def check(ctx: Ctx) -> None:
    """Raises for anybody but the operator."""
    if not ctx.tx.operators.includes(ctx.member.id):
        raise NotOperator
