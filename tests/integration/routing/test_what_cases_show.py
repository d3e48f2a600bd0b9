"""What a case knows by codes, whichever news comes first."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from uuid import UUID

import pytest

from services.routing.domain.case import Case
from services.routing.domain.progress import Happening
from services.routing.storage import cases, facts
from shared.contracts.intake import ComplaintOffered
from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk
from tests.integration.routing.intake_beside import START, classified, contacted, received, recorded


async def _case(desk: Desk, complaint: UUID) -> Case:
    async with desk.context.transactions.begin(correlation_id="test") as tx:
        found = await cases.load(complaint, tx)
    assert found is not None
    return found


@pytest.mark.parametrize("seed", range(6))
async def test_codes_and_contacts_come_out_the_same_in_any_order(desk: Desk, seed: int) -> None:
    """SU-1, RO-2, RO-13: the newest classification, the latest contact each way; no machine's."""
    first = recorded(new_id(), branch="north", urgency="raised")
    complaint = first.complaint_id
    offered = ComplaintOffered(
        complaint_id=complaint, offer_id=new_id(), options=("refund",), refused=True, offered_at=START
    )
    life = [
        received(first, version=1),
        classified(complaint, version=2, urgency="critical"),
        contacted(complaint, version=3),
        contacted(complaint, version=4, direction="in"),
        received(offered, version=5),
        classified(complaint, version=6, feeling="angry", department="billing", branch="south"),
        contacted(complaint, version=7, automatic=True),
    ]
    order = Random(seed).sample(life, k=len(life))
    for one in order[:3]:
        await desk.hear(one)
    await desk.hear(*order[3:])
    case = await _case(desk, complaint)
    assert (case.urgency, case.feeling, case.department, case.branch) == ("normal", "angry", "billing", "south")
    assert (case.channel, case.hot, case.classified_version, case.version) == ("phone", True, 6, 7)
    assert case.last_out_at == START + timedelta(minutes=3)
    assert case.last_in_at == START + timedelta(minutes=4)


async def test_all_that_was_heard_can_be_read_again(desk: Desk) -> None:
    """RO-7: facts keep when it was and what was said, so that clocks can be counted anew."""
    one, other = await desk.open_case(new_id()), await desk.open_case(new_id())
    await desk.hear(contacted(one, version=2), classified(other, version=2, urgency="high"))
    async with desk.context.transactions.begin(correlation_id="test") as tx:
        found = await facts.of([one, other], tx)
    assert [fact.what for fact in found[one]] == [Happening.RECORDED, Happening.CONTACTED]
    call = found[one][1]
    assert call.at == START + timedelta(minutes=2)
    assert call.detail == {"direction": "out", "channel": "phone", "automatic": False}
    assert found[other][0].detail["channel"] == "phone"
    assert found[other][1].detail["urgency"] == "high"
