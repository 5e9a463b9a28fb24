"""How a vote is shown. Pure: from values to messages, in words that are said later in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.chat.message import Button, Message, NativePoll, button, say
from bot.chat.text import Line, Phrase, Words, _, many, note, quote, title
from bot.domain.members import MemberId
from bot.domain.names import told_apart
from bot.domain.plenaries import Standing as Attending
from bot.domain.polls import ANSWERS, Marks, Method, Poll, Secrecy, Status, Terms
from bot.domain.tally.motion import Voice
from handlers.answers import label
from handlers.polls import actions as act
from handlers.polls.outcome import outcome
from handlers.polls.rules import electorate, heading, is_special, majority, quorum, secrecy
from storage.electors import Voice as Voiced

VOICES_TYPED: dict[Voice, tuple[str, ...]] = {
    Voice.FOR: ("pour", "for", "oui", "yes"),
    Voice.AGAINST: ("contre", "against", "non", "no"),
    Voice.ABSTAIN: ("abstention", "abstain"),
    Voice.BLANK: ("blanc", "blank"),
}
# Up to here options fit two by two under a phone's message.
SHORT_LABEL = 16
# A receipt is read in the small box that answers a tap: 200 characters on the narrowest network.
RECEIPT_LABEL = 60


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a vote now: how many answered, and how often each answer was given; of one of a meeting, who is
    in the `room`; of one that has ended, what `more` became of it. `own` is what the only reader answered, where there
    is one."""

    poll: Poll
    answered: int
    counts: tuple[int, ...]
    room: Attending | None = None
    more: Sequence[Phrase] = ()
    own: Marks = ()


def labels(terms: Terms, marks: Marks) -> tuple[Words, ...]:
    """The names of a ballot's answers."""
    return tuple(label(terms, mark) for mark in marks)


def options(poll: Poll, marks: Marks) -> tuple[str, ...]:
    """The options at these places."""
    return tuple(poll.terms.options[mark] for mark in marks)


# the living message


def card(standing: Standing, *, private: bool) -> Message:
    """The living message of a vote: short, as the group reads it many times. Advice may be asked for by a poll too."""
    shown = _card(standing, private=private)
    return shown if standing.poll.terms.binding else replace(shown, poll=_native(standing.poll))


def _native(poll: Poll) -> NativePoll:
    """The network's own poll beside it. It ends with a sentence, as it shows only what was answered in itself."""
    terms = poll.terms
    if not poll.is_open:
        return NativePoll(_("This poll has ended. What counts is the message above, with everybody’s answers."), (),
                          ended=True)  # fmt: skip
    return NativePoll(terms.title, labels(terms, tuple(range(terms.voices))), terms.most)


def _card(standing: Standing, *, private: bool) -> Message:
    poll, terms = standing.poll, standing.poll.terms
    lines: list[Line | Words] = [title(heading(poll))]
    if terms.body:
        lines.append(quote(terms.body))
    if not poll.is_open:
        # The result comes as a message of its own: where nothing can be edited, the card is not said again beside it.
        return say(*lines, ended(poll), *standing.more, silent=private, minor=poll.status is not Status.CANCELLED)
    lines += [_("Open until {ends}.", ends=poll.closes_at), _answered(standing), *unseen(poll, standing.answered)]
    if standing.own:
        lines.append(_("Your answer: {answer}.", answer=labels(terms, standing.own)))
    if is_special(terms):
        lines.append(majority(terms))
    if poll.shows_tally and standing.answered:
        lines += [_("{option}: {count}", option=label(terms, mark), count=n) for mark, n in enumerate(standing.counts)]
    lines.append(note(secrecy(terms)))
    rows = (*pairs(answers(poll)), _more(poll, mine=private and standing.answered > 0))
    return say(*lines, rows=tuple(row for row in rows if row), privately=_elsewhere(poll), silent=private)


def ended(poll: Poll) -> Phrase:
    if poll.status is Status.CANCELLED:
        return _("Cancelled: {reason}", reason=poll.reason)
    if poll.result is None:
        return _("Closed. The answers are being counted.")
    return _("Closed on {closed_at}. {outcome}", closed_at=poll.closed_at, outcome=outcome(poll))


