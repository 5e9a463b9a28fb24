"""Lowers a message to what a network can show. All degradation is here, and it is pure.

buttons → numbered reactions → numbered lines; long text → parts; picture → the sentence that says the same. Whatever
the form, the choices keep their places: the number a person types is the place of the button, from 1.
"""

from __future__ import annotations

from dataclasses import replace

from bot.chat.adapter import Can, Limits
from bot.chat.message import Button, Message
from bot.chat.text import Line, Phrase, Style, _, note
from bot.core.rows import Choice
from bot.core.words import Words

KEYCAPS = (*(f"{digit}\ufe0f\u20e3" for digit in range(1, 10)), "\U0001f51f")
# More reactions than this under one message are a wall, and most clients fold them.
MOST_REACTIONS = len(KEYCAPS)


def fit(message: Message, can: Can, limits: Limits, words: Words, *, private: bool) -> tuple[Message, ...]:
    """The messages to post, in order; the choices are on the last one. `message` was already said in `words`."""
    told = _poll(_file(_picture(message, can), can, words), can, private=private)
    return _parts(_choices(told, can, limits, words, private=private), limits)


def offers(message: Message) -> tuple[Choice, ...]:
    """The choices that people may answer this message with, in the order of their numbers.

    They are known even where they are not offered: an answer that should have been private is recognised as one.
    """
    return tuple(Choice(one.data, str(one.label), one.typed) for one in message.buttons if one.data)


def keycap(key: str) -> int | None:
    """The place that a reaction stands for, from 0; the variation selector is optional, as clients differ."""
    plain = [cap.replace("\ufe0f", "") for cap in KEYCAPS]
    bare = key.replace("\ufe0f", "")
    return plain.index(bare) if bare in plain else None


def _answers_elsewhere(message: Message, can: Can, *, private: bool) -> bool:
    return message.privately is not None and not private and Can.SECRET_PRESS not in can


def _choices(message: Message, can: Can, limits: Limits, words: Words, *, private: bool) -> Message:
    if _answers_elsewhere(message, can, private=private):
        said = (*message.lines, *_numbered(_only_answers(message)), note(message.privately or ""))
        return replace(message, lines=said, rows=())
    if not message.rows:
        return message
    if Can.BUTTONS in can:
        return replace(message, rows=tuple(tuple(_short(one, limits) for one in row) for row in message.rows))
    count = len(offers(message))
    if not count:
        return replace(message, lines=(*message.lines, *_numbered(message)), rows=())
    reactions = KEYCAPS[:count] if Can.REACT in can and count <= MOST_REACTIONS else ()
    return replace(
        message,
        lines=(*message.lines, *_numbered(message), note(words.say(_hint(message, bool(reactions), private)))),
        rows=(),
        reactions=reactions,
    )


def numbers(count: int) -> Phrase | str:
    """The numbers that so many choices are answered with."""
    if count < 3:
        return _("1 or 2") if count == 2 else "1"
    return _("1 to {n}", n=count)


def _hint(message: Message, reactions: bool, private: bool) -> Phrase:
    count = len(message.buttons)
    if message.in_words:
        return _hint_in_words(count, reactions, private)
    if reactions:
        return _("Tap a number, or answer with it.")
    if private:
        return _("Answer with a number: {numbers}.", numbers=numbers(count))
    return _("Answer this message with a number: {numbers}.", numbers=numbers(count))


def _hint_in_words(count: int, reactions: bool, private: bool) -> Phrase:
    """An open question has one choice only where it is the first of a conversation: the way out."""
    if reactions and private:
        return _("Answer in words, or tap a number.")
    if reactions:
        return _("Answer this message in words, or tap a number.")
    if private:
        return (
            _("Answer in words, or 1 to leave.")
            if count == 1
            else _("Answer in words, or with a number: {numbers}.", numbers=numbers(count))
        )
    return (
        _("Answer this message in words, or 1 to leave.")
        if count == 1
        else _("Answer this message in words, or with a number: {numbers}.", numbers=numbers(count))
    )


def _numbered(message: Message) -> tuple[Line, ...]:
    """The choices in the order of `offers`; a link is no choice, and is written out after them."""
    choices = [f"{place}. {one.label}" for place, one in enumerate((b for b in message.buttons if b.data), 1)]
    links = [f"{one.label}: {one.url}" for one in message.buttons if one.url]
    return tuple(Line(text) for text in (*choices, *links))


def _only_answers(message: Message) -> Message:
    """What is answered in private lists the answers alone: the number of any other button could be typed nowhere."""
    kind = next((one.data.partition(":")[0] for one in message.buttons if one.data), "")
    return replace(message, rows=(tuple(one for one in message.buttons if one.data.partition(":")[0] == kind),))


def _short(one: Button, limits: Limits) -> Button:
    label = str(one.label)
    return one if len(label) <= limits.label else replace(one, label=label[: limits.label - 1].rstrip() + "…")


def _picture(message: Message, can: Can) -> Message:
    if message.picture is None or Can.FILES in can:
        return message
    told = {str(line.text) for line in message.lines}
    missing = tuple(Line(text) for text in message.picture.alt.split("\n") if text not in told)
    return replace(message, lines=(*message.lines, *missing), picture=None)


def _file(message: Message, can: Can, words: Words) -> Message:
    """A document becomes its text; of what is none, people learn that it is there."""
    file = message.file
    if file is None or Can.FILES in can:
        return message
    if isinstance(file.content, str):
        told = Line(file.content)
    else:
        told = note(words.say(_("No file can be handed over here: {name}", name=file.name)))
    return replace(message, lines=(*message.lines, told), file=None)


def _poll(message: Message, can: Can, *, private: bool) -> Message:
    """A poll stands where everybody sees it, and no answer in it is one that should not be seen."""
    if message.poll is None or (Can.NATIVE_POLL in can and not private and message.privately is None):
        return message
    return replace(message, poll=None)


def _parts(message: Message, limits: Limits) -> tuple[Message, ...]:
    most = limits.caption if message.picture or message.file else limits.text
    if length(message.lines) <= most:
        return (message,)
    if message.picture or message.file:  # too long for a caption: the picture on its own, then the words
        bare = replace(message, lines=(), rows=(), reactions=(), poll=None)
        return (bare, *_parts(replace(message, picture=None, file=None, reply_to=None), limits))
    parts = _pages([piece for line in message.lines for piece in _pieces(line, limits.text)], limits.text)
    first = [
        replace(message, lines=part, rows=(), reactions=(), poll=None, reply_to=message.reply_to if n == 0 else None)
        for n, part in enumerate(parts[:-1])
    ]
    return (*first, replace(message, lines=parts[-1], reply_to=None))


def length(lines: tuple[Line, ...]) -> int:
    """Characters that the lines take, one line break between two."""
    return sum(len(str(line.text)) for line in lines) + max(0, len(lines) - 1)


def _pages(lines: list[Line], most: int) -> list[tuple[Line, ...]]:
    pages: list[tuple[Line, ...]] = [()]
    for line in lines:
        if pages[-1] and length((*pages[-1], line)) > most:
            pages.append(())
        pages[-1] = (*pages[-1], line)
    return pages


def _pieces(line: Line, most: int) -> list[Line]:
    text, pieces = str(line.text), []
    while len(text) > most:
        cut = text.rfind(" ", 0, most)
        cut = cut if cut > 0 else most
        pieces.append(Line(text[:cut], Style(line.style)))
        text = text[cut:].lstrip()
    return [*pieces, Line(text, Style(line.style))]
