"""What is raised anywhere becomes a problem with the right status and no internals."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from shared.http.database_failures import explain
from shared.http.issuer import TokenIssuer
from shared.http.problem_shape import MEDIA_TYPE, STATUS
from shared.kernel.errors import Kind

FAULTS = {
    "bug": (500, "unexpected"),
    "check": (500, "unexpected"),
    "rule": (409, "already-painted"),
    "unavailable": (503, "unavailable"),
    "unique": (409, "already-exists"),
    "serialization": (409, "concurrent-change"),
    "deadlock": (409, "concurrent-change"),
    "out-of-range": (422, "not-storable"),
    "connection": (503, "database-unavailable"),
    "shutdown": (503, "database-unavailable"),
}


@pytest.mark.parametrize(("name", "expected"), FAULTS.items())
async def test_a_fault_is_a_problem_without_internals(
    client: httpx.AsyncClient, name: str, expected: tuple[int, str]
) -> None:
    """SU-2, SU-5: a problem, and nothing of a table, a host or a customer in it."""
    answer = await client.get(f"/v1/faults/{name}")

    status, slug = expected
    assert answer.status_code == status
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.json()["type"] == f"/problems/{slug}"
    assert answer.json()["status"] == status
    for secret in ("jane", "5432", "ck_secret", "Traceback", "KeyError"):
        assert secret not in answer.text
    assert ("retry-after" in answer.headers) is (status == 503)


async def test_a_rule_names_its_fields_and_facts(client: httpx.AsyncClient) -> None:
    """SU-2: errors and extension members."""
    problem = (await client.get("/v1/faults/rule")).json()

    assert problem["detail"] == "It is blue"
    assert problem["errors"] == [{"pointer": "/text", "detail": "is blue"}]
    assert problem["colour"] == "blue"


def test_every_kind_has_a_status() -> None:
    """SU-2: one table."""
    assert set(STATUS) == set(Kind)


async def test_an_unknown_route_is_a_404_problem(client: httpx.AsyncClient) -> None:
    """SU-2: unknown ids and paths."""
    answer = await client.get("/v1/nothing")

    assert (answer.status_code, answer.headers["content-type"]) == (404, MEDIA_TYPE)


async def test_another_method_is_a_405_problem_that_names_the_right_ones(client: httpx.AsyncClient) -> None:
    """SU-2: RFC 9110 wants Allow."""
    answer = await client.delete("/v1/secrets")

    assert (answer.status_code, answer.headers["content-type"]) == (405, MEDIA_TYPE)
    assert answer.headers["allow"] == "GET"


async def test_no_token_is_401_with_a_challenge(tiny: Any) -> None:
    """SU-4: unauthenticated."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(tiny), base_url="http://tiny") as nobody:
        answer = await nobody.get("/v1/things")

    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/missing-token")
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_a_missing_scope_is_403_and_named(client: httpx.AsyncClient) -> None:
    """SU-4: forbidden; RFC 6750 names the scope."""
    answer = await client.get("/v1/secrets")

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/missing-scope")
    assert 'scope="rewards:approve"' in answer.headers["www-authenticate"]


async def test_a_role_holds_its_scopes(client: httpx.AsyncClient, issuer: TokenIssuer) -> None:
    """SU-4: roles."""
    manager = issuer.mint(subject="m", roles=["manager"])
    answer = await client.get("/v1/secrets", headers={"authorization": f"Bearer {manager}"})

    assert answer.status_code == 200


def test_sqlalchemy_wraps_are_seen_through() -> None:
    """SU-2: a lost connection is 503, whoever reports it."""

    class Fake(Exception):
        sqlstate = "23505"

    duplicate = explain(IntegrityError("INSERT", {}, Fake("Key (email)=(jane)")))
    lost = explain(DBAPIError("SELECT", {}, Fake("x"), connection_invalidated=True))

    assert duplicate is not None
    assert duplicate.slug == "already-exists"
    assert "jane" not in duplicate.detail
    assert lost is not None
    assert lost.kind is Kind.UNAVAILABLE
