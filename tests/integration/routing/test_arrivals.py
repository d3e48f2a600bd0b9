"""What intake says becomes cases, clocks and owners, in any order."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from services.routing.reactions.to_intake import on_recorded
from services.routing.service import SERVICE
from shared.contracts.intake import ComplaintClosed, ComplaintReopened, ComplaintResolved, RecapConfirmed
from shared.contracts.routing import CaseAssigned
from shared.db import migrate
from shared.kernel.ids import new_id
from shared.messaging.subscription import Received
from tests.integration.routing.desk import Desk, closed, received, recorded

TABLES = ("progress", "case_file", "clock")


async def test_the_tables_in_code_are_those_that_the_migrations_make(desk: Desk) -> None:
    """SU-1: nothing in the database differs from storage/tables.py."""
    async with desk.context.database.engine.connect() as connection:
        assert await migrate.differences(connection, SERVICE.metadata) == []


async def test_a_case_goes_to_who_suits_and_the_choice_is_told(desk: Desk) -> None:
    """RO-2: another owner than the recorder is announced, with the version that intake follows."""
    recorder, speaker = new_id(), await desk.hire(languages=["lt"])
    await desk.hire(languages=["en"])
    complaint = await desk.open_case(recorder, language="lt")
    case = await desk.case(complaint)
    assert UUID(case["owner_id"]) == speaker
    assert "speaks lt" in case["why"]
    assert {clock["kind"]: clock["status"] for clock in case["clocks"]} == {
        "first_answer": "running",
        "next_update": "running",
        "recap": "running",
        "resolution": "running",
    }
    desk.clock.advance(timedelta(hours=5))
    statuses = {clock["kind"]: clock["status"] for clock in (await desk.case(complaint))["clocks"]}
    assert (statuses["first_answer"], statuses["recap"]) == ("breached", "running")
    (assigned,) = await desk.published(CaseAssigned)
    assert (assigned["owner_id"], assigned["previous_owner_id"]) == (str(speaker), str(recorder))
    assert assigned["how"] == "arrival"


async def test_without_a_suitable_person_the_recorder_keeps_it_under_a_lead(desk: Desk) -> None:
    """RO-2: a queue with a named responsible lead, and no event, for nobody took it from the recorder."""
    recorder, lead = new_id(), await desk.hire("lead", languages=["en"])
    case = await desk.case(await desk.open_case(recorder, language="el"))
    assert (UUID(case["owner_id"]), case["queue"]) == (recorder, "deliveries")
    assert UUID(case["responsible_lead_id"]) == lead
    assert await desk.published(CaseAssigned) == []


async def test_a_batch_fills_people_up_to_their_capacity_and_not_beyond(desk: Desk) -> None:
    """RO-2: each case of a batch counts before the next is placed; closed ones weigh on nobody."""
    recorder = new_id()
    first, second = await desk.hire(capacity=2), await desk.hire(capacity=2)
    events = [received(recorded(recorder), version=1) for _ in range(5)]
    await desk.hear(*events)
    owners = [UUID((await desk.case(one.event.complaint_id))["owner_id"]) for one in events]
    assert sorted(owners) == sorted([first, first, second, second, recorder])
    taken = next(one.event.complaint_id for one, owner in zip(events, owners, strict=True) if owner == first)
    await desk.hear(closed(taken, version=2))
    assert UUID((await desk.case(await desk.open_case(recorder)))["owner_id"]) == first


async def test_a_returning_customer_meets_their_former_handler(desk: Desk) -> None:
    """RO-2: the customer's former handler is preferred among the equally busy."""
    customer, recorder = new_id(), new_id()
    await desk.hire()
    former = await desk.hire(languages=["en", "lt"])
    await desk.open_case(recorder, customer_id=customer, language="lt")
    again = await desk.case(await desk.open_case(recorder, customer_id=customer, returning=True))
    assert UUID(again["owner_id"]) == former
    assert "handled this customer before" in again["why"]