def _in_room(n: int, room: Attending, *, weighted: bool) -> Phrase:
    """A vote of a meeting is for those who are there: how many of them said something."""
    here, quorum = room.attending, room.required
    if n > here:  # whoever has answered and left still counts
        return many("{n} answer so far.", "{n} answers so far.", n)
    if weighted:
        return _("Answers, in voices: {n} of {here}, present or represented.", n=n, here=here)
    if quorum is not None:
        return many("Answers: {taken} of {n} person present or represented. Quorum: {quorum}.",
                    "Answers: {taken} of {n} people present or represented. Quorum: {quorum}.", here, taken=n,
                    quorum=quorum)  # fmt: skip
    return many("Answers: {taken} of {n} person present or represented.",
                "Answers: {taken} of {n} people present or represented.", here, taken=n)  # fmt: skip


def _answered(standing: Standing) -> Phrase:
    terms, n = standing.poll.terms, standing.answered
    if standing.room is not None:
        return _in_room(n, standing.room, weighted=terms.is_weighted)
    if terms.is_weighted and terms.electorate is not None:
        if terms.quorum is not None:
            return _("Answers, in voices: {n} of {electorate}. Quorum: {quorum}.", n=n, electorate=terms.electorate,
                     quorum=terms.quorum_required)  # fmt: skip
        return _("Answers, in voices: {n} of {electorate}.", n=n, electorate=terms.electorate)
    if terms.quorum is not None and terms.electorate is not None:
        return _("Answers: {n} of {electorate}. Quorum: {quorum}.", n=n, electorate=terms.electorate,
                 quorum=terms.quorum_required)  # fmt: skip
    if terms.electorate is not None:
        return _("Answers: {n} of {electorate}.", n=n, electorate=terms.electorate)
    return many("{n} person has answered.", "{n} people have answered.", n) if n else _("Nobody has answered yet.")


def unseen(poll: Poll, answered: int) -> tuple[Phrase, ...]:
    """Where a network does not tell who comes, nobody knows since when whoever answers is there: what gives it away."""
    terms = poll.terms
    if terms.listed or terms.electorate is None or answered <= terms.electorate:
        return ()
    more = many(
        "{n} answer more than there were people at the opening: somebody came in without my being told. In a group "
        "where I am an administrator I see who comes.",
        "{n} answers more than there were people at the opening: some came in without my being told. In a group where "
        "I am an administrator I see who comes.",
        answered - terms.electorate,
    )
    return (more,)


def _elsewhere(poll: Poll) -> Phrase | None:
    if poll.shows_names:
        return None
    if poll.terms.method is Method.MOTION:
        return _("To answer by a word or its number, write to me in private: /vote {number} for", number=poll.number)
    return _("To answer, write to me in private: /vote {number} 1", number=poll.number)


def answers(poll: Poll) -> tuple[Button, ...]:
    """A button for each answer, in their order."""
    return tuple(_answer(poll, mark) for mark in range(poll.terms.voices))


def _answer(poll: Poll, mark: int) -> Button:
    return button(label(poll.terms, mark), act.Vote(poll.id, mark), *typed(poll, mark))


def typed(poll: Poll, mark: int) -> tuple[str, ...]:
    """The words for an answer besides its label."""
    if poll.terms.method is Method.MOTION:
        return VOICES_TYPED[ANSWERS[mark]]
    return VOICES_TYPED[Voice.BLANK] if poll.terms.is_blank(mark) else ()


def _more(poll: Poll, *, mine: bool) -> tuple[Button, ...]:
    who = button(_("Who may vote?"), act.WhoMayVote(poll.id), "qui", "who") if poll.terms.binding else None
    named = who_voted(poll) if poll.shows_tally or not poll.shows_names else None
    back = button(_("Withdraw my answer"), act.Withdraw(poll.id), "retirer", "withdraw") if mine else None
    return tuple(one for one in (who, named, back) if one)


def pairs(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    """Buttons two by two where the labels are short, else one under another."""
    short = all(len(one.label if isinstance(one.label, str) else one.label.key) <= SHORT_LABEL for one in buttons)
    width = 2 if short else 1
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))


# what one person reads


def receipt(poll: Poll, marks: Marks) -> Phrase:
    """What only the voter reads, at once; short, as it may be read in the small box that answers a tap."""
    return _noted(poll.terms, marks)


