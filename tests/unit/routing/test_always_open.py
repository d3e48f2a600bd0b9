"""Adding spans where no calendar is chosen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.routing.domain.business_time import AlwaysOpen, Span, Unit

START = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("amount", "unit", "ends"),
    [
        (1.5, Unit.HOURS, START + timedelta(minutes=90)),
        (4, Unit.BUSINESS_HOURS, START + timedelta(hours=4)),
        (2, Unit.DAYS, START + timedelta(days=2)),
        (15, Unit.BUSINESS_DAYS, START + timedelta(days=15)),
        (8, Unit.WEEKS, START + timedelta(weeks=8)),
        (1, Unit.MONTHS, START.replace(month=2, day=28)),
        (12, Unit.MONTHS, START.replace(year=2027)),
        (23, Unit.MONTHS, START.replace(year=2027, month=12)),
    ],
)
def test_every_hour_counts_where_there_is_no_calendar(amount: float, unit: Unit, ends: datetime) -> None:
    """RO-7: elapsed time; a month ends on its last day where the day is missing."""
    assert AlwaysOpen().add(START, Span(amount, unit)) == ends


def test_a_length_is_a_span_of_hours() -> None:
    """RO-4: what settings say in minutes."""
    assert AlwaysOpen().add(START, Span.of(timedelta(minutes=30))) == START + timedelta(minutes=30)
