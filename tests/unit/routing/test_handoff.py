"""The life of a handoff."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from services.routing.domain.brief import Brief
from services.routing.domain.handoff import TRANSITIONS, Handoff, HandoffAnswered, HandoffStatus, NotTheReceiver
from services.routing.domain.ladder import Reason
from services.routing.domain.summary import Circumstances, summarise
from tests.unit.routing.people import NOON

SUMMARY = summarise(Brief("C-1", "Cold soup."), Circumstances(Reason.AUTHORITY, told=None))
OFFER = Handoff(
    id=UUID(int=1),
    complaint_id=UUID(int=2),
    from_id=UUID(int=3),
    to_id=UUID(int=4),
    reason=Reason.AUTHORITY,
    summary=SUMMARY,
    status=HandoffStatus.OFFERED,
    offered_at=NOON,
    respond_by=NOON + timedelta(minutes=30),
)
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
    climbed = OFFER.climbed(id=UUID(int=9), to_id=UUID(int=5), now=NOON, answer_within=timedelta(minutes=30))
    assert (climbed.from_id, climbed.reason, climbed.summary) == (OFFER.from_id, OFFER.reason, OFFER.summary)
    assert climbed.follows_id == OFFER.id
    assert climbed.status is HandoffStatus.OFFERED


def test_every_status_is_in_the_table() -> None:
    """RO-4: the transition table is complete, and only an offer leads anywhere."""
    assert set(TRANSITIONS) == set(HandoffStatus)
    assert [status for status, onward in TRANSITIONS.items() if onward] == [HandoffStatus.OFFERED]
