"""What people type: `/sondage`, and `/vote` in all its forms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.core import slips, twice
from bot.core.command import Command
from bot.core.feature import Verb
from bot.domain.errors import N_, Refused
from bot.domain.names import fold
from bot.domain.permissions import Act
from bot.domain.polls import Poll
from handlers.context import Ctx
from handlers.polls import line, meeting, rights
from handlers.polls.answering import answer_in_words, read
from handlers.polls.feature import polls
from handlers.polls.flow import preview
from handlers.polls.initiative import support_in_words
from handlers.polls.looking import show_mine
from handlers.polls.managing import correct, manage
from handlers.polls.publishing import already, publish
from handlers.polls.raising import raise_in_words
from handlers.polls.sending import send_in_words, send_on
from handlers.rooms import my_rooms

VERBS = {
    "clore": "close", "fermer": "close", "terminer": "close", "close": "close", "end": "close",
    "prolonger": "extend", "extend": "extend",
    "corriger": "correct", "correct": "correct",
    "annuler": "cancel", "supprimer": "cancel", "cancel": "cancel", "delete": "cancel",
    "monter": "raise", "raise": "raise",
    "descendre": "send", "send": "send",
}  # fmt: skip
MOVES = {"raise": raise_in_words, "send": send_in_words}
_VERB = re.compile(r"(?P<verb>\w+)\s+(?:n[°o]\s*)?#?(?P<number>\d{1,9})(?=\s|$)(?P<rest>.*)", re.DOTALL)
_SUPPORT = re.compile(
    r"(?:je soutiens|soutiens|soutenir|i support|support)(?:\s+(?:n[°o]\s*)?#?(?P<number>\d{1,9}))?", re.IGNORECASE
)
_NUMBER = re.compile(r"(?:n[°o]\s*)?#?(?P<number>\d{1,9})(?=\s|$)(?P<rest>.*)", re.DOTALL)
# "/vote 2 vélos cargo pour l'atelier" is a motion: no answer to a vote is typed in so many words.
WORDY = 3


WRITTEN = {
    slips.END: N_("/vote close {number}"), slips.CHANGE: N_("/vote extend {number} 2d"),
    slips.CANCEL: N_("/vote cancel {number} the question was unclear"),
}  # fmt: skip


class EmptyPoll(Refused):
    says = N_("What is the question? For example: /poll Which soup? | Leek | Squash")


@dataclass(frozen=True, slots=True)
class About:
    """What was said about a vote that exists: a verb, or an answer, and the words after it."""

    poll: int
    verb: str
    rest: str


@polls.command(
    "sondage", "poll", edits=True,
    verbs={
        "open": Verb("/sondage Quel jour ? | Lundi | Mardi", Act.OPEN_POLL),
    },
    help=N_("Quick poll: asks for advice, decides nothing"),
    examples=(N_("/poll Which soup? | Leek | Squash"),),
    more=(
        N_("Without options it asks yes or no. At the end of the line: until when, and how many answers at most."),
        N_("/poll Which days suit you? | Monday | Tuesday | Friday max=2 ends=2d"),
    ),
)  # fmt: skip
def poll(ctx: Ctx, command: Command) -> None:
    if not command.text and not command.reply_text and not command.edited:
        raise EmptyPoll
    about = _named(command.text)
    if about is not None and about.verb in ("close", "extend", "cancel") and slips.slip(command.text):
        manage(ctx, about.verb, rights.found(ctx, about.poll), "")
    elif not slips.asked(ctx, command, WRITTEN, lambda: show_mine(ctx)):
        _open(ctx, command, binding=False)


class NumberMissing(Refused):
    says = N_("Which vote? Add its number, for example: /vote {verb} 41")


@polls.command(
    "vote", "voter", "ballot", edits=True,
    verbs={
        "": Verb("/vote"),
        "open": Verb("/vote On danse ?", Act.OPEN_VOTE),
        "answer": Verb("/vote 1 pour", Act.VOTE),
        "close": Verb("/vote clore 1", Act.CLOSE_VOTE),
        "extend": Verb("/vote prolonger 1 2j", Act.EXTEND_VOTE),
        "correct": Verb("/vote corriger 1 On repeint ? secret=public", Act.CORRECT_VOTE),
        "cancel": Verb("/vote annuler 1 une erreur", Act.CANCEL_VOTE),
        "raise": Verb("/vote monter 1 entraide", Act.RAISE_QUESTION),
        "send": Verb("/vote descendre 1", Act.SEND_QUESTION_DOWN),
    }, routes=VERBS.values(),
    help=N_("Alone: the votes that are open. With a text, or as an answer to a message: opens a vote"),
    examples=(N_("/vote Shall we adopt the welcome charter?"), N_("/vote Which place? | Rue Pasteur | Market")),
    more=(
        N_("At the end of the line, in any order: until when, the quorum, the majority, who sees what."),
        N_("/vote Shall we repaint the hall? ends=\"in 3 days\" quorum=1/4 majority=2/3 secrecy=public"),
        N_("About a vote that is open, by its number: answer, see it again, extend it, close it, cancel it."),
        N_("/vote {number} for"), N_("/vote {number}"), N_("/vote extend {number} 2d"), N_("/vote close {number}"),
        N_("/vote cancel {number} the question was unclear"),
    ),
)  # fmt: skip
def vote(ctx: Ctx, command: Command) -> None:
    if meeting.in_words(ctx, command.text):
        return
    if (supports := _SUPPORT.fullmatch(command.text)) and not command.sure:
        support_in_words(ctx, int(supports["number"] or 0))
        return
    about = _about(ctx, command)
    if about is None and fold(command.text) in VERBS and not (command.sure or slips.slip(command.text)):
        raise NumberMissing(verb=command.text)
    if about is not None and about.verb == "send" and send_on(ctx, about.poll, about.rest):
        return
    if about is not None and about.verb in MOVES:
        MOVES[about.verb](ctx, rights.found(ctx, about.poll), about.rest)
    elif about is not None and about.verb:
        manage(ctx, about.verb, rights.found(ctx, about.poll), about.rest)
    elif about is not None:
        answer_in_words(ctx, rights.found(ctx, about.poll), about.rest)
    elif slips.asked(ctx, command, WRITTEN, lambda: show_mine(ctx)):
        pass
    elif command.text or command.reply_text or _published(ctx, command):
        _open(ctx, command, binding=True)
    else:
        show_mine(ctx)


def _about(ctx: Ctx, command: Command) -> About | None:
    """The vote that is meant, None to open one. A verb counts before a number, or as a reply to the vote itself."""
    answered = _answered(ctx, command)
    if (named := _named(command.text)) is not None:
        return named
    if answered is not None:
        return _about_answered(ctx, answered, command.text)
    numbered = _NUMBER.match(command.text)
    if numbered is None:
        return None
    about = About(int(numbered["number"]), "", numbered["rest"].strip())
    return about if _is_answer(ctx, about) else None


def _named(text: str) -> About | None:
    """A verb before a number."""
    named = _VERB.match(text)
    verb = VERBS.get(fold(named["verb"])) if named else None
    return About(int(named["number"]), verb, named["rest"].strip()) if named and verb else None


def _is_answer(ctx: Ctx, about: About) -> bool:
    if len(about.rest.split()) < WORDY:
        return True
    poll = ctx.tx.polls.get(about.poll)
    return poll is not None and read(ctx, poll, about.rest) is not None


def _answered(ctx: Ctx, command: Command) -> Poll | None:
    """The vote whose living message the command is a reply to."""
    post = ctx.tx.posts.at(command.reply_to) if command.reply_to else None
    topic, _sep, number = post.topic.partition(":") if post else ("", "", "")
    return ctx.tx.polls.get(int(number)) if topic == "poll" else None


def _about_answered(ctx: Ctx, poll: Poll, text: str) -> About | None:
    word, _sep, rest = text.partition(" ")
    if fold(word) in VERBS:
        return About(poll.id, VERBS[fold(word)], rest.strip())
    return About(poll.id, "", text) if not text or read(ctx, poll, text) is not None else None


def _open(ctx: Ctx, command: Command, *, binding: bool) -> None:
    """A complete line in a group publishes at once, and changing it corrects; in private a preview asks first."""
    before = _published(ctx, command)
    reply = "" if _answered(ctx, command) else command.reply_text
    if before is not None:
        correct(ctx, before, line.edited(before.terms, command.text))
        return
    asked = line.read(command.text, reply)
    rooms = [ctx.room] if ctx.room else my_rooms(ctx)
    there = next((one for room in rooms if (one := already(ctx, room, asked, binding=binding))), None)
    if twice.asked(ctx, command, there):
        return
    if ctx.room is None:
        preview(ctx, command, binding=binding)
    else:
        publish(ctx, ctx.room, asked, binding=binding, command=command)


def _published(ctx: Ctx, command: Command) -> Poll | None:
    """What a command that was changed had published."""
    post = ctx.tx.posts.of_source(command.message) if command.edited else None
    return rights.found(ctx, int(post.topic.partition(":")[2])) if post else None
