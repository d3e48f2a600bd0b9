"""Needless escalations are reported, by reason and department."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.integration.routing.desk import Desk

URL = "/v1/insights/needless-escalations"
MAY_EXCHANGE = [{"remedy": "exchange", "amount": "50.00", "currency": "EUR"}]


async def _report(desk: Desk, **asked: str) -> dict[str, Any]:
    answer = await desk.client.get(URL, params=asked, headers=desk.headers("lead"))
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def _escalated(desk: Desk, agent: UUID, **body: Any) -> str:
    answer = await desk.escalate(await desk.open_case(agent, desired_resolution="apology"), agent, **body)
    assert answer.status_code == 201, answer.text
    shown: str = answer.json()["id"]
    return shown


async def test_by_the_record_and_by_the_receiver_and_never_twice(desk: Desk) -> None:
    """RO-5: had the authority; said not needed; both is one; one that climbed is one escalation."""
    lead = await desk.hire("lead", authority=MAY_EXCHANGE)
    head = await desk.hire("head")
    able = await desk.hire(authority=MAY_EXCHANGE, reports_to=str(lead))
    both = await _escalated(desk, able)
    await _escalated(desk, able, reason="customer_asks")
    await desk.answer(both, "refusal", lead, why="you may do this")
    judged = await desk.answer(both, "verdict", lead, needed=False, why="you may do this yourself")
    assert (judged.status_code, judged.json()["receiver_said_needed"]) == (200, False)
    climbing = await _escalated(desk, able)
    desk.clock.advance(timedelta(minutes=31))
    await desk.let_time_pass()
    (_, second) = (await desk.case((await _one(desk, climbing))["complaint_id"]))["handoffs"]
    assert (UUID(second["to_id"]), second["needless"]) == (head, "had_authority")
    report = await _report(desk)
    assert {(row["department"], row["reason"]): row for row in report["rows"]} == {
        ("deliveries", "authority"): {
            "department": "deliveries",
            "reason": "authority",
            "escalations": 2,
            "by_record": 2,
            "by_receiver": 1,
            "needless": 2,
            "share": 1.0,
        },
        ("deliveries", "customer_asks"): {
            "department": "deliveries",
            "reason": "customer_asks",
            "escalations": 1,
            "by_record": 0,
            "by_receiver": 0,
            "needless": 0,
            "share": 0.0,
        },
    }
    assert not {"staff_id", "from_id", "to_id"} & {name for row in report["rows"] for name in row}


async def _one(desk: Desk, handoff: str) -> dict[str, Any]:
    shown: dict[str, Any] = (await desk.client.get(f"/v1/handoffs/{handoff}", headers=desk.headers())).json()
    return shown


async def test_authority_that_ends_at_an_amount_is_judged_by_the_receiver_alone(desk: Desk) -> None:
    """RO-5: who may exchange up to 50 euros is not contradicted by the record: what it would cost is not known."""
    lead = await desk.hire("lead", authority=MAY_EXCHANGE)
    agent = await desk.hire(authority=MAY_EXCHANGE, reports_to=str(lead))
    answer = await desk.escalate(await desk.open_case(agent), agent)
    assert (answer.status_code, answer.json()["needless"]) == (201, None)
    await desk.answer(answer.json()["id"], "acceptance", lead)
    await desk.answer(answer.json()["id"], "verdict", lead, needed=False, why="it costs 40 euros")
    (row,) = (await _report(desk))["rows"]
    counts = {name: row[name] for name in ("escalations", "by_record", "by_receiver", "needless", "share")}
    assert counts == {"escalations": 1, "by_record": 0, "by_receiver": 1, "needless": 1, "share": 1.0}


async def test_only_whoever_answered_says_whether_it_was_needed(desk: Desk) -> None:
    """RO-5: not before the answer, not the sender; a later word takes the place of an earlier one."""
    lead = await desk.hire("lead")
    agent = await desk.hire(reports_to=str(lead))
    handoff = await _escalated(desk, agent)
    early = await desk.answer(handoff, "verdict", lead, needed=False)
    assert (early.status_code, early.json()["type"]) == (409, "/problems/handoff-unanswered")
    await desk.answer(handoff, "acceptance", lead)
    assert (await desk.answer(handoff, "verdict", agent, needed=True)).status_code == 403
    for needed in (False, True):
        assert (await desk.answer(handoff, "verdict", lead, needed=needed)).status_code == 200
    assert (await _report(desk))["rows"][0]["by_receiver"] == 0


async def test_the_report_has_its_days_and_department_and_its_files(desk: Desk) -> None:
    """RO-5: outside the period nothing counts; CSV and picture hold the same."""
    lead = await desk.hire("lead")
    await _escalated(desk, await desk.hire(authority=MAY_EXCHANGE, reports_to=str(lead)))
    assert (await _report(desk, **{"from": "2026-03-03"}))["rows"] == []
    assert (await _report(desk, department="billing"))["rows"] == []
    (row,) = (await _report(desk, **{"from": "2026-03-02", "to": "2026-03-02", "department": "deliveries"}))["rows"]
    assert (row["needless"], row["by_record"]) == (1, 1)
    table = await desk.client.get(f"{URL}.csv", headers=desk.headers("lead"))
    (line,) = list(csv.DictReader(io.StringIO(table.text)))
    assert (line["reason"], line["needless"], line["from"]) == ("authority", "1", "2025-12-03")
    picture = await desk.client.get(f"{URL}.svg", headers=desk.headers("lead"))
    assert "Needless escalations" in picture.text
    backwards = await desk.client.get(URL, params={"from": "2026-03-02", "to": "2026-03-01"}, headers=desk.headers())
    assert (backwards.status_code, backwards.json()["type"]) == (422, "/problems/days-backwards")
