"""How long something takes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.intake.domain.duration import LONGEST, from_iso, to_iso


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("P2W", timedelta(weeks=2)),
        ("P3D", timedelta(days=3)),
        ("PT4H", timedelta(hours=4)),
        ("P1DT12H", timedelta(days=1, hours=12)),
        ("PT0S", timedelta()),
        ("P366D", LONGEST),
    ],
)
def test_iso_8601_is_understood(text: str, length: timedelta) -> None:
    """IN-17: how long each option takes."""
    assert from_iso(text) == length


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1DT", "3D", "P1Y", "P1M", "P1W2D", "p3d", "P-1D", "P1.5D", "P٣D", "P367D", "P3D\n"]
)
def test_anything_else_is_none(text: str) -> None:
    """IN-17: months and years have no fixed length, and a remedy takes at most one year."""
    with pytest.raises(ValueError, match="must be"):
        from_iso(text)


@given(some.integers(0, int(LONGEST.total_seconds())))
def test_what_is_written_is_read_again(seconds: int) -> None:
    """IN-17: one canonical form for each length."""
    length = timedelta(seconds=seconds)
    assert from_iso(to_iso(length)) == length
