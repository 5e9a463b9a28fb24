"""What every test may ask for."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.adapters.local.view import View
from storage.database import Database
from tests.town import Town, shown

# How long an example takes says more of the machine's other work than of the code.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with its tables, made once: migrating takes longer than a story."""
    path = tmp_path_factory.mktemp("database") / "coop.db"
    Database(path).close()
    return path


@pytest.fixture
def folder(tmp_path: Path, empty_database: Path) -> Path:
    """A folder with a database in which nothing has happened yet."""
    shutil.copy(empty_database, tmp_path / "coop.db")
    return tmp_path


@pytest.fixture(params=shown(*View))
async def town(request: pytest.FixtureRequest, folder: Path) -> AsyncIterator[Town]:
    """The town as each network shows it, in both languages: a story about it is told six times."""
    view, language = request.param
    town = await Town(folder, view, language).open()
    yield town
    await town.close()


@pytest.fixture
async def village(folder: Path) -> AsyncIterator[Town]:
    """The town told once, with buttons and in English: for what does not depend on how it is shown."""
    town = await Town(folder, View.BUTTONS, "en").open()
    yield town
    await town.close()
