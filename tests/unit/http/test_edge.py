"""What the edge adds to every answer, and what it refuses before a route runs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from shared.http.edge import Edge
from shared.http.problem_shape import MEDIA_TYPE
from shared.observability.access import AccessLog
from shared.observability.metrics import exposition


async def test_a_correlation_id_is_made_up_and_given_back(client: httpx.AsyncClient) -> None:
    """SU-6: every answer can be found in the logs."""
    first = (await client.get("/v1/things")).headers["x-correlation-id"]
    second = (await client.get("/v1/things")).headers["x-correlation-id"]

    assert len(first) == 36
    assert first != second


async def test_a_sane_correlation_id_is_taken_and_named_in_problems(client: httpx.AsyncClient) -> None:
    """SU-2: `instance` is the correlation."""
    answer = await client.get("/nowhere", headers={"x-correlation-id": "desk-7:42"})

    assert answer.headers["x-correlation-id"] == "desk-7:42"
    assert answer.json()["instance"] == "urn:redress:correlation:desk-7:42"


@pytest.mark.parametrize("odd", ["", "a b", "x" * 129, "a\tb", "<script>", "é"])
async def test_an_odd_correlation_id_is_replaced(client: httpx.AsyncClient, odd: str) -> None:
    """SU-6: nobody writes into our logs."""
    answer = await client.get("/v1/things", headers={"x-correlation-id": odd.encode("latin-1")})

    assert answer.headers["x-correlation-id"] != odd
    assert len(answer.headers["x-correlation-id"]) == 36


async def test_security_headers_are_on_every_answer(client: httpx.AsyncClient) -> None:
    """SU-4: also on problems."""
    for path in ("/v1/things", "/nowhere", "/livez"):
        assert (await client.get(path)).headers["x-content-type-options"] == "nosniff"


async def test_a_body_that_says_it_is_too_large_is_413(client: httpx.AsyncClient) -> None:
    """SU-2: absurd sizes."""
    answer = await client.post("/v1/things", json={"text": "x" * 3000})

    assert answer.status_code == 413
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert "2048" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/v1/things", "/v1/forms"])
async def test_a_chunked_body_that_grows_too_large_is_413(client: httpx.AsyncClient, path: str) -> None:
    """SU-2: a length that is not named is bounded all the same."""

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(64):
            yield b" " * 512

    kind = "application/json" if path == "/v1/things" else "application/x-www-form-urlencoded"
    answer = await client.post(path, content=endless(), headers={"content-type": kind})

    assert answer.status_code == 413
    assert answer.headers["content-type"] == MEDIA_TYPE


@pytest.mark.parametrize("length", ["-1", "1e3", "99999999999999999999999", "0x10"])
async def test_an_absurd_content_length_is_refused(tiny: Any, length: str) -> None:
    """SU-2: absurd sizes, told by the header alone."""
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError("the body must not be read")

    headers = [(b"content-length", length.encode()), (b"content-type", b"application/json")]
    await tiny(
        {"type": "http", "method": "POST", "path": "/v1/things", "headers": headers, "query_string": b""},
        receive,
        send,
    )

    assert sent[0]["status"] == 413


async def test_requests_are_counted_by_template_never_by_path(client: httpx.AsyncClient) -> None:
    """SU-6: metrics by route template, so that ids and links stay out of them."""
    await client.get("/v1/faults/rule")
    await client.get("/scanner/wp-admin.php")

    text = exposition()[0].decode()
    assert 'redress_http_requests_total{method="GET",route="/v1/faults/{name}",status="409"}' in text
    assert 'redress_http_request_seconds_bucket{le="+Inf",method="GET",route="/v1/faults/{name}"}' in text
    assert "wp-admin" not in text


async def test_the_access_log_has_the_template_and_no_query(tiny: Any, client: httpx.AsyncClient) -> None:
    """SU-5: a query string or path may hold what a customer wrote, or their link."""
    written: list[bytes] = []
    tiny.access = AccessLog(service="tiny", write=written.append)
    await client.get("/v1/faults/rule?q=jane@example.com", headers={"x-correlation-id": "abc"})
    tiny.access.flush()

    line = b"".join(written)
    assert b'"route":"/v1/faults/{name}"' in line
    assert b'"status":409' in line
    assert b'"correlation":"abc"' in line
    assert b"jane" not in line
    assert b"rule" not in line


async def test_behind_a_gateway_the_documents_know_their_prefix(client: httpx.AsyncClient) -> None:
    """SU-6: one origin for frontends; what is no plain prefix is ignored."""
    page = await client.get("/docs", headers={"x-forwarded-prefix": "/intake"})
    odd = await client.get("/docs", headers={"x-forwarded-prefix": "/a'</script>"})

    assert "/intake/openapi.json" in page.text
    assert "</script>'" not in odd.text
    assert "'/openapi.json'" in odd.text
    assert (await client.get("/v1/things", headers={"x-forwarded-prefix": "/intake"})).status_code == 200


async def test_a_prefix_that_a_caller_sends_leads_to_no_other_route(client: httpx.AsyncClient) -> None:
    """SU-2: one path for each resource, so that an Idempotency-Key counts once and a hot door is not walked around."""
    assert (await client.get("/v1/things")).status_code == 200
    assert (await client.get("/intake/v1/things", headers={"x-forwarded-prefix": "/intake"})).status_code == 404


async def test_health_checks_are_not_logged(client: httpx.AsyncClient, tiny: Edge) -> None:
    """SU-6: what an orchestrator asks every second says nothing to a reader."""
    seen: list[str] = []

    class Watch(AccessLog):
        def add(self, method: str, route: str, status: int, seconds: float, correlation_id: str) -> None:
            seen.append(route)

    tiny.access = Watch(service="tiny")
    for path in ("/livez", "/readyz", "/metrics", "/v1/things"):
        await client.get(path)
    assert seen == ["/v1/things"]
