from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.office import Office


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """The bot's machinery; a test opens it with the features it needs."""
    here = Office(tmp_path)
    yield here
    await here.close()
