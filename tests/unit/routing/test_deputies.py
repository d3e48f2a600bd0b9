"""Chains of deputies, and absences."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.absence import Absence, AbsenceEndsBefore, AbsenceKind, back_at, current
from services.routing.domain.deputies import DeputiesInACircle, require_no_circle, stand_in

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PEOPLE = st.integers(1, 8).map(lambda number: UUID(int=number))
ONE, TWO, THREE, FOUR = (UUID(int=number) for number in range(1, 5))


def away(start: int, end: int, number: int = 1) -> Absence:
    """Away from hour to hour, counted from noon."""
    return Absence(
        id=UUID(int=number),
        staff_id=ONE,
        kind=AbsenceKind.LEAVE,
        starts_at=NOON + timedelta(hours=start),
        ends_at=NOON + timedelta(hours=end),
        noted_by="test",
    )


def test_the_first_along_the_chain_who_is_here_stands_in() -> None:
    """RO-1: a deputy who is away too hands on to their own."""
    chain = {ONE: TWO, TWO: THREE, THREE: FOUR}
    assert stand_in(ONE, chain, {ONE}) == TWO
    assert stand_in(ONE, chain, {ONE, TWO}) == THREE
    assert stand_in(ONE, chain, {ONE, TWO, THREE, FOUR}) is None
    assert stand_in(FOUR, chain, {FOUR}) is None


@given(st.dictionaries(PEOPLE, PEOPLE), st.frozensets(PEOPLE), PEOPLE)
def test_whoever_stands_in_is_here_and_somebody_else(
    deputies: dict[UUID, UUID], absent: frozenset[UUID], who: UUID
) -> None:
    """RO-1: over any directory, damaged ones with circles included; and it comes to an end."""
    found = stand_in(who, deputies, absent)
    assert found is None or (found not in absent and found != who)


@given(st.lists(st.tuples(PEOPLE, PEOPLE), max_size=20))
def test_no_order_of_naming_deputies_closes_a_circle(named: list[tuple[UUID, UUID]]) -> None:
    """RO-1: what is let through has an end, wherever one starts."""
    kept: dict[UUID, UUID] = {}
    for person, deputy in named:
        others = {one: (of_one,) for one, of_one in kept.items() if one != person}
        try:
            require_no_circle(person, deputy, others)
        except DeputiesInACircle:
            continue
        kept[person] = deputy
    for start in kept:
        steps, at = 0, start
        while at in kept:
            at, steps = kept[at], steps + 1
            assert steps <= len(kept)


def test_an_absence_holds_from_its_start_to_just_before_its_end() -> None:
    """RO-1: and the next one may begin where it ends."""
    absences = (away(0, 2), away(2, 5, 2), away(8, 9, 3))
    assert [current(absences, NOON + timedelta(hours=hour)) for hour in (-1, 0, 2, 5)] == [
        None,
        absences[0],
        absences[1],
        None,
    ]
    assert not absences[0].overlaps(absences[1])
    assert absences[0].overlaps(away(-1, 1))


def test_they_are_back_when_no_absence_follows() -> None:
    """RO-1: two that follow on each other count as one."""
    absences = (away(2, 5, 2), away(0, 2), away(8, 9, 3))
    assert back_at(absences, NOON) == NOON + timedelta(hours=5)
    assert back_at(absences, NOON + timedelta(hours=6)) is None


@pytest.mark.parametrize(("start", "end"), [(1, 1), (2, 1), (-3, -1), (-3, 0)])
def test_an_absence_that_is_over_or_ends_before_it_starts_is_refused(start: int, end: int) -> None:
    """RO-1: one that began already, of somebody who called in sick, is not."""
    with pytest.raises(AbsenceEndsBefore):
        away(start, end).require_sane(NOON)
    away(-3, 1).require_sane(NOON)
