"""Asking somebody at a terminal, or reading the answers from wherever the input comes from."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from typing import TypeVar

import click

from bot.chat.text import Phrase, _
from bot.commands.failures import Failure
from bot.commands.speech import say

T = TypeVar("T")
LONGEST = 1000  # characters of an answer


class Wrong(Exception):
    """An answer that cannot be taken; the phrase says why, with an example."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(phrase.key)
        self.phrase = phrase


def ask(question: Phrase, read: Callable[[str], T], *, usual: str = "", secret: bool = False) -> T:
    """What `read` makes of the answer; asked again while it raises Wrong. An empty answer is the usual one."""
    shown = _("{question} [{usual}]:", question=question, usual=usual) if usual else _("{question}:", question=question)
    while True:
        try:
            return read(_answer(f"{say(shown)} ", secret=secret) or usual)
        except Wrong as wrong:
            click.echo(say(wrong.phrase))


def _answer(shown: str, *, secret: bool) -> str:
    typed = sys.stdin.isatty()
    try:
        if typed and secret:
            return getpass.getpass(shown).strip()
        click.echo(shown, nl=not typed)
        line = sys.stdin.readline(LONGEST)
    except EOFError:
        line = ""
    except UnicodeDecodeError:
        raise Failure(_("The answers are not a text in UTF-8: nothing was written.")) from None
    except KeyboardInterrupt:
        click.echo()
        raise Failure(_("Stopped: nothing was written.")) from None
    if not line:
        raise Failure(_("The answers ended before the last question: nothing was written."))
    return line.strip()
