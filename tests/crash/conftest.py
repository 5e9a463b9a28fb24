from collections.abc import Iterator

import pytest

from tests.crash.nursery import Nursery


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Fresh processes at some ten milliseconds each."""
    here = Nursery()
    yield here
    here.close()
