"""Serves hot doors: an ASGI layer in front of FastAPI that knows a handful of paths by heart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.http.auth import Authenticator
from shared.http.hot import HotDoor
from shared.http.hot_batch import Batches, Pending
from shared.http.idempotency import Claim, Stored, claim_of, veiled
from shared.http.principal import ANONYMOUS, Principal
from shared.http.problems import UnsupportedMediaType, body_problem, problem_response
from shared.messaging.context import Context
from shared.observability.correlation import current_correlation, current_traceparent

_JSON = b"application/json"


class ClientLeft(Exception):
    """The caller hung up before the body was whole; there is nobody to answer."""


@dataclass(frozen=True, slots=True)
class _Found:
    """The door at a path, and the path's parameter by its name."""

    door: HotDoor[Any, Any]
    named: dict[str, str]


class HotDoors:
    """Answers POST on the paths of its doors; hands everything else on."""

    def __init__(self, app: ASGIApp, doors: Sequence[HotDoor[Any, Any]]) -> None:
        self._app = app
        self._doors = {door.path: door for door in doors}
        self._exact = {door.path: _Found(door, {}) for door in doors if door.parameter is None}
        self._prefixed = [(door.prefix, door.parameter, door) for door in doors if door.parameter is not None]
        self._batches: dict[str, Batches[Any]] = {}
        self._context: Context | None = None
        self._authenticator: Authenticator | None = None

    def open(self, context: Context, authenticator: Authenticator) -> None:
        """Begin to serve; called by the application's lifespan."""
        self._context = context
        self._authenticator = authenticator
        wakeup = context.transactions.wakeup
        self._batches = {
            path: Batches(context.database.pool, door, lambda _: wakeup.signal()) for path, door in self._doors.items()
        }

    async def close(self) -> None:
        """Answer what is under way."""
        for batches in self._batches.values():
            await batches.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self._find(scope["path"]) if scope["type"] == "http" and scope["method"] == "POST" else None
        if found is None:
            await self._app(scope, receive, send)
            return
        scope["redress.route"] = found.door.path
        try:
            stored = await self._answer(found, scope, receive)
        except ClientLeft:
            return
        except Exception as error:
            await problem_response(error)(scope, receive, send)
            return
        await _send(stored, send)

    def _find(self, path: str) -> _Found | None:
        exact = self._exact.get(path)
        if exact is not None:
            return exact
        for prefix, name, door in self._prefixed:
            if path.startswith(prefix) and "/" not in (value := path[len(prefix) :]) and value:
                return _Found(door, {name: value})
        return None

    async def _answer(self, found: _Found, scope: Scope, receive: Receive) -> Stored:
        assert self._context is not None  # the lifespan opened the doors before the first request
        door = found.door
        headers = dict(scope["headers"])
        principal = await self._admit(door, headers)
        body = await _body(receive)
        if headers.get(b"content-type", b"").partition(b";")[0].strip().lower() != _JSON:
            raise UnsupportedMediaType
        try:
            checked = door.body.model_validate_json(body)
        except ValidationError as error:
            raise body_problem(error) from error
        command = door.make(checked, principal, self._context.clock.now(), self._context, **found.named)
        pending = Pending(
            command,
            _claim(found, headers, principal, body),
            current_correlation(),
            current_traceparent(),
        )
        return await self._batches[door.path].submit(pending)

    async def _admit(self, door: HotDoor[Any, Any], headers: dict[bytes, bytes]) -> Principal:
        assert self._authenticator is not None
        if door.public:
            return ANONYMOUS
        bearer = headers.get(b"authorization")
        offered = bearer.decode("latin-1") if bearer else None
        principal = self._authenticator.cached(offered) or await self._authenticator.authenticate(offered)
        principal.require(*door.scopes)
        return principal


def _claim(found: _Found, headers: dict[bytes, bytes], principal: Principal, body: bytes) -> Claim | None:
    key = headers.get(b"idempotency-key")
    if key is None:
        return None
    path = veiled(found.door.path, *found.named.values())
    return claim_of(subject=principal.subject, method="POST", path=path, key=key.decode("latin-1"), body=body)


async def _body(receive: Receive) -> bytes:
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body"):
        return bytes(message.get("body", b""))
    chunks = []
    while message["type"] == "http.request":
        chunks.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(chunks)
        message = await receive()
    raise ClientLeft


async def _send(stored: Stored, send: Send) -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(stored.body)).encode()),
        *((name.encode(), value.encode()) for name, value in stored.headers.items()),
    ]
    await send({"type": "http.response.start", "status": stored.status, "headers": headers})
    await send({"type": "http.response.body", "body": stored.body})
