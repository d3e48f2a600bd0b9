"""Clock, ids and money: the words that everything else is built from."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.clock import FileClock, FixedClock, SystemClock
from shared.kernel.ids import new_id
from shared.kernel.money import CurrencyMismatch, Money

START = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)


def test_a_fixed_clock_stands_still_until_it_is_moved() -> None:
    """SU-8: time is injected."""
    clock = FixedClock(START)
    assert clock.now() == clock.now() == START
    clock.advance(timedelta(hours=30))
    assert clock.now() == START + timedelta(hours=30)


def test_a_moved_file_clock_moves_every_process_that_reads_it(tmp_path: Path) -> None:
    """SU-8: one file, all processes; it never goes back."""
    one, other = FileClock(tmp_path / "clock"), FileClock(tmp_path / "clock")
    assert other.offset() == timedelta(0)
    one.advance(timedelta(hours=30))
    one.advance(timedelta(minutes=1))
    assert other.offset() == one.offset() == timedelta(hours=30, minutes=1)
    assert abs(other.now() - SystemClock().now() - other.offset()) < timedelta(seconds=5)
    with pytest.raises(ValueError, match="forward"):
        one.advance(timedelta(seconds=-1))


def test_a_file_clock_notices_a_change_of_the_same_length(tmp_path: Path) -> None:
    """SU-8: what counts is when the file was written."""
    path = tmp_path / "clock"
    clock = FileClock(path)
    for seconds in ("100", "200"):
        path.write_text(seconds, encoding="ascii")
        os.utime(path, ns=(0, int(seconds)))
        assert clock.offset() == timedelta(seconds=int(seconds))


def test_ids_are_version_7_and_rise() -> None:
    """RFC 9562: sortable by the time at which they were made."""
    ids = [new_id() for _ in range(2000)]
    assert all(one.version == 7 for one in ids)
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)


@given(
    first=st.decimals(min_value=-1_000_000, max_value=1_000_000, places=2),
    second=st.decimals(min_value=-1_000_000, max_value=1_000_000, places=2),
)
def test_money_adds_and_subtracts_exactly(first: Decimal, second: Decimal) -> None:
    """RO-9 rests on it: no amount is lost or made by arithmetic."""
    euro = Money(first, "EUR")
    assert euro + Money(second, "EUR") - Money(second, "EUR") == euro


def test_two_currencies_never_meet() -> None:
    """RO-9: currency-safe."""
    with pytest.raises(CurrencyMismatch):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "USD")
    with pytest.raises(CurrencyMismatch):
        assert Money(Decimal(1), "EUR") <= Money(Decimal(2), "USD")


def test_money_is_within_its_own_amount() -> None:
    """RO-1: authority up to an amount includes that amount, to the cent."""
    limit = Money(Decimal("100.00"), "EUR")
    assert limit <= limit
    assert not Money(Decimal("100.01"), "EUR") <= limit


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("Infinity"), 1.5])
def test_money_is_a_finite_decimal(amount: object) -> None:
    """Never a float."""
    with pytest.raises(ValueError):
        Money(amount, "EUR")  # type: ignore[arg-type]


@pytest.mark.parametrize("currency", ["eur", "EURO", "", "E1R"])
def test_a_currency_is_three_capital_letters(currency: str) -> None:
    """ISO 4217."""
    with pytest.raises(ValueError):
        Money(Decimal(1), currency)
