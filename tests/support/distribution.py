"""Which tests share a worker when several run at once: those of the running suite, so that it is started once."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from xdist.scheduler import LoadScopeScheduling

PLACES_OF_THE_SUITE = (
    "tests/journeys/",
    "tests/faults/",
    "tests/integration/test_command_line.py",
    "tests/integration/test_up.py",
)


class Distribution(LoadScopeScheduling):
    """The suite's tests first, on one worker; each other one wherever a worker is free.

    Not the marks of --dist loadgroup: xdist 3.8 writes them to a member of the item that pytest 9.2 no longer reads.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "the running suite" if nodeid.startswith(PLACES_OF_THE_SUITE) else nodeid


def check_places(items: Iterable[pytest.Item]) -> None:
    """Raises pytest.UsageError for a test that starts the suite from a place that the distribution does not know."""
    for item in items:
        if "running_suite" in getattr(item, "fixturenames", ()) and not item.nodeid.startswith(PLACES_OF_THE_SUITE):
            raise pytest.UsageError(
                f"{item.nodeid} uses running_suite: name its place in tests/support/distribution.py"
            )
