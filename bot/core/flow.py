"""Conversations: named steps over a frozen draft. The engine owns back, skip and cancel; a feature only asks and reads.

A draft is a frozen dataclass of str, int, bool and tuples of str, kept as JSON per chat and person until it expires. A
draft of an older version is dropped with one sentence.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from bot.chat.action import Action, unpack
from bot.chat.address import MessageRef
from bot.chat.message import Button, Message, button, say
from bot.chat.text import Phrase, Words, _, quote
from bot.core.asking import NO, UNCHANGED, YES, lacks_a_no, read, yes_or_no
from bot.core.manners import returned
from bot.domain.errors import N_, Refused

if TYPE_CHECKING:
    from bot.chat.events import Document
    from bot.core.context import Context
    from bot.core.rows import Talk

T = TypeVar("T")
D = TypeVar("D")


LOOKED_AT = 20  # messages with choices among which the open question is
LEFT = _("Left without publishing anything.")


class Over(Refused):
    says = N_("This conversation is over. Begin again with /menu.")


class Moot(Refused):
    """What was spoken of is no more. Inside a conversation it ends it: as a mere refusal it would be said for ever."""


@dataclass(frozen=True)
class Answer(Action, prefix="fa"):
    """A choice offered by a step."""

    flow: str
    step: str
    value: str


@dataclass(frozen=True)
class Move(Action, prefix="fm"):
    """Back, or out of the conversation."""

    flow: str
    step: str
    back: bool


@dataclass(frozen=True)
class Kept(Generic[D]):
    """The draft, and the steps answered so far, each with the draft it was asked for."""

    draft: D
    trail: tuple[tuple[str, D], ...] = ()


@dataclass(frozen=True)
class Step(Generic[T, D]):
    """One question. `ask` words it for the draft so far, `take` reads an answer into the draft or refuses it.

    The step is passed over while `needed` says no. With `sure`, the words of a yes that names the deed, it asks whether
    to go on: the engine offers that yes and a no, and takes both; `typed` are further words for the yes. A step with
    `bring` is also answered with a document, of which it may ask what it holds (`ctx.content`).
    """

    name: str
    ask: Callable[[Context[T], D], Message]
    take: Callable[[Context[T], D, str], D] = lambda ctx, draft, text: draft
    needed: Callable[[D], bool] = lambda draft: True
    sure: Words | None = None
    typed: tuple[str, ...] = ()
    bring: Callable[[Context[T], D, Document], D] | None = None


@dataclass(frozen=True)
class Flow(Generic[T, D]):
    """A conversation; `done` is called with the finished draft, in the transaction of the last answer, `declined` after
    a no to a step that asks whether to go on.

    One that can be `resumed` keeps elsewhere what was answered: leaving it loses nothing, and `left` says so.
    """

    name: str
    version: int
    draft: type[D]
    done: Callable[[Context[T], D], None]
    steps: Sequence[Step[T, D]] = field(default_factory=tuple)
    resumed: bool = False
    left: Words = LEFT
    lasts: timedelta = timedelta(hours=24)
    declined: Callable[[Context[T], D], None] = lambda ctx, draft: ctx.reply(UNCHANGED)

    def start(
        self, ctx: Context[T], draft: D, answered: Sequence[str] = (), *, before: tuple[str, D] | None = None
    ) -> None:
        """Begins with what is known already, after the steps that were `answered`; back leads to them, and asks them as
        they are, or the one `before` with the draft that it would have been asked for."""
        trail = (before,) if before is not None else tuple((step, draft) for step in answered)
        answered = [step for step, _draft in trail]
        after = [place for step in answered if (place := self._place(step)) is not None]
        self._go_on(ctx, Kept(draft, trail), max(after, default=-1) + 1)

    def take(self, ctx: Context[T], talk: Talk, text: str, step: str = "") -> None:
        """Reads an answer to the step that is open (or to the named one, when an older button was pressed)."""
        kept, at = self._read(ctx, talk), self._place(step or talk.step)
        if kept is None or at is None:
            _drop(ctx)
            return
        greeted = None if step else returned(text, ctx.member.name, waits=True)
        if greeted is not None and not self.awaits_words(ctx, talk):
            ctx.reply(greeted)
            self._ask(ctx, kept, at)
            return
        with self._ending(ctx):
            try:
                self._take(ctx, kept, at, text)
            except Moot:
                raise
            except Refused:
                if greeted is None:
                    raise
                ctx.reply(greeted)  # where "bonjour" is no answer, it was meant as what it is
                self._ask(ctx, kept, at)

    def bring(self, ctx: Context[T], talk: Talk, document: Document) -> bool:
        """Reads a document into the step that is open, or into the one before it that takes one, as if nothing had been
        answered since: what is sent again takes the place of the first. Whether any step takes one."""
        kept, at = self._read(ctx, talk), self._place(talk.step)
        if kept is None or at is None:
            return False
        found = self._bringing(kept, at)
        if found is None:
            return False
        before, step = found
        assert step.bring is not None  # that is how it was found
        with self._ending(ctx):
            draft = step.bring(ctx, before.draft, document)
            self._answered(ctx, kept.draft, at)
            self._go_on(ctx, Kept(draft, (*before.trail, (step.name, before.draft))), self.steps.index(step) + 1)
        return True

    def _bringing(self, kept: Kept[D], at: int) -> tuple[Kept[D], Step[T, D]] | None:
        """The nearest step that takes a document, and what was kept when it was asked."""
        if self.steps[at].bring is not None:
            return kept, self.steps[at]
        for place in range(len(kept.trail) - 1, -1, -1):
            name, draft = kept.trail[place]
            step = next((one for one in self.steps if one.name == name and one.bring is not None), None)
            if step is not None:
                return Kept(draft, kept.trail[:place]), step
        return None

    @contextmanager
    def _ending(self, ctx: Context[T]) -> Iterator[None]:
        """What was spoken of may be no more: then the conversation is over."""
        try:
            yield
        except Moot as no:
            ctx.core.talks.end(ctx.chat, ctx.member.id)
            ctx.reply(say(Phrase(no.says, no.blanks), self.left))

    def _take(self, ctx: Context[T], kept: Kept[D], at: int, text: str) -> None:
        asked = self.steps[at]
        goes_on = asked.sure is None or read(text, asked.typed)
        draft = asked.take(ctx, kept.draft, text) if goes_on else kept.draft
        self._answered(ctx, kept.draft, at, text)
        if not goes_on:
            ctx.core.talks.end(ctx.chat, ctx.member.id)
            self.declined(ctx, draft)
            return
        self._go_on(ctx, Kept(draft, (*kept.trail, (self.steps[at].name, kept.draft))), at + 1)

    def again(self, ctx: Context[T], talk: Talk) -> None:
        """Asks the question that is open once more."""
        kept, at = self._read(ctx, talk), self._place(talk.step)
        if kept is None or at is None:
            _drop(ctx)
            return
        self._ask(ctx, kept, at)

    def awaits_words(self, ctx: Context[T], talk: Talk) -> bool:
        """Whether the question that is open is answered in words of one's own, and not by one of its choices alone."""
        kept, at = self._read(ctx, talk), self._place(talk.step)
        if kept is None or at is None:
            return True
        try:
            asked = self._asked(ctx, kept.draft, at)
        except Refused:
            return True  # whoever takes the answer says why it can no longer be asked
        return asked.in_words or not asked.rows

    def back(self, ctx: Context[T], talk: Talk, step: str) -> None:
        """Asks the question answered last again, as if it had not been."""
        kept = self._read(ctx, talk)
        asked, draft = kept.trail[-1] if kept and kept.trail else (step, kept.draft if kept else None)
        at = self._place(asked)
        if kept is None or draft is None or at is None:
            _drop(ctx)
            return
        left = self._place(step)
        if left is not None:
            self._answered(ctx, kept.draft, left)
        self._ask(ctx, Kept(draft, kept.trail[:-1]), at)

    def put_away(self, ctx: Context[T], talk: Talk) -> None:
        """The conversation was left: the question that was open keeps its words alone."""
        kept, at = self._read(ctx, talk), self._place(talk.step)
        if kept is None or at is None:
            return
        for post in ctx.core.posts.offering(ctx.chat, LOOKED_AT):
            asked = unpack(post.choices[0].data) if post.choices else None
            if isinstance(asked, Answer | Move) and (asked.flow, asked.step) == (self.name, talk.step):
                ctx.asked = MessageRef(post.chat, post.message)
                self._answered(ctx, kept.draft, at)
                return

    def _answered(self, ctx: Context[T], draft: D, at: int, text: str = "") -> None:
        """The question keeps its words and the choice made, and loses its buttons."""
        if ctx.asked is None:
            return
        try:
            asked = self._asked(ctx, draft, at)
        except Refused:
            return  # it can no longer be asked: what is asked next matters more than how this one looks
        answer = Answer(self.name, self.steps[at].name, text)  # not packed: words may be longer than any button's data
        chosen = tuple(quote(one.label) for one in asked.buttons if unpack(one.data) == answer)
        ctx.answered(replace(asked, lines=(*asked.lines, *chosen), rows=()))

    def _asked(self, ctx: Context[T], draft: D, at: int) -> Message:
        step = self.steps[at]
        asked = step.ask(ctx, draft)
        if step.sure is None or asked.rows:
            return asked
        yes, no = (Answer(self.name, step.name, value) for value in (YES[1], NO[1]))
        return replace(asked, rows=(yes_or_no(step.sure, yes, *step.typed, no=no),))

    def _read(self, ctx: Context[T], talk: Talk) -> Kept[D] | None:
        """What was kept, None when another version kept it."""
        return load(self.draft, talk.draft) if talk.version == self.version else None

    def _place(self, step: str) -> int | None:
        return next((n for n, one in enumerate(self.steps) if one.name == step), None)

    def _go_on(self, ctx: Context[T], kept: Kept[D], at: int) -> None:
        while at < len(self.steps) and not self.steps[at].needed(kept.draft):
            at += 1
        if at < len(self.steps):
            self._ask(ctx, kept, at)
            return
        ctx.core.talks.end(ctx.chat, ctx.member.id)
        ctx.core.undos.follow(ctx.member.id)
        self.done(ctx, kept.draft)

    def _ask(self, ctx: Context[T], kept: Kept[D], at: int) -> None:
        step = self.steps[at]
        ctx.begin(self.name, step.name, dump(kept), self.version, self.lasts)
        asked = self._asked(ctx, kept.draft, at)
        no = NO[:2] if lacks_a_no(asked) or _takes_no_no(asked) else ()
        moves = self._moves(step.name, not kept.trail, sure=step.sure is not None, no=no)
        rows = (*asked.rows, moves) if moves else asked.rows
        ctx.reply(replace(asked, rows=rows, in_words=asked.in_words or not asked.rows))

    def _moves(self, step: str, first: bool, *, sure: bool, no: tuple[str, ...]) -> tuple[Button, ...]:
        """Back, and out; a no is the way out of a confirmation, and the way out is the no to a yes."""
        away = Move(self.name, step, False)
        back = () if first else (button(_("Back"), Move(self.name, step, True), "retour", "back"),)
        if sure and not no:
            return back
        if self.resumed:
            return (*back, button(_("Later"), away, "plus tard", "later", "annuler", "cancel", *no))
        return (*back, button(_("Cancel"), away, "annuler", "cancel", *no))

    def option(self, step: str, label: Words, value: str, *typed: str) -> Button:
        """A button that answers a step."""
        return button(label, Answer(self.name, step, value), *typed)


def _takes_no_no(asked: Message) -> bool:
    """Whether a no can only mean that none of the choices is wanted."""
    return bool(asked.rows) and not asked.in_words and all(NO[0] not in one.typed for one in asked.buttons)


def _drop(ctx: Context[Any]) -> None:
    """Forgets the draft. Not a refusal: that would keep it, and refuse again."""
    ctx.core.talks.end(ctx.chat, ctx.member.id)
    ctx.toast(_("I was updated since we began, so I forgot this draft. Begin again with /menu."), stays=True)


def dump(kept: Kept[Any]) -> str:
    """The draft and its trail as JSON."""
    trail = [(step, asdict(draft)) for step, draft in kept.trail]
    return json.dumps([asdict(kept.draft), trail], ensure_ascii=False)


def load(kind: type[D], text: str) -> Kept[D]:
    """What `dump` wrote."""
    draft, trail = json.loads(text)
    return Kept(_draft(kind, draft), tuple((step, _draft(kind, before)) for step, before in trail))


def _draft(kind: type[D], kept: dict[str, Any]) -> D:
    return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in kept.items()})
