"""What each insight tells of complaints that are known to the last one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.integration.intake.desk import Desk
from tests.integration.intake.march import FORMULA, MARCH, counted_march, look
from tests.support.servers import DatabaseServer


@pytest.fixture(scope="module")
async def desk(database_server: DatabaseServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    """With the complaints of march.py."""
    async with counted_march(database_server, tmp_path_factory.mktemp("insights")) as opened:
        yield opened


async def test_the_vital_few_come_first(desk: Desk) -> None:
    """IN-22: count, share, cumulative share, resolved, reopened; a merged complaint is not counted twice."""
    found = await look(desk, f"pareto?{MARCH}")
    assert found["totals"] == {"complaints": 9, "resolved": 5, "reopened": 2, "values": 3, "vital_values": 2}
    assert found["rows"] == [
        {
            "value": "deliveries",
            "count": 6,
            "share": 0.6667,
            "cumulative_share": 0.6667,
            "vital": True,
            "resolved": 4,
            "reopened": 2,
        },
        {
            "value": "returns",
            "count": 2,
            "share": 0.2222,
            "cumulative_share": 0.8889,
            "vital": True,
            "resolved": 1,
            "reopened": 0,
        },
        {
            "value": None,
            "count": 1,
            "share": 0.1111,
            "cumulative_share": 1.0,
            "vital": False,
            "resolved": 0,
            "reopened": 0,
        },
    ]
    cut = await look(desk, f"pareto?{MARCH}&limit=1")
    assert cut["rows"] == found["rows"][:1]
    assert cut["others"] == {"values": 2, "count": 3, "share": 0.3333}


@pytest.mark.parametrize(
    ("by", "first"),
    [("cause", [None, 8]), ("category", [None, 9]), ("branch", [None, 9]), ("channel", ["phone", 8])],
)
async def test_complaints_are_divided_by_other_aspects(desk: Desk, by: str, first: list[Any]) -> None:
    """IN-22: cause, category, branch, channel."""
    found = await look(desk, f"pareto?{MARCH}&by={by}")
    assert [found["rows"][0]["value"], found["rows"][0]["count"]] == first


async def test_a_trend_has_no_gaps(desk: Desk) -> None:
    """IN-22: a row per month, the empty one included; late by the caller's own deadline."""
    found = await look(desk, "trend?from=2026-01&to=2026-03&within_hours=3")
    assert [(one["starts_on"], one["recorded"]) for one in found["rows"]] == [
        ("2026-01-01", 1),
        ("2026-02-01", 0),
        ("2026-03-01", 10),
    ]
    march = found["rows"][-1]
    assert (march["merged"], march["resolved"], march["reopened"], march["closed"]) == (1, 5, 2, 4)
    assert (march["answered"], march["unanswered"], march["late_first_answers"]) == (7, 2, 5)
    assert (march["late"], march["broken_promises"]) == (1, 1)
    usual = await look(desk, f"trend?{MARCH}")
    assert (usual["within_hours"], usual["rows"][0]["late_first_answers"]) == (24, 2)
    assert found["rows"][1]["median_hours_to_resolution"] is None


async def test_a_trend_by_week_and_of_one_department(desk: Desk) -> None:
    """IN-22: weeks begin on Monday; those at the edges are whole."""
    found = await look(desk, f"trend?{MARCH}&per=week&by=department&value=deliveries")
    assert [one["starts_on"] for one in found["rows"]][:2] == ["2026-02-23", "2026-03-02"]
    assert [one["recorded"] for one in found["rows"]] == [0, 7, 0, 0, 0, 0]
    nobody = await look(desk, f"trend?{MARCH}&by=department&value=")
    assert (nobody["value"], nobody["rows"][0]["recorded"]) == (None, 1)


