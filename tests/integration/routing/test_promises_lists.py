"""Promises due as leads see them, and how many were kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.integration.routing.desk import Desk
from tests.integration.routing.ledger_scene import Ledgers, open_ledgers


@pytest.fixture
async def ledgers(desk: Desk) -> Ledgers:
    return await open_ledgers(desk)


async def _all(ledgers: Ledgers, path: str, headers: dict[str, str], **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    query |= {"limit": 2}
    while True:
        answer = await ledgers.desk.client.get(path, params=query, headers=headers)
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        if answer.json()["next"] is None:
            return found
        query["cursor"] = answer.json()["next"]


async def test_what_is_due_first_comes_first_without_gaps(ledgers: Ledgers) -> None:
    """RO-8, SU-2: keyset pages over equal times too; by time, team, maker and owner."""
    hours = (9, 2, 5, 5, 5, 7)
    ids = [await ledgers.promised(due_at=ledgers.within(hour)) for hour in hours]
    lead = ledgers.desk.headers("lead", teams=["deliveries"])
    expected = [one for _, one in sorted(zip(hours, ids, strict=True))]
    assert [one["id"] for one in await _all(ledgers, "/v1/promises", lead)] == expected
    before = await _all(ledgers, "/v1/promises", lead, due_before=ledgers.within(5))
    assert [one["id"] for one in before] == expected[:1]
    for query in ({"department": "billing"}, {"staff_id": ids[0]}, {"owner_id": ids[0]}, {"status": "kept"}):
        assert await _all(ledgers, "/v1/promises", lead, **query) == []
    for query in ({"department": "deliveries"}, {"staff_id": str(ledgers.agent)}, {"owner_id": str(ledgers.agent)}):
        assert len(await _all(ledgers, "/v1/promises", lead, **query)) == len(ids)
    assert len(await _all(ledgers, f"/v1/cases/{ledgers.complaint}/promises", lead)) == len(ids)


async def test_what_is_settled_is_no_longer_due(ledgers: Ledgers) -> None:
    """RO-8: a delay told in time stays on the list at its new time; the rest is found by its status."""
    kept, late, silent = [await ledgers.promised() for _ in range(3)]
    await ledgers.step(kept, "kept")
    await ledgers.step(late, "delay", due_at=ledgers.within(30), told=ledgers.told())
    ledgers.desk.clock.advance(timedelta(hours=5))
    await ledgers.desk.let_time_pass()
    lead = ledgers.desk.headers("lead")
    assert [one["id"] for one in await _all(ledgers, "/v1/promises", lead)] == [late]
    assert [one["id"] for one in await _all(ledgers, "/v1/promises", lead, status="broken")] == [silent]


async def test_promises_follow_their_case_whoever_moves_it(ledgers: Ledgers) -> None:
    """RO-8, SU-4: to another department and another owner, so that no list shows them where the case is not."""
    promise = await ledgers.promised()
    other = await ledgers.desk.hire(department="returns")
    await ledgers.desk.context.database.pool.execute(
        "UPDATE case_file SET department = 'returns', owner_id = $1", other
    )
    theirs = ledgers.desk.headers("lead", teams=["returns"])
    assert [one["id"] for one in await _all(ledgers, "/v1/promises", theirs)] == [promise]
    assert await _all(ledgers, "/v1/promises", ledgers.desk.headers("lead", teams=["deliveries"])) == []
    assert await _all(ledgers, "/v1/promises", ledgers.who(teams=["deliveries"])) == []
    owner = ledgers.who(other, teams=[])
    assert [one["id"] for one in await _all(ledgers, "/v1/promises", owner, owner_id=str(other))] == [promise]


async def _settle(ledgers: Ledgers, *, kept: int, later: int, broken: int) -> None:
    for _ in range(kept):
        await ledgers.step(await ledgers.promised(), "kept")
    for _ in range(later):
        promise = await ledgers.promised()
        await ledgers.step(promise, "delay", due_at=ledgers.within(5), told=ledgers.told())
        await ledgers.step(promise, "kept", version=2)
    for _ in range(broken):
        await ledgers.promised()
    off = await ledgers.promised()
    await ledgers.step(off, "withdrawal", told=ledgers.told())
    ledgers.desk.clock.advance(timedelta(hours=6))
    await ledgers.desk.let_time_pass()


async def test_the_rate_shows_delays_told_in_time_apart(ledgers: Ledgers) -> None:
    """RO-8: per person and per team; what was withdrawn counts nowhere."""
    await _settle(ledgers, kept=3, later=1, broken=1)
    lead = ledgers.desk.headers("lead", teams=["deliveries"])
    (team,) = await _all(ledgers, "/v1/insights/promises-kept", lead)
    figures = {"kept": 3, "kept_later": 1, "broken": 1, "as_promised": 0.6, "kept_or_told": 0.8}
    assert team == figures | {"staff_id": None, "name": None, "team": "deliveries"}
    (person,) = await _all(ledgers, "/v1/insights/promises-kept", lead, by="person")
    assert person == figures | {"staff_id": str(ledgers.agent), "name": "A agent", "team": None}
    early = {"until": "2026-03-02T12:00:00Z"}
    assert await _all(ledgers, "/v1/insights/promises-kept", lead, **early) == []


async def test_too_few_promises_have_no_rate(ledgers: Ledgers) -> None:
    """RO-8: a share of four says more of chance than of anybody."""
    await _settle(ledgers, kept=4, later=0, broken=0)
    (team,) = await _all(ledgers, "/v1/insights/promises-kept", ledgers.desk.headers("lead"))
    assert (team["kept"], team["as_promised"], team["kept_or_told"]) == (4, None, None)


async def test_people_stand_in_no_order_of_merit(ledgers: Ledgers) -> None:
    """RO-8, RO-14: in the order in which they came, whoever keeps more; pages without gaps."""
    people = [ledgers.agent]
    await _settle(ledgers, kept=1, later=0, broken=1)
    for kept in (3, 0, 2):
        agent = await ledgers.desk.hire()
        people.append(agent)
        for _ in range(kept):
            promise = await ledgers.promised(who=ledgers.who(agent))
            await ledgers.step(promise, "kept")
        await ledgers.promised(who=ledgers.who(agent))
    ledgers.desk.clock.advance(timedelta(hours=5))
    await ledgers.desk.let_time_pass()
    shown = await _all(ledgers, "/v1/insights/promises-kept", ledgers.desk.headers("lead"), by="person")
    assert [one["staff_id"] for one in shown] == [str(one) for one in people]


async def test_rates_of_people_are_for_those_who_lead_them(ledgers: Ledgers) -> None:
    """SU-4: an analyst sees teams and nobody's name; a lead of another team sees nothing."""
    await _settle(ledgers, kept=1, later=0, broken=0)
    path, by_person = "/v1/insights/promises-kept", {"by": "person"}
    analyst = ledgers.desk.headers("analyst")
    assert (await ledgers.desk.client.get(path, params=by_person, headers=analyst)).status_code == 403
    assert len(await _all(ledgers, path, analyst)) == 1
    assert (await ledgers.desk.client.get(path, headers=ledgers.who())).status_code == 403
    assert await _all(ledgers, path, ledgers.desk.headers("lead", teams=["billing"]), **by_person) == []
