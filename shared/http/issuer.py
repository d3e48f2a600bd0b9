"""Makes tokens with a private key: for developers, and for a service that calls another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import orjson
from joserfc import jwt
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey, import_key

from shared.http.roles import scopes_of
from shared.kernel.clock import Clock, SystemClock
from shared.kernel.ids import new_id

DEFAULT_LIFETIME = timedelta(hours=8)
SERVICE_LIFETIME = timedelta(minutes=10)


class UnusableSigningKey(ValueError):
    """A file that holds no private asymmetric JWK."""


class TokenIssuer:
    """Signs tokens with one private JWK: Ed25519, P-256 or RSA."""

    def __init__(self, key: Key, *, issuer: str, audience: str, clock: Clock | None = None) -> None:
        if not isinstance(key, (OKPKey, ECKey, RSAKey)) or not key.is_private:
            raise UnusableSigningKey("a signing key is a private OKP, EC or RSA key")
        key.ensure_kid()
        self._key = key
        self._algorithm = _algorithm(key)
        self._issuer = issuer
        self._audience = audience
        self._clock = clock or SystemClock()

    @classmethod
    def from_file(cls, path: Path, *, issuer: str, audience: str, clock: Clock | None = None) -> Self:
        """The issuer whose private JWK is in a file. Raises OSError, UnusableSigningKey."""
        try:
            key = import_key(orjson.loads(path.read_bytes()))
        except (ValueError, TypeError, KeyError) as error:
            raise UnusableSigningKey(f"{path} holds no private JWK") from error
        return cls(key, issuer=issuer, audience=audience, clock=clock)

    def mint(
        self,
        *,
        subject: str,
        scopes: Iterable[str] | None = None,
        roles: Iterable[str] = (),
        staff_id: UUID | None = None,
        teams: Iterable[str] = (),
        lifetime: timedelta = DEFAULT_LIFETIME,
    ) -> str:
        """A signed token. Without `scopes` it may do all that the roles hold."""
        now = self._clock.now()
        held = sorted(roles)
        claims: dict[str, Any] = {
            "iss": self._issuer,
            "aud": self._audience,
            "sub": subject,
            "jti": str(new_id()),
            "iat": int(now.timestamp()),
            "nbf": int(now.timestamp()),
            "exp": int((now + lifetime).timestamp()),
            "scope": " ".join(sorted(scopes_of(held) if scopes is None else scopes)),
        }
        if held:
            claims["roles"] = held
        if staff_id is not None:
            claims["staff_id"] = str(staff_id)
        if teams := sorted(teams):
            claims["teams"] = teams
        header = {"alg": self._algorithm, "typ": "at+jwt", "kid": self._key.kid}
        return jwt.encode(header, claims, self._key, algorithms=[self._algorithm])

    def jwks(self) -> bytes:
        """The public half, as the JWKS that verifiers read."""
        public = dict(self._key.as_dict(private=False))
        return orjson.dumps({"keys": [public | {"use": "sig"}]})


def _algorithm(key: OKPKey | ECKey | RSAKey) -> str:
    if isinstance(key, RSAKey):
        return "RS256"
    wanted = {"Ed25519": "Ed25519", "P-256": "ES256"}
    if key.curve_name not in wanted:
        raise UnusableSigningKey(f"the curve {key.curve_name} is not accepted")
    return wanted[key.curve_name]


def generate_signing_key() -> bytes:
    """A new private Ed25519 JWK, to be kept in a file that only its owner reads."""
    key = OKPKey.generate_key("Ed25519", private=True, auto_kid=True)
    return orjson.dumps(key.as_dict(private=True))
