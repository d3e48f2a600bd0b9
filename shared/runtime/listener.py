"""The small HTTP door of a worker: /livez, /readyz and /metrics, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus

import orjson

from shared.observability.metrics import exposition

Troubles = Callable[[], Awaitable[Mapping[str, str]]]
"""What keeps the worker from its work, by part; empty when it is ready."""

_REQUEST_SECONDS = 5.0
_CHECK_SECONDS = 5.0
_MAX_REQUEST_BYTES = 16_384
_JSON = "application/json"


@asynccontextmanager
async def listening(host: str, port: int, troubles: Troubles) -> AsyncIterator[None]:
    """Answer on host:port while the block runs. Raises OSError when the port is taken."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_REQUEST_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
            status, kind, body = await _answer(head, troubles)
            writer.write(_response(status, kind, body))
            await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, ConnectionError):
            # Whoever asks has gone or speaks no HTTP: there is nobody to tell.
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, host, port, limit=_MAX_REQUEST_BYTES)
    try:
        yield
    finally:
        server.close()
        await server.wait_closed()


async def _answer(head: bytes, troubles: Troubles) -> tuple[HTTPStatus, str, bytes]:
    method, _, rest = head.partition(b" ")
    path = rest.partition(b" ")[0].partition(b"?")[0]
    if method not in {b"GET", b"HEAD"}:
        return HTTPStatus.METHOD_NOT_ALLOWED, _JSON, orjson.dumps({"title": "Only GET is answered here"})
    if path == b"/livez":
        return HTTPStatus.OK, _JSON, orjson.dumps({"status": "alive"})
    if path == b"/readyz":
        return await _readiness(troubles)
    if path == b"/metrics":
        body, kind = exposition()
        return HTTPStatus.OK, kind, body
    return HTTPStatus.NOT_FOUND, _JSON, orjson.dumps({"title": "There is no such thing here"})


async def _readiness(troubles: Troubles) -> tuple[HTTPStatus, str, bytes]:
    try:
        async with asyncio.timeout(_CHECK_SECONDS):
            found = dict(await troubles())
    except TimeoutError:
        found = {"worker": f"the check took more than {_CHECK_SECONDS:.0f} s"}
    if found:
        return HTTPStatus.SERVICE_UNAVAILABLE, _JSON, orjson.dumps({"status": "not ready", "troubles": found})
    return HTTPStatus.OK, _JSON, orjson.dumps({"status": "ready"})


def _response(status: HTTPStatus, kind: str, body: bytes) -> bytes:
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\ncontent-type: {kind}\r\n"
        f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
    )
    return head.encode("ascii") + body
