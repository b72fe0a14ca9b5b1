"""The engine of these tests: real index, real explanations, no encoder unless a test asks."""

import pytest

from duijie.match import Engine
from tests.match.library import BATTERY_NEED, LIBRARY, clock


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine.from_documents([*LIBRARY, BATTERY_NEED], clock=clock)
