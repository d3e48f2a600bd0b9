"""Which note is in force, and for which case."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.note import Note, NoteNeverValid, current
from tests.unit.routing.people import NOON

NOTE = Note(
    id=UUID(int=1),
    edition=1,
    title="Coats of March",
    text="The blue ones run small.",
    language="en",
    valid_from=NOON,
    by="rasa",
    at=NOON,
)
HOUR = timedelta(hours=1)


def test_a_note_that_names_more_of_the_case_is_more_exact() -> None:
    """RO-15: department, product and wish; what it leaves open fits any."""
    exact = replace(NOTE, department="deliveries", product="Coat", wish="refund")
    assert (NOTE.exactness, exact.exactness) == (0, 3)
    assert NOTE.is_for(department=None, product=None, wish=None)
    assert exact.is_for(department="deliveries", product="COAT", wish="refund")
    for other in ({"department": "billing"}, {"product": "shoe"}, {"product": None}, {"wish": None}):
        case: dict[str, str | None] = {"department": "deliveries", "product": "coat", "wish": "refund"}
        assert not exact.is_for(**(case | other))


def test_a_note_ends_after_it_begins() -> None:
    """RO-15: one that was never in force is a mistake."""
    with pytest.raises(NoteNeverValid):
        replace(NOTE, valid_until=NOON)


EDITIONS = st.lists(
    st.tuples(st.integers(min_value=0, max_value=9), st.none() | st.integers(min_value=1, max_value=9)), max_size=5
)


@given(EDITIONS, st.integers(min_value=0, max_value=20))
def test_the_latest_edition_that_has_begun_is_in_force(spans: list[tuple[int, int | None]], hours: int) -> None:
    """RO-15: never one that is to come, never one that is over, never an older one beside a newer one."""
    editions = [
        replace(
            NOTE,
            edition=number,
            valid_from=NOON + begins * HOUR,
            valid_until=None if lasts is None else NOON + (begins + lasts) * HOUR,
        )
        for number, (begins, lasts) in enumerate(spans, start=1)
    ]
    now = NOON + hours * HOUR
    found = current(editions, now=now)
    begun = [note for note in editions if note.valid_from <= now]
    if found is None:
        assert not begun or (begun[-1].valid_until is not None and begun[-1].valid_until <= now)
    else:
        assert found is begun[-1]
        assert found.valid_until is None or found.valid_until > now
