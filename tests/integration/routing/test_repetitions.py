"""What a caller who asks again gets, after time or other people have gone on."""

from __future__ import annotations

from datetime import timedelta

from tests.integration.routing.desk import Desk


async def test_an_escalation_sent_again_gets_its_first_answer_whatever_has_happened_since(desk: Desk) -> None:
    """SU-2: intake is away, and the case has left the sender's sight: the same key still gets the same answer."""
    agent, lead = await desk.hire("agent"), await desk.hire("lead")
    path = f"/v1/cases/{await desk.open_case(agent)}/escalations"
    asked = {"reason": "authority", "customer_told": True}
    sender = desk.headers("agent", staff=agent, teams=("another",)) | {"idempotency-key": "one"}
    first = await desk.client.post(path, json=asked, headers=sender)
    assert first.status_code == 201, first.text

    assert (await desk.answer(first.json()["id"], "acceptance", lead)).status_code == 200
    desk.intake.down = True
    again = await desk.client.post(path, json=asked, headers=sender)
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["location"] == first.headers["location"]
    other = await desk.client.post(path, json=asked | {"reason": "abuse"}, headers=sender)
    assert (other.status_code, other.json()["type"]) == (422, "/problems/idempotency-key-reused")
    assert len(desk.intake.asked) == 1


async def test_the_sender_of_a_handoff_still_reads_it_when_the_case_has_moved(desk: Desk) -> None:
    """RO-3, SU-4: its sender, its receiver and those who see its case; nobody else."""
    agent, lead, stranger = await desk.hire("agent"), await desk.hire("lead"), await desk.hire("agent")
    handoff = (await desk.escalate(await desk.open_case(agent), agent)).json()["id"]
    assert (await desk.answer(handoff, "acceptance", lead)).status_code == 200
    for who, status in ((agent, 200), (lead, 200), (stranger, 404)):
        headers = desk.headers("agent", staff=who, teams=("another",))
        assert (await desk.client.get(f"/v1/handoffs/{handoff}", headers=headers)).status_code == status


async def test_a_case_whose_clocks_run_is_never_taken_for_unchanged(desk: Desk) -> None:
    """RO-7, SU-2: a clock is breached by time alone, without a new version of the case."""
    path = f"/v1/cases/{await desk.open_case(await desk.hire('agent'))}"
    before = await desk.client.get(path, headers=desk.headers())
    desk.clock.advance(timedelta(days=100))
    after = await desk.client.get(path, headers=desk.headers() | {"if-none-match": before.headers["etag"]})
    assert (after.status_code, after.headers["etag"]) == (200, before.headers["etag"])
    assert {clock["status"] for clock in before.json()["clocks"]} == {"running"}
    assert {clock["status"] for clock in after.json()["clocks"]} == {"breached"}