async def test_speed_never_stands_without_quality(desk: Desk) -> None:
    """IN-22: hours beside confirmed, reopened, late and broken; means exact, medians within a fourth."""
    found = await look(desk, f"quality?{MARCH}")
    deliveries = found["rows"][0]
    assert deliveries["mean_hours_to_first_answer"] == 8.0
    assert deliveries["median_hours_to_first_answer"] == pytest.approx(3, rel=0.25)
    assert deliveries["p90_hours_to_first_answer"] == pytest.approx(30, rel=0.25)
    assert deliveries["mean_hours_to_resolution"] == 25.0
    assert deliveries["median_hours_to_resolution"] == pytest.approx(20, rel=0.25)
    assert (deliveries["resolved_once"], deliveries["confirmed_rate"], deliveries["reopened_rate"]) == (5, 0.4, 0.4)
    assert (deliveries["late_rate"], deliveries["promise_broken_rate"]) == (0.1667, 0.1667)
    assert found["totals"]["complaints"] == 9
    speed = {name for name in deliveries if "hours" in name}
    for row_ in [found["totals"], *found["rows"]]:
        assert {"confirmed_rate", "reopened_rate", "late_rate", "promise_broken_rate"} | speed <= set(row_)


async def test_outcomes_add_up(desk: Desk) -> None:
    """IN-22: resolved or not, reopened, confirmed, silence, parted, merged; each complaint has one."""
    found = await look(desk, f"outcomes?{MARCH}")
    counts = {one["outcome"]: one["count"] for one in found["rows"]}
    assert counts == {
        "confirmed": 3,
        "silence": 1,
        "awaiting_word": 1,
        "open": 2,
        "reopened": 1,
        "parted": 1,
        "merged": 1,
    }
    assert sum(counts.values()) == found["totals"]["recorded"] == 10
    assert found["totals"] | {"not_resolved": 4, "reopened": 2, "reopenings": 2} == found["totals"]


@pytest.mark.parametrize("period", ["from=2026-01&to=2026-12", "from=2025-06&to=2027-02", "from=2026-01&to=2026-03"])
async def test_a_period_of_years_is_the_sum_of_its_months(desk: Desk, period: str) -> None:
    """IN-22: read from years, from months or from both, the figures are the same."""
    found = await look(desk, f"outcomes?{period}")
    assert (found["totals"]["recorded"], found["totals"]["reopened"]) == (11, 2)
    quality = await look(desk, f"quality?{period}&by=product")
    assert [(one["value"], one["complaints"]) for one in quality["rows"]] == [("παλτό", 6), (FORMULA, 3), (None, 1)]
    assert quality["rows"][0]["mean_hours_to_first_answer"] == 8.0
    assert quality["totals"]["median_hours_to_resolution"] == pytest.approx(30, rel=0.25)


async def test_the_silent_are_estimated_from_shown_assumptions(desk: Desk) -> None:
    """IN-22: 9 complaints stand for 225 dissatisfied; each assumption can be replaced."""
    found = await look(desk, f"silent-complainers?{MARCH}")
    assert found["assumptions"] == {
        "never_complain": "0.96",
        "dont_return": "0.90",
        "each_tells": "9",
        "tell_many_share": "0.13",
        "tell_many": "20",
    }
    people = {one["stage"]: one["people"] for one in found["rows"]}
    assert people | {"complained": 9, "dissatisfied": 225, "silent": 216, "lost": 194, "people_told": 2025} == people
    other = await look(desk, f"silent-complainers?{MARCH}&never_complain=0.5&each_tells=2&by=channel&value=web")
    assert [one["people"] for one in other["rows"]][:5] == [1, 2, 1, 1, 4]
    assert other["assumptions"]["never_complain"] == "0.5"


async def test_who_waits_for_a_first_answer(desk: Desk) -> None:
    """IN-15: brackets, who still waits, and who was never answered; each complaint in one."""
    found = await look(desk, f"first-answer?{MARCH}")
    counts = {one["bracket"]: one["count"] for one in found["rows"]}
    assert counts == {
        "under 1 h": 0,
        "1 h to 4 h": 3,
        "4 h to 8 h": 2,
        "8 h to 24 h": 0,
        "24 h to 2 d": 1,
        "2 d to 3 d": 0,
        "3 d to 7 d": 0,
        "7 d or more": 1,
        "still waiting": 2,
        "ended without an answer": 0,
    }
    totals = found["totals"]
    assert (totals["answered"], totals["unanswered"], totals["late_first_answers"]) == (7, 2, 2)
    assert totals["mean_hours_to_first_answer"] == 35.0
    assert totals["median_hours_to_first_answer"] == pytest.approx(4, rel=0.25)
