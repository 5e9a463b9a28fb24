"""The list of things to try as plain lines: its sections with how much was done, the lines of one, one to be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.adapters.local.controls import Controls, Section, Try
from bot.adapters.local.hub import Hub
from bot.chat.address import Chat, User
from bot.chat.text import Phrase, _

Say = Callable[[Phrase], str]


def overview(sections: Sequence[Section], say: Say) -> Iterator[str]:
    """Every section, with how much of it was done."""
    for place, one in enumerate(sections, 1):
        done = _("{done} of {all}", done=str(one.done), all=str(len(one.tries)))
        yield f"{place}. {one.title} ({say(done)})"
    yield say(_("To see one: :try 1. To do its first line: :try 1.1"))


def lines(place: int, section: Section, whose: Callable[[Try], str], say: Say) -> Iterator[str]:
    """Every line of a section: whether it was done, by whom and where."""
    yield section.title
    for number, one in enumerate(section.tries, 1):
        head = f"{place}.{number} {one.label}"
        if one.done:
            yield say(_("{line} – done", line=head))
            continue
        who = whose(one)
        yield f"{head} ({who})" if who else head
        if one.example:
            yield "\n".join(f"    {part}" for part in one.example.split("\n"))


class Whose:
    """By whom, and where, a line is done."""

    def __init__(self, hub: Hub, controls: Controls, language: str) -> None:
        self._hub = hub
        self._controls = controls
        self._language = language

    def __call__(self, one: Try) -> str:
        """“Léa Morel, Lyon coopère”; "" where it does not matter."""
        who = self._hub.name_of(User(self._hub.name, one.by)) if one.by else ""
        return ", ".join(part for part in (who, self._place(one)) if part)

    def _place(self, one: Try) -> str:
        if one.private:
            return self._controls.say(_("in private"), self._language)
        return self._hub.room(Chat(self._hub.name, one.group)).title if one.group else ""
