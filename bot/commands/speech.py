"""The language of the command line: French, unless the locale says otherwise.

Sentences of commands are said by `bot.core.words` like all others. Help needs a dozen of them within 150 ms: it reads
them from the same file with one regular expression.
"""

from __future__ import annotations

import os
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.chat.text import Phrase

# An entry with a context ("vous") is another form of a sentence: the command line says the plain one.
_ENTRY = re.compile(r'(?<!")\n^msgid ((?:".*"\n)+)msgstr ((?:".*"(?:\n|\Z))+)', re.MULTILINE)
_QUOTED = re.compile(r'"(.*)"')


@cache
def language() -> str:
    """ "fr" or "en": what $LC_ALL, $LC_MESSAGES or $LANG asks for, French when they say nothing."""
    asked = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    name = asked.partition(".")[0].partition("_")[0].lower()
    return "fr" if name in ("", "c", "posix", "fr") else "en"


def say(phrase: Phrase) -> str:
    """The phrase in the language of the command line."""
    from bot.core.words import Words

    return Words(language()).say(phrase)


def told(sentence: str) -> str:
    """A sentence without blanks, quickly."""
    return sentence if language() == "en" else _french().get(sentence, sentence)


@cache
def _french() -> dict[str, str]:
    text = files("bot").joinpath("locales/fr.po").read_text("utf-8")
    found = ((_read(key), _read(said)) for key, said in _ENTRY.findall(text))
    return {key: said for key, said in found if key and said}


def _read(quoted: str) -> str:
    joined = "".join(_QUOTED.findall(quoted))
    return joined.replace(r"\"", '"').replace(r"\n", "\n").replace("\\\\", "\\")
