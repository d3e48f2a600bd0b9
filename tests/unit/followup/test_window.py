"""When a survey may go out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.followup.domain.window import (
    DAYTIME,
    EARLIEST,
    LATEST,
    SENDING_TAKES,
    known_zone,
    next_try,
    send_at,
)

ZONES = sorted(available_timezones() - {"Factory", "localtime"})
instants = st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
zones = st.sampled_from(ZONES).map(ZoneInfo)


class TestSendAt:
    @given(resolved_at=instants, zone=st.none() | zones)
    @example(resolved_at=datetime(2026, 3, 28, 0, 30, tzinfo=UTC), zone=ZoneInfo("Europe/Vilnius"))  # spring forward
    @example(resolved_at=datetime(2026, 10, 24, 0, 30, tzinfo=UTC), zone=ZoneInfo("Europe/Vilnius"))  # fall back
    @example(resolved_at=datetime(2011, 12, 29, 5, 0, tzinfo=UTC), zone=ZoneInfo("Pacific/Apia"))  # a day left out
    @example(resolved_at=datetime(2026, 10, 3, 12, 0, tzinfo=UTC), zone=ZoneInfo("Australia/Lord_Howe"))
    def test_is_always_between_24_and_48_hours_after(self, resolved_at: datetime, zone: ZoneInfo | None) -> None:
        """FO-1: never outside the window, in any zone, across both changes of summer time."""
        assert EARLIEST <= send_at(resolved_at, zone) - resolved_at <= LATEST

    @given(resolved_at=instants, zone=zones)
    def test_is_always_daytime_where_the_zone_is_known(self, resolved_at: datetime, zone: ZoneInfo) -> None:
        """FO-1: in the customer's daytime."""
        assert DAYTIME.holds(send_at(resolved_at, zone), zone)

    @given(resolved_at=instants, zone=zones, minutes=st.integers(0, 24 * 60))
    def test_is_the_earliest_acceptable_instant(self, resolved_at: datetime, zone: ZoneInfo, minutes: int) -> None:
        """FO-1: no daytime inside the window comes before it."""
        earlier = resolved_at + EARLIEST + timedelta(minutes=minutes)
        assert earlier >= send_at(resolved_at, zone) or not DAYTIME.holds(earlier, zone)

    @pytest.mark.parametrize("hour", range(24))
    def test_is_due_thirty_hours_after_when_no_zone_is_known(self, hour: int) -> None:
        """FO-1: without a known daytime nothing waits, at whatever hour it was resolved."""
        resolved_at = datetime(2026, 5, 4, hour, tzinfo=UTC)
        assert send_at(resolved_at, None) == resolved_at + timedelta(hours=24, minutes=30)

    def test_waits_for_nine_on_the_customers_own_clock_after_a_change(self) -> None:
        """FO-1: the night in which the clocks go forward is an hour shorter, and nine is still nine."""
        zone = ZoneInfo("Europe/Vilnius")
        resolved_at = datetime(2026, 3, 28, 3, 0, tzinfo=zone)
        assert send_at(resolved_at, zone) == datetime(2026, 3, 29, 9, 0, tzinfo=zone).astimezone(UTC)


class TestNextTry:
    @given(
        resolved_at=instants,
        zone=st.none() | zones,
        late=st.timedeltas(timedelta(0), timedelta(hours=60)),
        wait=st.timedeltas(timedelta(0), timedelta(hours=2)),
    )
    def test_is_inside_the_window_in_daytime_or_never(
        self, resolved_at: datetime, zone: ZoneInfo | None, late: timedelta, wait: timedelta
    ) -> None:
        """FO-1: after an outage it is sent in daytime inside the window, or not at all."""
        when = next_try(now=resolved_at + EARLIEST + late, wait=wait, resolved_at=resolved_at, zone=zone)
        if when is not None:
            assert when + SENDING_TAKES - resolved_at <= LATEST
            assert when >= resolved_at + EARLIEST + late + wait
            assert zone is None or DAYTIME.holds(when, zone)

    def test_is_the_next_morning_when_the_outage_ended_at_night(self) -> None:
        """FO-1: quiet hours hold also for what is overdue."""
        zone = ZoneInfo("Europe/Athens")
        resolved_at = datetime(2026, 6, 1, 15, 0, tzinfo=zone)
        when = next_try(
            now=datetime(2026, 6, 2, 22, 0, tzinfo=zone), wait=timedelta(0), resolved_at=resolved_at, zone=zone
        )
        assert when == datetime(2026, 6, 3, 9, 0, tzinfo=zone)

    def test_is_none_when_the_window_has_passed(self) -> None:
        """FO-1: missed is recorded, never sent late."""
        resolved_at = datetime(2026, 6, 1, 15, 0, tzinfo=UTC)
        late = resolved_at + timedelta(hours=48)
        assert next_try(now=late, wait=timedelta(0), resolved_at=resolved_at, zone=None) is None


class TestKnownZone:
    @pytest.mark.parametrize("name", [None, "", "Mars/Olympus", "../../etc/passwd", "Europe/\x00", "x" * 500])
    def test_is_none_for_what_is_no_zone(self, name: str | None) -> None:
        """FO-1: a zone that nobody knows is no zone, and no failure."""
        assert known_zone(name) is None
