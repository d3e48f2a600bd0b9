"""Calendars and rule packs in editions: what was released never changes, and running clocks move only when told."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from shared.kernel.ids import new_id
from tests.integration.routing.clock_scene import HOUR, after, called, clocks, due, falls_due, post
from tests.integration.routing.desk import Desk

OFFICE: dict[str, Any] = {
    "code": "office",
    "time_zone": "Europe/Vilnius",
    "country": "LT",
    "week": [[{"from": "09:00", "to": "12:00"}, {"from": "13:00", "to": "17:00"}]] * 5 + [[], []],
}


def pack(edition: int, within: str, *, code: str = "own", **more: Any) -> dict[str, Any]:
    """An edition of a pack with one clock for the resolution."""
    rule = {
        "kind": "resolution",
        "starts": ["recorded", "reopened"],
        "stops": ["resolved"],
        "within": within,
        "pausable": True,
        "cites": f"Own policy, edition {edition}",
    }
    return {"code": code, "edition": edition, "title": "A test", "rules": [rule | more]}


async def test_running_clocks_are_not_moved_by_a_new_edition_until_somebody_says_so(desk: Desk) -> None:
    """RO-7: a changed pack is seen before it moves anything, moves it when told to, and it is kept who did and why."""
    complaint = await desk.open_case(await desk.hire())
    assert (await post(desk, "/v1/rule-packs", pack(2, "2 days")))[0] == 201
    desk.clock.advance(HOUR)
    await desk.hear(called(complaint, 2, 1))
    assert await due(desk, complaint, "resolution") == after(120)
    later = await desk.open_case(await desk.hire(), recorded_at=after(1))
    assert set(await clocks(desk, later)) == {("resolution", 1)}
    assert await due(desk, later, "resolution") == after(49)
    before = await desk.rows("clock", "case_pack", "timer")
    status, seen = await post(desk, "/v1/rule-packs/own/preview", {"edition": 2})
    assert (status, seen["cases"], seen["more"]) == (200, 1, False)
    moved = {(one["kind"], one["round"]): one for one in seen["moves"]}
    assert datetime.fromisoformat(moved["resolution", 1]["due_after"]) == after(48)
    assert moved["recap", 1]["due_after"] is None
    assert await desk.rows("clock", "case_pack", "timer") == before
    status, done = await post(desk, "/v1/rule-packs/own/retiming", {"to_edition": 2, "why": "decided on Monday"})
    assert (status, done["cases"], done["moves"]) == (200, 1, seen["moves"])
    assert await due(desk, complaint, "resolution") == after(48)
    assert await falls_due(desk, complaint) == after(36)
    rows = await desk.context.database.pool.fetch("SELECT * FROM retiming")
    assert [(row["complaint_id"], row["from_edition"], row["to_edition"], row["why"]) for row in rows] == [
        (complaint, 1, 2, "decided on Monday")
    ]
    assert (await post(desk, "/v1/rule-packs/own/retiming", {"to_edition": 2, "why": "again"}))[1]["cases"] == 0


async def test_a_day_off_declared_today_moves_only_what_is_recorded_from_now_on(desk: Desk) -> None:
    """RO-7: company days are an edition too; the calendar's own retiming moves the rest."""
    assert (await post(desk, "/v1/calendars", OFFICE))[0] == 201
    assert (await post(desk, "/v1/rule-packs", pack(1, "3 business_hours", code="shop")))[0] == 201
    assert (await post(desk, "/v1/pack-choices", {"codes": ["shop"], "calendar": "office"}))[0] == 201
    # Monday 2 March, 14:00 in Vilnius: three hours until close. At 15:00 one of them is left for Tuesday.
    running = await desk.open_case(await desk.hire(), recorded_at=after(1))
    assert await due(desk, running, "resolution") == datetime.fromisoformat("2026-03-03T10:00+02:00")
    headers = desk.headers() | {"if-match": '"1"'}
    off = await desk.client.put("/v1/calendars/office/days/2026-03-03", json={"shifts": []}, headers=headers)
    assert (off.status_code, off.json()["edition"], off.headers["etag"]) == (200, 2, '"2"')
    stale = await desk.client.put("/v1/calendars/office/days/2026-03-04", json={"shifts": []}, headers=headers)
    assert stale.status_code == 412
    headers = desk.headers() | {"if-match": '"2"'}
    again = await desk.client.put("/v1/calendars/office/days/2026-03-03", json={"shifts": []}, headers=headers)
    assert (again.status_code, again.json()["edition"]) == (200, 2)
    await desk.hear(called(running, 2, 2))
    assert await due(desk, running, "resolution") == datetime.fromisoformat("2026-03-03T10:00+02:00")
    new = await desk.open_case(await desk.hire(), recorded_at=after(1))
    assert await due(desk, new, "resolution") == datetime.fromisoformat("2026-03-04T10:00+02:00")
    _, seen = await post(desk, "/v1/calendars/office/preview", {"edition": 2})
    assert [UUID(one["complaint_id"]) for one in seen["moves"]] == [running]
    status, done = await post(desk, "/v1/calendars/office/retiming", {"to_edition": 2, "why": "snow"})
    assert (status, done["cases"]) == (200, 1)
    assert await due(desk, running, "resolution") == datetime.fromisoformat("2026-03-04T10:00+02:00")


