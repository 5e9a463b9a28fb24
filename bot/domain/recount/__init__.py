"""Counting again: any published file of ballots, read strictly, counted by the same functions as our own votes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePath

from ..errors import N_, Refused
from . import blt, pabulib, preflib, record
from .count import Recounted, count
from .profile import FileRefused, Profile
from .record import Record, Vote, write

__all__ = ["READERS", "FileRefused", "Profile", "Record", "Recounted", "Vote", "count", "read", "recount", "write"]


class UnknownFile(Refused):
    says = N_("“{name}” is not a file to recount: its name ends in one of {possible}.")


READERS: Mapping[str, Callable[[bytes], Profile]] = {
    "json": record.read,
    "blt": blt.read,
    "soc": partial(preflib.read, kind="soc"),
    "soi": partial(preflib.read, kind="soi"),
    "toc": partial(preflib.read, kind="toc"),
    "toi": partial(preflib.read, kind="toi"),
    "pb": pabulib.read,
}


def recount(
    content: bytes, name: str, method: str | None = None, seats: int | None = None, seed: str | None = None
) -> Recounted:
    """The file counted again by its own method, or by the one asked for; raises Refused for whatever is wrong."""
    return count(read(content, name), method, seats, seed)


def read(content: bytes, name: str) -> Profile:
    """What the file holds, by the ending of its name; raises FileRefused naming the line."""
    ending = PurePath(name).suffix.lower().removeprefix(".")
    if ending not in READERS:
        raise UnknownFile(name=PurePath(name).name, possible=" ".join(f".{known}" for known in READERS))
    return READERS[ending](content)
