"""Figures about people order nobody by how much they carry, and figures about teams name nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk
from tests.integration.routing.queue_scene import every_page, waiting_cases

NUMBERS = ("open", "waiting", "hot", "overdue", "capacity")


async def _busy_desk(desk: Desk) -> dict[UUID, int]:
    """People of whom the later ones carry more, one by one hired and filled."""
    carried = {}
    for count in (2, 0, 3, 1):
        person = await desk.hire(languages=["en"], capacity=5 + count)
        carried[person] = count
    for person, count in carried.items():
        for _ in range(count):
            complaint = await desk.open_case(new_id())
            await desk.context.database.pool.execute(
                "UPDATE case_file SET owner_id = $1 WHERE complaint_id = $2", person, complaint
            )
    return carried


async def test_people_are_listed_in_the_order_of_the_directory(desk: Desk) -> None:
    """RO-14: whatever they carry, and page by page the same; no parameter orders them otherwise."""
    carried = await _busy_desk(desk)
    items = await every_page(desk, "/v1/workload?department=deliveries", limit=3)
    assert [UUID(item["staff_id"]) for item in items] == sorted(carried)
    assert {UUID(item["staff_id"]): item["open"] for item in items} == carried
    operation = _paths(await desk.client.get("/openapi.json"))["/v1/workload"]["get"]
    names = {parameter["name"] for parameter in operation["parameters"]}
    assert not {name for name in names if "sort" in name or "order" in name}


async def test_no_figure_of_anybody_is_a_place_in_a_ranking(desk: Desk) -> None:
    """RO-14: what is told of a person are counts of what they carry now, not of what they did, nor who has more."""
    await _busy_desk(desk)
    (item, *_) = await every_page(desk, "/v1/workload", limit=10)
    shown = {name for name, value in item.items() if isinstance(value, int) and not isinstance(value, bool)}
    assert shown == set(NUMBERS)


async def test_the_insight_tells_of_departments_only(desk: Desk) -> None:
    """RO-14: JSON, CSV and picture name no person, and order by name, cases without a department last."""
    people = await _busy_desk(desk)
    await desk.hire(department="billing", name="Zed Zero")
    await waiting_cases(desk, 2, department=None)
    headers = desk.headers("analyst")
    answer = await desk.client.get("/v1/insights/workload", headers=headers)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert [row["department"] for row in told["rows"]] == ["billing", "deliveries", None]
    deliveries, nothing = told["rows"][1:]
    assert (deliveries["people"], deliveries["open"], deliveries["waiting"]) == (len(people), 6, 0)
    assert deliveries["share"] == round(6 / deliveries["capacity"], 3)
    assert (nothing["open"], nothing["waiting"], nothing["share"]) == (2, 2, None)
    texts = [
        (await desk.client.get(f"/v1/insights/workload{end}", headers=headers)).text for end in ("", ".csv", ".svg")
    ]
    for text in texts:
        assert "deliveries" in text
        assert "Zed" not in text
        assert not any(str(person) in text for person in people)


async def test_who_leads_nobody_reads_no_workload(desk: Desk) -> None:
    """SU-4, RO-14: it is for sharing out work; a lead sees their departments and themselves."""
    lead = await desk.hire("lead", department="repairs")
    await desk.hire()
    assert (await desk.client.get("/v1/workload", headers=desk.headers("agent"))).status_code == 403
    items = await every_page(desk, "/v1/workload", limit=5, staff=lead, teams=["billing"])
    assert [UUID(item["staff_id"]) for item in items] == [lead]


async def test_overdue_is_what_has_run_out_and_hot_what_is_hot(desk: Desk) -> None:
    """RO-7, RO-10, RO-14: the counts follow the clocks and the feelings of the cases."""
    person = await desk.hire()
    await desk.open_case(person, feeling="angry")
    await desk.open_case(person)
    (item,) = await every_page(desk, "/v1/workload", limit=5)
    assert (item["open"], item["hot"], item["overdue"]) == (2, 1, 0)
    desk.clock.advance(timedelta(days=30))
    (item,) = await every_page(desk, "/v1/workload", limit=5)
    assert item["overdue"] == 2


def _paths(answer: Any) -> dict[str, Any]:
    paths: dict[str, Any] = answer.json()["paths"]
    return paths