async def test_business_hours_are_not_counted_round_the_clock_by_oversight(desk: Desk) -> None:
    """RO-7: such an edition is released where the pack holds by a calendar, and retimes a case only with one."""
    complaint = await desk.open_case(await desk.hire())
    assert (await post(desk, "/v1/calendars", OFFICE))[0] == 201
    status, problem = await post(desk, "/v1/rule-packs", pack(2, "4 business_hours"))
    assert (status, problem["type"].rsplit("/", 1)[-1]) == (422, "chosen-without-calendar")
    assert (await post(desk, "/v1/pack-choices", {"codes": ["own"], "calendar": "office"}))[0] == 201
    assert (await post(desk, "/v1/rule-packs", pack(2, "4 business_hours")))[0] == 201
    status, problem = await post(desk, "/v1/rule-packs/own/preview", {"edition": 2})
    assert (status, problem["errors"][0]["pointer"]) == (422, "/calendar")
    body = {"to_edition": 2, "why": "decided", "calendar": "none"}
    assert (await post(desk, "/v1/rule-packs/own/retiming", body))[0] == 404
    assert (await post(desk, "/v1/rule-packs/own/retiming", body | {"calendar": "office"}))[0] == 200
    # Recorded on Monday at 14:00 in Vilnius: three hours until five, one on Tuesday.
    assert await due(desk, complaint, "resolution") == datetime.fromisoformat("2026-03-03T10:00+02:00")


async def test_the_choice_that_names_most_holds(desk: Desk) -> None:
    """RO-7: by department, product and branch, as they were when the complaint was recorded; two packs at once."""
    assert (await post(desk, "/v1/calendars", OFFICE))[0] == 201
    for choice in (
        {"codes": ["iso10002"]},
        {"codes": ["own", "fca"], "department": "lending", "calendar": "office"},
        {"codes": ["cfpb"], "department": "lending", "product": "card"},
    ):
        status, answer = await post(desk, "/v1/pack-choices", choice)
        assert status == 201, answer
    recorder = await desk.hire(department="lending")

    async def packs(**members: Any) -> set[str]:
        complaint = await desk.open_case(recorder, recorded_at=after(1), **members)
        return {clock["pack"] for clock in (await desk.case(complaint))["clocks"]}

    assert await packs(department="garden") == {"iso10002"}
    assert await packs(department="lending") == {"own", "fca"}
    assert await packs(department="lending", product="card") == {"cfpb"}
    listed = await desk.client.get("/v1/pack-choices", headers=desk.headers())
    assert len(listed.json()["items"]) == 3


