"""Makes staff and cases for the tests of routing's rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from services.routing.domain.assignment import Candidate, Needs
from services.routing.domain.queueing import URGENCY_RANKS
from services.routing.domain.staff import Authority, Level, Staff
from shared.kernel.money import Money

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For properties on a machine that has much else to do: what they cost is tested by itself."""
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
RECORDER = UUID(int=999)


def person(number: int, level: Level = Level.AGENT, **members: object) -> Staff:
    """Somebody in deliveries who speaks English, unless said otherwise."""
    defaults: dict[str, object] = {"department": "deliveries", "languages": frozenset({"en"})}
    return Staff(id=UUID(int=number), name=f"Person {number}", level=level, **(defaults | members))  # type: ignore[arg-type]


def may_grant(remedy: str) -> tuple[Authority, ...]:
    return (Authority(remedy, Money(Decimal("100.00"), "EUR")),)


def needs(**members: object) -> Needs:
    """An English case of deliveries, unless said otherwise."""
    defaults: dict[str, object] = {"language": "en", "recorder_id": RECORDER, "department": "deliveries"}
    return Needs(**(defaults | members))  # type: ignore[arg-type]


LANGUAGES = st.sampled_from(["en", "en-GB", "lt", "el", "ar"])
DEPARTMENTS = st.sampled_from(["deliveries", "billing", "returns"])
STAFF = st.builds(
    Staff,
    id=st.integers(min_value=1, max_value=60).map(lambda number: UUID(int=number)),
    name=st.just("Somebody"),
    level=st.sampled_from(Level),
    department=st.none() | DEPARTMENTS,
    languages=st.frozensets(LANGUAGES, max_size=3),
    skills=st.frozensets(DEPARTMENTS | st.just("coat"), max_size=2),
    cross_skills=st.frozensets(DEPARTMENTS | st.just("coat"), max_size=1),
    capacity=st.integers(min_value=0, max_value=5),
    authority=st.just(()) | st.just(may_grant("refund")),
    active=st.booleans(),
)
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        staff=STAFF,
        load=st.integers(min_value=0, max_value=6),
        on_duty=st.booleans(),
        absent=st.booleans(),
        resting=st.booleans(),
        last_assigned_at=st.none() | st.integers(0, 600).map(lambda minutes: NOON - timedelta(minutes=minutes)),
    ),
    max_size=12,
    unique_by=lambda candidate: candidate.staff.id,
)
NEEDS = st.builds(
    Needs,
    language=LANGUAGES,
    recorder_id=st.just(RECORDER) | st.integers(min_value=1, max_value=60).map(lambda number: UUID(int=number)),
    department=st.none() | DEPARTMENTS,
    product=st.none() | st.just("coat"),
    wish=st.none() | st.just("refund"),
    former_handler_id=st.none() | st.integers(min_value=1, max_value=60).map(lambda number: UUID(int=number)),
    hot=st.booleans(),
    urgency=st.sampled_from(sorted(URGENCY_RANKS)),
)
