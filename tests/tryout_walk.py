"""How a person walks through the list of things to try: what each line takes besides what it puts into the composer.

The same steps are taken by the bot's own network, in the terminal, and in a browser, in French and in English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat.text import Phrase, _


@dataclass(frozen=True)
class Press:
    """Somebody presses a button: the newest one of this label, or `begins` with it, in a group or in their private
    chat."""

    who: str
    where: str
    label: Phrase | str
    begins: bool = False


@dataclass(frozen=True)
class Tell:
    """Somebody writes."""

    who: str
    where: str
    text: Phrase


@dataclass(frozen=True)
class Code:
    """Somebody writes a command with the code that somebody else was given in private."""

    who: str
    where: str
    command: str
    given_to: str


@dataclass(frozen=True)
class Join:
    """Somebody comes into a group."""

    who: str
    where: str


@dataclass(frozen=True)
class View:
    """The chat is looked at in another way, and back."""


Step = Press | Tell | Code | Join | View

CODE = re.compile(r"[B-Z2-9]{4}-[B-Z2-9]{4}")
FOR, ACCEPT, JOIN = _("For"), _("I accept"), _("Yes, join")
# By the key of the line: what is done after its own text, where it has one, was written.
AFTERWARDS: Mapping[str, tuple[Step, ...]] = {
    "voters": (Press("marie-d", "ruche", FOR), Press("emily", "ruche", FOR)),
    "lend": (Press("paul", "private", ACCEPT),),
    "send": (Press("lea", "lyon", _("Send it down")), Press("lea", "lyon", "La Ruche")),
    "initiative": (Tell("paul", "lyon", _("/vote Shall we repaint the hall?")),),
    "yes": (Press("paul", "private", _("I’m coming")),),
    "video": (Press("karim", "private", _("Online")),),
    "no": (Press("marie-s", "private", _("Not coming")),),
    "proxy": (
        Press("marie-d", "private", _("No, I give my proxy")), Press("marie-d", "private", "Paul"),
        Press("paul", "private", ACCEPT),
    ),
    "both": (Press("paul", "lyon", FOR),),
    "chair": (Press("lea", "lyon", FOR),),
    "hands": (Press("paul", "private", _("Yes, it is right")),),
    "deed": (Press("karim", "private", _("Done")),),
    "three": (Tell("paul", "lyon", _("/plenary here")), Tell("karim", "lyon", _("/plenary here"))),
    "agree": (Press("lea", "lyon", FOR), Press("paul", "lyon", FOR)),
    "shift": (Press("karim", "ruche", _("I take it")),),
    "swap": (
        Press("karim", "ruche", _("Swap")), Press("karim", "private", "Marie", begins=True),
        Press("marie-s", "private", _("Yes, let us swap")),
    ),
    "newcomer": (
        Join("zoe", "ruche"), Press("zoe", "ruche", _("Get to know each other, in private")),
        Press("zoe", "private", _("Let’s go")), Tell("zoe", "private", Phrase("Vaise")),
        Press("zoe", "private", _("Nothing for now")), Press("zoe", "private", _("Nothing for now")),
        Press("zoe", "private", ACCEPT),
    ),
    "in": (Press("lea", "private", _("Yes, apply")),),
    "agreed": (Press("karim", "lyon", _("Yes, I agree")),),
    "erase": (Press("emily", "private", _("Erase my account")), Press("emily", "private", _("Yes, erase it"))),
    "view": (View(),),
    "link": (Code("lea-2", "private", "/link", "lea"), Press("lea-2", "private", _("Yes, both are me"))),
    "pair": (Code("lea-2", "salon", "/pair", "lea"), Press("lea-2", "salon", JOIN), Press("lea", "ruche", JOIN)),
}  # fmt: skip
