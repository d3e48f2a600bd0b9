"""Bearer tokens (RFC 6750, 7519, 8725): signature, issuer, audience and times checked; then who it is."""

from __future__ import annotations

import binascii
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

import orjson
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.util import urlsafe_b64decode

from shared.http.client import fetch_document
from shared.http.keys import FileKeys, Keys, UrlKeys
from shared.http.principal import Principal
from shared.http.roles import effective_scopes
from shared.kernel.clock import Clock, SystemClock
from shared.kernel.errors import Unauthenticated
from shared.settings import Settings

__all__ = ["Authenticator", "InvalidToken", "MissingToken", "Principal"]

ALGORITHMS = ("EdDSA", "Ed25519", "ES256", "RS256")
"""Asymmetric only: a public key can never be taken for a shared secret, and `none` is nothing."""
LEEWAY_SECONDS = 30
MAX_TOKEN = 8192
_CACHED_AT_MOST_SECONDS = 300.0
_TYPES = frozenset({"jwt", "at+jwt", "application/at+jwt"})


class MissingToken(Unauthenticated):
    slug = "missing-token"
    title = "Send `Authorization: Bearer <token>`"


class InvalidToken(Unauthenticated):
    """One answer for every fault of a token: which one it was helps only who forges it. Expiry is told."""

    slug = "invalid-token"
    title = "The bearer token is not valid, or no longer"


class _Algorithms(jws.JWSRegistry):
    """joserfc's registry held to our algorithms and sizes."""

    max_payload_length = MAX_TOKEN

    def get_alg(self, name: str) -> Any:
        if name not in ALGORITHMS:
            raise InvalidToken
        return self.algorithms[name]


class Authenticator:
    """Turns an Authorization header into a Principal; verified tokens are remembered until they expire."""

    def __init__(
        self, keys: Keys, *, issuer: str, audience: str, clock: Clock | None = None, remembered: int = 4096
    ) -> None:
        self._keys = keys
        self._clock = clock or SystemClock()
        self._remembered = remembered
        self._cache: OrderedDict[str, tuple[Principal, float, int]] = OrderedDict()
        self._registry = _Algorithms(algorithms=ALGORITHMS)
        self._claims = jwt.JWTClaimsRegistry(
            now=lambda: int(self._clock.now().timestamp()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )

    @classmethod
    def of(cls, settings: Settings, *, clock: Clock | None = None) -> Self:
        """The authenticator that the settings describe; `clock` is the machine's unless a test says otherwise."""
        keys: Keys
        if settings.jwks_file is not None:
            keys = FileKeys(settings.jwks_file)
        else:
            assert settings.jwks_url is not None  # Settings refuses to be without both
            keys = UrlKeys(settings.jwks_url, fetch_document)
        return cls(keys, issuer=settings.issuer, audience=settings.audience, clock=clock)

    def cached(self, authorization: str | None) -> Principal | None:
        """The principal of a header that was verified before and has not expired; never does I/O."""
        if authorization is None or (found := self._cache.get(authorization)) is None:
            return None
        principal, until, generation = found
        if generation != self._keys.generation or until <= self._clock.now().timestamp():
            del self._cache[authorization]
            return None
        self._cache.move_to_end(authorization)
        return principal

    async def authenticate(self, authorization: str | None) -> Principal:
        """The principal of a header. Raises MissingToken, InvalidToken, KeysUnavailable."""
        if (known := self.cached(authorization)) is not None:
            return known
        token = _bearer(authorization)
        keys = await self._keys.get(_kid(token))
        generation = self._keys.generation
        try:
            decoded = jwt.decode(token, keys, algorithms=ALGORITHMS, registry=self._registry)
            if str(decoded.header.get("typ", "JWT")).lower() not in _TYPES:
                raise InvalidToken
            self._claims.validate(decoded.claims)
            principal = _principal(decoded.claims)
        except (JoseError, ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
            raise InvalidToken from error
        assert authorization is not None  # _bearer refused it otherwise
        self._remember(authorization, principal, float(decoded.claims["exp"]), generation)
        return principal

    def _remember(self, authorization: str, principal: Principal, expires: float, generation: int) -> None:
        until = min(expires, self._clock.now().timestamp() + _CACHED_AT_MOST_SECONDS)
        self._cache[authorization] = (principal, until, generation)
        if len(self._cache) > self._remembered:
            self._cache.popitem(last=False)


def _bearer(authorization: str | None) -> str:
    if not authorization:
        raise MissingToken
    scheme, _, token = authorization.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise MissingToken
    if len(token) > MAX_TOKEN or not token.isascii() or token.count(".") != 2:
        raise InvalidToken
    return token


def _kid(token: str) -> str | None:
    """The key id that an unverified header names; it only decides whether to look for new keys."""
    try:
        header = orjson.loads(urlsafe_b64decode(token.partition(".")[0].encode()))
    except (ValueError, binascii.Error) as error:
        raise InvalidToken from error
    if not isinstance(header, dict) or header.get("alg") not in ALGORITHMS:
        raise InvalidToken
    kid = header.get("kid")
    if kid is not None and not isinstance(kid, str):
        raise InvalidToken
    return kid


def _principal(claims: Mapping[str, Any]) -> Principal:
    """Raises ValueError or TypeError for claims of the wrong shape."""
    subject = claims["sub"]
    if not subject or len(subject) > 255:
        raise ValueError("sub")
    roles = frozenset(_strings(claims, "roles"))
    scope = claims.get("scope")
    if scope is not None and not isinstance(scope, str):
        raise ValueError("scope")
    staff_id = claims.get("staff_id")
    if staff_id is not None and not isinstance(staff_id, str):
        raise ValueError("staff_id")
    return Principal(
        subject=subject,
        scopes=effective_scopes(None if scope is None else frozenset(scope.split()), roles),
        roles=roles,
        staff_id=None if staff_id is None else UUID(staff_id),
        teams=frozenset(_strings(claims, "teams")),
    )


def _strings(claims: Mapping[str, Any], name: str) -> list[str]:
    found = claims.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ValueError(name)
    return found
