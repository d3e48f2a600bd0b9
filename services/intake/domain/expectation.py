"""Two people at one complaint: a change is made to the version that its author read."""

from __future__ import annotations

from shared.kernel.errors import PreconditionFailed


def expect(current: int, *, expected: int | None) -> None:
    """Raise PreconditionFailed, with the current version, unless it is the expected one; None expects nothing."""
    if expected not in (None, current):
        raise PreconditionFailed(current_version=current)
