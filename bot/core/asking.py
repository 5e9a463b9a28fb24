"""Whether something is to be done: a yes that names the deed and a no beside it, by button, number or word alike.

Every confirmation of the bot is made here, so that none is a yes alone, and none tells people to write what its
buttons do not say (docs/decisions/0031-yes-and-no.md).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.chat.action import Action
from bot.chat.address import MessageRef
from bot.chat.message import Button, Message, button
from bot.chat.text import Words, _
from bot.domain.errors import N_, Refused
from bot.domain.names import fold

if TYPE_CHECKING:
    from bot.core.context import Context
    from bot.core.ports import Posts
    from bot.core.rows import Post

YES = ("oui", "yes", "ok", "d'accord")
NO = ("non", "no", "annuler", "cancel")
A_NO = _("No")
REMEMBERED = 1_000  # living messages
UNCHANGED = _("Noted: nothing changes.")


class NeitherYesNorNo(Refused):
    says = N_("“{text}” is neither a yes nor a no. Write one of the two, for example: no")


class ChooseOne(Refused):
    says = N_("Choose one of the answers above, for example: 1 – or write “cancel” to leave it.")


class AsksNothing(Refused):
    says = N_("This message asks nothing any more: what it was about is over, or has changed. /menu shows the rest.")


@dataclass(frozen=True)
class Nothing(Action, prefix="xn"):
    """A no after which there is nothing to do."""


def yes_or_no(
    deed: Words, action: Action, *typed: str, no: Action | None = None, otherwise: Words = A_NO,
    refusing: Sequence[str] = (),
) -> tuple[Button, Button]:  # fmt: skip
    """The row of a confirmation. `typed` and `refusing` are further words for its two sides; where the deed itself is
    called so, as in "cancel", the word means the deed."""
    away = tuple(word for word in (*NO, *refusing) if word not in typed)
    return button(deed, action, *YES, *typed), button(otherwise, no or Nothing(), *away)


def lacks_a_no(message: Message) -> bool:
    """Whether a yes can be said to it and no no: the way out of its conversation is that no."""
    taken = {word for one in message.buttons for word in one.typed}
    return YES[0] in taken and NO[0] not in taken


def read(text: str, typed: Collection[str] = ()) -> bool:
    """Whether words are a yes; raises NeitherYesNorNo."""
    word = fold(text[:60]).strip(" .!")
    if word in YES or word in map(fold, typed):
        return True
    if word in NO:
        return False
    raise NeitherYesNorNo(text=text.strip()[:60])


def is_asked(post: Post) -> bool:
    """Whether a message takes a yes and a no: a confirmation, or a preview. A ballot takes only some of the words."""
    takes_yes = any(set(YES) <= {*one.typed} for one in post.choices)
    return takes_yes and takes_a_no(post)


def takes_a_no(post: Post) -> bool:
    """Whether a message waits for an answer of which a no is one, as every question and preview does."""
    return not post.topic and any(NO[0] in one.typed for one in post.choices)


def spend(posts: Posts, post: Post | None, data: str, now: datetime) -> None:
    """What was answered by a yes or a no asks nothing any more; its buttons, where they stay, are checked as ever."""
    if post is None or not is_asked(post):
        return
    said = {word for one in post.choices if one.data == data for word in one.typed}
    if said & {YES[0], NO[0]}:
        posts.shown(post, MessageRef(post.chat, post.message), post.digest, (), now)  # that it was asked still counts


class Pressing:
    """Presses, of which nearly all are on living messages: those are never a question, and are looked at once."""

    def __init__(self) -> None:
        self._living: set[MessageRef] = set()

    def spend(self, posts: Posts, ref: MessageRef, data: str, now: datetime) -> None:
        """What was answered by a press asks nothing any more, if it was a question."""
        if ref in self._living:
            return
        post = posts.at(ref)
        if post is not None and post.topic:
            if len(self._living) >= REMEMBERED:
                self._living.clear()
            self._living.add(ref)
        spend(posts, post, data, now)


def check_decided(newest: Sequence[Post], text: str) -> None:
    """Raises NeitherYesNorNo for words in private that mean nothing while the newest question takes a yes and a no."""
    if newest and is_asked(newest[0]):
        raise NeitherYesNorNo(text=text[:60] or "…")


def check_asks(answered: Post | None) -> None:
    """Raises AsksNothing where words answer a living message that has come to its end."""
    if answered is not None and answered.topic and not answered.choices:
        raise AsksNothing


def decline(ctx: Context[Any], press: Nothing) -> None:
    """Says so in place of the question, whose buttons go."""
    ctx.turn(UNCHANGED)
