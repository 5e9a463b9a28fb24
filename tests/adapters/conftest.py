"""A Telegram of our own for tests of networks: its world, its server, clients of others; and a corner of Matrix."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiogram
import pytest
import telegram

from tests.botapi import Server, World, serving
from tests.botapi.clients import Raw, aiogram_client, raw_client, telegram_client
from tests.matrix_corner import Corner
from tests.matrix_side import people
from tests.synapse import Synapse


@pytest.fixture
def world() -> World:
    """A world in which nothing has happened yet."""
    return World()


@pytest.fixture
async def server(world: World) -> AsyncIterator[Server]:
    """The world over HTTP; a call or a payload that the independent reader does not understand fails the test."""
    async with serving(world) as server:
        yield server
    assert server.violations == []


@pytest.fixture
async def raw(server: Server) -> AsyncIterator[Raw]:
    """Plain HTTP."""
    async with raw_client(server) as client:
        yield client


@pytest.fixture
async def gram(server: Server) -> AsyncIterator[aiogram.Bot]:
    """aiogram's client."""
    async with aiogram_client(server) as client:
        yield client


@pytest.fixture
async def ptb(server: Server) -> AsyncIterator[telegram.Bot]:
    """python-telegram-bot's client."""
    async with telegram_client(server) as client:
        yield client


@pytest.fixture
async def corner(synapse: Synapse, tmp_path: Path) -> AsyncIterator[Corner]:
    """A room of Matrix, where Ana and Bruno are."""
    with people(synapse, "ana", "bruno") as everybody:
        yield Corner(synapse, tmp_path, everybody["ana"], everybody["bruno"])
