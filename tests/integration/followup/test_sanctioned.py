"""A contact who was sanctioned for their conduct: what they say can't hurt whom they hurt."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from shared.contracts.routing import ConductLifted, ConductSanctioned
from shared.kernel.ids import new_id
from shared.messaging.subscription import Received
from tests.integration.followup.world import World, received

HURT, CUSTOMER = UUID("0198c0de-0000-7000-8000-000000000001"), UUID("0198c0de-0000-7000-8000-0000000000c1")


def _decided(world: World, **members: Any) -> ConductSanctioned:
    """A sanction since an hour ago, for thirty days, unless said otherwise."""
    now = world.clock.now()
    values: dict[str, Any] = {
        "sanction_id": new_id(),
        "complaint_id": new_id(),
        "customer_id": CUSTOMER,
        "staff_ids": (HURT,),
        "level": "threatening",
        "measure": "end_contact",
        "since": now - timedelta(hours=1),
        "until": now + timedelta(days=30),
        "sanctioned_at": now,
    }
    return ConductSanctioned.model_validate(values | members)


def _told(world: World, event: ConductSanctioned | ConductLifted) -> Received[Any]:
    return received(event, event.sanction_id, 1, world.clock.now())


def _lifted(world: World, decided: ConductSanctioned) -> Received[Any]:
    over = ConductLifted(
        sanction_id=decided.sanction_id, complaint_id=decided.complaint_id, lifted_at=world.clock.now()
    )
    return _told(world, over)


async def _leave(world: World, **changes: Any) -> dict[str, Any]:
    """A customer's bad comment about an employee, unless said otherwise."""
    body = {"text": "Awful", "rating": 1, "staff_ids": [str(HURT)], "customer_id": str(CUSTOMER)} | changes
    answer = await world.api.post("/v1/comments", json=body, headers=world.bearer("comments:write"))
    assert answer.status_code == 201, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def _held(world: World) -> list[bool]:
    return [row["held"] for row in await world.rows("SELECT held FROM comment ORDER BY id")]


async def test_a_bad_comment_of_a_sanctioned_contact_is_kept_and_handed_on_to_nobody(world: World) -> None:
    """RO-11: it is flagged, and no event goes out; others hear of everything else."""
    await world.hear(_told(world, _decided(world)))
    held = await _leave(world)
    assert held["held"] is True
    assert await world.said() == []
    for changes in (
        {"rating": 5},
        {"customer_id": str(new_id())},
        {"staff_ids": [str(new_id())]},
        {"customer_id": None},
    ):
        assert (await _leave(world, **changes))["held"] is False, changes
    assert await world.said() == ["comment.received"] * 4


async def test_what_they_said_since_the_report_weighs_nothing_either(world: World) -> None:
    """RO-11: from the report on, not from the decision; what they said before stands."""
    before = await _leave(world)
    world.clock.advance(timedelta(hours=2))
    await _leave(world)
    await world.hear(_told(world, _decided(world)))
    assert await _held(world) == [False, True]
    shown = await world.api.get(f"/v1/comments/{before['id']}", headers=world.bearer("comments:read"))
    assert shown.json()["held"] is False


@pytest.mark.parametrize("lifted_first", [False, True])
async def test_when_it_is_lifted_what_was_held_back_counts_and_is_told_once(world: World, lifted_first: bool) -> None:
    """RO-11: in either order of hearing, and twice; a wrong decision takes nobody's voice."""
    decided = _decided(world)
    if lifted_first:
        await world.hear(_lifted(world, decided), _told(world, decided))
        await _leave(world)
    else:
        await world.hear(_told(world, decided))
        await _leave(world)
        assert await world.said() == []
        world.clock.advance(timedelta(minutes=1))
        await world.hear(_lifted(world, decided), _lifted(world, decided))
    assert await _held(world) == [False]
    assert await world.said() == ["comment.received"]


async def test_after_its_end_they_are_heard_again_and_what_was_held_back_stays_so(world: World) -> None:
    """RO-11: ended is not lifted."""
    decided = _decided(world)
    await world.hear(_told(world, decided))
    await _leave(world)
    world.clock.advance(timedelta(days=30))
    await world.hear(_lifted(world, decided))
    await _leave(world)
    assert await _held(world) == [True, False]
    assert await world.said() == ["comment.received"]


async def test_of_two_sanctions_the_one_that_stands_holds_back(world: World) -> None:
    """RO-11: lifting one gives way to the other."""
    first, second = _decided(world), _decided(world)
    await world.hear(_told(world, first), _told(world, second))
    await _leave(world)
    await world.hear(_lifted(world, first))
    assert await _held(world) == [True]
    await world.hear(_lifted(world, second))
    assert await _held(world) == [False]


async def test_praise_that_a_sanctioned_contact_takes_back_is_shown_no_more_and_still_counts(world: World) -> None:
    """RO-11, RE-4: nobody is told, so the employee's reward stands; anybody else's withdrawal is told."""
    praise = await _leave(world, rating=5)
    others = await _leave(world, rating=5, customer_id=str(new_id()))
    await world.hear(_told(world, _decided(world)))
    for one in (praise, others):
        answer = await world.api.post(f"/v1/comments/{one['id']}/withdrawal", headers=world.person("lead"))
        assert (answer.status_code, answer.json()["status"]) == (200, "withdrawn")
    assert await world.said() == ["comment.received", "comment.received", "comment.withdrawn"]


async def test_no_survey_asks_them_to_rate_whom_they_hurt(world: World) -> None:
    """RO-11, FO-1: it is missed, and says why; no mail goes out."""
    complaint = await world.resolved_complaint()
    await world.hear(_told(world, _decided(world, complaint_id=complaint)))
    world.clock.advance(timedelta(hours=30))
    await world.run_due()
    shown = await world.survey(complaint)
    assert (shown["status"], shown["why_missed"]) == ("missed", "sanctioned")
    assert world.mails() == []
    assert await world.said() == ["survey.missed"]


async def test_one_that_was_sent_before_still_says_whether_it_is_solved_and_no_rating_goes_out(world: World) -> None:
    """RO-11, FO-2: the complaint goes on by what they say; the numbers that could hurt stay here."""
    survey = await world.sent_survey()
    await world.hear(_told(world, _decided(world, complaint_id=UUID(survey["complaint_id"]))))
    token = survey["link"].rpartition("/")[2]
    given = {"solved": False, "satisfaction": 1, "effort": 5, "recommendation": 0, "repeated_themselves": True}
    answer = await world.api.post(f"/v1/surveys/answers/{token}", json=given)
    assert answer.status_code == 200, answer.text
    (told,) = [one["data"] for one in await world.told() if one["type"].endswith("survey.answered.v1")]
    assert (told["satisfaction"], told["effort"], told["recommendation"], told["solved"]) == (None, None, None, False)
    assert "solution.denied" in await world.said()
