"""Every service: what its OpenAPI must say of each route (SU-2, SU-4)."""

from __future__ import annotations

from typing import Any

import pytest

from shared.http.roles import SCOPES
from tests.conformance.house import House

PUBLIC_PREFIXES = ("/p/{", "/s/{", "/c", "/v1/surveys/answers/{")
"""Doors for customers: signed links and comment pages."""


@pytest.fixture
def house(standing_house: House) -> House:
    """One for all these tests: none of them changes what the next one finds."""
    return standing_house


def operations(house: House) -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation as path, method, description."""
    return [
        (path, method, operation)
        for path, methods in house.openapi["paths"].items()
        for method, operation in methods.items()
        if method in {"get", "post", "put", "patch", "delete"}
    ]


async def test_every_route_declares_its_scope(house: House) -> None:
    """SU-4: a bearer token with a known scope, or a door that is public on purpose."""
    for path, method, operation in operations(house):
        if path.startswith(PUBLIC_PREFIXES):
            assert "security" not in operation or operation["security"] == []
            continue
        scopes = [scope for scheme in operation["security"] for scope in scheme["bearer"]]
        assert scopes, f"{method} {path}"
        assert set(scopes) <= set(SCOPES), f"{method} {path}"


async def test_every_declared_scope_is_asked_for(house: House) -> None:
    """SU-4: what the document says is what the route does."""
    for path, method, operation in operations(house):
        if "security" not in operation or not operation["security"]:
            continue
        filled = path
        while "{" in filled:
            at = filled.index("{")
            filled = f"{filled[:at]}01900000-0000-7000-8000-00000000dead{filled[filled.index('}') + 1 :]}"
        answer = await house.client.request(method, filled)
        assert answer.status_code == 401, f"{method} {path}"


async def test_every_list_is_keyset_paged(house: House) -> None:
    """SU-2: `limit` and `cursor` in, `items` and `next` out; nothing grows with the number of rows."""
    for path, method, operation in operations(house):
        if method != "get" or "200" not in operation["responses"]:
            continue
        content = operation["responses"]["200"].get("content", {}).get("application/json", {})
        schema = _resolved(house, content.get("schema", {}))
        members = schema.get("properties", {})
        if "items" not in members:
            continue
        assert "next" in members, path
        names = {parameter["name"] for parameter in operation["parameters"]}
        assert {"limit", "cursor"} <= names, path
        assert "offset" not in names, path


async def test_every_post_takes_an_idempotency_key(house: House) -> None:
    """SU-2: any POST can be repeated safely."""
    for path, method, operation in operations(house):
        if method == "post":
            names = {parameter["name"] for parameter in operation.get("parameters", [])}
            assert "Idempotency-Key" in names, path


async def test_operations_are_named_once_and_documented(house: House) -> None:
    """SU-2: stable operationIds, a summary each, OpenAPI 3.1."""
    assert house.openapi["openapi"].startswith("3.1")
    names = [operation["operationId"] for _, _, operation in operations(house)]
    assert len(names) == len(set(names))
    assert all(operation.get("summary") for _, _, operation in operations(house))


async def test_no_two_shapes_have_one_name(house: House) -> None:
    """SU-2: whoever makes a client of the document gets names that a person chose, not paths of our modules."""
    assert not [name for name in house.openapi["components"]["schemas"] if "__" in name]


def _resolved(house: House, schema: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: dict[str, Any] = house.openapi["components"]["schemas"][reference.rpartition("/")[2]]
    return found