async def test_a_released_edition_never_changes(desk: Desk) -> None:
    """RO-7: nobody releases a number twice, skips one, or changes the past; the database refuses too."""
    assert (await post(desk, "/v1/rule-packs", pack(1, "1 days")))[0] == 409
    assert (await post(desk, "/v1/rule-packs", pack(3, "1 days")))[0] == 422
    past = pack(2, "1 days") | {"valid_from": after(-1).isoformat()}
    assert (await post(desk, "/v1/rule-packs", past))[0] == 422
    statuses = [
        status for status, _ in await asyncio.gather(*(post(desk, "/v1/rule-packs", pack(2, "1 days")) for _ in "123"))
    ]
    assert sorted(statuses) == [201, 409, 409]
    for statement in ("UPDATE rule_pack SET edition = 9", "DELETE FROM rule_pack"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await desk.context.database.pool.execute(statement)
    assert (await post(desk, "/v1/rule-packs/own/preview", {"edition": 9}))[0] == 404
    assert (await post(desk, "/v1/calendars/none/retiming", {"to_edition": 1, "why": "x"}))[0] == 404


async def test_an_edition_to_come_holds_from_its_day_on(desk: Desk) -> None:
    """RO-7: what is recorded before that keeps the one before, in whatever order it is heard."""
    tomorrow = pack(2, "1 days") | {"valid_from": after(24).isoformat()}
    assert (await post(desk, "/v1/rule-packs", tomorrow))[0] == 201
    desk.clock.advance(30 * HOUR)
    second = await desk.open_case(await desk.hire(), recorded_at=after(24))
    first = await desk.open_case(await desk.hire(), recorded_at=after(23))
    assert await due(desk, first, "resolution") == after(23 + 120)
    assert await due(desk, second, "resolution") == after(48)


async def test_all_that_is_wrong_is_named_at_once(desk: Desk) -> None:
    """SU-3, RO-7: with a pointer each; nothing hostile is more than a 422."""
    wrong = OFFICE | {
        "time_zone": "Mars/Olympus",
        "country": "XX",
        "week": [[{"from": "09:00", "to": "12:00"}, {"from": "11:00", "to": "13:00"}]] + [[]] * 6,
    }
    status, problem = await post(desk, "/v1/calendars", wrong)
    assert status == 422
    assert {one["pointer"] for one in problem["errors"]} == {"/time_zone", "/country", "/week"}
    never = OFFICE | {"week": [[]] * 7}
    assert (await post(desk, "/v1/calendars", never))[0] == 422
    status, problem = await post(desk, "/v1/pack-choices", {"codes": ["fca", "none"], "calendar": "none"})
    assert {one["pointer"] for one in problem["errors"]} == {"/codes/1", "/calendar"}
    status, problem = await post(desk, "/v1/pack-choices", {"codes": ["fca"]})
    assert {one["pointer"] for one in problem["errors"]} == {"/calendar"}
    bad = pack(2, "soon", starts=["born"])
    status, problem = await post(desk, "/v1/rule-packs", bad)
    assert {one["pointer"] for one in problem["errors"]} == {"/rules/0/within/normal", "/rules/0/starts/0"}
    for hostile in ("9999 months", "1 hours\u0000", "1e9 days", "-1 days"):
        assert (await post(desk, "/v1/rule-packs", pack(2, hostile)))[0] == 422
    assert (await post(desk, "/v1/rule-packs", pack(2, "1 days", kind="x" * 65)))[0] == 422


async def test_what_holds_for_all_takes_somebody_who_sees_all(desk: Desk) -> None:
    """SU-4, RO-7: a lead of one team chooses for that team, and changes no edition."""
    lead = {"role": "lead", "staff": new_id(), "teams": ["deliveries"]}
    assert (await post(desk, "/v1/rule-packs", pack(2, "1 days"), **lead))[0] == 403
    assert (await post(desk, "/v1/calendars", OFFICE, **lead))[0] == 403
    assert (await post(desk, "/v1/rule-packs/own/preview", {"edition": 1}, **lead))[0] == 403
    assert (await post(desk, "/v1/pack-choices", {"codes": ["cfpb"]}, **lead))[0] == 403
    assert (await post(desk, "/v1/pack-choices", {"codes": ["cfpb"], "department": "deliveries"}, **lead))[0] == 201
    agent = {"role": "agent", "staff": new_id()}
    assert (await post(desk, "/v1/pack-choices", {"codes": ["cfpb"]}, **agent))[0] == 403


async def test_packs_are_listed_with_those_of_the_company(desk: Desk) -> None:
    """RO-7, SU-2: each edition with its rules, what they cite and its hash, a page at a time."""
    await post(desk, "/v1/rule-packs", pack(1, "1 days", code="apex"))
    await post(desk, "/v1/rule-packs", pack(2, "1 days"))
    found: list[tuple[str, int]] = []
    cursor: dict[str, str] = {}
    while True:
        answer = (await desk.client.get("/v1/rule-packs", params={"limit": 2, **cursor}, headers=desk.headers())).json()
        found += [(one["code"], one["edition"]) for one in answer["items"]]
        if answer["next"] is None:
            break
        cursor = {"cursor": answer["next"]}
    assert found == [
        ("apex", 1),
        ("cfpb", 1),
        ("fca", 1),
        ("fca_payments", 1),
        ("iso10002", 1),
        ("own", 1),
        ("own", 2),
    ]
    latest = (await desk.client.get("/v1/rule-packs/own", headers=desk.headers())).json()
    assert (latest["edition"], latest["built_in"], len(latest["sha256"])) == (2, False, 64)
