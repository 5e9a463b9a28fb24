"""The same thing sent twice, by a double tap or a bad line: what is there already is named, and a yes publishes again.

Every feature that publishes a free line asks here before it does, with what it finds of the same author in the same
words, as long as that is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.chat.address import MessageRef
from bot.chat.message import Message, say
from bot.chat.text import Words, _
from bot.core.command import Command
from bot.core.flow import Flow, Step
from bot.domain.names import fold

if TYPE_CHECKING:
    from bot.core.context import Context


@dataclass(frozen=True)
class Again:
    """A line that was sent before: its command, its words, those of the message it answers, and what is there."""

    command: str
    text: str
    reply: str
    there: str


def same(*texts: str) -> tuple[str, ...]:
    """What makes two things the same to their author: their words, whatever the case, the accents and the spaces."""
    return tuple(fold(" ".join(text.split())) for text in texts)


def asked(ctx: Context[Any], command: Command | None, there: Words | None) -> bool:
    """Whether it is asked first, as something is there already: a sentence that says so, None where nothing is."""
    if there is None or command is None or command.sure:
        return False
    again.start(ctx, Again(command.name, command.text, command.reply_text, ctx.words.say(there)))
    return True


def published(what: Words) -> Words:
    """The sentence about something that its author published before."""
    return _("You have published that already: {what}", what=what)


def _ask(ctx: Context[Any], draft: Again) -> Message:
    return say(draft.there, _("Nothing was published a second time."))


def _publish(ctx: Context[Any], draft: Again) -> None:
    """After the yes: as if nothing were there."""
    declared, nowhere = ctx.router.commands[fold(draft.command)], MessageRef(ctx.chat, "")
    declared.run(ctx, Command(declared.name, declared.name, draft.text, nowhere, reply_text=draft.reply, sure=True))


again: Flow[Any, Again] = Flow(
    name="again", version=1, draft=Again, done=_publish,
    steps=(Step("sure", _ask, sure=_("Publish all the same"), typed=("publier", "publish")),),
)  # fmt: skip
