"""The HTTP client towards other services: the only module that knows httpx."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Any, Protocol, Self
from uuid import UUID

import httpx
import orjson
import stamina

from shared.http.circuit import Circuit
from shared.http.issuer import SERVICE_LIFETIME, TokenIssuer
from shared.http.problem_shape import MEDIA_TYPE
from shared.kernel.errors import Conflict, Forbidden, NotFound, RedressError, Unavailable
from shared.observability.correlation import current_correlation, current_traceparent
from shared.settings import Settings

_TIMEOUT = httpx.Timeout(5.0, connect=2.0, pool=2.0)
POSTING_SECONDS = 30.0
_PATIENCE = httpx.Timeout(30.0, connect=5.0)
_POOL = httpx.Limits(max_connections=50, max_keepalive_connections=20, keepalive_expiry=30.0)
_ATTEMPTS = 3
_TRYING_SECONDS = 8.0
_WORTH_ANOTHER_TRY = frozenset({408, 425, 429, 500, 502, 503, 504})
_RENEW_BEFORE_SECONDS = 60.0
_MAX_DOCUMENT_BYTES = 262_144


class ServiceUnavailable(Unavailable):
    slug = "service-unavailable"
    title = "Another part of the suite does not answer; try again"


class UnexpectedAnswer(Unavailable):
    slug = "unexpected-answer"
    title = "Another part of the suite gave an answer that makes no sense"


class NotThere(NotFound):
    """A 404 or 410. `problem` is the `type` of the answer, None where it was no problem document: then it may be
    that nobody there knows the address at all."""

    def __init__(self, problem: str | None) -> None:
        super().__init__()
        self.problem = problem


class TokenSource(Protocol):
    """Gives the token that this service shows to others."""

    def token(self) -> str: ...


class ServiceToken:
    """This service's own token: minted when needed, kept until a minute before it expires."""

    def __init__(self, issuer: TokenIssuer, *, service: str, scopes: Sequence[str]) -> None:
        self._issuer = issuer
        self._service = service
        self._scopes = tuple(scopes)
        self._token = ""
        self._renew_at = 0.0

    def token(self) -> str:
        now = time.monotonic()
        if now >= self._renew_at:
            self._token = self._issuer.mint(
                subject=f"service:{self._service}", scopes=self._scopes, lifetime=SERVICE_LIFETIME
            )
            self._renew_at = now + SERVICE_LIFETIME.total_seconds() - _RENEW_BEFORE_SECONDS
        return self._token


class _TryAgain(Exception):
    """This attempt failed in a way that another may not."""


class GivenToken:
    """A token that somebody handed us."""

    def __init__(self, token: str) -> None:
        self._token = token

    def token(self) -> str:
        return self._token


