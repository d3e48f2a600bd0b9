"""Several workers assign at once: nobody ever carries more than they can."""

from __future__ import annotations

import asyncio
from uuid import UUID

from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk, received, recorded
from tests.integration.routing.queue_scene import claim, reassign, waiting_cases

_LOADS = "SELECT owner_id, count(*) AS cases FROM case_file WHERE status = 'open' GROUP BY owner_id"


async def test_arrivals_claims_and_leads_together_fill_nobody_beyond_capacity(desk: Desk) -> None:
    """RO-2, RO-1: two workers hear of complaints while people claim and a lead reassigns; capacity holds."""
    recorder = new_id()
    room = {await desk.hire(languages=["en", "el"], capacity=count): count for count in (1, 2, 3)}
    helper = await desk.hire(department="billing", languages=["en", "el"], skills=["coat"], capacity=4)
    room[helper] = 4
    queued = await waiting_cases(desk, 6, language="ar")
    await desk.context.database.pool.execute("UPDATE case_file SET language = 'el'")
    arrivals = [[received(recorded(recorder), version=1) for _ in range(3)] for _ in range(4)]
    await asyncio.gather(
        *(desk.hear(*batch) for batch in arrivals),
        *(claim(desk, person) for person in room for _ in range(2)),
        *(reassign(desk, complaint, to_id=str(helper)) for complaint in queued[:3]),
    )
    loads = {row["owner_id"]: row["cases"] for row in await desk.context.database.pool.fetch(_LOADS)}
    assert {person: loads.get(person, 0) for person in room} == room
    assert sum(loads.values()) == len(queued) + 12


async def test_the_last_place_is_given_once(desk: Desk) -> None:
    """RO-2: ten who want to give the same person their last case: one does."""
    person = await desk.hire(capacity=1, department="billing", skills=["nothing"])
    owner = await desk.hire(capacity=20)
    complaints = [await desk.open_case(owner) for _ in range(10)]
    answers = await asyncio.gather(*(reassign(desk, one, to_id=str(person)) for one in complaints))
    assert sorted(answer.status_code for answer in answers) == [200] + [422] * 9
    owners = [UUID((await desk.case(one))["owner_id"]) for one in complaints]
    assert owners.count(person) == 1
