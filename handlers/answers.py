"""The names of the answers to a vote and of its numbers, for whoever speaks of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.chat.text import Phrase, Words, _
from bot.domain.polls import ANSWERS, Method, Terms
from bot.domain.tally.motion import Voice

VOICES: dict[Voice, Phrase] = {
    Voice.FOR: _("For"),
    Voice.AGAINST: _("Against"),
    Voice.ABSTAIN: _("Abstain"),
    Voice.BLANK: _("Blank"),
}


# In the order of the domain's numbers; what is counted for the quorum and the majority is told in sentences below.
NUMBERS: Mapping[str, Callable[[int], Phrase]] = {
    "members": lambda n: _("On the list: {n}", n=n),
    "present": lambda n: _("Present: {n}", n=n),
    "represented": lambda n: _("Represented by proxy: {n}", n=n),
    "participants": lambda n: _("Took part: {n}", n=n),
    "voters": lambda n: _("Voters (without the abstentions): {n}", n=n),
    "blanks": lambda n: _("Blank: {n}", n=n),
    "abstentions": lambda n: _("Abstentions: {n}", n=n),
    "cast": lambda n: _("Votes cast (without the blank ones): {n}", n=n),
}


def label(terms: Terms, mark: int) -> Words:
    """The name of an answer."""
    if terms.method is Method.MOTION:
        return VOICES[ANSWERS[mark]]
    return VOICES[Voice.BLANK] if terms.is_blank(mark) else terms.options[mark]
