"""Stories of everybody, told on a real Synapse: what is said and decided on Matrix is what is said everywhere.

All of them are told on a network that shows what Matrix shows (`View.REACTIONS`); these on Matrix itself.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.matrix_side import matrix_town
from tests.stories.test_basics import *  # noqa: F403
from tests.stories.test_polls import *  # noqa: F403
from tests.synapse import Synapse
from tests.town import Town

# The town's bot is in its room from the beginning; arrivals are told in tests/adapters/test_matrix_faults.py.
del test_on_arrival_the_bot_introduces_itself_once_in_five_lines  # noqa: F821


@pytest.fixture
async def town(request: pytest.FixtureRequest, synapse: Synapse, folder: Path) -> AsyncIterator[Town]:
    """The town on Matrix."""
    async with matrix_town(synapse, folder, "fr") as town:
        yield town
