"""What a feature declares: commands, buttons, conversations, living messages, jobs, and what it does on an event.

`handlers/__init__.py` lists the features; there is no discovery. Help, the platform's menu and the README's table are
made from these declarations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from bot.chat.action import Action
from bot.chat.address import Chat
from bot.chat.events import Event
from bot.chat.message import Message
from bot.core.command import Command
from bot.core.context import Context
from bot.core.flow import Flow
from bot.core.undoing import Undone
from bot.core.words import Words

T = TypeVar("T")
R = TypeVar("R", contravariant=True)
A = TypeVar("A", bound=Action)
E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that a command does: a line of it that works, and the act that it is, "" for what everybody may.

    Who may do an act is said by the table of permissions alone; a test does every line as everybody, everywhere.
    """

    line: str
    act: str = ""


@dataclass(frozen=True, slots=True)
class Declared(Generic[T]):
    """A command: its name, its twins, what it opens, and the forms to copy.

    `edits` says that it is run again when its author changes the message. `more` is what its own help tells beside the
    forms: further ones, and sentences; a blank {number} stands for the number of what it is about. With `looks` it
    changes nothing, whatever is written after it. `verbs` are the things it does, by what leads to them: "" for the
    command alone.
    """

    name: str
    twins: tuple[str, ...]
    help: str
    examples: tuple[str, ...]
    run: Callable[[Context[T], Command], None]
    listed: bool = True
    edits: bool = False
    more: tuple[str, ...] = ()
    looks: bool = False
    verbs: Mapping[str, Verb] = field(default_factory=dict)

    def do(self, ctx: Context[T], command: Command) -> None:
        """Runs it as typed: with words, what the person published before is no longer the last thing that they did."""
        if not self.looks and (command.text or command.reply_text):
            room, edited = ctx.room.id if ctx.room else None, command.message.id if command.edited else None
            ctx.core.undos.follow(ctx.member.id, command.used, room, edited)
        self.run(ctx, command)


class View(Protocol[R]):
    """Draws a topic as it is now; None takes the message away."""

    def __call__(self, tx: R, number: int, show: Show) -> Message | None: ...


@dataclass(frozen=True, slots=True)
class Show:
    """For whom, where and when a living message is drawn: `since` it was posted or, as long as it is not `there`, since
    it was to be. What is only asked for can wait long, where its network cannot be reached; its `chat` may be nameless
    until then."""

    words: Words
    private: bool
    now: datetime
    since: datetime
    there: bool
    chat: Chat


@dataclass(slots=True)
class Chore(Generic[T]):
    """What a job does when due. `prepare` reads and computes outside the writer; its value is given to `run`.

    `quiet` says that nobody waits for it. `punctual` says that it only tells: it is written a moment before its
    instant, with that instant as its present, and what it says leaves at the instant. With `zones` it is done before
    anything else when the rules of time zones are others than at the last start.
    """

    run: Callable[..., None]
    prepare: Callable[[T, dict[str, Any]], object] | None = None
    quiet: bool = False
    punctual: bool = False
    zones: bool = False


