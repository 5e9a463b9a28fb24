"""The names of the answers to a vote, for whoever speaks of it."""

from __future__ import annotations

from bot.chat.text import Phrase, Words, _
from bot.domain.polls import ANSWERS, Method, Terms
from bot.domain.tally.motion import Voice

VOICES: dict[Voice, Phrase] = {
    Voice.FOR: _("For"),
    Voice.AGAINST: _("Against"),
    Voice.ABSTAIN: _("Abstain"),
    Voice.BLANK: _("Blank"),
}


def label(terms: Terms, mark: int) -> Words:
    """The name of an answer."""
    if terms.method is Method.MOTION:
        return VOICES[ANSWERS[mark]]
    return VOICES[Voice.BLANK] if terms.is_blank(mark) else terms.options[mark]
