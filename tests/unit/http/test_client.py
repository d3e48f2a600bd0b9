"""Calls to other services: tried again where that may help, and their failures told in our own words."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
import stamina

from shared.http.circuit import FAILURES_THAT_OPEN, PAUSE_SECONDS, Circuit
from shared.http.client import HttpClient, ServiceToken, ServiceUnavailable, UnexpectedAnswer
from shared.http.issuer import TokenIssuer
from shared.kernel.errors import Conflict, Forbidden, NotFound, RedressError
from shared.observability.correlation import correlated
from shared.settings import Settings

URL = "http://intake.example/v1/complaints/1/brief"
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture(autouse=True)
def _no_waiting() -> object:
    """Three attempts as always, without the pauses between them."""
    with stamina.set_testing(True, attempts=3):
        yield


def client_that(
    settings: Settings, answer: Callable[[httpx.Request], httpx.Response], tokens: ServiceToken | None = None
) -> HttpClient:
    return HttpClient(settings, tokens, transport=httpx.MockTransport(answer))


async def test_correlation_trace_and_token_go_along(settings: Settings, issuer: TokenIssuer) -> None:
    """SU-4, SU-6: who asks, and because of what."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"ok": True})

    tokens = ServiceToken(issuer, service="routing", scopes=["complaints:read"])
    with correlated("abc", TRACE):
        async with client_that(settings, answer, tokens) as client:
            assert await client.get_json(URL, params={"limit": 1}) == {"ok": True}
            await client.get_json(URL)

    first, second = seen
    assert first.url.params["limit"] == "1"
    assert first.headers["x-correlation-id"] == "abc"
    assert first.headers["traceparent"] == TRACE
    assert first.headers["authorization"].startswith("Bearer ey")
    assert first.headers["authorization"] == second.headers["authorization"], "minted once"


@pytest.mark.parametrize("trouble", [503, 500, 429, "connection"])
async def test_a_get_is_tried_again(settings: Settings, trouble: int | str) -> None:
    """SU-6: a rolling upgrade of the other service is not our failure."""
    calls = 0

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal calls
        calls += 1
        if calls < 3:
            if isinstance(trouble, str):
                raise httpx.ConnectError("refused")
            return httpx.Response(trouble)
        return httpx.Response(200, json=[1])

    async with client_that(settings, answer) as client:
        assert await client.get_json(URL) == [1]


@pytest.mark.parametrize(
    ("status", "error"),
    [(404, NotFound), (410, NotFound), (403, Forbidden), (401, Forbidden), (409, Conflict), (302, UnexpectedAnswer)],
)
async def test_an_answer_is_not_asked_for_twice(settings: Settings, status: int, error: type[RedressError]) -> None:
    """SU-2: what the other service says is final."""
    calls = 0

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal calls
        calls += 1
        return httpx.Response(status)

    async with client_that(settings, answer) as client:
        with pytest.raises(error):
            await client.get_json(URL)
    assert calls == 1


async def test_an_answer_that_is_no_json_is_unexpected(settings: Settings) -> None:
    """SU-2: never a 500 of ours."""
    async with client_that(settings, lambda _: httpx.Response(200, text="<html>")) as client:
        with pytest.raises(UnexpectedAnswer):
            await client.get_json(URL)


async def test_a_host_that_fails_again_and_again_gets_a_pause(settings: Settings) -> None:
    """SU-6: callers don't queue up behind a dead service."""
    calls = 0

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal calls
        calls += 1
        return httpx.Response(503)

    async with client_that(settings, answer) as client:
        for _ in range(FAILURES_THAT_OPEN + 3):
            with pytest.raises(ServiceUnavailable):
                await client.get_json(URL)

    assert calls == FAILURES_THAT_OPEN * 3


def test_after_the_pause_one_caller_tries() -> None:
    """SU-6: the circuit closes by itself."""
    now = 0.0
    circuit = Circuit(lambda: now)
    for _ in range(FAILURES_THAT_OPEN):
        assert circuit.closed()
        circuit.failed()

    assert not circuit.closed()
    now = PAUSE_SECONDS
    assert [circuit.closed(), circuit.closed()] == [True, False]
    circuit.succeeded()
    assert circuit.closed()
