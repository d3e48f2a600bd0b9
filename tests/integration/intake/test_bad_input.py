"""Bad input: a 4xx problem that names what is wrong, and nothing stored."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk, complaint, recorded

CASES: dict[str, tuple[dict[str, Any], str]] = {
    "unknown field": ({"naration": "x"}, "/naration"),
    "unknown field of the customer": ({"customer": {"email": "a@example.lt", "vip": True}}, "/customer/vip"),
    "wrong type": ({"narrative": 7}, "/narrative"),
    "empty narrative": ({"narrative": ""}, "/narrative"),
    "white narrative": ({"narrative": " \n"}, "/narrative"),
    "absurd size": ({"narrative": "x" * 20_001}, "/narrative"),
    "unknown channel": ({"channel": "pigeon"}, "/channel"),
    "unknown feeling": ({"feeling": "fine"}, "/feeling"),
    "unknown wish": ({"desired_resolution": {"kind": "revenge"}}, "/desired_resolution/kind"),
    "malformed e-mail": ({"customer": {"email": "ona(at)example.lt"}}, "/customer/email"),
    "phone without country": ({"customer": {"phone": "861234567"}}, "/customer/phone"),
    "nobody": ({"customer": {"name": "Ona"}}, "/customer"),
    "no such language": ({"language": "klingonese!"}, "/language"),
    "no such zone": ({"customer": {"email": "a@example.lt", "time_zone": "Mars/Olympus"}}, "/customer/time_zone"),
    "impossible date": ({"impact": {"occasion_on": "2026-02-30"}}, "/impact/occasion_on"),
    "the future": ({"received_at": "2999-01-01T00:00:00Z"}, "/received_at"),
    "no zone": ({"received_at": "2023-01-01T00:00:00"}, "/received_at"),
    "NaN money": ({"impact": {"money_lost": {"amount": "NaN", "currency": "EUR"}}}, "/impact/money_lost/amount"),
    "odd currency": ({"impact": {"money_lost": {"amount": "1", "currency": "eur"}}}, "/impact/money_lost/currency"),
    "endless minutes": ({"impact": {"minutes_lost": 10**18}}, "/impact/minutes_lost"),
    "a crowd of attributes": ({"attributes": {str(n): "x" for n in range(33)}}, "/attributes"),
}


@pytest.mark.parametrize("name", CASES)
async def test_what_is_wrong_is_named(desk: Desk, name: str) -> None:
    """IN-1, SU-2: a 422 with a pointer to the field, and no complaint, customer or event."""
    changes, pointer = CASES[name]
    before = [await desk.count(table) for table in ("complaint", "customer", "outbox")]
    async with desk.system() as client:
        answer = await client.post("/v1/complaints", json=complaint(**changes))
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert pointer in [one["pointer"] for one in answer.json()["errors"]]
    assert [await desk.count(table) for table in ("complaint", "customer", "outbox")] == before


@pytest.mark.parametrize(
    "changes",
    [{"customer": None}, {"anonymous": True}, {"source": "crm"}, {"external_id": "7"}],
    ids=["nobody and not anonymous", "somebody and anonymous", "source alone", "external id alone"],
)
async def test_contradictions_are_refused(desk: Desk, changes: dict[str, Any]) -> None:
    """IN-1: a customer or an explicit anonymous, not both and not neither."""
    async with desk.system() as client:
        assert (await client.post("/v1/complaints", json=complaint(**changes))).status_code == 422


@pytest.mark.parametrize("odd", ["\\u0000", "\\ud800", "\\u001b[31m", "\\u0085"])
@pytest.mark.parametrize("field", ["narrative", "product", "attributes"])
async def test_odd_characters_are_refused(desk: Desk, odd: str, field: str) -> None:
    """SU-2: NUL, lone surrogates, control characters: a 4xx, whichever member they hide in."""
    value = {"company": "x@@y"} if field == "attributes" else "x@@y"
    body = orjson.dumps(complaint(**{field: value})).replace(b"@@", odd.encode())
    before = await desk.count("complaint")
    async with desk.system() as client:
        answer = await client.post("/v1/complaints", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422)
    assert await desk.count("complaint") == before


async def test_odd_paths_and_queries_are_refused(desk: Desk) -> None:
    """SU-2: what is no id, no version, no cursor and no status is named; unknown ids are not found."""
    async with desk.system() as client:
        told = await recorded(client)
        wrong = [
            "/v1/complaints/7",
            f"/v1/complaints/{told['id']}/recaps/0",
            f"/v1/complaints/{told['id']}/recaps/99999999999999999999",
            "/v1/complaints?cursor=xyz",
            "/v1/complaints?status=lost",
            "/v1/complaints?limit=0",
            "/v1/complaints?q=",
            f"/v1/complaints?q={'x' * 201}",
            "/v1/customers/none",
        ]
        for url in wrong:
            answer = await client.get(url)
            assert (answer.status_code, url) == (422, url)
        assert (await client.get("/v1/complaints?q=%00")).status_code in (400, 422)
        for url in (f"/v1/complaints/{new_id()}", f"/v1/customers/{new_id()}"):
            assert (await client.get(url)).status_code == 404
