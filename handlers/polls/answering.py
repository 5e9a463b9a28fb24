"""People answer: by a button, a reaction, a typed word or number; they change their mind, or withdraw."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.action import unpack
from bot.chat.events import PollAnswered, Said
from bot.chat.message import Message, say
from bot.chat.text import Phrase, _
from bot.core.asking import NO, YES
from bot.core.fit import offers
from bot.core.matching import match
from bot.core.meant import WhichOne
from bot.core.rows import Choice
from bot.domain.errors import N_, Refused
from bot.domain.names import fold, nearest
from bot.domain.polls import Marks, Poll
from bot.domain.polls.refusals import NothingToWithdraw
from handlers import voices
from handlers.context import Ctx
from handlers.polls import actions as act
from handlers.polls import rights, service, views
from handlers.polls.carrying import tell_carried
from handlers.polls.feature import polls
from handlers.polls.looking import open_for

WITHDRAW = ("retirer", "withdraw")
NEAR = 3  # signs by which a mistyped answer differs from the one that is meant


class NotAnAnswer(Refused):
    says = N_(
        "“{text}” is not an answer to No. {number}. The answers are: {answers}. For example: /vote {number} {example}"
    )


class NotAnAnswerHere(Refused):
    says = N_(
        "“{text}” is not an answer to No. {number}. The answers are: {answers}. It is answered where nobody else reads "
        "it: write to me in private, for example: /vote {number} {example}"
    )


@polls.button(act.Vote)
def choose(ctx: Ctx, press: act.Vote) -> None:
    poll = rights.found(ctx, press.poll)
    if not poll.shows_names and not ctx.is_secret:
        _offer_private(ctx, poll)
        return
    first = bool(poll.terms.listed) and ctx.tx.ballots.of(poll.id, ctx.member.id) is None
    marks = service.choose(ctx, poll, press.mark)
    _receipt(ctx, poll, marks, seen=not poll.terms.binding)
    if first:
        tell_carried(ctx, poll)


def _receipt(ctx: Ctx, poll: Poll, marks: Marks, *, seen: bool = False) -> None:
    """What was counted. A press is answered on the vote itself; whoever did not press one is told which vote it was."""
    ctx.toast(views.receipt(poll, marks) if ctx.pressed else views.named_receipt(poll, marks), seen=seen)


def _offer_private(ctx: Ctx, poll: Poll) -> None:
    """An answer that should have been private was given for all to see: it does not count, and goes if it can."""
    typed = not (ctx.reacted or ctx.pressed)
    if typed:
        ctx.clear(_("Everybody here can read your answer, and I may not delete it: please delete it yourself."))
    try:
        rights.check_named(ctx, poll)
        voices.check(ctx.tx, poll, ctx.member.id, ctx.now)
    except Refused as no:
        if not typed:
            raise
        ctx.reply(Phrase(no.says, no.blanks))  # not refused: that would leave the answer there
        return
    openly = _("{name}, vote {number} is confidential: what you typed here was not counted. Open a private "
               "conversation with me and answer there.", name=ctx.member.name, number=poll.number)  # fmt: skip
    ctx.private(say(
        _("Vote {number} is confidential, so what you answered in the group was not counted. Answer here: nobody else "
          "sees it.", number=poll.number),
        privately=ctx.words.say(openly) if typed else None,
    ))  # fmt: skip
    ctx.show_privately(poll.topic)


@polls.undone(act.Vote)
def take_back(ctx: Ctx, press: act.Vote) -> None:
    poll = rights.found(ctx, press.poll)
    if not (poll.shows_names or ctx.is_secret):
        return  # it was not counted either
    marks = service.take_back(ctx, poll, press.mark)
    if marks is not None:
        _receipt(ctx, poll, marks)


@polls.on(PollAnswered)
def choose_in_poll(ctx: Ctx, event: PollAnswered) -> None:
    """The network's own poll beside a vote was answered: that is the whole answer, and takes the place of any other."""
    post = ctx.tx.posts.at(event.message)
    if post is None:
        ctx.is_unknown()
        return
    ctx.reacted, ctx.asked = True, event.message
    offered = [one for one in (unpack(choice.data) for choice in post.choices) if isinstance(one, act.Vote)]
    if not offered or any(place >= len(offered) for place in event.options):
        return  # it has ended, or the answers are none of its
    poll = rights.found(ctx, offered[0].poll)
    marks = service.choose_together(ctx, poll, tuple(offered[place].mark for place in event.options))
    _receipt(ctx, poll, marks, seen=True)


