"""Conversations: named steps over a frozen draft. The engine owns back, skip and cancel; a feature only asks and reads.

A draft is a frozen dataclass of str, int, bool and tuples of str, kept as JSON per chat and person until it expires. A
draft of an older version is dropped with one sentence.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from bot.chat.action import Action, unpack
from bot.chat.message import Button, Message, button
from bot.chat.text import Words, _, quote
from bot.domain.errors import N_, Refused

if TYPE_CHECKING:
    from bot.core.context import Context
    from bot.core.ports import Talk

T = TypeVar("T")
D = TypeVar("D")


LEFT = _("Left without publishing anything.")


class Over(Refused):
    says = N_("This conversation is over. Begin again with /menu.")


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

    The step is passed over while `needed` says no.
    """

    name: str
    ask: Callable[[Context[T], D], Message]
    take: Callable[[Context[T], D, str], D]
    needed: Callable[[D], bool] = lambda draft: True


@dataclass(frozen=True)
class Flow(Generic[T, D]):
    """A conversation; `done` is called with the finished draft, in the transaction of the last answer.

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

    def start(self, ctx: Context[T], draft: D, answered: Sequence[str] = ()) -> None:
        """Begins with what is known already, after the steps that were `answered`; back leads to them."""
        trail = tuple((step, draft) for step in answered)
        after = [place for step in answered if (place := self._place(step)) is not None]
        self._go_on(ctx, Kept(draft, trail), max(after, default=-1) + 1)

    def take(self, ctx: Context[T], talk: Talk, text: str, step: str = "") -> None:
        """Reads an answer to the step that is open (or to the named one, when an older button was pressed)."""
        kept, at = self._read(ctx, talk), self._place(step or talk.step)
        if kept is None or at is None:
            _drop(ctx)
            return
        draft = self.steps[at].take(ctx, kept.draft, text)
        self._answered(ctx, kept.draft, at, text)
        self._go_on(ctx, Kept(draft, (*kept.trail, (self.steps[at].name, kept.draft))), at + 1)

    def again(self, ctx: Context[T], talk: Talk) -> None:
        """Asks the question that is open once more."""
        kept, at = self._read(ctx, talk), self._place(talk.step)
        if kept is None or at is None:
            _drop(ctx)
            return
        self._ask(ctx, kept, at)

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

    def _answered(self, ctx: Context[T], draft: D, at: int, text: str = "") -> None:
        """The question keeps its words and the choice made, and loses its buttons."""
        if ctx.asked is None:
            return
        try:
            asked = self.steps[at].ask(ctx, draft)
        except Refused:
            return  # it can no longer be asked: what is asked next matters more than how this one looks
        answer = Answer(self.name, self.steps[at].name, text)  # not packed: words may be longer than any button's data
        chosen = tuple(quote(one.label) for one in asked.buttons if unpack(one.data) == answer)
        ctx.answered(replace(asked, lines=(*asked.lines, *chosen), rows=()))

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
        self.done(ctx, kept.draft)

    def _ask(self, ctx: Context[T], kept: Kept[D], at: int) -> None:
        step = self.steps[at]
        ctx.begin(self.name, step.name, dump(kept), self.version, self.lasts)
        asked = step.ask(ctx, kept.draft)
        rows = (*asked.rows, self._moves(step.name, not kept.trail))
        ctx.reply(replace(asked, rows=rows, in_words=asked.in_words or not asked.rows))

    def _moves(self, step: str, first: bool) -> tuple[Button, ...]:
        away = Move(self.name, step, False)
        if self.resumed:
            out = button(_("Later"), away, "plus tard", "later", "annuler", "cancel")
        else:
            out = button(_("Cancel"), away, "annuler", "cancel")
        return (out,) if first else (button(_("Back"), Move(self.name, step, True), "retour", "back"), out)

    def option(self, step: str, label: Words, value: str, *typed: str) -> Button:
        """A button that answers a step."""
        return button(label, Answer(self.name, step, value), *typed)


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
