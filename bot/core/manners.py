""" "bonjour", "merci": whoever is polite is answered so, and reads where things stand."""

from __future__ import annotations

from bot.chat.text import Phrase, _
from bot.domain.names import fold

HELLOS = (
    "bonjour", "bonsoir", "salut", "coucou", "bonjour a tous", "bonjour a toutes", "bonjour a toutes et a tous",
    "hello", "hi", "hey", "good morning", "good evening",
)  # fmt: skip
THANKS = (
    "merci", "merci beaucoup", "merci bien", "un grand merci", "mille mercis", "thanks", "thank you", "many thanks",
    "thank you very much", "thanks a lot",
)  # fmt: skip


def returned(text: str, name: str, *, waits: bool) -> Phrase | None:
    """The answer to a greeting or to thanks; `waits` where a question that is open is shown after it. None for any
    other words."""
    word, first = fold(text[:60]).strip(" .!?,;:)"), name.split(" ", 1)[0]
    if word in THANKS:
        if waits:
            return _("You are welcome! This still waits for your answer:")
        return _("You are welcome! /menu shows what I can do.")
    if word in HELLOS:
        if waits:
            return _("Hello {name}! This still waits for your answer:", name=first)
        return _("Hello {name}! /menu shows what I can do.", name=first)
    return None
