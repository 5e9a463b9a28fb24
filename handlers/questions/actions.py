"""What can be chosen under an open question. A payload carries no authority: everything is checked again."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.action import Action


@dataclass(frozen=True)
class Answer(Action, prefix="qua"):
    """I answer in private: asks what."""

    question: int


@dataclass(frozen=True)
class Close(Action, prefix="quc"):
    """No more answers, now."""

    question: int


@dataclass(frozen=True)
class Cancel(Action, prefix="qux"):
    """It was not meant."""

    question: int


@dataclass(frozen=True)
class Begin(Action, prefix="qub"):
    """Asks a question by questions."""
