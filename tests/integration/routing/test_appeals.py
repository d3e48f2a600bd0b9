"""Appeals against sanctions over HTTP."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from shared.contracts.routing import ConductLifted
from tests.integration.routing.desk import Desk
from tests.integration.routing.people_scene import post, sanctioned


async def _appealed(desk: Desk) -> tuple[UUID, UUID, str, str]:
    """A sanction against which the customer appeals: the employee, the first manager, the sanction, the appeal."""
    _, agent, manager, decided = await sanctioned(desk)
    answer = await post(desk, f"/v1/sanctions/{decided['id']}/appeals", agent, by="customer", text="It was not me.")
    assert answer.status_code == 201, answer.text
    return agent, manager, decided["id"], answer.json()["id"]


async def _decide(desk: Desk, appeal: str, by: UUID, decision: str) -> tuple[int, str]:
    answer = await post(desk, f"/v1/appeals/{appeal}/decision", by, role="manager", decision=decision, why="heard both")
    shown = answer.json()
    return answer.status_code, shown.get("type") or shown["decision"]


async def _status(desk: Desk, sanction: str) -> tuple[str, bool]:
    shown = (await desk.client.get(f"/v1/sanctions/{sanction}", headers=desk.headers())).json()
    return shown["status"], shown["holds"]


async def test_another_manager_who_stands_no_lower_decides(desk: Desk) -> None:
    """RO-11: not the first one, no agent, nobody lower, nobody whom it hit; and the sanction holds until then."""
    agent, manager, sanction, appeal = await _appealed(desk)
    assert await _status(desk, sanction) == ("appealed", True)
    for who in (manager, agent, await desk.hire("lead")):
        assert await _decide(desk, appeal, who, "lifted") == (403, "/problems/not-yours-to-decide")
    judge = await desk.hire("regional_manager")
    assert await _decide(desk, appeal, judge, "lifted") == (200, "lifted")
    assert await _status(desk, sanction) == ("lifted", False)
    assert [one["sanction_id"] for one in await desk.published(ConductLifted)] == [sanction]
    assert (await _decide(desk, appeal, judge, "upheld"))[0] == 409


async def test_what_is_upheld_holds_until_its_end_and_is_appealed_against_no_more(desk: Desk) -> None:
    """RO-11: one appeal, one decision; then time ends it."""
    agent, _, sanction, appeal = await _appealed(desk)
    assert await _decide(desk, appeal, await desk.hire("head"), "upheld") == (200, "upheld")
    assert await _status(desk, sanction) == ("upheld", True)
    again = await post(desk, f"/v1/sanctions/{sanction}/appeals", agent, by="staff", text="Too mild.")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/sanction-step-not-now")
    assert await desk.published(ConductLifted) == []
    desk.clock.advance(timedelta(days=30))
    assert await desk.let_time_pass() >= 1
    assert await _status(desk, sanction) == ("ended", False)
    assert len(await desk.published(ConductLifted)) == 1


async def test_an_appeal_that_waits_past_the_end_is_decided_all_the_same(desk: Desk) -> None:
    """RO-11: nobody's appeal lapses because a manager was slow."""
    _, _, sanction, appeal = await _appealed(desk)
    desk.clock.advance(timedelta(days=31))
    assert await desk.let_time_pass() >= 1
    assert await _status(desk, sanction) == ("appealed", False)
    assert await _decide(desk, appeal, await desk.hire("head"), "upheld") == (200, "upheld")
    assert await _status(desk, sanction) == ("ended", False)
    assert len(await desk.published(ConductLifted)) == 1


async def test_judges_at_once_decide_once(desk: Desk) -> None:
    """RO-11: the first one counts, whichever that is; the sanction and the event agree."""
    _, _, sanction, appeal = await _appealed(desk)
    judges = [await desk.hire("head") for _ in range(4)]
    outcomes = await asyncio.gather(
        *(
            _decide(desk, appeal, judge, decision)
            for judge, decision in zip(judges, ("lifted", "upheld") * 2, strict=True)
        )
    )
    assert sorted(code for code, _ in outcomes) == [200, 409, 409, 409]
    (won,) = [decision for code, decision in outcomes if code == 200]
    assert (await _status(desk, sanction))[0] == won
    assert len(await desk.published(ConductLifted)) == (won == "lifted")


async def test_the_database_lets_nobody_judge_their_own_decision(desk: Desk) -> None:
    """RO-11: the last word is the schema's."""
    _, manager, _, _ = await _appealed(desk)
    with pytest.raises(asyncpg.CheckViolationError, match="ck_appeal_another_judge"):
        await desk.context.database.pool.execute(
            "UPDATE appeal SET decision = 'lifted', decided_by = $1, decided_at = now(), why = 'x'", manager
        )
