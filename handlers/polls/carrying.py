"""Whoever holds proxies answers once for all, or apart for each voice they carry; in private, unseen by others."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.message import Message, button, say
from bot.chat.text import Line, Words, _, title
from bot.domain.errors import N_, Refused
from bot.domain.members import MemberId
from bot.domain.polls import Poll
from handlers.answers import label
from handlers.context import Ctx
from handlers.polls import actions as act
from handlers.polls import rights, service, views, voters
from handlers.polls.feature import polls
from handlers.polls.rules import heading


class NotCarried(Refused):
    says = N_("You do not carry this voice in vote {number}: its owner voted, or never gave it to you.")


def tell_carried(ctx: Ctx, poll: Poll) -> None:
    """After the first answer of a holder: for whom it counts as well, and how to answer apart for them."""
    names = voters.carried(ctx.tx, poll, ctx.member.id)
    if names:
        ctx.private(also(poll, names))


def also(poll: Poll, names: Mapping[MemberId, str]) -> Message:
    """For whom an answer counts as well."""
    rows = tuple(
        (button(_("Answer apart for {giver}", giver=name), act.Apart(poll.id, giver), name),)
        for giver, name in names.items()
    )
    return say(
        _("Vote {number}: your answer also counts for {givers}.", number=poll.number, givers=tuple(names.values())),
        rows=rows,
    )


def apart(poll: Poll, giver: MemberId, name: str) -> Message:
    """The answers for one voice that somebody carries."""
    lines: list[Line | Words] = [title(heading(poll)), _("What do you answer for {giver}?", giver=name)]
    answers = [
        button(label(poll.terms, mark), act.VoteFor(poll.id, giver, mark), *views.typed(poll, mark))
        for mark in range(poll.terms.voices)
    ]
    same = button(_("The same as mine"), act.AsMine(poll.id, giver), "pareil", "same")
    return say(*lines, rows=(*views.pairs(answers), (same,)))


@polls.button(act.Apart)
def ask_apart(ctx: Ctx, press: act.Apart) -> None:
    poll, name = _carried(ctx, press.poll, press.giver)
    ctx.private(apart(poll, MemberId(press.giver), name))


@polls.button(act.VoteFor)
def answer_apart(ctx: Ctx, press: act.VoteFor) -> None:
    poll, name = _carried(ctx, press.poll, press.giver)
    marks = poll.accept(press.mark, (), now=ctx.now)
    service.answer_apart(ctx, poll, MemberId(press.giver), marks)
    ctx.toast(_("Noted for {giver}: {answer}.", giver=name, answer=views.labels(poll.terms, marks)))


@polls.button(act.AsMine)
def answer_the_same(ctx: Ctx, press: act.AsMine) -> None:
    poll, name = _carried(ctx, press.poll, press.giver)
    service.answer_apart(ctx, poll, MemberId(press.giver), None)
    ctx.toast(_("Noted: your own answer counts for {giver}.", giver=name))


def _carried(ctx: Ctx, number: int, giver: int) -> tuple[Poll, str]:
    """The vote, taking answers, and whose voice it is; raises when the person does not carry it."""
    poll = service.taking_answers(ctx, rights.found(ctx, number))
    name = voters.carried(ctx.tx, poll, ctx.member.id).get(MemberId(giver))
    if name is None or not ctx.is_secret:
        raise NotCarried(number=poll.number)
    return poll, name
