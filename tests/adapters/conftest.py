"""A Telegram of our own for tests of networks: the world, its server, and clients that others wrote."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiogram
import pytest
import telegram

from tests.botapi import Server, World, serving
from tests.botapi.clients import Raw, aiogram_client, raw_client, telegram_client


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