class HttpClient:
    """Calls other services: bounded pool and times, GETs tried again, correlation and token sent along."""

    def __init__(
        self,
        settings: Settings,
        tokens: TokenSource | None = None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.settings = settings
        self._tokens = tokens
        self._circuits: dict[str, Circuit] = {}
        # trust_env off: a proxy variable of the machine must not see what services tell each other.
        self._client = httpx.AsyncClient(
            timeout=_TIMEOUT, limits=_POOL, transport=transport, trust_env=False, follow_redirects=False
        )

    @classmethod
    def of(cls, settings: Settings, *, service: str, scopes: Sequence[str]) -> Self:
        """The client of a service; it shows a token of its own where the settings name a signing key.

        Raises OSError or UnusableSigningKey when that key can't be read.
        """
        if settings.signing_key_file is None:
            return cls(settings)
        issuer = TokenIssuer.from_file(settings.signing_key_file, issuer=settings.issuer, audience=settings.audience)
        return cls(settings, ServiceToken(issuer, service=service, scopes=scopes))

    async def get_json(
        self,
        url: str,
        *,
        params: Mapping[str, str | int | UUID] | None = None,
        correlation_id: str | None = None,
    ) -> Any:
        """GET a JSON document; tried up to three times within eight seconds.

        Raises NotThere for 404 and 410, Forbidden for 401 and 403 (our own scopes are wrong), Conflict for 409,
        ServiceUnavailable and UnexpectedAnswer otherwise.
        """
        query = {name: str(value) for name, value in params.items()} if params else None
        headers = self._headers(correlation_id)
        circuit = self._circuits.setdefault(httpx.URL(url).netloc.decode(), Circuit())
        if not circuit.closed():
            raise ServiceUnavailable
        try:
            async for attempt in stamina.retry_context(
                on=_TryAgain, attempts=_ATTEMPTS, timeout=_TRYING_SECONDS, wait_initial=0.05, wait_max=1.0
            ):
                with attempt:
                    response = await self._get(url, query, headers)
        except _TryAgain as error:
            circuit.failed()
            raise ServiceUnavailable from error
        circuit.succeeded()
        return _read(response)

    async def _get(self, url: str, query: Mapping[str, str] | None, headers: Mapping[str, str]) -> httpx.Response:
        try:
            response = await self._client.get(url, params=query, headers=headers)
        except httpx.TransportError as error:
            raise _TryAgain(type(error).__name__) from error
        if response.status_code in _WORTH_ANOTHER_TRY:
            raise _TryAgain(str(response.status_code))
        return response

    def _headers(self, correlation_id: str | None) -> dict[str, str]:
        headers = {"x-correlation-id": correlation_id or current_correlation(), "accept": "application/json"}
        if traceparent := current_traceparent():
            headers["traceparent"] = traceparent
        if self._tokens is not None:
            headers["authorization"] = f"Bearer {self._tokens.token()}"
        return headers

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


_ERRORS: dict[int, type[RedressError]] = {
    401: Forbidden,
    403: Forbidden,
    409: Conflict,
}
_NOT_THERE = frozenset({404, 410})


def _read(response: httpx.Response) -> Any:
    if response.status_code in _NOT_THERE:
        raise NotThere(_problem_type(response))
    if response.status_code != 200:
        raise _ERRORS.get(response.status_code, UnexpectedAnswer)
    try:
        return orjson.loads(response.content)
    except orjson.JSONDecodeError as error:
        raise UnexpectedAnswer from error


def _problem_type(response: httpx.Response) -> str | None:
    if response.headers.get("content-type", "").partition(";")[0].strip().lower() != MEDIA_TYPE:
        return None
    try:
        problem = orjson.loads(response.content)
    except orjson.JSONDecodeError:
        return None
    found = problem.get("type") if isinstance(problem, dict) else None
    return found if isinstance(found, str) else None


async def fetch_document(url: str) -> bytes:
    """A small public document, such as a JWKS, without a token. Raises ServiceUnavailable, UnexpectedAnswer."""
    try:
        async with (
            asyncio.timeout(timedelta(seconds=5).total_seconds()),
            httpx.AsyncClient(timeout=_TIMEOUT, follow_redirects=False) as client,
            client.stream("GET", url) as response,
        ):
            if response.status_code != 200:
                raise UnexpectedAnswer(f"{response.status_code} from the address of the keys")
            document = bytearray()
            async for chunk in response.aiter_bytes():
                document += chunk
                if len(document) > _MAX_DOCUMENT_BYTES:
                    raise UnexpectedAnswer("the document is too large")
            return bytes(document)
    except (httpx.HTTPError, TimeoutError) as error:
        raise ServiceUnavailable from error


@dataclass(frozen=True, slots=True)
class Posted:
    """What a service answered to a POST."""

    status: int
    document: Any


class Posting:
    """Posts many documents to one service, in the name of whoever holds the token: for imports.

    Each connection has a client of its own: one pool of many looks at all of them for each request.
    """

    def __init__(
        self, base_url: str, tokens: TokenSource, *, connections: int, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._tokens = tokens
        self._base_url = base_url
        trusted = httpx.create_ssl_context(trust_env=False)
        self._clients = [
            httpx.AsyncClient(
                base_url=base_url,
                timeout=_PATIENCE,
                limits=httpx.Limits(max_connections=1),
                transport=transport,
                verify=trusted,
                trust_env=False,
                follow_redirects=False,
            )
            for _ in range(connections)
        ]
        self._idle: asyncio.LifoQueue[httpx.AsyncClient] = asyncio.LifoQueue()
        for client in self._clients:
            self._idle.put_nowait(client)

    async def post(self, path: str, document: Any) -> Posted:
        """POST one document; tried again for half a minute while the service does not answer.

        Only for what may be sent twice: a document with its own external id. Raises ServiceUnavailable.
        """
        body = orjson.dumps(document)
        headers = {"content-type": "application/json", "authorization": f"Bearer {self._tokens.token()}"}
        client = await self._idle.get()
        try:
            async for attempt in stamina.retry_context(
                on=_TryAgain, attempts=None, timeout=POSTING_SECONDS, wait_initial=0.2, wait_max=5.0
            ):
                with attempt:
                    try:
                        response = await client.post(path, content=body, headers=headers)
                    except httpx.TransportError as error:
                        raise _TryAgain(type(error).__name__) from error
                    if response.status_code in _WORTH_ANOTHER_TRY:
                        raise _TryAgain(str(response.status_code))
        except _TryAgain as error:
            raise ServiceUnavailable(f"{self._base_url} does not answer ({error})") from error
        finally:
            self._idle.put_nowait(client)
        try:
            return Posted(response.status_code, orjson.loads(response.content))
        except orjson.JSONDecodeError as error:
            raise UnexpectedAnswer from error

    async def close(self) -> None:
        """Close the connections."""
        for client in self._clients:
            await client.aclose()
