"""The language of the command line: what the surroundings ask for, else that of the settings, else French.

Sentences of commands are said by `bot.core.words` like all others. Help needs some dozens of them within 150 ms: each
is looked for in the same file, which is never read as a whole.
"""

from __future__ import annotations

import os
import pkgutil
import re
import sys
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.chat.text import Phrase

SILENT = ("", "c", "posix")  # a locale that asks for no language
SPOKEN = ("fr", "en")
_QUOTED = re.compile(r'"(.*)"')
_REGION = re.compile(r"[_.@-]")


@cache
def language() -> str:
    """ "fr" or "en": the first that is asked for, English for other tongues; else what the settings say."""
    names = [name for one in _wishes() if (name := _REGION.split(one.strip().lower())[0]) not in SILENT]
    if not names:
        return _of_settings(_named(sys.argv) or os.environ.get("COOP_CONFIG") or "config.toml")
    return next((name for name in names if name in SPOKEN), "en")


def _wishes() -> Sequence[str]:
    """In gettext's order: $LANGUAGE, a list, then $LC_ALL, $LC_MESSAGES or $LANG.

    As there, LANGUAGE says nothing beside the locale "C", by which scripts ask for what never changes; "C.UTF-8" is
    another one (https://www.gnu.org/software/gettext/manual/html_node/The-LANGUAGE-variable.html).
    """
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    listed = os.environ.get("LANGUAGE", "")
    return listed.split(":") if listed and locale.upper() not in ("C", "POSIX") else (locale,)


def _named(words: Sequence[str]) -> str:
    """The file that --config names: help is said before the words are read."""
    for at, word in enumerate(words):
        option, _sep, value = word.partition("=")
        if option == "--config":
            return value or "".join(words[at + 1 : at + 2])
    return ""


def _of_settings(path: str) -> str:
    """What `[community] language` says there; French where it says nothing, or cannot be read: that is told later."""
    asked = os.environ.get("COOP_COMMUNITY__LANGUAGE")
    if asked is None and os.path.isfile(path):
        import tomllib

        try:
            with open(path, "rb") as file:
                asked = tomllib.load(file).get("community", {}).get("language")
        except (OSError, ValueError, AttributeError):
            return "fr"
    return "en" if asked == "en" else "fr"


def called() -> str:
    """How the command was typed, to be typed again: "coop", or ".venv/bin/coop" where the shell does not find it."""
    import shutil

    typed = sys.argv[0]
    if os.path.basename(typed) != "coop" or shutil.which("coop") == typed:
        return "coop"
    return typed


def say(phrase: Phrase) -> str:
    """The phrase in the language of the command line."""
    from bot.core.words import Words

    return Words(language()).say(phrase)


def told(sentence: str) -> str:
    """A sentence without blanks, quickly."""
    return sentence if language() == "en" else _french(sentence) or sentence


def _french(sentence: str) -> str:
    """Its French; "" where there is none. An entry with a context ("vous") is another form of it."""
    text = _catalogue()
    escaped = sentence.replace("\\", "\\\\").replace('"', r"\"")
    entry = f'\nmsgid "{escaped}"\nmsgstr '
    at = text.find(entry)
    while at > 0 and text[at - 1] == '"':
        at = text.find(entry, at + 1)
    return _read(text[at + len(entry) : text.find("\n\n", at)]) if at >= 0 else ""


@cache
def _catalogue() -> str:
    return (pkgutil.get_data("bot", "locales/fr.po") or b"").decode("utf-8") + "\n\n"


def _read(quoted: str) -> str:
    joined = "".join(_QUOTED.findall(quoted))
    return joined.replace(r"\"", '"').replace(r"\n", "\n").replace("\\\\", "\\")
