"""The page that comes with an export: how anybody counts the closed votes again."""

from __future__ import annotations

from bot.chat.text import _
from bot.core.words import Words
from handlers.polls.recount import RECOUNTER

COMMAND = f"    python -I {RECOUNTER} vote-1.recount.json"


def readme(words: Words) -> str:
    """What the recount files hold, and how they are counted again without us."""
    title, what, how, *after = map(
        words.say,
        (
            _("Counting the votes again"),
            _(
                "Each file vote-N.recount.json holds a closed vote: its rules, its ballots without names, its result. "
                "The picture of the result is vote-N.svg."
            ),
            _("Anybody can count it again with Python alone, from version 3.11 on:"),
            _(
                "This prints the result and says whether it is the published one. Exit status: 0 when it is, "
                "1 when it is not, 2 when the file was changed or cannot be read."
            ),
            _(
                "Where our program is installed, “coop recount FILE --json” prints the same bytes, and "
                "“coop recount FILE” tells the count in words."
            ),
            _(
                "Inside a file: “vote” is what was settled when the vote opened, “ballots” are equal ballots together "
                "with their number, “turnout” is who took part, “result” is what was published, “seed”, “words” and "
                "“commitment” are for drawing lots, and “fingerprint” is the SHA-256 of everything else in it."
            ),
        ),
    )
    return "\n\n".join([f"# {title}", what, how, COMMAND, *after]) + "\n"
