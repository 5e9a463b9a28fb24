"""What goes wrong and is expected: one plain line and an exit status, never a traceback."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from bot.chat.text import Phrase, _

if TYPE_CHECKING:
    from bot.config import ConfigError, Problem
    from bot.domain.errors import Refused

FAILED, REFUSED = 1, 2  # it did not work; it was asked in a way that cannot work


class Failure(Exception):
    """A command cannot go on; the phrase says why and what to do."""

    def __init__(self, phrase: Phrase, status: int = FAILED) -> None:
        super().__init__(phrase.key)
        self.phrase = phrase
        self.status = status


def explain(error: BaseException) -> Failure | None:
    """The failure behind an expected error, None for a bug."""
    from bot.config import ConfigError
    from bot.domain.errors import Refused

    match error:
        case Failure():
            return error
        case ConfigError():
            return Failure(_("{lines}", lines=settings(error)), REFUSED)
        case Refused():
            return Failure(refusal(error))
        case OSError():
            return of_system(error)
    return of_storage(error)


def of_storage(error: BaseException) -> Failure | None:
    """What the database cannot do, in words; None for anything else."""
    from sqlite3 import DatabaseError

    from bot.core.ports import Unavailable
    from storage.database import InUse, NotBuilt
    from storage.schema import NotOurs, TooNew

    match error:
        case InUse():
            return Failure(_("“{file}” is in use: stop the bot or the try-out that runs on it first.", file=str(error)))
        case NotBuilt():
            return Failure(
                _('[storage] url: only SQLite is built so far. For example: url = "sqlite:///coop.db"'), REFUSED
            )
        case NotOurs():
            return Failure(_("“{file}” is not a database of Coopérons.", file=str(error)))
        case TooNew():
            return Failure(_("“{file}” was written by a later version: install that one.", file=str(error)))
        case Unavailable() | DatabaseError() if _is_read_only(error):
            return Failure(
                _("The database is read-only: whoever runs this needs the right to write its file and folder.")
            )
        case Unavailable() | DatabaseError():
            return Failure(_("The database cannot be used now: {why}", why=str(error)))
    return None


def _is_read_only(error: BaseException) -> bool:
    from sqlite3 import SQLITE_READONLY

    code = getattr(error.__cause__ or error, "sqlite_errorcode", 0)
    return (code & 0xFF) == SQLITE_READONLY  # the rest of the code says why


def refusal(error: Refused) -> Phrase:
    """What a rule said, as words to say; a refusal may hold another one as its reason, or a piece of a hostile file."""
    from bot.domain.errors import Refused
    from bot.domain.names import visible

    def told(blank: object) -> object:
        if isinstance(blank, Refused):
            return refusal(blank)
        return visible(blank) if type(blank) is str else blank

    return Phrase(error.says, {name: told(blank) for name, blank in error.blanks.items()})


def settings(error: ConfigError) -> str:
    """Every problem of the settings, one a line."""
    from bot.commands.speech import say
    from bot.config import NoSettings

    if isinstance(error, NoSettings):
        return "\n".join(say(problem(one)) for one in error.problems)
    lines = [_("The settings cannot be used:"), *(problem(one) for one in error.problems)]
    return "\n  ".join(say(line) for line in lines)


def problem(one: Problem) -> Phrase:
    """A problem of the settings: the key, what is wrong, a line to copy."""
    says = Phrase(one.says, one.blanks)
    if not one.key:
        return says
    if one.example:
        return _("{key} – {says} For example: {line}", key=one.key, says=says, line=one.example)
    return _("{key} – {says}", key=one.key, says=says)


def of_system(error: OSError) -> Failure:
    """What the system says, in words."""
    where = str(error.filename or "")
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return Failure(
                _("The disk is full: nothing more could be written. Free some room and try again. {file}", file=where)
            )
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return Failure(_("No permission to write or read “{file}”.", file=where))
        case errno.ENOENT if where and not os.path.isdir(folder := os.path.dirname(where) or "."):
            return Failure(_("The folder “{folder}” does not exist.", folder=folder))
        case errno.ENOENT:
            return Failure(_("“{file}” does not exist.", file=where))
        case errno.EISDIR | errno.ENOTDIR | errno.EEXIST:
            return Failure(_("“{file}” is in the way.", file=where))
    return Failure(_("“{file}”: {why}", file=where, why=error.strerror or type(error).__name__))
