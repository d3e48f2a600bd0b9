"""Signed links that customers hold instead of accounts: an opaque id, one purpose, an end, an HMAC (SU-4)."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import struct
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from pydantic import SecretStr

from shared.kernel.errors import Gone, NotFound

_KID = re.compile(r"[A-Za-z0-9_-]{1,16}")
_MIN_SECRET_BYTES = 16
_HEAD = struct.Struct(">16sQ")
_MAC_BYTES = 32
_TOKEN = re.compile(r"([A-Za-z0-9_-]{1,16})\.([A-Za-z0-9_-]{75})")
_TOKEN_BYTES = _HEAD.size + _MAC_BYTES
_SHORT = re.compile(r"([A-Za-z0-9_-]{1,16})\.([a-z2-7]{20})", re.IGNORECASE)
_SHORT_CHARACTERS = 20
"""100 bits, above the 80 below which RFC 2104 lets nobody truncate; a guess costs a mail."""


class LinkInvalid(NotFound):
    slug = "link-invalid"
    title = "This link leads nowhere"


class LinkExpired(Gone):
    slug = "link-expired"
    title = "This link has expired"


class MalformedLinkKeys(ValueError):
    """A link key setting that is not `kid:base64secret[,kid:base64secret]`."""


class Links:
    """Signs and opens links. The first key signs; all of them open, so that keys can be rotated."""

    def __init__(self, link_key: SecretStr) -> None:
        self._keys = _parse(link_key.get_secret_value())
        self._signing = next(iter(self._keys))

    def sign(self, purpose: str, id: UUID, expires: datetime) -> str:
        """A token for the end of a link, of about 80 URL-safe characters; `expires` is aware, to the second."""
        head = _HEAD.pack(id.bytes, int(expires.timestamp()))
        mac = self._mac(self._signing, purpose, head)
        return f"{self._signing}.{base64.urlsafe_b64encode(head + mac).rstrip(b'=').decode()}"

    def open(self, purpose: str, token: str, now: datetime) -> UUID:
        """The id that a token was signed for.

        Raises LinkInvalid unless it was signed here, for this purpose; LinkExpired from its end on.
        """
        found = _TOKEN.fullmatch(token)
        if found is None or found[1] not in self._keys:
            raise LinkInvalid
        try:
            raw = base64.b64decode(f"{found[2]}=", altchars=b"-_", validate=True)
        except binascii.Error as error:
            raise LinkInvalid from error
        # Base64 leaves bits over at the end: only the one spelling that we gave is ours.
        if len(raw) != _TOKEN_BYTES or base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != found[2]:
            raise LinkInvalid
        head, mac = raw[: _HEAD.size], raw[_HEAD.size :]
        if not hmac.compare_digest(mac, self._mac(found[1], purpose, head)):
            raise LinkInvalid
        id_bytes, expires = _HEAD.unpack(head)
        if now.astimezone(UTC).timestamp() >= expires:
            raise LinkExpired
        return UUID(bytes=id_bytes)

    def sign_short(self, purpose: str, name: str) -> str:
        """A token of at most 37 characters for a `name` that is shown beside it, without an end.

        For where space is short and case may be lost, as in an e-mail address; it lives as long as its key.
        """
        return f"{self._signing}.{self._short_mac(self._signing, purpose, name)}"

    def opens_short(self, purpose: str, name: str, token: str) -> bool:
        """Whether the token was signed here for this purpose and this name; upper and lower case are one."""
        found = _SHORT.fullmatch(token)
        if found is None:
            return False
        given = found[2].lower().encode()
        named = [kid for kid in self._keys if kid.lower() == found[1].lower()]
        return any(hmac.compare_digest(given, self._short_mac(kid, purpose, name).encode()) for kid in named)

    def _short_mac(self, kid: str, purpose: str, name: str) -> str:
        said = b"\x00".join((b"redress-short-v1", kid.encode(), purpose.encode(), name.encode()))
        mac = hmac.digest(self._keys[kid], said, sha256)
        return base64.b32encode(mac).decode().lower()[:_SHORT_CHARACTERS]

    def _mac(self, kid: str, purpose: str, head: bytes) -> bytes:
        said = b"\x00".join((b"redress-link-v1", kid.encode(), purpose.encode(), head))
        return hmac.digest(self._keys[kid], said, sha256)


def _parse(setting: str) -> dict[str, bytes]:
    keys: dict[str, bytes] = {}
    for entry in setting.split(","):
        kid, _, secret = entry.strip().partition(":")
        try:
            raw = base64.b64decode(secret.replace("-", "+").replace("_", "/") + "=" * (-len(secret) % 4), validate=True)
        except (ValueError, binascii.Error) as error:
            raise MalformedLinkKeys("the secret of a link key is base64") from error
        if not _KID.fullmatch(kid) or kid in keys:
            raise MalformedLinkKeys("a link key is kid:secret, each kid once")
        if len(raw) < _MIN_SECRET_BYTES:
            raise MalformedLinkKeys(f"a link key's secret has {_MIN_SECRET_BYTES} bytes or more")
        keys[kid] = raw
    return keys
