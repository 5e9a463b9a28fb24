"""What kind of document somebody sends, as far as its name and its type tell: before anything of it is fetched."""

from __future__ import annotations

from bot.chat.events import Document
from bot.domain.errors import N_, Refused
from bot.domain.spreadsheets import NotACsv

LISTS = ("csv", "tsv", "txt")
SPREADSHEETS = ("xlsx", "xls", "xlsm", "ods", "fods", "numbers")
PICTURES = ("image/", "video/", "audio/")


class APicture(Refused):
    says = N_("I need the list as a document in CSV, not as a picture. In a spreadsheet: save as “CSV UTF-8”.")


class AnotherKind(Refused):
    says = N_("I read lists in CSV only. Save “{name}” again as “CSV UTF-8”, then send it to me.")


def is_list(document: Document) -> bool:
    """Whether it may be a list in CSV."""
    return _ending(document) in LISTS or (not _ending(document) and document.media_type.startswith("text/"))


def is_spreadsheet(document: Document) -> bool:
    """Whether it is a spreadsheet as its program keeps it."""
    return _ending(document) in SPREADSHEETS


def check_kind(document: Document) -> None:
    """Refuses what is no list, with the format that is wanted."""
    if is_spreadsheet(document):
        raise NotACsv
    if document.media_type.startswith(PICTURES):
        raise APicture
    if not (is_list(document) or not _ending(document)):
        raise AnotherKind(name=document.name[:60])


def _ending(document: Document) -> str:
    """What stands after the last point of its name, "" without one. The type is not asked: a CSV is often said to be
    what the sender's machine opens it with."""
    _name, point, ending = document.name.rpartition(".")
    return ending.strip().lower() if point else ""
