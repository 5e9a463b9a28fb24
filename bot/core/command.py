"""What people type: a command and its one-line form.

`/vote Which place? | Rue Pasteur | Market method=choice ends="thursday 8pm"` is a name, parts separated by ` | ` or new
lines, and settings at the end. A setting is `key=value` without a space around `=`; a value is quoted or runs to the
next known key.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from bot.chat.address import MessageRef, Person
from bot.chat.events import Document, Said
from bot.core.mistakes import Mistakes
from bot.domain.errors import N_, Refused
from bot.domain.names import fold, nearest

PREFIXES = ("/", "!")
_QUOTES = {'"': '"', "“": "”", "”": "”", "«": "»"}
_CLOSING = '"”»'
_NAME = re.compile(r"[/!](?P<name>[^\s/@!]{1,40})(?:@(?P<bot>\w+))?(?=\s|$)", re.DOTALL)
_SPACED = re.compile(r"(?:(?<=\s)|^)(?P<key>[^\W\d_]{2,20}(?:-[^\W\d_]{2,20})?)(?:=(?=\s|$)|\s+=(?=\S))")
_BAR = re.compile(r"(?:(?<=\s)|^)\|(?=\s|$)")
_KEY = re.compile(r"(?:(?<=\s)|^)(?P<key>[^\W\d_]{2,20}(?:-[^\W\d_]{2,20})?)=(?=\S)")


@dataclass(frozen=True, slots=True)
class Command:
    """A command as typed: its canonical name, the name used, and the words after it with their line breaks."""

    name: str
    used: str
    text: str
    message: MessageRef
    reply_to: MessageRef | None = None
    reply_text: str = ""
    edited: bool = False
    reply_by: Person | None = None
    sure: bool = False  # its words are what is to be published, whatever else they might mean
    document: Document | None = None

    @classmethod
    def of(cls, name: str, used: str, text: str, event: Said) -> Command:
        """The command in what somebody said."""
        return cls(
            name, used, text, event.message, event.reply_to, event.reply_text, reply_by=event.reply_by,
            document=event.document,
        )  # fmt: skip


class UnknownKey(Refused):
    says = N_(
        "“{key}” is not a setting I know. Did you mean “{near}”? For example: {near}={example} – If it belongs to your "
        "text, put spaces around the “=”."
    )


class UnknownKeyFar(Refused):
    says = N_(
        "“{key}” is not a setting I know. I know: {known}. If it belongs to your text, put spaces around the “=”."
    )


class UnknownKeys(Refused):
    says = N_(
        "These are no settings that I know: {keys}. I know: {known}. If they belong to your text, put spaces around "
        "the “=”."
    )


class NoSuchSetting(Refused):
    """The same where the line is no text of its own."""

    says = N_("“{key}” is not a setting I know. Did you mean “{near}”? For example: {near}={example}")


class NoSuchSettingFar(Refused):
    says = N_("“{key}” is not a setting I know. I know: {known}.")


class NoSuchSettings(Refused):
    says = N_("These are no settings that I know: {keys}. I know: {known}.")


class NoSpace(Refused):
    says = N_("Write “{key}=” and its value without a space between them. For example: {key}={example}")


class AfterSettings(Refused):
    says = N_("“{text}” stands after the settings, where nothing else is read. Put it before them.")


class TwoValues(Refused):
    says = N_("“{key}” is given twice. Once is enough, for example: {key}={example}")


class Unclosed(Refused):
    says = N_('A quotation mark is opened and not closed after “{key}=”. For example: {key}="{example}"')


def named(text: str) -> tuple[str, str, str] | None:
    """(name, bot addressed or "", the rest) of a text that begins with a command, else None."""
    found = _NAME.match(text.lstrip())
    if found is None:
        return None
    return found["name"], found["bot"] or "", text.lstrip()[found.end() :].strip()


@dataclass(frozen=True, slots=True)
class OneLine:
    """A one-line form: its words without the settings, the settings by canonical key, and the words typed for these.

    `mistakes` are the settings that could not be read, for whoever names them with the values that are wrong.
    """

    text: str
    settings: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    mistakes: tuple[Refused, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts between ` | ` and line breaks; the first is the subject."""
        return tuple(parts_of(self.text))


@dataclass(frozen=True, slots=True)
class KeyWord:
    """The word for a setting, or a value that works for it, said in the reader's language alone."""

    words: tuple[str, ...]

    def said(self, language: str) -> str:
        """French comes first."""
        return self.words[0 if language == "fr" else -1]


