"""What every test may ask for."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.adapters.local.view import View
from storage.database import Database
from tests.synapse import Synapse
from tests.telegram_side import telegram_town
from tests.town import Town, shown
from tests.twins import Twins, twins


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--live", action="store_true", help="also against Telegram itself, with a person at the other end")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What only somebody with a token and a phone can run is not there for anybody else."""
    return True if collection_path.name.startswith("test_real_") and not config.getoption("--live") else None


# How long an example takes says more of the machine's other work than of the code.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with its tables, made once: migrating takes longer than a story."""
    path = tmp_path_factory.mktemp("database") / "coop.db"
    Database(path).close()
    return path


@pytest.fixture(scope="session")
def synapse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synapse]:
    """A homeserver of one's own, for all the tests of a run that ask for one."""
    server = Synapse(tmp_path_factory.mktemp("synapse")).start()
    yield server
    server.stop()


@pytest.fixture
def folder(tmp_path: Path, empty_database: Path) -> Path:
    """A folder with a database in which nothing has happened yet."""
    shutil.copy(empty_database, tmp_path / "coop.db")
    return tmp_path


@pytest.fixture(params=[*shown(*View), *(pytest.param((None, one), id=f"telegram-{one}") for one in ("fr", "en"))])
async def town(request: pytest.FixtureRequest, folder: Path) -> AsyncIterator[Town]:
    """The town as each network shows it, in both languages: a story about it is told eight times, twice on Telegram."""
    view, language = request.param
    if view is None:
        async with telegram_town(folder, language) as town:
            yield town
        return
    town = await Town(folder, view, language).open()
    yield town
    await town.close()


@pytest.fixture
async def village(folder: Path) -> AsyncIterator[Town]:
    """The town told once, with buttons and in English: for what does not depend on how it is shown."""
    town = await Town(folder, View.BUTTONS, "en").open()
    yield town
    await town.close()


@pytest.fixture(params=[(View.BUTTONS, View.REACTIONS, "fr"), (View.BARE, View.BUTTONS, "en")], ids=["fr", "en"])
async def pair(request: pytest.FixtureRequest, folder: Path) -> AsyncIterator[Twins]:
    """A town on two networks, whose chats know nothing of each other yet."""
    async with twins(folder, *request.param) as town:
        await town.say("ana", "/menu")
        with town.over_there():
            await town.say("ana", "/menu")
        yield town
