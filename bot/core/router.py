"""Finds who answers an event: conversation, then choice, then command, then words said to the bot.

A sentence in a group without a command, a mention or a reply to the bot is never acted on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.chat.action import Action, unpack
from bot.chat.address import MessageRef
from bot.chat.events import Edited, Event, Pressed, Reacted, Said, Unreacted
from bot.chat.text import Words, _
from bot.core.asking import Nothing, Pressing, check_asks, check_decided, decline, spend
from bot.core.command import PREFIXES, Command, named
from bot.core.context import Context
from bot.core.feature import Chore, Declared, Feature, View
from bot.core.fit import keycap, numbers
from bot.core.flow import LEFT, Answer, Flow, Move, Over
from bot.core.matching import NEAR_IN_GROUP, is_attempt, match
from bot.core.meant import Meant, not_understood
from bot.core.offers import asked_step, choice_at, offers
from bot.core.ports import Transaction
from bot.core.rows import Choice, Post
from bot.domain.errors import N_, Refused
from bot.domain.names import fold, nearest

T = TypeVar("T", bound=Transaction)

NEAR_IN_PRIVATE = 4  # any word gets the nearest
REMEMBERED = 20  # messages with choices among which a bare word in private may answer one


class UnknownCommand(Refused):
    says = N_("I do not know /{word}. Did you mean /{near}? /menu shows everything.")


class UnknownCommandFar(Refused):
    says = N_("I do not know /{word}. /menu shows everything I can do.")


class NotBuiltYet(Refused):
    says = N_("/{word} is not there yet. What works: /menu")


class NoWords(Refused):
    says = N_("I can only read words, and there are none in that. /menu shows what I can do, for example: /vote")


class OldButton(Refused):
    says = N_("This button is from an older version and no longer works. /menu shows everything.")


class NoSuchAnswer(Refused):
    says = N_("“{text}” is not one of the answers. Answer with a number ({numbers}), or in words: {first}.")


@dataclass(frozen=True)
class Cancel(Action, prefix="x"):
    """Leaves the conversation."""


@dataclass(frozen=True)
class Run(Action, prefix="c"):
    """Runs a command, as if the person had typed it: how a feature's button opens another feature."""

    command: str
    text: str = ""