@polls.button(act.Withdraw)
def withdraw(ctx: Ctx, press: act.Withdraw) -> None:
    poll = rights.found(ctx, press.poll)
    if not service.withdraw(ctx, poll):
        raise NothingToWithdraw(number=poll.number)
    _receipt(ctx, poll, (), seen=not poll.terms.binding)


def answer_bare(ctx: Ctx, event: Said) -> bool:
    """ "pour", alone in private, answers the one vote it can answer. A yes, a no or a number may be said to anything:
    it counts only for a vote that was shown in this very conversation, else the vote is shown and nothing counted."""
    if not ctx.place.private:
        return False
    meant = [poll for poll in open_for(ctx) if read(ctx, poll, event.text) is not None]
    shown = [poll for poll in meant if _stands_here(ctx, poll)]
    if not shown and _says_anything(event.text):  # nobody is invited to what they may not answer
        meant = [poll for poll in meant if voices.may_answer(ctx, poll)]
    if len(shown or meant) > 1:
        raise WhichOne(text=event.text[:60], number=(shown or meant)[0].number)
    for poll in shown or meant:
        if shown or not _says_anything(event.text):
            answer_in_words(ctx, poll, event.text)
        else:
            _ask_whether(ctx, poll)
    return bool(meant)


def _stands_here(ctx: Ctx, poll: Poll) -> bool:
    return any(post.private and post.message and post.chat == ctx.chat for post in ctx.tx.posts.of(poll.topic))


def _says_anything(text: str) -> bool:
    """Whether words may be the answer to many a question, and name no vote."""
    word = fold(text).strip(" .!")
    return word in (*YES, *NO) or word.removeprefix("#").isdecimal()


def _ask_whether(ctx: Ctx, poll: Poll) -> None:
    rights.check_named(ctx, poll)
    meant = _("I counted nothing yet. If you meant poll {number}, answer it below.", number=poll.number)
    if poll.terms.binding:
        meant = _("I counted nothing yet. If you meant vote {number}, answer it below.", number=poll.number)
    ctx.private(meant)
    ctx.show_privately(poll.topic)


polls.said.append(answer_bare)


def answer_in_words(ctx: Ctx, poll: Poll, text: str) -> None:
    """`/vote 41` shows it again, `/vote 41 pour` answers, `/vote 41 retirer` withdraws."""
    mark = read(ctx, poll, text)
    if not text:
        rights.check_named(ctx, poll)
        ctx.show_privately(poll.topic)
    elif fold(text) in WITHDRAW:
        withdraw(ctx, act.Withdraw(poll.id))
    elif mark is not None:
        choose(ctx, act.Vote(poll.id, mark))
    else:
        labels = tuple(choice.label for choice in _choices(ctx, poll))
        refusal = NotAnAnswer if poll.shows_names or ctx.place.private else NotAnAnswerHere
        raise refusal(text=text[:60], number=poll.number, answers=labels, example=_meant(poll, labels, text))


def _meant(poll: Poll, labels: Sequence[str], text: str) -> str:
    """The answer that was nearly typed, else the first one, as people type it."""
    known = {fold(label): label for label in labels}
    label = known[nearest(fold(text), known, within=NEAR) or next(iter(known))]
    return label if poll.terms.options else label.lower()


def read(ctx: Ctx, poll: Poll, text: str) -> int | None:
    """The place of the answer that was typed, None when it is none."""
    choices = _choices(ctx, poll)
    found = match(choices, text) if text else None
    return choices.index(found) if found else None


def _choices(ctx: Ctx, poll: Poll) -> tuple[Choice, ...]:
    words = ctx.words_for(rights.group_of(ctx, poll))
    return offers(words.message(Message(rows=(views.answers(poll),))))
