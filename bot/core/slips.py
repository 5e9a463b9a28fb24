"""A line that is taken for something else: "/projets fermer 1" closes, and founds no project called "fermer 1".

Every feature that publishes a free line asks here first. Help and lists are given at once; any other word for something
to do is asked about, with how it is written, and published only after a yes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.chat.action import Action
from bot.chat.address import MessageRef
from bot.chat.message import button, say
from bot.chat.text import Phrase, _, note
from bot.core.asking import yes_or_no
from bot.core.command import Command
from bot.core.router import OldButton, Run
from bot.domain.names import fold

if TYPE_CHECKING:
    from bot.core.context import Context

HELP, LIST, END, CANCEL, PEOPLE, CHANGE, TELL = "help", "list", "end", "cancel", "people", "change", "tell"
_WORDS = {
    HELP: "aide help aidez-moi ?",
    LIST: "liste lister list voir afficher montrer show tout tous toutes all",
    END: "clore clos cloturer fermer ferme terminer finir fini close closed end finish stop arreter stopper",
    CANCEL: "annuler annule cancel undo supprimer effacer retirer enlever delete erase remove withdraw drop",
    PEOPLE: "membres membre participants participantes participant members member people qui who",
    CHANGE: "modifier changer corriger renommer prolonger repousser reporter deplacer change modify edit correct "
            "rename extend postpone move",
    TELL: "annoncer annonce announce tell raconter publier publish rejoindre join quitter leave",
}  # fmt: skip
_MEANS = {word: deed for deed, words in _WORDS.items() for word in words.split()}
_LINE = re.compile(r"(?P<word>[^\W\d_]+(?:-[^\W\d_]+)?)(?:\s+(?:n[°o]\s*)?#?(?P<number>\d{1,9}))?")
_LED = re.compile(
    r"(?:(?:n[°o]\s*)?#?(?P<before>\d{1,9})\s+)?(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)"
    r"(?:\s+(?:n[°o]\s*)?#?(?P<after>\d{1,9})(?=[\s:|]|$))?(?P<rest>.*)",
    re.DOTALL,
)
ANY = 1  # the number in a form to copy, where none was written


@dataclass(frozen=True)
class Anyway(Action, prefix="xa"):
    """Publishes the words as they were typed after a command."""

    command: str
    text: str


@dataclass(frozen=True, slots=True)
class Lead:
    """Words with which a line begins that says what to do, not what to publish; `form` is how it is written, with the
    {number} that was named and the {rest} of the line."""

    words: frozenset[str]
    form: str
    numbered: bool = False  # only before or after a number
    bare: bool = False  # only where nothing else is on the line

    @classmethod
    def of(cls, words: str, form: str, *, numbered: bool = False, bare: bool = False) -> Lead:
        """The words are parted by blanks, without accents."""
        return cls(frozenset(words.split()), form, numbered, bare)

    def fits(self, number: int, rest: str) -> bool:
        """Whether what stands beside the word is what makes it one of these."""
        if self.bare:
            return not (number or rest)
        return bool(number) if self.numbered else bool(rest)


@dataclass(frozen=True, slots=True)
class Slip:
    """What a whole line means: one of the deeds above, and the number of what it is about, 0 where none was written."""

    deed: str
    number: int = 0


def slip(text: str) -> Slip | None:
    """What the line means where it is nothing but a word for something to do, with or without a number."""
    if text and not text.strip(" ?!."):
        return Slip(HELP)
    found = _LINE.fullmatch(text.strip(" ?!.\u00a0\u202f"))
    deed = _MEANS.get(fold(found["word"])) if found else None
    return Slip(deed, int(found["number"] or 0)) if found and deed else None


def led(text: str, leads: Sequence[Lead]) -> Phrase | None:
    """How a line is written that begins with one of these words; None for any other."""
    found = _LED.match(text.strip())
    if found is None:
        return None
    number, rest = int(found["before"] or found["after"] or 0), found["rest"].strip(" :|\n")
    lead = next((one for one in leads if fold(found["word"]) in one.words and one.fits(number, rest)), None)
    if lead is None or (found["before"] and not lead.numbered):
        return None
    if number and not lead.numbered:
        rest = f"{number} {rest}"
    return Phrase(lead.form, {"number": number or ANY, "rest": " ".join(rest.split())})


def asked(
    ctx: Context[Any], command: Command, written: Mapping[str, str], listed: Callable[[], None] | None = None,
    leads: Sequence[Lead] = (),
) -> bool:  # fmt: skip
    """Whether the line was a slip: then it is answered, and nothing of it is published.

    `written` says how each deed is written, as an English form with a {number} (to end something is also to cancel it
    where nothing else is); `listed` shows what there is.
    """
    found = None if command.sure else slip(command.text)
    if found is None:
        meant = None if command.sure else led(command.text, leads)
        if meant is not None:
            _ask(ctx, command, meant)
        return meant is not None
    if found.deed == LIST and listed is not None:
        listed()
    elif found.deed == HELP:
        ctx.router.commands["aide"].run(ctx, replace(command, name="menu", used="aide", text=command.name))
    else:
        form = written.get(END if found.deed == CANCEL and CANCEL not in written else found.deed)
        _ask(ctx, command, Phrase(form, {"number": found.number or ANY}) if form else None)
    return True


def _ask(ctx: Context[Any], command: Command, form: Phrase | None) -> None:
    text = " ".join(command.text.split())
    lines = [_("“{text}” looks like something to do, so I published nothing.", text=text)]
    if form is not None:
        lines.append(_("It is written like this: {form}", form=form))
    sure = yes_or_no(_("Publish “{text}”", text=text), Anyway(command.name, text), "publier", "publish")
    how = button(_("How it is written"), Run("aide", command.name), "aide", "help")
    ctx.reply(say(*lines, note(_("If these are the words to publish, say yes.")), rows=(sure, (how,))))


def publish(ctx: Context[Any], press: Anyway) -> None:
    """After the yes: as if it could mean nothing else."""
    declared = ctx.router.commands.get(fold(press.command))
    if declared is None:
        raise OldButton
    nowhere = MessageRef(ctx.chat, "")
    declared.run(ctx, Command(declared.name, declared.name, press.text, nowhere, sure=True))
