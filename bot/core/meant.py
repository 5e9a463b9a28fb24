"""What a bare word in private means: it names no message, and several may offer it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

from bot.chat.text import Phrase, Words, _
from bot.core.asking import NO, YES
from bot.core.context import Context
from bot.core.feature import Show, View
from bot.core.ports import Transaction
from bot.core.rows import Choice, Post
from bot.domain.errors import N_, Refused
from bot.domain.names import fold

T = TypeVar("T", bound=Transaction)
Offer = tuple[Post, Choice]
TELLING = 4  # letters: "me" and "ag" are in many sentences
YES_OR_NO = (*YES[:2], *NO[:2])


class NotUnderstood(Refused):
    says = N_("I did not understand “{text}”. /menu shows what I can do, for example: /vote")


class NotUnderstoodNear(Refused):
    says = N_("I did not understand “{text}”. Did you mean /{near}? How to use it: /help {near}")


class WhichOne(Refused):
    says = N_(
        "“{text}” answers several open votes. Reply to the one you mean, or write its number. For example: "
        "/vote {number} {text}"
    )


class WhichMessage(Refused):
    says = N_("“{text}” may answer several of my messages: {titles}. Reply to the one you mean.")


class WhichNumber(Refused):
    says = N_(
        "“{text}” may answer several of my messages: {titles}. Reply to the one you mean, or write for example: "
        "{example}"
    )


class Meant:
    """Built once: how each living message is drawn, which of them a bare word answers only when they came last, and how
    a yes or a no to one of them is typed with its number."""

    def __init__(self, views: Mapping[str, View[Any]], last: Collection[str], typed: Mapping[str, str]) -> None:
        self._views = views
        self._last = last
        self._typed = typed

    def choice(
        self, ctx: Context[T], newest: Post, found: Sequence[Offer], text: str, *, command: bool
    ) -> Choice | None:
        """The choice that the word means: of the newest message, else of the one vote that offers it. The name of a
        command means the command, unless it stands on the button. Raises WhichOne and WhichMessage."""
        word = _word(text)
        offers = [one for one in found if not command or not one[0].topic or fold(one[1].label) == word]
        if not offers:
            return None
        post, choice = offers[0]
        if post is newest and (not post.topic or (self._waits(post) and self._came_last(ctx, post))):
            return choice
        living = {} if command else _living(offers)
        if len(living) > 1:
            raise self._which(ctx, [post for post, _choice in living.values()], text[:60])
        for post, choice in living.values():
            if not self._waits(post) or " " in word:  # a whole sentence is said to nothing else
                return choice
        return None

    def show_again(self, ctx: Context[T], found: Sequence[Offer]) -> bool:
        """A word that only an older message offers may mean anything: that one is shown again, to be answered."""
        for post, _choice in _living(found).values():
            ctx.private(_("I noted nothing yet. If you meant this, answer it below."))
            ctx.show_privately(post.topic)
            return True
        return False

    def _waits(self, post: Post) -> bool:
        return post.topic.partition(":")[0] in self._last

    def _came_last(self, ctx: Context[T], post: Post) -> bool:
        """Also after what was answered meanwhile, and offers nothing any more."""
        last = ctx.core.posts.last(ctx.chat)
        return last is not None and last.id == post.id

    def _which(self, ctx: Context[T], posts: Sequence[Post], text: str) -> Refused:
        if not any(map(self._waits, posts)):
            return WhichOne(text=text, number=posts[0].topic.partition(":")[2])
        titles = tuple(dict.fromkeys(ctx.words.say(_("“{text}”", text=self._title(ctx, post))) for post in posts))
        kind, _sep, number = posts[0].topic.partition(":")
        if kind in self._typed and _word(text) in YES_OR_NO:
            example = Phrase(self._typed[kind], {"text": _word(text), "number": number})
            return WhichNumber(text=text, titles=titles, example=example)
        return WhichMessage(text=text, titles=titles)

    def _title(self, ctx: Context[T], post: Post) -> str:
        """The first line of the message, as it stands there."""
        kind, _sep, number = post.topic.partition(":")
        show = Show(ctx.words, post.private, ctx.now, ctx.now, there=True, chat=post.chat)
        drawn = self._views[kind](ctx.core, int(number), show)
        first: Words = drawn.lines[0].text if drawn and drawn.lines else "…"
        return ctx.words.say(first).rstrip(" .:")


def not_understood(text: str, commands: Collection[str]) -> Refused:
    """What is said of a sentence that nothing answers: where one of its words is a command ("comment on vote ?"), that
    command."""
    words = (word.strip(".,;:!?’'\"«»“”()") for word in fold(text[:500]).split())
    near = next((word for word in words if len(word) >= TELLING and word in commands), None)
    return NotUnderstood(text=text[:60]) if near is None else NotUnderstoodNear(text=text[:60], near=near)


def _living(found: Sequence[Offer]) -> dict[str, Offer]:
    """What the living messages among them would do; one deed may be offered by several."""
    return {choice.data: (post, choice) for post, choice in found if post.topic}


def _word(text: str) -> str:
    return fold(text[:500]).strip(" .!)")
