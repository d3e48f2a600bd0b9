"""The outermost layer: correlation, the bound on bodies, security headers, metrics and the access log.

Pure ASGI, because it is paid by every request; what a request costs here is a few microseconds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from time import perf_counter
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.problem_shape import problem_of_status
from shared.http.problems import problem_response
from shared.observability.access import AccessLog
from shared.observability.correlation import accept_correlation, accept_traceparent, set_correlation
from shared.observability.metrics import REQUESTS, UNKNOWN_ROUTE

_SECURITY: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
)
# Set by a gateway that serves us below a prefix. Only the documents' own links need it: where a route is looked up,
# a prefix that any caller may send must change nothing.
_PREFIX = re.compile(rb"(?:/[a-z0-9_-]{1,32}){1,4}")
_DOCUMENTS = frozenset({"/docs", "/openapi.json"})
_QUIET = frozenset({"/livez", "/readyz", "/metrics"})


class Edge:
    """Wraps the application of a service; `state` and `openapi` are the application's own."""

    def __init__(self, inner: ASGIApp, *, app: FastAPI, max_body_bytes: int = 1_048_576) -> None:
        self._inner = inner
        self.app = app
        self.max_body_bytes = max_body_bytes
        self.uploads: Mapping[str, int] = {}
        """Larger bounds, by how the path ends."""
        self.access: AccessLog | None = None

    @property
    def state(self) -> Any:
        """The application's state: `context`, `authenticator`."""
        return self.app.state

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document."""
        return self.app.openapi()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        started = perf_counter()
        offered = trace = length = None
        chunked = False
        for name, value in scope["headers"]:
            if name == b"x-correlation-id":
                offered = value.decode("latin-1")
            elif name == b"traceparent":
                trace = value.decode("latin-1")
            elif name == b"content-length":
                length = value
            elif name == b"transfer-encoding":
                chunked = True
            elif name == b"x-forwarded-prefix" and scope["path"] in _DOCUMENTS and _PREFIX.fullmatch(value):
                scope["root_path"] = value.decode("ascii")
        correlation_id = accept_correlation(offered)
        added = (*_SECURITY, (b"x-correlation-id", correlation_id.encode()))
        status = 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *added]
            await send(message)

        set_correlation(correlation_id, accept_traceparent(trace))
        try:
            if length is not None and not self._within(length, scope):
                await problem_of_status(413, _at_most(self._bound(scope)))(scope, receive, answer)
            elif chunked:
                await self._inner(scope, _counted(receive, self._bound(scope)), answer)
            else:
                await self._inner(scope, receive, answer)
        except Exception as error:
            # FastAPI answers a bug, then raises it again for the server; it is in the log already.
            if not status:
                await problem_response(error)(scope, receive, answer)
        finally:
            self._finish(scope, status, perf_counter() - started, correlation_id)

    def _within(self, length: bytes, scope: Scope) -> bool:
        if not length.isdigit() or len(length) >= 20:
            return False
        size = int(length)
        return size <= self.max_body_bytes or size <= self._bound(scope)

    def _bound(self, scope: Scope) -> int:
        path = scope["path"]
        return max(
            (bound for ending, bound in self.uploads.items() if path.endswith(ending)), default=self.max_body_bytes
        )

    def _finish(self, scope: Scope, status: int, seconds: float, correlation_id: str) -> None:
        if scope["path"] in _QUIET:
            return
        route = route_of(scope)
        REQUESTS.observe(scope["method"], route, status, seconds)
        if self.access is not None:
            self.access.add(scope["method"], route, status, seconds, correlation_id)


def _at_most(bound: int) -> str:
    return f"A body has at most {bound} bytes"


def _counted(receive: Receive, bound: int) -> Receive:
    """For a body that comes in chunks and says nothing of its length."""
    received = 0

    async def counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > bound:
            raise HTTPException(413, _at_most(bound))
        return message

    return counted


def route_of(scope: Scope) -> str:
    """The template of the route that a request took, such as /v1/complaints/{complaint_id}."""
    known = scope.get("redress.route")
    if known is None:
        known = getattr(scope.get("route"), "path", UNKNOWN_ROUTE)
    return str(known)
