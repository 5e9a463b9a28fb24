"""`/lier`: a person shows on one network who they are on another, by a one-time code and a yes; `/moi` undoes it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from bot.chat.address import User
from bot.chat.message import Message
from bot.chat.text import _
from bot.core.asking import UNCHANGED
from bot.core.command import Command
from bot.core.feature import Verb
from bot.core.flow import Flow, Step
from bot.domain.codes import LASTS, Purpose
from bot.domain.errors import N_
from bot.domain.linking import CameFirst, NoSuchAccount, NotLinked, keeps
from bot.domain.members import MemberId
from handlers import codes
from handlers.context import Ctx, Transaction
from handlers.members import linking_views as views
from handlers.members import one_voice
from handlers.members.actions import Separate
from handlers.members.feature import members


@members.command(
    "lier", "link",
    verbs={
        "": Verb("/lier"),
    },
    help=N_("In private: link my accounts on two networks, so that they are one person with one vote"),
    examples=(N_("/link"),),
)  # fmt: skip
def link(ctx: Ctx, command: Command) -> None:
    if ctx.room is not None:
        _not_here(ctx, command)
    elif command.text:
        _typed(ctx, command.text)
    else:
        text, code = codes.coin_only(ctx, Purpose.LINK, ctx.member.id, _("/link"))
        ctx.reply(views.code(text, code.ends_at, ctx.ways(f"lier_{text}")))


def _not_here(ctx: Ctx, command: Command) -> None:
    """What everybody can read opens nothing any more."""
    if codes.withdraw(ctx, command.text, Purpose.LINK):
        ctx.delete(command.message)
        ctx.reply(_("Everybody here could read that code, so it is worth nothing any more. Ask me for another one in "
                    "private: /link"))  # fmt: skip
    else:
        ctx.reply(_("That is done with me alone. Write to me in private: /link"))


def _typed(ctx: Ctx, text: str) -> None:
    """Who gave the code is shown before anything happens."""
    code = codes.found(ctx, text, Purpose.LINK)
    if code is not None:
        other = _other(ctx, code.subject)
        confirm.start(ctx, Draft(code.digest, other))


def _other(ctx: Ctx, subject: int) -> int:
    """The member who gave the code, which goes with an account that is erased; raises for oneself."""
    keeps(MemberId(subject), ctx.member.id)
    return subject


@dataclass(frozen=True)
class Draft:
    """The print of the code, and who gave it."""

    digest: str
    other: int


def _ask(ctx: Ctx, draft: Draft) -> Message:
    other = ctx.tx.members.get(MemberId(draft.other))
    here = [*ctx.tx.members.accounts(ctx.member.id)]
    return views.ask(other, ctx.tx.members.accounts(other.id), ctx.member, here)


def _declined(ctx: Ctx, draft: Draft) -> None:
    """The code is spent either way: somebody else may have sent it."""
    codes.spend(ctx, codes.held(ctx, draft.digest, Purpose.LINK))
    ctx.reply(UNCHANGED)


def _done(ctx: Ctx, draft: Draft) -> None:
    """Both sides are told."""
    code = codes.held(ctx, draft.digest, Purpose.LINK)
    codes.spend(ctx, code)
    other = MemberId(_other(ctx, code.subject))
    theirs = list(ctx.tx.members.accounts(other))
    linked = one_voice.link(ctx, *keeps(ctx.member.id, other))
    ctx.member = linked.member
    told = views.linked(linked.member, ctx.tx.members.accounts(linked.member.id), linked.twice)
    ctx.reply(told)
    ctx.tell(linked.member, told, at=theirs[0])


confirm: Flow[Transaction, Draft] = members.flow(
    Flow(
        name="link",
        version=2,
        draft=Draft,
        done=_done,
        declined=_declined,
        lasts=LASTS,
        steps=(Step("yes", _ask, sure=_("Yes, both are me"), typed=("c'est moi", "it is me")),),
    )
)


# undoing it


def accounts(ctx: Ctx) -> Message:
    """`/moi comptes`: the accounts by which I am known, each with a way to separate it."""
    mine = ctx.tx.members.accounts(ctx.member.id)
    first = next((one for one in mine if not _may_part(ctx, one)), None)
    return views.accounts([(one, printed(one)) for one in mine], here=ctx.person.user, first=first)


def _may_part(ctx: Ctx, user: User) -> bool:
    """An account that was linked later does not cast out the one by which the person is known."""
    here, known = ctx.person.user, ctx.tx.members
    return user == here or known.is_first(here) or not known.is_first(user)


@members.button(Separate)
def separate(ctx: Ctx, press: Separate) -> None:
    """Alone with the person; what it means is said before."""
    if ctx.room is not None:
        ctx.private(accounts(ctx))
        return
    user = _mine(ctx, press.account)
    if not _may_part(ctx, user):
        raise CameFirst
    others = [one for one in ctx.tx.members.accounts(ctx.member.id) if one != user]
    if not press.sure:
        ctx.turn(views.ask_separate(user, others, press.account))
        return
    stays, gone = ctx.member, one_voice.part(ctx, user)
    away = user == ctx.person.user
    ctx.member = ctx.tx.members.get(gone.id if away else stays.id)
    ctx.turn(views.separated(user, others, mine=away))
    if away:
        ctx.tell(stays, views.separated(user, others, mine=False), at_once=True)
    else:
        ctx.tell(gone, views.separated(user, others, mine=True), at=user, at_once=True)


def _mine(ctx: Ctx, account: str) -> User:
    mine = ctx.tx.members.accounts(ctx.member.id)
    if len(mine) < 2:
        raise NotLinked
    found = next((one for one in mine if printed(one) == account), None)
    if found is None:
        raise NoSuchAccount
    return found


def printed(user: User) -> str:
    """A short name of an account: some networks' own are longer than a button may carry."""
    return sha256(f"{user.network}\0{user.id}".encode()).hexdigest()[:12]
