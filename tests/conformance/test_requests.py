"""Every service: what a request may get wrong, and how it is told; nothing of it is stored (SU-2, SU-4)."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.conformance.house import House
from tests.conformance.specimens import Specimen


@pytest.fixture
def house(standing_house: House) -> House:
    """One for all these tests: none of them changes what the next one finds."""
    return standing_house


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """The problem document in an answer, checked for its shape (RFC 9457)."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert told["status"] == status
    assert told["type"].startswith("/problems/")
    assert told["title"]
    assert told["detail"]
    assert told["instance"].endswith(answer.headers["x-correlation-id"])
    assert "Traceback" not in answer.text
    return told


def pointers(told: dict[str, Any]) -> list[str]:
    """The fields that a problem names."""
    return [error["pointer"] for error in told["errors"]]


async def test_is_live_and_ready(house: House) -> None:
    """SU-6: orchestrators ask /livez and /readyz, Prometheus asks /metrics."""
    assert (await house.client.get("/livez")).status_code == 200
    assert (await house.client.get("/readyz")).status_code == 200
    metrics = await house.client.get("/metrics")
    assert "redress_http" in metrics.text


@pytest.mark.parametrize("sent", [b"{", b"", b"[1,", b'{"a": 1}}', b"\xff\xfe{}", b'{"a":NaN}'], ids=repr)
async def test_json_that_is_none_is_refused(house: House, specimen: Specimen, sent: bytes) -> None:
    """SU-2: malformed JSON is a 400 or 422 that says where, and stores nothing."""
    path = await specimen.path(house)
    before = await house.dump()
    answer = await house.client.post(path, content=sent, headers=house.bearer() | {"content-type": "application/json"})
    assert answer.status_code in {400, 422}
    problem(answer, answer.status_code)
    assert await house.dump() == before


BAD = [
    ("unknown field", lambda body, required: body | {"surprise": 1}, "/surprise"),
    ("missing", lambda body, required: {k: v for k, v in body.items() if k != required}, None),
    ("wrong type", lambda body, required: body | {required: {"not": ["this"]}}, None),
    ("null", lambda body, required: body | {required: None}, None),
    ("absurd size", lambda body, required: body | {required: "x" * 100_000}, None),
    ("NUL", lambda body, required: body | {required: "a\x00b"}, None),
    ("control character", lambda body, required: body | {required: "a\x1bb"}, None),
]


@pytest.mark.parametrize(("break_it", "pointer"), [(b, p) for _, b, p in BAD], ids=[name for name, *_ in BAD])
async def test_a_bad_member_is_named(house: House, specimen: Specimen, break_it: Any, pointer: str | None) -> None:
    """SU-2: a 422 names the field by a JSON pointer, and nothing is stored."""
    path = await specimen.path(house)
    before = await house.dump()
    answer = await house.post(path, break_it(specimen.body, specimen.required))
    told = problem(answer, 422)
    assert any(found.startswith(pointer or f"/{specimen.required}") for found in pointers(told)), told
    assert await house.dump() == before


async def test_a_lone_surrogate_is_refused(house: House, specimen: Specimen) -> None:
    """SU-2: what PostgreSQL could not store is refused before it gets there."""
    path = await specimen.path(house)
    body = f'{{"{specimen.required}": "a\\ud800b"}}'
    answer = await house.client.post(path, content=body, headers=house.bearer() | {"content-type": "application/json"})
    assert answer.status_code in {400, 422}
    problem(answer, answer.status_code)


async def test_another_content_type_is_refused(house: House, specimen: Specimen) -> None:
    """SU-2: 415 for a body that is no JSON."""
    path = await specimen.path(house)
    for kind in ("text/plain", "application/jsonfoo", ""):
        headers = house.bearer() | {"content-type": kind}
        problem(await house.client.post(path, content=json.dumps(specimen.body), headers=headers), 415)


async def test_a_body_above_the_bound_is_refused(house: House, specimen: Specimen) -> None:
    """SU-2: 413, whether the length is declared or the body comes in chunks."""
    path = await specimen.path(house)
    huge = b'{"x": "' + b"y" * 2_000_000 + b'"}'
    headers = house.bearer() | {"content-type": "application/json"}

    async def chunks() -> Any:
        for at in range(0, len(huge), 65_536):
            yield huge[at : at + 65_536]

    problem(await house.client.post(path, content=huge, headers=headers), 413)
    problem(await house.client.post(path, content=chunks(), headers=headers), 413)


