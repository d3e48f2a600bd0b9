"""The life of a handoff."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.brief import Brief
from services.routing.domain.handoff import (
    LONGEST_WAIT,
    OPEN,
    TRANSITIONS,
    Handoff,
    HandoffStatus,
    Offer,
    ReadHow,
)
from services.routing.domain.handoff_errors import (
    HandoffAnswered,
    HandoffAwaitsSummary,
    HandoffUnanswered,
    NotTheReceiver,
    NotTheSender,
    SummaryChanged,
)
from services.routing.domain.ladder import Reason
from services.routing.domain.summary import Circumstances, summarise
from tests.unit.routing.people import NOON

WHY = Circumstances(Reason.AUTHORITY, told=None)
SUMMARY = summarise(Brief("C-1", "Cold soup."), WHY)
WAITING = Handoff(
    id=UUID(int=1),
    complaint_id=UUID(int=2),
    from_id=UUID(int=3),
    to_id=UUID(int=4),
    circumstances=WHY,
    status=HandoffStatus.AWAITING_SUMMARY,
    offered_at=NOON,
)


def to(number: int, *, step: int = 1) -> Offer:
    return Offer(UUID(int=number), step, SUMMARY, "Cold soup.", "en", NOON + timedelta(minutes=30))


OFFER = WAITING.offered(to(4), now=NOON)
ENDS: list[Callable[[Handoff], Handoff]] = [
    lambda offer: offer.accepted(by="rasa", now=NOON),
    lambda offer: offer.declined(by="rasa", why="on leave", now=NOON),
    lambda offer: offer.timed_out(now=NOON),
    lambda offer: offer.withdrawn(now=NOON),
]


@pytest.mark.parametrize("first", ENDS)
@pytest.mark.parametrize("second", ENDS)
def test_a_handoff_ends_once(first: Callable[[Handoff], Handoff], second: Callable[[Handoff], Handoff]) -> None:
    """RO-4: what was answered can't be answered again, in any combination."""
    ended = first(OFFER)
    assert ended.version == OFFER.version + 1
    assert ended.answered_at == NOON
    with pytest.raises(HandoffAnswered):
        second(ended)


def test_only_the_receiver_or_an_admin_answers() -> None:
    """RO-4: the sender can't accept for the receiver."""
    OFFER.require_receiver(OFFER.to_id, admin=False)
    OFFER.require_receiver(None, admin=True)
    for stranger in (OFFER.from_id, None):
        with pytest.raises(NotTheReceiver):
            OFFER.require_receiver(stranger, admin=False)


def test_a_climb_keeps_sender_reason_and_summary() -> None:
    """RO-4: nobody tells it again because somebody did not answer."""
    climbed = OFFER.climbed(id=UUID(int=9), offer=to(5, step=2), now=NOON)
    assert (climbed.from_id, climbed.reason, climbed.summary) == (OFFER.from_id, OFFER.reason, OFFER.summary)
    assert (climbed.follows_id, climbed.to_id, climbed.step) == (OFFER.id, UUID(int=5), 2)
    assert climbed.status is HandoffStatus.OFFERED


def test_every_status_is_in_the_table() -> None:
    """RO-4: the transition table is complete, and only what is open leads anywhere."""
    assert set(TRANSITIONS) == set(HandoffStatus)
    assert {status for status, onward in TRANSITIONS.items() if onward} == OPEN


def test_without_its_summary_nobody_can_answer_and_the_sender_can_take_it_back() -> None:
    """RO-3: a handoff is impossible without a summary; waiting for it ends in an offer or is withdrawn."""
    for answer in ENDS[:2]:
        with pytest.raises(HandoffAwaitsSummary):
            answer(WAITING)
    with pytest.raises(HandoffAnswered):
        WAITING.timed_out(now=NOON)
    assert WAITING.withdrawn(now=NOON, by="rasa").status is HandoffStatus.WITHDRAWN
    assert (WAITING.summary, WAITING.summary_sha256, WAITING.respond_by) == (None, None, None)
    with pytest.raises(HandoffAnswered):
        OFFER.offered(to(5), now=NOON)


def test_accepting_proves_that_the_summary_was_read() -> None:
    """RO-4: before, or whole with the acceptance; a digest of another summary is refused."""
    at_once = OFFER.accepted(by="rasa", now=NOON, summary_sha256=SUMMARY.sha256)
    assert (at_once.read_at, at_once.read_how) == (NOON, ReadHow.WITH_ACCEPTANCE)
    earlier = replace(OFFER, read_at=NOON - timedelta(minutes=3), read_how=ReadHow.BEFORE)
    assert earlier.accepted(by="rasa", now=NOON).read_how is ReadHow.BEFORE
    with pytest.raises(SummaryChanged):
        OFFER.accepted(by="rasa", now=NOON, summary_sha256="0" * 64)


def test_only_the_sender_or_an_admin_takes_it_back() -> None:
    """RO-4: the receiver refuses, the sender withdraws."""
    OFFER.require_sender(OFFER.from_id, admin=False)
    OFFER.require_sender(None, admin=True)
    with pytest.raises(NotTheSender):
        OFFER.require_sender(OFFER.to_id, admin=False)


def test_whether_it_was_needed_is_said_after_the_answer() -> None:
    """RO-5: by whoever has seen the case."""
    with pytest.raises(HandoffUnanswered):
        OFFER.judged(needed=False, why=None)
    judged = OFFER.accepted(by="rasa", now=NOON).judged(needed=False, why="she may refund it herself")
    assert (judged.receiver_said_needed, judged.receiver_said_why) == (False, "she may refund it herself")


@given(st.integers(min_value=0, max_value=500), st.timedeltas(timedelta(minutes=1), timedelta(days=7)))
def test_at_the_top_the_waits_grow_and_never_end(reminders: int, within: timedelta) -> None:
    """RO-4: no silent end: there is always a next reminder, twice as late up to a day, never sooner than the first."""
    again = replace(OFFER, reminders=reminders)
    wait, next_wait = again.patience(within), replace(again, reminders=reminders + 1).patience(within)
    assert within <= wait <= next_wait <= max(within, LONGEST_WAIT)
    asked = again.asked_again(respond_by=NOON + wait, now=NOON)
    assert (asked.status, asked.reminders, asked.version) == (OFFER.status, reminders + 1, OFFER.version + 1)
