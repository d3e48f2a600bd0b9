"""The edge of every ordinary route: who calls, when, under which conditions; one transaction; one answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import orjson
from fastapi import Depends, Request, Security
from fastapi.security import HTTPBearer, SecurityScopes
from pydantic import BaseModel
from starlette.responses import Response

from shared.http import etags, idempotency
from shared.http.principal import ANONYMOUS, Principal
from shared.kernel.errors import NotFound
from shared.messaging.context import Context
from shared.messaging.transaction import Transaction
from shared.observability.correlation import current_correlation

T = TypeVar("T")
Command = Callable[[Transaction], Awaitable[T]]
Show = Callable[[T], Any]

# OpenAPI only: the token itself is read from the header by the authenticator, hot doors included.
BEARER = HTTPBearer(
    scheme_name="bearer",
    bearerFormat="JWT",
    auto_error=False,
    description="A JWT signed by a key of the configured JWKS; `scope` says what it may do.",
)
_JSON = "application/json"
_REVALIDATE = "private, no-cache"


@dataclass(frozen=True, slots=True)
class Call:
    """One request, authenticated, with the `now` that all its rules use."""

    principal: Principal
    now: datetime
    context: Context
    correlation_id: str
    if_match: int | None
    idempotency_key: str | None
    request: Request

    def require_match(self) -> int:
        """The version in If-Match. Raises PreconditionRequired (428) when the caller named none."""
        if self.if_match is None and self.request.headers.get("if-match") is not None:
            raise etags.MalformedIfMatch("Name one version here; `*` is not enough")
        return etags.require(self.if_match)

    async def once(
        self,
        command: Command[T],
        *,
        show: Show[T],
        status: int = 200,
        location: Callable[[T], str] | None = None,
        etag: Callable[[T], int] | int | None = None,
        media_type: str = _JSON,
    ) -> Response:
        """Run a command in one transaction and answer after its commit.

        With an Idempotency-Key the answer is kept in that same transaction, and a repeated request gets
        it again without running the command (SU-2). A failed commit raises, so it is never a 2xx. For a `media_type`
        that is not JSON, `show` gives bytes.
        """
        claim = await self._claim()
        async with self.context.transactions.begin(correlation_id=self.correlation_id) as tx:
            if claim is not None and (stored := await idempotency.look(claim, tx)) is not None:
                return _again(stored)
            result = await command(tx)
            shown = show(result)
            body = b"" if status == 204 else render(shown)
            headers = {} if status == 204 else {"content-type": media_type}
            version = etag(result) if callable(etag) else etag
            if version is None:
                version = _version(shown, result)
            if version is not None:
                headers["etag"] = etags.etag(version)
            if location is not None:
                headers["location"] = location(result)
            if claim is not None:
                await idempotency.store(claim, tx, status=status, headers=headers, body=body)
        return Response(body, status_code=status, headers=headers)

    async def answered(self) -> Response | None:
        """The first answer to this request's Idempotency-Key, None when there is none yet. Raises KeyReused.

        For a route that looks or asks elsewhere before `once`: what it finds there may have changed since.
        """
        claim = await self._claim()
        if claim is None:
            return None
        async with self.context.transactions.begin(correlation_id=self.correlation_id) as tx:
            found = await idempotency.known([claim], await tx.raw())
        stored = found.get((claim.scope, claim.key))
        return None if stored is None else _again(claim.answered(stored))

    async def read(
        self, query: Command[T], *, show: Show[T] | None = None, ages: bool = False, media_type: str = _JSON
    ) -> Response:
        """Run a query in one transaction and show what it found.

        A `version` member becomes the ETag, and If-None-Match with it a 304; not where what is shown `ages`, which
        is to say changes with the time too. For a `media_type` that is not JSON, `show` gives bytes.
        Raises NotFound for None.
        """
        async with self.context.transactions.begin(correlation_id=self.correlation_id) as tx:
            result = await query(tx)
        if result is None:
            raise NotFound
        shown = result if show is None else show(result)
        headers = {"content-type": media_type, "cache-control": _REVALIDATE}
        version = _version(shown, result)
        if version is not None:
            tag = headers["etag"] = etags.etag(version)
            if not ages and etags.none_match(self.request.headers.get("if-none-match"), tag):
                del headers["content-type"]
                return Response(status_code=304, headers=headers)
        return Response(render(shown), headers=headers)

    async def _claim(self) -> idempotency.Claim | None:
        if self.idempotency_key is None:
            return None
        return idempotency.claim_of(
            subject=self.principal.subject,
            method=self.request.method,
            path=self._path(),
            key=self.idempotency_key,
            body=await _sent(self.request),
        )

    def _path(self) -> str:
        """Which resource; on a public route its parameters are links, and whoever reads the keys must not get them."""
        if self.principal is not ANONYMOUS:
            return self.request.url.path
        return idempotency.veiled(self.request.scope["route"].path, *map(str, self.request.path_params.values()))


def _again(stored: idempotency.Stored) -> Response:
    return Response(stored.body, status_code=stored.status, headers=dict(stored.headers))


async def _sent(request: Request) -> bytes:
    """What was sent, as bytes; a form has been read already, so its fields stand for it."""
    form = getattr(request, "_form", None)
    if form is None:
        return await request.body()
    return repr([(name, value) for name, value in form.multi_items() if isinstance(value, str)]).encode()


def render(shown: Any) -> bytes:
    """A model, dict, list or bytes that are JSON already, as JSON bytes."""
    if isinstance(shown, BaseModel):
        return shown.__pydantic_serializer__.to_json(shown)
    if isinstance(shown, bytes):
        return shown
    return orjson.dumps(shown, default=_plain, option=orjson.OPT_UTC_Z)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return orjson.Fragment(value.__pydantic_serializer__.to_json(value))
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return str(value)


def _version(*candidates: Any) -> int | None:
    for candidate in candidates:
        found = candidate.get("version") if isinstance(candidate, dict) else getattr(candidate, "version", None)
        if isinstance(found, int) and not isinstance(found, bool):
            return found
    return None


def _call(request: Request, principal: Principal) -> Call:
    context: Context = request.app.state.context
    headers = request.headers
    return Call(
        principal=principal,
        now=context.clock.now(),
        context=context,
        correlation_id=current_correlation(),
        if_match=etags.parse_if_match(headers.get("if-match")),
        idempotency_key=headers.get("idempotency-key") if request.method == "POST" else None,
        request=request,
    )


async def _authenticated(request: Request, security: SecurityScopes, _: Any = Depends(BEARER)) -> Call:  # noqa: B008
    header = request.headers.get("authorization")
    authenticator = request.app.state.authenticator
    principal = authenticator.cached(header) or await authenticator.authenticate(header)
    principal.require(*security.scopes)
    return _call(request, principal)


def may(*scopes: str) -> Any:
    """The call of a principal who holds all these scopes: `call: Annotated[Call, may("cases:write")]`.

    Raises Unauthenticated (401) and MissingScope (403) before the route runs; OpenAPI shows the scopes.
    """
    if not scopes:
        raise ValueError("name a scope, or say with public() why none is needed")
    return Security(_authenticated, scopes=list(scopes))


async def _unauthenticated(request: Request) -> Call:
    return _call(request, ANONYMOUS)


PUBLIC: dict[Any, str] = {}
"""The dependencies of public routes and why they need no token; the conformance suite reads it."""


def public(why: str) -> Any:
    """The call of a route that needs no token, and the reason: `call: Annotated[Call, public("signed link")]`."""
    if not why:
        raise ValueError("say why this route needs no token")

    async def unauthenticated(request: Request) -> Call:
        return await _unauthenticated(request)

    PUBLIC[unauthenticated] = why
    return Depends(unauthenticated)