async def test_nobody_and_a_forged_token_are_refused(house: House, specimen: Specimen) -> None:
    """SU-4: 401 without a token, with nonsense, and with one whose signature was changed."""
    path = await specimen.path(house)
    before = await house.dump()
    head, payload, signature = house.token().split(".")
    forged = f"{head}.{payload}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"
    for headers in ({}, {"authorization": "Bearer nonsense"}, {"authorization": f"Bearer {forged}"}):
        answer = await house.client.post(path, json=specimen.body, headers=headers)
        problem(answer, 401)
        assert answer.headers["www-authenticate"].startswith("Bearer")
    assert await house.dump() == before


async def test_a_token_without_the_scope_is_forbidden(house: House, specimen: Specimen) -> None:
    """SU-4: 403 that names the scope."""
    path = await specimen.path(house)
    before = await house.dump()
    headers = house.bearer(scopes=["complaints:read"])
    told = problem(await house.client.post(path, json=specimen.body, headers=headers), 403)
    assert ":" in told["scope"]
    assert await house.dump() == before


async def test_unknown_paths_and_methods_are_problems(house: House) -> None:
    """SU-2: the router's own answers have the same shape."""
    problem(await house.client.get("/v1/nothing-here"), 404)
    problem(await house.client.request("DELETE", "/openapi.json"), 405)


@pytest.mark.parametrize("cursor", ["nonsense", "e30", "W10", "WyJhIiwiYiJd", "a" * 5000], ids=lambda c: c[:12])
async def test_a_damaged_cursor_is_named(house: House, cursor: str) -> None:
    """SU-2: 422 that names `cursor`, on every list."""
    for path in lists_of(house):
        answer = await house.get(f"{path}?cursor={cursor}")
        assert pointers(problem(answer, 422)) == ["cursor"], path


async def test_page_sizes_are_bounded(house: House) -> None:
    """SU-2: `limit` is 1 to 200, on every list."""
    for path in lists_of(house):
        for limit in ("0", "201", "-1", "many", "9" * 40):
            problem(await house.get(f"{path}?limit={limit}"), 422)


def lists_of(house: House) -> list[str]:
    """The paths of a service that answer with a page and need neither an id in the path nor a parameter."""
    asked = {
        path: operations.get("get", {}).get("parameters", []) for path, operations in house.openapi["paths"].items()
    }
    return [
        path
        for path, parameters in asked.items()
        if "{" not in path
        and any(parameter["name"] == "cursor" for parameter in parameters)
        and not any(parameter["required"] for parameter in parameters if parameter["in"] == "query")
    ]


async def test_ids_that_are_none_are_named(house: House) -> None:
    """SU-2: a path with an id that is no UUID is a 422, and an unknown one a 404; for an analyst or admin alike."""
    for path, operations in house.openapi["paths"].items():
        if path.count("{") != 1 or "get" not in operations or "_id}" not in path:
            continue
        name = path[path.index("{") + 1 : path.index("}")]
        wrong = await house.get(path.replace(f"{{{name}}}", "not-an-id"))
        assert pointers(problem(wrong, 422)) == [name], path
        unknown = await house.get(path.replace(f"{{{name}}}", "01900000-0000-7000-8000-00000000dead"))
        assert unknown.status_code in {200, 404}, path
        if unknown.status_code == 404:
            problem(unknown, 404)


async def test_a_role_without_rights_reads_nothing(house: House) -> None:
    """SU-4: every read asks for its scope."""
    headers = house.bearer(scopes=["nothing:at-all"])
    for path, operations in house.openapi["paths"].items():
        if "get" in operations and "security" in operations["get"]:
            filled = path.replace("{version}", "1")
            while "{" in filled:
                at = filled.index("{")
                filled = filled[:at] + "01900000-0000-7000-8000-00000000dead" + filled[filled.index("}") + 1 :]
            problem(await house.client.get(filled, headers=headers), 403)
