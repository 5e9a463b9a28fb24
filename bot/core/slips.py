"""A line that is taken for something else: "/projets fermer 1" closes, and founds no project called "fermer 1".

Every feature that publishes a free line asks here first. Help and lists are given at once; any other word for something
to do is asked about, with how it is written, and published only after a yes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
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
ANY = 1  # the number in a form to copy, where none was written


@dataclass(frozen=True)
class Anyway(Action, prefix="xa"):
    """Publishes the words as they were typed after a command."""

    command: str
    text: str


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


def asked(
    ctx: Context[Any], command: Command, written: Mapping[str, str], listed: Callable[[], None] | None = None
) -> bool:
    """Whether the line was a slip: then it is answered, and nothing of it is published.

    `written` says how each deed is written, as an English form with a {number} (to end something is also to cancel it
    where nothing else is); `listed` shows what there is.
    """
    found = None if command.sure else slip(command.text)
    if found is None:
        return False
    if found.deed == LIST and listed is not None:
        listed()
    elif found.deed == HELP:
        ctx.router.commands["aide"].run(ctx, replace(command, name="menu", used="aide", text=command.name))
    else:
        form = written.get(END if found.deed == CANCEL and CANCEL not in written else found.deed)
        _ask(ctx, command, form, found.number or ANY)
    return True


def _ask(ctx: Context[Any], command: Command, form: str | None, number: int) -> None:
    text = " ".join(command.text.split())
    lines = [_("“{text}” looks like something to do, so I published nothing.", text=text)]
    if form is not None:
        lines.append(_("It is written like this: {form}", form=Phrase(form, {"number": number})))
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