async def test_a_complaint_recorded_twice_has_one_case_and_one_announcement(desk: Desk) -> None:
    """SU-1: even past the inbox a second telling moves no owner and starts no clock again."""
    await desk.hire()
    event = recorded(new_id())
    await desk.hear(received(event, version=1))
    before = await desk.rows("case_file", "clock")
    await desk.hear(received(event, version=1), received(event, version=1))
    assert await desk.rows("case_file", "clock") == before
    assert len(await desk.published(CaseAssigned)) == 1


@pytest.mark.parametrize("seed", range(12))
async def test_any_order_in_any_batches_ends_in_the_same_rows(desk: Desk, seed: int) -> None:
    """SU-1, RO-7: shuffled, cut into batches, recorded last: the same case, clocks and progress as in order."""
    await desk.hire()
    random = Random(seed)
    complaint, life = _life()
    await desk.hear(*life)
    in_order = await desk.rows(*TABLES)
    assert (await desk.case(complaint))["status"] == "closed"
    pool = desk.context.database.pool
    await pool.execute("TRUNCATE fact, progress, clock, case_file CASCADE")
    shuffled = random.sample(life, k=len(life))
    while shuffled:
        size = random.randint(1, 3)
        await desk.hear(*shuffled[:size])
        shuffled = shuffled[size:]
    assert await desk.rows(*TABLES) == in_order
    assert len(await desk.published(CaseAssigned)) == 2


async def test_a_confirmed_recap_meets_its_clock_and_a_reopening_starts_another(desk: Desk) -> None:
    """RO-7, IN-20: met, late and running again, with the owner unchanged."""
    owner = await desk.hire()
    complaint, life = _life()
    await desk.hear(*life[:4])
    case = await desk.case(complaint)
    assert UUID(case["owner_id"]) == owner
    assert case["status"] == "open"
    clocks = {(clock["kind"], clock["round"]): clock for clock in case["clocks"]}
    assert clocks["recap", 1]["status"] == "met"
    assert clocks["resolution", 1]["status"] == "met"
    assert clocks["resolution", 2]["stopped_at"] is None


async def test_a_batch_costs_the_same_statements_whatever_its_size(desk: Desk) -> None:
    """RO-2, RO-7: the staff, what stands in their way and a few unnest statements, not one for each case or clock."""
    await desk.hire(capacity=500)
    # The first batch also prepares the statements.
    counted = [await _statements(desk, size) for size in (1, 1, 200)]
    assert counted[1] == counted[2] <= 15


async def _statements(desk: Desk, size: int) -> int:
    batch = [received(recorded(new_id()), version=1) for _ in range(size)]
    seen: list[str] = []
    async with desk.context.transactions.begin(correlation_id="test") as tx:
        with (await tx.raw()).query_logger(lambda record: seen.append(record.query)):
            await on_recorded(batch, tx, desk.clock.now())
    return len(seen)


def _life() -> tuple[UUID, list[Received[Any]]]:
    """A complaint that is reopened once and closed in the end."""
    first = recorded(new_id())
    complaint, start = first.complaint_id, first.recorded_at

    def resolved(number: int, hours: int) -> ComplaintResolved:
        return ComplaintResolved(
            complaint_id=complaint,
            customer_id=first.customer_id,
            language="en",
            time_zone=None,
            department="deliveries",
            product="coat",
            owner_id=first.owner_id,
            resolution_number=number,
            resolved_at=start + timedelta(hours=hours),
        )

    events: list[Any] = [
        first,
        RecapConfirmed(complaint_id=complaint, recap_version=1, confirmed_at=start + timedelta(hours=1)),
        resolved(1, 2),
        ComplaintReopened(
            complaint_id=complaint, owner_id=first.owner_id, times=1, reopened_at=start + timedelta(hours=40)
        ),
        RecapConfirmed(complaint_id=complaint, recap_version=2, confirmed_at=start + timedelta(hours=41)),
        resolved(2, 42),
        ComplaintClosed(complaint_id=complaint, how="confirmed", closed_at=start + timedelta(hours=80)),
    ]
    return complaint, [received(event, version=number) for number, event in enumerate(events, start=1)]
