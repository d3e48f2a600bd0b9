"""Feeling, urgency, contacts and links of a complaint as rules."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.intake.domain.complaint import Complaint
from services.intake.domain.contact import Contact, ContactAhead, Direction, contacted, happened_at
from services.intake.domain.feeling import NoFeelingYet, acknowledge, feel
from services.intake.domain.lifecycle import Status
from services.intake.domain.link import LinkKind, StaffIdNeeded, reference_to
from services.intake.domain.new_complaint import Impact
from services.intake.domain.understanding import reassess
from services.intake.domain.vocabulary import Channel, Feeling, RootCause, Urgency
from shared.kernel.ids import new_id

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PERSON = new_id()


def complaint(**changes: Any) -> Complaint:
    values: dict[str, Any] = {
        "id": new_id(),
        "reference": "RD-0000-0001",
        "version": 1,
        "status": Status.RECORDED,
        "customer_id": None,
        "owner_id": new_id(),
        "recorder_id": None,
        "department": None,
        "product": None,
        "language": "en",
        "time_zone": None,
        "resolution_number": 0,
        "reopened_times": 0,
        "closed_how": None,
        "closed_at": None,
    }
    return Complaint(**(values | changes))


@given(
    feeling=some.sampled_from(Feeling),
    cause=some.none() | some.sampled_from(RootCause),
    status=some.sampled_from(Status),
)
def test_acknowledging_never_touches_anything_but_the_acknowledgement(
    feeling: Feeling, cause: RootCause | None, status: Status
) -> None:
    """IN-8: no cause, no resolution, no state: empathy decides nothing about liability."""
    before = complaint(feeling=feeling, root_cause=cause, status=status)
    after = acknowledge(before, now=NOW)
    touched = {one.name for one in fields(Complaint) if getattr(before, one.name) != getattr(after, one.name)}
    assert touched == {"version", "feeling_acknowledged_at"}


def test_a_feeling_is_recorded_before_it_is_acknowledged() -> None:
    """IN-8: there is nothing to acknowledge yet."""
    with pytest.raises(NoFeelingYet):
        acknowledge(complaint(), now=NOW)


@given(before=some.sampled_from(Feeling), after=some.sampled_from(Feeling))
def test_a_feeling_that_grew_worse_waits_to_be_acknowledged_again(before: Feeling, after: Feeling) -> None:
    """IN-8: one that eased or stayed does not."""
    scale = list(Feeling)
    felt = feel(complaint(feeling=before, feeling_acknowledged_at=NOW), feeling=after, now=NOW)
    assert (felt.feeling_acknowledged_at is None) == (scale.index(after) > scale.index(before))
    assert felt.feeling is after


def test_anger_makes_it_more_urgent() -> None:
    """IN-8, IN-9: and calm less again."""
    angry = feel(complaint(), feeling=Feeling.ANGRY, now=NOW)
    assert (angry.urgency, angry.version) == (Urgency.RAISED, 2)
    assert feel(angry, feeling=Feeling.CALM, now=NOW).urgency is Urgency.NORMAL


def test_only_what_waits_is_looked_at_again() -> None:
    """IN-9: an open complaint whose urgency is another now; not a closed one, not one that stays the same."""
    told = Impact(detail=None, money_lost=None, minutes_lost=None, occasion="a birthday", occasion_on=NOW.date())
    stale = complaint(impact=told)
    again = reassess(stale, now=NOW)
    assert again is not None
    assert (again.urgency, again.version) == (Urgency.CRITICAL, 2)
    assert reassess(again, now=NOW) is None
    for status in (Status.CLOSED, Status.PARTED, Status.MERGED):
        assert reassess(replace(stale, status=status), now=NOW) is None


def a_contact(direction: Direction, at: datetime) -> Contact:
    return Contact(
        id=new_id(),
        direction=direction,
        channel=Channel.PHONE,
        at=at,
        minutes_waited=None,
        said="hello",
        outcome="heard",
        what_it_took=None,
        logged_by="ann",
        logged_at=NOW,
    )


@given(some.lists(some.tuples(some.sampled_from(Direction), some.integers(-120, 600)), max_size=10))
def test_the_first_answer_is_always_the_earliest_that_went_out(told: list[tuple[Direction, int]]) -> None:
    """IN-15: in whatever order they are logged; what was before the complaint answers nothing."""
    after = complaint()
    for direction, minutes in told:
        after = contacted(after, a_contact(direction, NOW + timedelta(minutes=minutes)), received_at=NOW)
    out = [minutes for direction, minutes in told if direction is Direction.OUT and minutes >= 0]
    assert after.first_answered_at == (NOW + timedelta(minutes=min(out)) if out else None)
    assert after.version == 1 + len(told)


def test_a_contact_is_logged_when_it_has_happened() -> None:
    """IN-15: now, before, a fast clock; never a plan."""
    assert happened_at(None, now=NOW) == NOW
    assert happened_at(NOW - timedelta(days=1), now=NOW) == NOW - timedelta(days=1)
    assert happened_at(NOW + timedelta(minutes=1), now=NOW) == NOW
    with pytest.raises(ContactAhead):
        happened_at(NOW + timedelta(hours=1), now=NOW)


def test_a_link_to_a_person_holds_an_id() -> None:
    """IN-5: in one form; never a name."""
    assert reference_to(LinkKind.STAFF, str(PERSON).upper()) == str(PERSON)
    assert reference_to(LinkKind.ORDER, "A-1") == "A-1"
    with pytest.raises(StaffIdNeeded):
        reference_to(LinkKind.STAFF, "Jonas")
