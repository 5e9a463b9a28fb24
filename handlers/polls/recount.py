"""The file from which anybody can recount a closed vote, and the program of one file that does it without us."""

from __future__ import annotations

from importlib.resources import files

from bot.core.words import Words
from bot.domain.polls import ANSWERS, Method, Poll
from bot.domain.recount import Record, Vote, write
from bot.domain.tally import approval, choice, motion
from bot.domain.tally.ballots import Option
from bot.domain.tally.motion import Voice
from handlers.answers import label
from handlers.context import Transaction
from handlers.polls import counting

Settings = motion.Settings | choice.Settings | approval.Settings
NAMES = {Method.MOTION: "motion", Method.CHOICE: "choice", Method.MULTIPLE: "approval"}


RECOUNTER = "recounter.py"


def recounter() -> str:
    """The stand-alone program, as it is: it needs Python and nothing of ours."""
    return files("bot").joinpath(RECOUNTER).read_text("utf-8")


def recount_file(tx: Transaction, poll: Poll, group: str, words: Words) -> tuple[str, str]:
    """Its name and its content, JSON; labels in the group's language."""
    terms = poll.terms
    vote = Vote(
        id=poll.id, title=terms.title, group=group, method=NAMES[terms.method],
        options=tuple(words.say(label(terms, mark)) for mark in range(len(terms.options) or terms.voices)),
        settings=_settings(poll), electorate=terms.electorate, secrecy=str(terms.secrecy), opened_at=poll.opened_at,
        closed_at=poll.closed_at or terms.closes_at, quorum=terms.quorum,
    )  # fmt: skip
    ballots = {_ballot(poll, marks): number for marks, number in counting.grouped(tx, poll).items()}
    content = write(Record(vote, ballots, counting.room(tx, poll)))
    return f"vote-{poll.id}.recount.json", content.decode()


def _settings(poll: Poll) -> Settings:
    terms = poll.terms
    match terms.method:
        case Method.MOTION:
            return motion.Settings(terms.majority, terms.base)
        case Method.CHOICE:
            return choice.Settings(len(terms.options))
        case Method.MULTIPLE:
            return approval.Settings(len(terms.options), most=terms.most)


def _ballot(poll: Poll, marks: tuple[int, ...]) -> Voice | tuple[Option, ...]:
    """The ballot as its method counts it: a voice, or the options chosen and none when blank."""
    if poll.terms.method is Method.MOTION:
        return ANSWERS[marks[0]]
    return tuple(Option(mark) for mark in marks if not poll.terms.is_blank(mark))
