"""Accepting proves that the summary was read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.integration.routing.desk import NARRATIVE, Desk


async def _offered(desk: Desk, **members: Any) -> tuple[dict[str, Any], UUID, UUID]:
    lead = await desk.hire("lead", **members)
    agent = await desk.hire(reports_to=str(lead))
    handoff = (await desk.escalate(await desk.open_case(agent), agent)).json()
    return handoff, agent, lead


async def _read(desk: Desk, handoff: str, staff: UUID | None, **headers: str) -> dict[str, Any]:
    answer = await desk.client.get(
        f"/v1/handoffs/{handoff}", headers=desk.headers("lead" if staff else "admin", staff=staff) | headers
    )
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def test_the_receiver_who_fetches_it_has_read_it_before(desk: Desk) -> None:
    """RO-4: the first time counts; sender and admin read without proving anything."""
    handoff, agent, lead = await _offered(desk)
    for reader in (agent, None):
        assert (await _read(desk, handoff["id"], reader))["read_at"] is None
    first = await _read(desk, handoff["id"], lead)
    assert (first["read_how"], first["read_at"]) == ("before", "2026-03-02T12:00:00Z")
    accepted = await desk.answer(handoff["id"], "acceptance", lead, summary_sha256=first["summary_sha256"])
    assert (accepted.json()["read_how"], accepted.json()["read_at"]) == ("before", first["read_at"])


async def test_without_fetching_it_the_acceptance_holds_it_whole(desk: Desk) -> None:
    """RO-4: and says so."""
    handoff, _, lead = await _offered(desk)
    accepted = (await desk.answer(handoff["id"], "acceptance", lead)).json()
    assert (accepted["status"], accepted["read_how"]) == ("accepted", "with_acceptance")
    assert accepted["read_at"] is not None
    assert NARRATIVE in accepted["summary"]["text"]


async def test_another_summary_than_the_offered_one_is_refused(desk: Desk) -> None:
    """RO-4: 409, with the digest of the one that counts; nothing moves."""
    handoff, agent, lead = await _offered(desk)
    refused = await desk.answer(handoff["id"], "acceptance", lead, summary_sha256="0" * 64)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/summary-changed")
    assert refused.json()["summary_sha256"] == handoff["summary_sha256"]
    assert UUID((await desk.case(handoff["complaint_id"]))["owner_id"]) == agent
    assert (await desk.answer(handoff["id"], "acceptance", lead, summary_sha256="shorter")).status_code == 422


async def test_the_database_keeps_no_acceptance_without_reading(desk: Desk) -> None:
    """RO-4: the constraint has the last word."""
    handoff, _, _ = await _offered(desk)
    with pytest.raises(Exception, match="accepted_is_read"):
        await desk.context.database.pool.execute(
            "UPDATE handoff SET status = 'accepted', answered_at = now() WHERE id = $1", UUID(handoff["id"])
        )


@pytest.mark.parametrize(
    ("spoken", "language", "direction", "words"),
    [
        (["lt", "en"], "en", "ltr", "In the customer's words:"),
        (["el"], "el", "ltr", "Με τα λόγια του πελάτη:"),
        (["ar"], "ar", "rtl", "بكلمات العميل:"),
        (["fi"], "en", "ltr", "In the customer's words:"),
    ],
)
async def test_the_text_is_in_the_receivers_language(
    desk: Desk, spoken: list[str], language: str, direction: str, words: str
) -> None:
    """RO-3: kept with the offer; the digest is of the structure, the same in every language."""
    handoff, _, _ = await _offered(desk, languages=spoken)
    summary = handoff["summary"]
    assert (summary["text_language"], summary["text_direction"]) == (language, direction)
    assert f"{words}\n{NARRATIVE}" in summary["text"]


async def test_another_reader_gets_it_in_the_language_of_their_browser(desk: Desk) -> None:
    """RO-3: anew for Accept-Language; one that we don't have changes nothing; what was kept stays."""
    handoff, _, _ = await _offered(desk)
    lithuanian = await _read(desk, handoff["id"], None, **{"Accept-Language": "fr, lt-LT;q=0.8, en;q=0.1"})
    assert (lithuanian["summary"]["text_language"], lithuanian["summary"]["story"]) == ("lt", NARRATIVE)
    assert "Kliento žodžiais:" in lithuanian["summary"]["text"]
    assert lithuanian["summary_sha256"] == handoff["summary_sha256"]
    for unknown in ("fr", "*", ";;q=", "x" * 900):
        assert (await _read(desk, handoff["id"], None, **{"Accept-Language": unknown}))["summary"] == handoff["summary"]


async def test_an_offer_that_climbs_is_read_in_the_next_ones_language_and_is_the_same_summary(desk: Desk) -> None:
    """RO-3, RO-4: the story and its digest stay, the words around it change."""
    first, _, _ = await _offered(desk, languages=["el"])
    head = await desk.hire("head", languages=["ar"])
    desk.clock.advance(timedelta(minutes=31))
    await desk.let_time_pass()
    second = (await desk.case(first["complaint_id"]))["handoffs"][1]["id"]
    climbed = await _read(desk, second, head)
    assert (first["summary"]["text_language"], climbed["summary"]["text_language"]) == ("el", "ar")
    assert climbed["summary_sha256"] == first["summary_sha256"]
    assert (climbed["follows_id"], climbed["read_how"]) == (first["id"], "before")
