"""The folder of an export: every file written and safe on disk before the first of an earlier export is replaced."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bot.app import present
from bot.core.words import Words
from bot.domain.polls import Status
from bot.export.lists import lists, names_of
from bot.export.readme import readme
from bot.export.sheets import COLUMNS, register, sheet
from handlers.calendars.service import everything
from handlers.plenaries import documents, on_paper
from handlers.polls.recount import RECOUNTER, recount_file, recounter
from handlers.polls.results import picture
from storage.transaction import Transaction


def write(tx: Transaction, folder: Path, language: str, name: str = "") -> list[str]:
    """Writes everything that the transaction sees; the names of the files. Raises OSError with nothing replaced."""
    return _place(contents(tx, language, name), folder)


def contents(tx: Transaction, language: str, name: str = "") -> Mapping[str, str | bytes]:
    """Every file of the export by its name, for a cooperative of this name."""
    found = lists(tx)
    files: dict[str, str | bytes] = {
        f"{name}.json": json.dumps(entries, ensure_ascii=False, indent=2) + "\n" for name, entries in found.items()
    }
    files |= {f"{name}.csv": sheet(name, found[name]) for name in COLUMNS}
    files |= {
        "agenda.ics": everything(tx, Words(language), present(), name),
        "decisions.md": register(found, Words(language)),
    }
    files |= minutes(tx)
    files |= {"README.md": readme(language), RECOUNTER: recounter()}
    return files | recounts(tx)


def minutes(tx: Transaction) -> dict[str, str | bytes]:
    """The published minutes of each plenary, as the group reads them; also to print, where PDF can be made here."""
    found = ((one.id, tx.records.minutes(one.id)) for one in tx.plenaries.all())
    published = {number: kept.text for number, kept in found if kept is not None}
    files: dict[str, str | bytes] = {f"plenary-{number}-minutes.md": text for number, text in published.items()}
    if documents.available():
        files |= {f"plenary-{number}-minutes.pdf": on_paper.made(tx, number) for number in published}
    return files


def recounts(tx: Transaction) -> dict[str, str]:
    """For each vote with a result the file from which anybody can count it again, and its picture."""
    names, files = names_of(tx), dict[str, str]()
    for poll in tx.polls.all():
        if poll.status is Status.PROCLAIMED:
            words = names.words(poll.group)
            name, content = recount_file(tx, poll, names.group(poll.group), words)
            drawn = picture(poll, words)
            files |= {name: content} | ({f"vote-{poll.id}.svg": drawn.svg} if drawn else {})
    return files


def _place(files: Mapping[str, str | bytes], folder: Path) -> list[str]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, content in files.items():
            _write(fresh / name, content.encode() if isinstance(content, str) else content)
        if not folder.exists() or not any(folder.iterdir()):
            fresh.replace(folder)
        else:
            for name in files:
                (fresh / name).replace(folder / name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return sorted(files)


def _write(path: Path, content: bytes) -> None:
    """For its owner alone: what is public is theirs to publish."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