@dataclass(slots=True)
class Feature(Generic[T]):
    """One thing that members can do. Declared with decorators, at the top of its `chat.py`.

    `title` heads its page of the help: an English sentence, the key of its translations. `coming` are the words of
    commands that are promised and answered by nobody yet; `meant` are words that people type for one of its commands.
    """

    name: str
    title: str = ""
    commands: list[Declared[T]] = field(default_factory=list)
    buttons: dict[type[Action], Callable[[Context[T], Any], None]] = field(default_factory=dict)
    taken_back: dict[type[Action], Callable[[Context[T], Any], None]] = field(default_factory=dict)
    undoings: dict[type[Action], Callable[[Context[T], Any], Undone]] = field(default_factory=dict)
    views: dict[str, View[T]] = field(default_factory=dict)
    newest: set[str] = field(default_factory=set)
    staying: set[str] = field(default_factory=set)
    typed: dict[str, str] = field(default_factory=dict)
    chores: dict[str, Chore[T]] = field(default_factory=dict)
    events: dict[type[Event], Callable[[Context[T], Any], None]] = field(default_factory=dict)
    flows: list[Flow[T, Any]] = field(default_factory=list)
    said: list[Callable[[Context[T], Any], bool]] = field(default_factory=list)
    coming: tuple[str, ...] = ()
    meant: dict[str, str] = field(default_factory=dict)

    def command(
        self,
        name: str,
        *twins: str,
        help: str,
        examples: tuple[str, ...] = (),
        listed: bool = True,
        edits: bool = False,
        more: tuple[str, ...] = (),
        looks: bool = False,
        verbs: Mapping[str, Verb] | None = None,
        routes: Iterable[str] = (),
    ) -> Callable[[Callable[[Context[T], Command], None]], Callable[[Context[T], Command], None]]:
        """Declares `/name` and its twins; `help` is an English sentence, the key of its translations.

        `routes` are the verbs that its words lead to; raises ValueError for one that is not among its `verbs`.
        """
        if silent := sorted(set(routes) - set(verbs or ())):
            raise ValueError(f"/{name} leads to {silent}, of which nothing says who may")

        def declare(run: Callable[[Context[T], Command], None]) -> Callable[[Context[T], Command], None]:
            self.commands.append(Declared(name, twins, help, examples, run, listed, edits, more, looks, verbs or {}))
            return run

        return declare

    def button(self, kind: type[A]) -> Callable[[Callable[[Context[T], A], None]], Callable[[Context[T], A], None]]:
        """Declares what an action does, however it was chosen: pressed, tapped as a reaction or typed."""

        def declare(run: Callable[[Context[T], A], None]) -> Callable[[Context[T], A], None]:
            self.buttons[kind] = run
            return run

        return declare

    def undone(self, kind: type[A]) -> Callable[[Callable[[Context[T], A], None]], Callable[[Context[T], A], None]]:
        """Declares what happens when a reaction that stood for the action is taken back."""

        def declare(run: Callable[[Context[T], A], None]) -> Callable[[Context[T], A], None]:
            self.taken_back[kind] = run
            return run

        return declare

    def undoes(self, kind: type[A]) -> Callable[[Callable[[Context[T], A], Undone]], Callable[[Context[T], A], Undone]]:
        """Declares how `/annuler` takes back what was published: it does so, says nothing, and gives what it was."""

        def declare(run: Callable[[Context[T], A], Undone]) -> Callable[[Context[T], A], Undone]:
            self.undoings[kind] = run
            return run

        return declare

    def live(
        self, topic: str, *, newest: bool = False, stays: bool = False, typed: str = ""
    ) -> Callable[[View[T]], View[T]]:
        """Declares how the topic `topic:<number>` is drawn.

        A bare word in private answers a vote wherever it alone offers it; with `newest` the message is answered so only
        when it came last, as the word may be meant for anything said since. With `stays` it is the chat's own, also
        once that leaves its group. `typed` is the command that says a yes or a no, {text}, to the {number} meant.
        """

        def declare(view: View[T]) -> View[T]:
            self.views[topic] = view
            if newest:
                self.newest.add(topic)
            if stays:
                self.staying.add(topic)
            if typed:
                self.typed[topic] = typed
            return view

        return declare

    def job(
        self,
        kind: str,
        prepare: Callable[[T, dict[str, Any]], object] | None = None,
        *,
        quiet: bool = False,
        punctual: bool = False,
        zones: bool = False,
    ) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """Declares what a due job does: called with its work, its payload by name, and `prepared` where it prepares."""

        def declare(run: Callable[..., None]) -> Callable[..., None]:
            self.chores[kind] = Chore(run, prepare, quiet, punctual, zones)
            return run

        return declare

    def on(self, kind: type[E]) -> Callable[[Callable[[Context[T], E], None]], Callable[[Context[T], E], None]]:
        """Declares what happens on a network's event that is neither words nor a choice."""

        def declare(run: Callable[[Context[T], E], None]) -> Callable[[Context[T], E], None]:
            self.events[kind] = run
            return run

        return declare

    def flow(self, flow: Flow[T, Any]) -> Flow[T, Any]:
        """Declares a conversation."""
        self.flows.append(flow)
        return flow