class Keys:
    """The settings that a one-line form takes: canonical key → the words for it, each with an example of a value.

    `shown` are the keys to name to somebody who wrote an unknown one, `alone` says that there is no text beside them.
    """

    def __init__(
        self, words: Mapping[str, Mapping[str, str]], shown: Collection[str] = (), *, alone: bool = False
    ) -> None:  # fmt: skip
        self.alone = alone
        self._examples = {word: value for examples in words.values() for word, value in examples.items()}
        self._canonical = {fold(word): key for key, examples in words.items() for word in (*examples, key)}
        self._shown = {fold(word): word for word in self._examples}
        self._words = {key: KeyWord(tuple(examples)) for key, examples in words.items()}
        self._values = {key: KeyWord(tuple(examples.values())) for key, examples in words.items()}
        self.shown = tuple(self._words[key] for key in shown or words)

    def canonical(self, word: str) -> str | None:
        """The key that a word stands for, whatever its accents and case."""
        return self._canonical.get(fold(word))

    def word(self, word: str) -> str:
        """The word as it is written, with its accents."""
        return self._shown.get(fold(word), word)

    def keyword(self, key: str) -> KeyWord:
        """The word for a key, to be said in whatever language is read."""
        return self._words[key]

    def said(self, key: str, language: str) -> str:
        """The word for a key in a language."""
        return self._words[key].said(language)

    def example(self, word: str) -> str:
        """A value that works for a setting, in the word's language."""
        return self._examples.get(self.word(word), "…")

    def refuse(self, word: str) -> Refused:
        """The refusal of an unknown key, naming the nearest of either language in the reader's, where one is near."""
        # Two letters of three are another word.
        near = nearest(fold(word), self._shown, within=max(2 if len(word) > 3 else 1, len(word) // 3))
        if near is None:
            return (NoSuchSettingFar if self.alone else UnknownKeyFar)(key=word, known=self.shown)
        key = self._canonical[near]
        return (NoSuchSetting if self.alone else UnknownKey)(key=word, near=self._words[key], example=self._values[key])


def read_line(text: str, keys: Keys) -> OneLine:
    """The words and settings of a one-line form; raises a refusal that names every mistake and the nearest key.

    The settings stand at the end, in any order; each value is quoted, or runs to the next setting.
    """
    line = read_what_can_be(text, keys)
    Mistakes(line.mistakes).check()
    return line


def read_what_can_be(text: str, keys: Keys) -> OneLine:
    """The same with its mistakes, for whoever looks at the values too before anything is refused."""
    marks = list(_marks(text))
    words = text[: marks[0].start()] if marks else text
    settings: dict[str, str] = {}
    typed: dict[str, str] = {}
    mistakes = Mistakes(_spaced(words, keys))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for here, end in zip(marks, ends[: len(marks)], strict=True):
        key, value = mistakes.read(partial(_setting, here, text[here.end() : end], keys), ("", ""))
        if key in settings:
            mistakes.add(TwoValues(key=here["key"], example=keys.example(here["key"])))
        elif key:
            settings[key], typed[key] = value, keys.word(here["key"])
    return OneLine(words.strip(), settings, typed, _known_once(mistakes.found, keys))


def _known_once(found: tuple[Refused, ...], keys: Keys) -> tuple[Refused, ...]:
    """Several unknown settings are one mistake: what is known is not listed for each of them."""
    far = [one for one in found if isinstance(one, UnknownKeyFar | NoSuchSettingFar)]
    if len(far) < 2:
        return found
    several = NoSuchSettings if keys.alone else UnknownKeys
    together = several(keys=tuple(one.blanks["key"] for one in far), known=keys.shown)
    return (*(one for one in found if one not in far), together)


def parts_of(text: str) -> Iterable[str]:
    """The parts between ` | ` and line breaks, without blank lines; `| |` leaves an empty part, refused later."""
    lines = [line.strip().removeprefix("|") for line in text.split("\n") if line.strip()]
    return [part.strip() for line in lines for part in _BAR.split(line)]


def _spaced(text: str, keys: Keys) -> Iterable[Refused]:
    """ "fin= jeudi" would be taken for words of the text; "Potager = 600" is meant as such."""
    meant = [found["key"] for found in _SPACED.finditer(text) if keys.canonical(found["key"]) is not None]
    return [NoSpace(key=keys.word(key), example=keys.example(key)) for key in meant]


def _marks(text: str) -> Iterable[re.Match[str]]:
    """Where settings begin, outside quoted values."""
    at = 0
    while found := _KEY.search(text, at):
        yield found
        at = _end_of_quote(text, found.end())


def _end_of_quote(text: str, at: int) -> int:
    if at < len(text) and text[at] in _QUOTES:
        close = _closing(text, at)
        return close + 1 if close > 0 else len(text)
    return at


def _closing(text: str, at: int) -> int:
    wanted = _QUOTES[text[at]]
    ends = [found for mark in {wanted, *_CLOSING} if (found := text.find(mark, at + 1)) > 0]
    return min(ends, default=-1)


def _setting(mark: re.Match[str], value: str, keys: Keys) -> tuple[str, str]:
    key = keys.canonical(mark["key"])
    if key is None:
        raise keys.refuse(mark["key"])
    value = value.strip()
    if value and value[0] in _QUOTES:
        close = _closing(value, 0)
        if close < 0:
            raise Unclosed(key=mark["key"], example=keys.example(mark["key"]))
        if value[close + 1 :].strip():
            raise AfterSettings(text=value[close + 1 :].strip()[:60])
        return key, value[1:close].strip()
    return key, value