def named_receipt(poll: Poll, marks: Marks) -> Phrase:
    """The same, read elsewhere than on the vote: which one it was stands above it."""
    return _("{vote}\n{receipt}", vote=heading(poll), receipt=receipt(poll, marks))


@lru_cache(maxsize=1024)  # a thousand people give the same few answers
def _noted(terms: Terms, marks: Marks) -> Phrase:
    if not marks:
        return _("Your answer is withdrawn: it is as if you had not answered.")
    said = tuple(_shortened(one) for one in labels(terms, marks))
    if terms.secrecy is Secrecy.PUBLIC:
        return _("Noted: {answer}. You may change it until {ends}.", answer=said, ends=terms.closes_at)
    return _("Noted: {answer}. You may change it until {ends}. Confidential: people see that you voted, not what.",
             answer=said, ends=terms.closes_at)  # fmt: skip


def _shortened(label: Words) -> Words:
    if not isinstance(label, str) or len(label) <= RECEIPT_LABEL:
        return label
    return label[: RECEIPT_LABEL - 1].rstrip() + "…"


def standing(poll: Poll, held: Marks, *, may: bool = True) -> Phrase:
    """A vote among the open ones: until when it is open, what I answered, and whether I may."""
    if held:
        return _("{vote}: open until {ends}, you answered {answers}.", vote=heading(poll), ends=poll.closes_at,
                 answers=labels(poll.terms, held))  # fmt: skip
    if not may:
        return _("{vote}: open until {ends}, and not yours to answer.", vote=heading(poll), ends=poll.closes_at)
    return _("{vote}: open until {ends}, you have not answered.", vote=heading(poll), ends=poll.closes_at)


def who_voted(poll: Poll) -> Button:
    """The names behind a vote: with their answers where it is public, else of those who took part."""
    answered = _("Who voted what") if poll.terms.binding else _("Who answered what")
    what = answered if poll.shows_names else _("Who voted")
    return button(what, act.WhoVotedWhat(poll.id), "noms", "names")


def voters(poll: Poll, voices: Sequence[Voiced], people: Mapping[MemberId, str]) -> Message:
    """Who took part in a confidential vote; nothing of what they answered."""
    names = told_apart(people)
    shown = tuple(_called(names, voice) for voice in sorted(voices, key=lambda voice: names[voice.by]))
    return say(title(heading(poll)), _("Took part: {names}", names=shown) if shown else _("Nobody has answered yet."))


def _called(names: Mapping[MemberId, str], voice: Voiced) -> Words:
    """Who gave an answer, and for whom when it was not for themselves."""
    if voice.by == voice.member:
        return names[voice.member]
    return _("{name} (for {giver})", name=names[voice.by], giver=names[voice.member])


def names(poll: Poll, voices: Sequence[Voiced], people: Mapping[MemberId, str]) -> Message:
    """Who voted what, of a public vote; people of the same name are told apart."""
    shown = told_apart(people)
    lines: list[Line | Words] = [title(heading(poll))]
    for mark in range(poll.terms.voices):
        who = tuple(_called(shown, voice) for voice in voices if mark in voice.marks)
        if who:
            lines.append(_("{option} ({n}): {names}", option=label(poll.terms, mark), n=len(who), names=who))
    return say(*lines) if voices else say(*lines, _("Nobody has answered yet."))


def rules(poll: Poll, watching: int = 0) -> Message:
    """Who may vote and how it is decided, in words; `watching` are those in the chats who have no voice."""
    terms = poll.terms
    lines: list[Line | Words] = [
        title(heading(poll)),
        electorate(terms),
        *([many("Without {n} person who was there and has no voice: an observer, or somebody who left the group.",
                "Without {n} people who were there and have no voice: observers, or people who left the group.",
                watching)] if watching else []),
        _("The last answer before {ends} counts.", ends=poll.closes_at) if terms.is_weighted
        else _("Each person has one vote. The last answer before {ends} counts.", ends=poll.closes_at),
        majority(terms),
        quorum(terms),
        secrecy(terms),
        note(_("Fingerprint of these rules: {fingerprint}", fingerprint=terms.fingerprint[:16])),
    ]  # fmt: skip
    return say(*lines)