class Router(Generic[T]):
    """Built once from the features; a command, a button or a topic declared twice fails at start."""

    def __init__(self, features: Sequence[Feature[T]]) -> None:
        self.features = tuple(features)
        self.commands: dict[str, Declared[T]] = {}
        self.buttons: dict[type[Action], Any] = {}
        self._taken_back: dict[type[Action], Any] = {}
        self.views: dict[str, View[T]] = {}
        self.chores: dict[str, Chore[T]] = {}
        self.flows: dict[str, Flow[T, Any]] = {}
        self._events: dict[type[Event], list[Any]] = {}
        self._hooks = [hook for feature in features for hook in feature.said]
        self._pressed = Pressing()
        self.staying = {topic for feature in features for topic in feature.staying}
        self._meant = {fold(word): name for feature in features for word, name in feature.meant.items()}
        self._coming = {fold(word) for feature in features for word in feature.coming}
        for feature in features:
            _add(self.buttons, feature.buttons.items(), feature.name)
            _add(self._taken_back, feature.taken_back.items(), feature.name)
            _add(self.views, feature.views.items(), feature.name)
            _add(self.chores, feature.chores.items(), feature.name)
            _add(self.flows, ((flow.name, flow) for flow in feature.flows), feature.name)
            for declared in feature.commands:
                words = dict.fromkeys(fold(word) for word in (declared.name, *declared.twins))
                _add(self.commands, ((word, declared) for word in words), feature.name)
            for kind, run in feature.events.items():
                self._events.setdefault(kind, []).append(run)
        typed = {topic: form for feature in features for topic, form in feature.typed.items()}
        self._meaning = Meant(self.views, {topic for feature in features for topic in feature.newest}, typed)
        self.buttons[Answer] = self._answer
        self.buttons[Move] = self._move
        self.buttons[Run] = self._run
        self.buttons[Nothing] = decline

    def route(self, ctx: Context[T], event: Event) -> None:
        """Runs whoever answers the event; raises what they refuse. Nobody is not an error."""
        match event:
            case Pressed():
                self._press(ctx, event)
            case Said():
                self._said(ctx, event)
            case Edited():
                self._edited(ctx, event)
            case Reacted():
                self._choose_place(ctx, event.message, keycap(event.key))
            case Unreacted():
                self._take_back(ctx, event.message, keycap(event.key))
        for run in self._events.get(type(event), ()):
            run(ctx, event)

    def concerns(self, event: Said) -> bool:
        """Whether the words are said to the bot, as far as they tell themselves."""
        command = named(event.text)
        ours = command is not None and not command[1] and fold(command[0]) in self.commands
        return ours or event.to_bot or event.where.private

    def act(self, ctx: Context[T], data: str) -> None:
        """Runs an action's payload; refused when no feature of this version knows it."""
        action = unpack(data)
        run = self.buttons.get(type(action)) if action else None
        if run is None:
            raise OldButton
        run(ctx, action)

    def cancel(self, ctx: Context[T]) -> Words | None:
        """Leaves the conversation under way here, and says so; None when there is none."""
        talk = ctx.core.talks.get(ctx.chat, ctx.member.id, ctx.now)
        if talk is None or not ctx.core.talks.end(ctx.chat, ctx.member.id):
            return None
        flow = self.flows.get(talk.flow)
        if flow is not None and ctx.place.private and not ctx.pressed:
            flow.put_away(ctx, talk)
        return flow.left if flow else LEFT

    # presses and reactions

    def _press(self, ctx: Context[T], event: Pressed) -> None:
        ctx.pressed = True
        ctx.message = ctx.asked = event.message
        self.act(ctx, event.data)
        self._pressed.spend(ctx.core.posts, event.message, event.data, ctx.now)

    def _choose_place(self, ctx: Context[T], ref: MessageRef, place: int | None) -> None:
        choice = choice_at(ctx, ref, place)
        ctx.reacted, ctx.asked = True, ref
        if choice is not None:
            self.act(ctx, choice.data)
            spend(ctx.core.posts, ctx.core.posts.at(ref), choice.data, ctx.now)

    def _take_back(self, ctx: Context[T], ref: MessageRef, place: int | None) -> None:
        choice = choice_at(ctx, ref, place)
        action = unpack(choice.data) if choice else None
        run = self._taken_back.get(type(action)) if action else None
        if run is not None:
            run(ctx, action)

    def _answer(self, ctx: Context[T], answer: Answer) -> None:
        talk = ctx.core.talks.get(ctx.chat, ctx.member.id, ctx.now)
        if talk is None or talk.flow != answer.flow:
            raise Over
        self.flows[answer.flow].take(ctx, talk, answer.value, answer.step)

    def _run(self, ctx: Context[T], run: Run) -> None:
        declared = self.commands.get(fold(run.command))
        if declared is None:
            raise OldButton
        declared.do(ctx, Command(declared.name, run.command, run.text, MessageRef(ctx.chat, "")))

    def _move(self, ctx: Context[T], move: Move) -> None:
        talk = ctx.core.talks.get(ctx.chat, ctx.member.id, ctx.now)
        if talk is None or talk.flow != move.flow:
            raise Over
        if move.back:
            self.flows[move.flow].back(ctx, talk, move.step)
        else:
            self.cancel(ctx)
            ctx.turn(self.flows[move.flow].left)

    # words

    def _said(self, ctx: Context[T], event: Said) -> None:
        command = named(event.text)
        ctx.message = event.message
        if command is not None:
            self._command(ctx, event, *command)
        elif not (self._in_talk(ctx, event) or self._chosen(ctx, event) or self._bare(ctx, event)):
            self._to_bot(ctx, event)

    def _command(self, ctx: Context[T], event: Said, word: str, bot: str, text: str) -> None:
        if bot and not event.to_bot:
            return
        declared = self.commands.get(fold(word))
        if declared is None:
            self._unknown(ctx, word)
            return
        ctx.prove_presence()
        declared.do(ctx, Command.of(declared.name, word, text, event))

    def _unknown(self, ctx: Context[T], word: str) -> None:
        if fold(word) in self._coming:
            raise NotBuiltYet(word=word)
        within = NEAR_IN_PRIVATE if ctx.place.private else NEAR_IN_GROUP
        near = self._meant.get(fold(word)) or nearest(fold(word), self.commands, within=within)
        if near is not None:
            raise UnknownCommand(word=word, near=near)
        if ctx.place.private:
            raise UnknownCommandFar(word=word)

    def _edited(self, ctx: Context[T], event: Edited) -> None:
        found = named(event.text)
        declared = self.commands.get(fold(found[0])) if found else None
        if found and declared and declared.edits and not found[1]:
            ctx.message = event.message
            declared.do(ctx, Command(declared.name, found[0], found[2], event.message, edited=True))

    def _in_talk(self, ctx: Context[T], event: Said) -> bool:
        if not (ctx.place.private or event.to_bot):
            return False
        talk = ctx.core.talks.get(ctx.chat, ctx.member.id, ctx.now)
        if talk is None:
            return False
        posts = self._offering(ctx, event)
        if event.reply_to and any(post.topic for post in posts):
            return False  # an answer to a vote stays one, whatever conversation is open
        if self._picked(ctx, posts, event.text):
            return True
        asked = next((post for post in posts if asked_step(post) is not None), None)
        if asked is not None and asked_step(asked) == talk.step:
            ctx.asked = MessageRef(asked.chat, asked.message)
        choice = match(asked.choices, event.text) if asked else None
        if event.document is not None and self.flows[talk.flow].bring(ctx, talk, event.document):
            return True
        if choice is not None:
            self.act(ctx, choice.data)
            spend(ctx.core.posts, asked, choice.data, ctx.now)
        elif not event.text.strip() and event.document and event.document.among:
            return True  # nobody is told ten times what an album is
        elif not event.text.strip():
            ctx.reply(_("I can only read words, and there are none in that. We were here:"))
            self.flows[talk.flow].again(ctx, talk)
        elif self._commands(event) and not self.flows[talk.flow].awaits_words(ctx, talk):
            return False  # the question goes on waiting
        else:
            self.flows[talk.flow].take(ctx, talk, event.text)
        return True

    def _commands(self, event: Said) -> bool:
        return (event.where.private or event.called) and fold(event.text.strip().partition(" ")[0]) in self.commands

    def _picked(self, ctx: Context[T], posts: Sequence[Post], text: str) -> bool:
        """A number typed below a menu that was looked at meanwhile picks from the menu; the question stays open."""
        number = text.strip().removeprefix("#").isdecimal()
        choice = match(posts[0].choices, text) if posts and number else None
        if choice is None or not isinstance(unpack(choice.data), Run):
            return False
        self.act(ctx, choice.data)
        return True

    def _offering(self, ctx: Context[T], event: Said) -> Sequence[Post]:
        """The messages that a text may answer: the one it replies to, else in private the newest that offer choices."""
        if event.reply_to is not None:
            post = ctx.core.posts.at(event.reply_to)
            if post is None and event.to_bot:
                ctx.is_unknown()
            return [post] if post and post.choices else []
        return ctx.core.posts.offering(ctx.chat, REMEMBERED) if ctx.place.private else []

    def _chosen(self, ctx: Context[T], event: Said) -> bool:
        """A typed answer: a reply to a message that offers choices, or bare in private where it can mean only one."""
        if not event.text.strip():
            return False
        posts = self._offering(ctx, event)
        found = offers(posts, event.text)
        if found:
            choice: Choice | None = found[0][1]
            if event.reply_to is None:
                ctx.is_unknown()  # the newest question may be one that we do not know to be there
                named_alone = fold(event.text) in self.commands
                choice = self._meaning.choice(ctx, posts[0], found, event.text, command=named_alone)
            if choice is not None:
                self.act(ctx, choice.data)
                spend(ctx.core.posts, found[0][0], choice.data, ctx.now)
            return choice is not None
        if event.reply_to is not None and posts and (ctx.place.private or is_attempt(posts[0].choices, event.text)):
            raise NoSuchAnswer(
                text=event.text[:60], numbers=numbers(len(posts[0].choices)), first=posts[0].choices[0].label
            )
        return False

    def _bare(self, ctx: Context[T], event: Said) -> bool:
        """In private, and after the bot's name, the prefix may be left out."""
        if not (ctx.place.private or event.called) or event.text[:1] in PREFIXES:
            return False
        word, _sep, text = event.text.strip().partition(" ")
        declared = self.commands.get(fold(word))
        if declared is None:
            if fold(word) in self._coming and not text:
                raise NotBuiltYet(word=word)
            return False
        ctx.prove_presence()
        declared.do(ctx, Command.of(declared.name, word, text.strip(), event))
        return True

    def _to_bot(self, ctx: Context[T], event: Said) -> None:
        if not (ctx.place.private or event.to_bot) or any(hook(ctx, event) for hook in self._hooks):
            return
        text = event.text.strip()
        if ctx.place.private or event.reply_to is None:
            posts = self._offering(ctx, event)
            check_decided(posts[:1], text)
            if text and event.reply_to is None and self._meaning.show_again(ctx, offers(posts, text)):
                return
            check_asks(ctx.core.posts.at(event.reply_to) if event.reply_to else None)
            if text:
                raise not_understood(text, self.commands)
            if event.document is None or not event.document.among:
                raise NoWords


def _add(into: dict[Any, Any], items: Iterable[tuple[Any, Any]], feature: str) -> None:
    for key, value in items:
        if key in into:
            raise ValueError(f"{key!r} of the feature {feature!r} is declared twice")
        into[key] = value
