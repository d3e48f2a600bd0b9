"""The running suite as a journey sees it: doors, tokens, and its clock in the hand of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.journeys.console import Console
from tests.journeys.installation import Doors, Installation, visiting
from tests.support.suite import Suite


@pytest.fixture
def console(running_suite: Suite) -> Console:
    """The command line of the running suite."""
    return Console(running_suite.environment)


@pytest.fixture
def there(running_suite: Suite, console: Console) -> Iterator[Installation]:
    """The running suite, whose clock is moved as people move it."""

    def move(by: timedelta) -> None:
        console.redress("clock", "advance", f"{int(by.total_seconds()) + 1}s")

    with visiting(Doors(**running_suite.urls), running_suite.token, move) as installation:
        yield installation
