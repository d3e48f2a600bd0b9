"""The OpenAPI document says all that the chassis promises."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

VERBS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
async def document(client: httpx.AsyncClient) -> dict[str, Any]:
    found: dict[str, Any] = (await client.get("/openapi.json")).json()
    return found


def parameters(operation: dict[str, Any]) -> set[str]:
    return {parameter["name"] for parameter in operation["parameters"]}


async def test_it_is_openapi_31_with_bearer_scopes(document: dict[str, Any]) -> None:
    """SU-2, SU-4: scopes are in the document."""
    assert document["openapi"].startswith("3.1")
    assert document["components"]["securitySchemes"]["bearer"]["bearerFormat"] == "JWT"
    assert document["paths"]["/v1/things"]["post"]["security"] == [{"bearer": ["complaints:write"]}]
    assert "security" not in document["paths"]["/v1/forms"]["post"]


async def test_every_failure_is_described_as_a_problem(document: dict[str, Any]) -> None:
    """SU-2: RFC 9457 in the document too, and nothing of FastAPI's own errors."""
    assert "HTTPValidationError" not in str(document)
    for path in document["paths"].values():
        for verb in VERBS & set(path):
            for status, response in path[verb]["responses"].items():
                if status == "default" or int(status) >= 400:
                    assert list(response["content"]) == ["application/problem+json"]


async def test_conditions_and_keys_are_shown_where_they_work(document: dict[str, Any]) -> None:
    """SU-2: Idempotency-Key on every POST, If-Match where 412 is declared."""
    post = document["paths"]["/v1/things"]["post"]
    assert {"Idempotency-Key", "If-Match", "X-Correlation-ID"} <= parameters(post)
    assert {"400", "401", "403", "409", "412", "413", "415", "422"} <= set(post["responses"])
    get = document["paths"]["/v1/things"]["get"]
    assert "Idempotency-Key" not in parameters(get)
    assert {"limit", "cursor"} <= parameters(get)


async def test_operation_ids_are_the_names_of_functions(document: dict[str, Any]) -> None:
    """SU-2: generated clients stay stable."""
    ids = [path[verb]["operationId"] for path in document["paths"].values() for verb in VERBS & set(path)]
    assert "make_thing" in ids
    assert len(ids) == len(set(ids))


async def test_the_operators_routes_are_there(document: dict[str, Any]) -> None:
    """SU-1: dead letters are shown and replayed over HTTP."""
    assert document["paths"]["/v1/ops/dead-letters"]["get"]["security"] == [{"bearer": ["ops:read"]}]
    replay = document["paths"]["/v1/ops/dead-letters/{event_id}/replay"]["post"]
    assert replay["security"] == [{"bearer": ["ops:write"]}]


async def test_the_document_and_docs_need_no_token(client: httpx.AsyncClient) -> None:
    """SU-2: fixed names."""
    del client.headers["authorization"]
    for path in ("/docs", "/openapi.json", "/livez", "/metrics"):
        assert (await client.get(path)).status_code == 200
