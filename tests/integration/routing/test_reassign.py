"""A lead gives a case to somebody else."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest

from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk
from tests.integration.routing.queue_scene import reassign, waiting_cases


async def test_a_case_goes_to_whom_the_lead_names(desk: Desk) -> None:
    """RO-14: the owner moves, with the lead's words, and it is kept how."""
    owner, other = await desk.hire(), await desk.hire(department="billing")
    complaint = await desk.open_case(owner)
    answer = await reassign(desk, complaint, to_id=str(other))
    assert answer.status_code == 200, answer.text
    shown = answer.json()
    assert (UUID(shown["owner_id"]), shown["why"]) == (other, ["they know the customer", "a lead decided so"])
    assert answer.headers["etag"] == f'"{shown["version"]}"'
    assert await desk.moves(complaint) == ((owner, "arrival"), (other, "reassigned"))


async def test_without_a_name_it_goes_to_the_best_of_the_others(desk: Desk) -> None:
    """RO-2, RO-14: by the same ranking; where nobody suits the owner stays, and it is told why."""
    owner = await desk.hire()
    complaint = await desk.open_case(owner)
    refused = await reassign(desk, complaint)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/nobody-suits")
    await desk.hire(languages=["lt"])
    assert (await reassign(desk, complaint)).json()["passed_over"] == {"language": 1}
    best = await desk.hire()
    assert UUID((await reassign(desk, complaint)).json()["owner_id"]) == best


@pytest.mark.parametrize(
    ("members", "detail"),
    [
        ({"languages": ["lt"]}, "does not speak the customer's language"),
        ({"capacity": 0}, "carries as many open cases as they can"),
        (None, "is nobody who works here now"),
    ],
)
async def test_somebody_who_cannot_take_it_is_refused_by_name(
    desk: Desk, members: dict[str, Any] | None, detail: str
) -> None:
    """RO-14, RO-2: a 422 that names `to_id` and why; nothing moves."""
    complaint = await desk.open_case(await desk.hire())
    named = new_id() if members is None else await desk.hire(**members)
    answer = await reassign(desk, complaint, to_id=str(named))
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/receiver-unsuitable")
    assert answer.json()["errors"] == [{"pointer": "/to_id", "detail": detail}]
    assert len(await desk.moves(complaint)) == 1


async def test_who_has_it_already_is_no_change(desk: Desk) -> None:
    """RO-14: and of a case that waits with its recorder, naming them is one."""
    owner = await desk.hire()
    complaint = await desk.open_case(owner)
    assert (await reassign(desk, complaint, to_id=str(owner))).json()["type"] == "/problems/owns-it-already"
    (waiting,) = await waiting_cases(desk, 1, owner_id=owner, department="billing", language="en")
    assert (await desk.case(waiting))["queue"] == "billing"
    assert (await reassign(desk, waiting, to_id=str(owner))).json()["queue"] is None


async def test_of_two_leads_who_saw_the_same_case_one_is_told(desk: Desk) -> None:
    """SU-2: If-Match with the version that was read; the second gets 412 and the first's decision stands."""
    complaint = await desk.open_case(await desk.hire())
    one, two = await desk.hire(), await desk.hire()
    version = (await desk.case(complaint))["version"]
    answers = await asyncio.gather(
        *(reassign(desk, complaint, version=version, to_id=str(whose)) for whose in (one, two))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert len(await desk.moves(complaint)) == 2


async def test_foreign_closed_and_missing_cases_are_left_alone(desk: Desk) -> None:
    """SU-4: another department's case answers like none; an agent may not at all."""
    complaint = await desk.open_case(await desk.hire())
    body = {"why": "because"}
    path = f"/v1/cases/{complaint}/reassignment"
    foreign = await desk.client.post(path, json=body, headers=desk.headers("lead", teams=["billing"]))
    missing = await desk.client.post(f"/v1/cases/{new_id()}/reassignment", json=body, headers=desk.headers("lead"))
    assert foreign.status_code == missing.status_code == 404
    assert foreign.json()["type"] == missing.json()["type"]
    assert (await desk.client.post(path, json=body, headers=desk.headers("agent"))).status_code == 403
    await desk.context.database.pool.execute("UPDATE case_file SET status = 'closed'")
    assert (await desk.client.post(path, json=body, headers=desk.headers("lead"))).status_code == 409


async def test_an_offer_that_waits_is_withdrawn(desk: Desk) -> None:
    """RO-4, RO-14: nobody is asked any more to take what somebody has."""
    owner, other, lead = await desk.hire(), await desk.hire(), await desk.hire("lead")
    complaint = await desk.open_case(owner)
    handoff = (await desk.escalate(complaint, owner)).json()["id"]
    assert (await reassign(desk, complaint, to_id=str(other))).status_code == 200
    assert (await desk.answer(handoff, "acceptance", lead)).status_code == 409
