"""Every owner that a case had, through the one door."""

from __future__ import annotations

from uuid import UUID

import asyncpg
import pytest

from services.routing.commands.moving import move
from services.routing.domain import kinds
from services.routing.domain.case import Case
from services.routing.domain.ownership import How
from services.routing.storage import cases, ownerships
from shared.contracts.intake import ComplaintReopened
from shared.contracts.routing import CaseAssigned, HandoffDeclined
from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk
from tests.integration.routing.intake_beside import START, received


async def _reassign(desk: Desk, complaint: UUID, to_id: UUID) -> Case:
    async with desk.context.transactions.begin(correlation_id="test") as tx:
        case = await cases.load(complaint, tx, lock=True)
        assert case is not None
        return await move(
            case, to_id, how=How.REASSIGNED, why=("a lead decided",), by="test:lead", tx=tx, now=desk.clock.now()
        )


async def test_arrival_and_acceptance_are_kept_with_their_versions(desk: Desk) -> None:
    """RO-2, RO-4: who owned it, since when, how it came to them and on whose word."""
    agent, lead = await desk.hire(), await desk.hire("lead")
    complaint = await desk.open_case(agent)
    handoff = (await desk.escalate(complaint, agent)).json()["id"]
    assert (await desk.answer(handoff, "acceptance", lead)).status_code == 200
    assert await desk.moves(complaint) == ((agent, "arrival"), (lead, "handoff"))
    async with desk.context.transactions.begin(correlation_id="test") as tx:
        first, last = await ownerships.of(complaint, tx)
    assert (first.by_subject, last.by_subject) == ("system:routing", f"test:{lead}")
    assert last.version == (await desk.case(complaint))["version"]


async def test_whoever_moves_a_case_that_is_on_offer_takes_the_offer_back(desk: Desk) -> None:
    """RO-4: no receiver accepts what is somebody else's by now, and nothing of it falls due any more."""
    agent, lead, colleague = await desk.hire(), await desk.hire("lead"), await desk.hire()
    complaint = await desk.open_case(agent)
    handoff = (await desk.escalate(complaint, agent)).json()["id"]
    await _reassign(desk, complaint, colleague)
    assert (await desk.answer(handoff, "acceptance", lead)).status_code == 409
    shown = await desk.case(complaint)
    assert UUID(shown["owner_id"]) == colleague
    assert [one["status"] for one in shown["handoffs"]] == ["withdrawn"]
    assert [one["why"] for one in await desk.published(HandoffDeclined)] == ["withdrawn"]
    assert (await desk.published(CaseAssigned))[-1]["how"] == "reassigned"
    assert await desk.context.database.pool.fetchval("SELECT count(*) FROM timer") == 0


async def test_a_move_takes_the_case_out_of_its_queue(desk: Desk) -> None:
    """RO-2: whoever gets it answers for it, and no lead for the queue."""
    agent, _ = await desk.hire(languages=["lt"]), await desk.hire("lead", languages=["en"])
    complaint = await desk.open_case(new_id(), language="el")
    assert (await desk.case(complaint))["queue"] == "deliveries"
    moved = await _reassign(desk, complaint, agent)
    assert (moved.owner_id, moved.queue, moved.responsible_lead_id) == (agent, None, None)
    assert moved.owner_since == desk.clock.now()


@pytest.mark.parametrize("statement", ["UPDATE ownership SET how = 'claim'", "DELETE FROM ownership"])
async def test_what_was_is_never_rewritten(desk: Desk, statement: str) -> None:
    """RO-2: the database refuses it."""
    await desk.open_case(await desk.hire())
    with pytest.raises(asyncpg.RestrictViolationError):
        await desk.context.database.pool.execute(statement)


async def test_a_reopened_case_of_somebody_who_left_falls_due_for_placing(desk: Desk) -> None:
    """RO-2, IN-20: nobody who is gone is left with it unseen; a present owner just goes on."""
    owner, stayed = await desk.hire(), await desk.hire(languages=["lt"])
    left, other = await desk.open_case(owner), await desk.open_case(new_id(), language="lt")
    path, admin = f"/v1/staff/{owner}", desk.headers() | {"if-match": '"1"'}
    assert (await desk.client.patch(path, json={"active": False}, headers=admin)).status_code == 200
    for complaint, whose in ((left, owner), (other, stayed)):
        again = ComplaintReopened(complaint_id=complaint, owner_id=whose, times=1, reopened_at=START)
        await desk.hear(received(again, version=4))
    pool = desk.context.database.pool
    placed = await pool.fetch("SELECT key FROM timer WHERE kind = $1", kinds.PLACE_QUEUED)
    assert [row["key"] for row in placed] == [left]
    assert await desk.let_time_pass() == 1
    assert UUID((await desk.case(left))["owner_id"]) == owner
