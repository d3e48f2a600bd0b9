"""Figures of clocks: met, late, missed, by pack and kind."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.routing.clock_scene import HOUR, called, offered, resolved
from tests.integration.routing.desk import Desk


async def test_figures_count_each_clock_once_by_where_it_stands(desk: Desk) -> None:
    """RO-7, RO-13: in time, late, missed, waiting; nobody's name is in them."""
    owner = await desk.hire()
    kept, late, _, waiting = [await desk.open_case(owner) for _ in range(4)]
    await desk.open_case(owner, department="billing")
    await desk.hear(called(kept, 2, 1), resolved(kept, 3, 2))
    await desk.hear(called(late, 2, 5), resolved(late, 3, 6))
    await desk.hear(offered(waiting, 2, 1))
    desk.clock.advance(30 * HOUR)
    asked = {"department": "deliveries", "from": "2026-03-01", "to": "2026-03-31"}
    answer = await desk.client.get("/v1/insights/clocks", params=asked, headers=desk.headers())
    assert answer.status_code == 200, answer.text
    rows: dict[str, dict[str, Any]] = {row["kind"]: row for row in answer.json()["rows"]}
    first = rows["first_answer"]
    assert [first[name] for name in ("started", "met", "late", "missed", "lapsed", "running", "met_rate")] == [
        4,
        1,
        1,
        1,
        0,
        1,
        0.3333,
    ]
    assert (rows["next_update"]["started"], rows["next_update"]["met"], rows["next_update"]["missed"]) == (6, 4, 1)
    csv = await desk.client.get("/v1/insights/clocks.csv", params=asked, headers=desk.headers())
    assert csv.text.splitlines()[0].startswith("pack,kind,started,met,late")
    svg = await desk.client.get("/v1/insights/clocks.svg", params=asked, headers=desk.headers())
    assert "own: first_answer" in svg.text


@pytest.mark.parametrize(
    "asked", [{"from": "2026-03-02", "to": "2026-03-01"}, {"from": "2020-01-01", "to": "2026-01-01"}]
)
async def test_a_period_that_is_none_is_refused(desk: Desk, asked: dict[str, str]) -> None:
    """SU-3, RO-7: backwards, or too long."""
    answer = await desk.client.get("/v1/insights/clocks", params=asked, headers=desk.headers())
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (422, "period-unusable")
