"""The public keys that may sign tokens: a JWKS from a file or a URL, asymmetric keys only."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import orjson
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, KeySet, OKPKey, RSAKey, import_key

from shared.kernel.errors import Unavailable

MIN_RSA_BITS = 2048
_FRESH_SECONDS = 600.0
_REFRESH_AT_MOST_EVERY_SECONDS = 30.0
_REREAD_EVERY_SECONDS = 1.0

Fetch = Callable[[str], Awaitable[bytes]]


class KeysUnavailable(Unavailable):
    slug = "keys-unavailable"
    title = "The keys that verify tokens can't be read; try again"


class MalformedKeys(ValueError):
    """A document that is no JWKS of asymmetric keys."""


class Keys(Protocol):
    """Where the verifier finds its keys."""

    @property
    def generation(self) -> int:
        """Rises whenever the keys change, so that what an old key vouched for is asked again."""
        ...

    async def get(self, kid: str | None) -> KeySet:
        """The key set, read anew when it does not know `kid`. Raises KeysUnavailable."""
        ...


def parse_jwks(document: bytes) -> KeySet:
    """A JWKS (RFC 7517), public halves only. Raises MalformedKeys.

    Symmetric keys, curves and sizes that we don't accept are left out; none left is an error.
    """
    try:
        loaded = orjson.loads(document)
        entries = loaded.get("keys", [loaded])
        keys = [key for entry in entries if (key := _public(entry)) is not None]
    except (AttributeError, TypeError, KeyError, ValueError, JoseError) as error:
        raise MalformedKeys(f"no JWKS: {type(error).__name__}") from error
    if not keys:
        raise MalformedKeys("no usable asymmetric key in the JWKS")
    return KeySet(keys)


def _public(entry: Mapping[str, Any]) -> Key | None:
    if entry.get("kty") not in {"OKP", "EC", "RSA"} or entry.get("use", "sig") != "sig":
        return None
    key = import_key(dict(entry))
    accepted = (
        (isinstance(key, OKPKey) and key.curve_name == "Ed25519")
        or (isinstance(key, ECKey) and key.curve_name == "P-256")
        or (isinstance(key, RSAKey) and key.public_key.key_size >= MIN_RSA_BITS)
    )
    if not accepted:
        return None
    public: dict[str, Any] = dict(key.as_dict(private=False))
    public.pop("key_ops", None)
    return import_key(public)


class FileKeys:
    """Keys from a file, read again when the file changes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: int | None = None
        self._keys: KeySet | None = None
        self._checked = 0.0
        self.generation = 0

    async def get(self, kid: str | None) -> KeySet:  # noqa: ARG002 - a file knows at once all that it knows
        now = time.monotonic()
        if self._keys is None or now - self._checked > _REREAD_EVERY_SECONDS:
            self._checked = now
            self._read()
        if self._keys is None:
            raise KeysUnavailable
        return self._keys

    def _read(self) -> None:
        try:
            stamp = self._path.stat().st_mtime_ns
            if stamp == self._stamp:
                return
            self._keys = parse_jwks(self._path.read_bytes())
        except (OSError, MalformedKeys) as error:
            # Keys that were good stay in use while somebody repairs the file.
            structlog.get_logger("redress.auth").error("keys unreadable", error=str(error))
            return
        self._stamp = stamp
        self.generation += 1


class UrlKeys:
    """Keys from a URL: kept for ten minutes, read anew for an unknown kid, never more than twice a minute."""

    def __init__(self, url: str, fetch: Fetch) -> None:
        self._url = url
        self._fetch = fetch
        self._keys: KeySet | None = None
        self._tried: float | None = None
        self._read = 0.0
        self._lock = asyncio.Lock()
        self.generation = 0

    async def get(self, kid: str | None) -> KeySet:
        if self._wants(kid):
            async with self._lock:  # one reads, the others wait for what it finds
                if self._wants(kid):
                    await self._refresh()
        if self._keys is None:
            raise KeysUnavailable
        return self._keys

    def _wants(self, kid: str | None) -> bool:
        now = time.monotonic()
        if self._tried is not None and now - self._tried < _REFRESH_AT_MOST_EVERY_SECONDS:
            return False
        if self._keys is None or now - self._read > _FRESH_SECONDS:
            return True
        return kid is not None and all(key.kid != kid for key in self._keys)

    async def _refresh(self) -> None:
        self._tried = time.monotonic()
        try:
            found = parse_jwks(await self._fetch(self._url))
        except (Unavailable, MalformedKeys) as error:
            structlog.get_logger("redress.auth").error("keys unreadable", error=str(error))
            return
        self._keys = found
        self._read = self._tried
        self.generation += 1
