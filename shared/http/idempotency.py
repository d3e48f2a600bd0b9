"""Idempotency-Key: the first answer is kept with its effect, in one commit, and given again (SU-2).

A key belongs to one caller, method and path; what a public path carries may be a signed link, so that
of it only a digest is kept. The same key with another body is refused, and so is one
whose first request is still under way. Kept for seven days (housekeeping).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import asyncpg
import orjson

from shared.db.engine import RawConnection
from shared.kernel.errors import Conflict, FieldError, Invalid
from shared.messaging.transaction import Transaction

HEADER = "Idempotency-Key"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


class KeyMalformed(Invalid):
    slug = "idempotency-key-malformed"
    title = "An Idempotency-Key is 1 to 255 visible ASCII characters without spaces"


class KeyReused(Invalid):
    slug = "idempotency-key-reused"
    title = "This Idempotency-Key was used with another request"


class KeyInFlight(Conflict):
    slug = "idempotency-key-in-flight"
    title = "The first request with this Idempotency-Key is still under way; try again"


@dataclass(frozen=True, slots=True)
class Stored:
    """The first answer, as it was given."""

    fingerprint: bytes
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Claim:
    """Who uses which key for which request."""

    scope: str
    key: str
    fingerprint: bytes

    def answered(self, stored: Stored) -> Stored:
        """The stored answer. Raises KeyReused when it was given to another request."""
        if stored.fingerprint != self.fingerprint:
            raise KeyReused(fields=(FieldError(HEADER, "belongs to a request with another body"),))
        return stored


def claim_of(*, subject: str, method: str, path: str, key: str, body: bytes) -> Claim:
    """The claim that a request makes. Raises KeyMalformed."""
    if not _KEY.fullmatch(key):
        raise KeyMalformed(fields=(FieldError(HEADER, "1 to 255 visible ASCII characters"),))
    return Claim(f"{subject} {method} {path}", key, sha256(body).digest())


def veiled(template: str, *secrets: str) -> str:
    """A path that tells which route and, to whoever knows them already, which parameters (SU-4)."""
    return " ".join((template, *(sha256(secret.encode()).hexdigest() for secret in secrets)))


_LOOK = """
SELECT pg_try_advisory_xact_lock(hashtextextended($1 || ' ' || $2, 0)) AS mine,
       k.fingerprint, k.status, k.headers::text AS headers, k.body
FROM (SELECT) AS one LEFT JOIN idempotency_key k ON k.scope = $1 AND k.key = $2
"""
_STORE = """
INSERT INTO idempotency_key (scope, key, fingerprint, status, headers, body)
VALUES ($1, $2, $3, $4, $5::text::jsonb, $6) ON CONFLICT DO NOTHING RETURNING true
"""
_KNOWN = """
SELECT k.scope, k.key, k.fingerprint, k.status, k.headers::text AS headers, k.body
FROM unnest($1::text[], $2::text[]) AS t (scope, key) JOIN idempotency_key k USING (scope, key)
"""


def _stored(row: asyncpg.Record) -> Stored:
    return Stored(row["fingerprint"], row["status"], orjson.loads(row["headers"]), row["body"])


async def look(claim: Claim, tx: Transaction) -> Stored | None:
    """The first answer to this claim, or None when it is the first. Raises KeyReused, KeyInFlight."""
    row = await (await tx.raw()).fetchrow(_LOOK, claim.scope, claim.key)
    if row is None or not row["mine"]:
        raise KeyInFlight
    return None if row["status"] is None else claim.answered(_stored(row))


async def store(claim: Claim, tx: Transaction, *, status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Keep the answer in the transaction of its effect.

    Raises KeyInFlight when a concurrent request stored one first; the constraint decides.
    """
    connection = await tx.raw()
    kept = orjson.dumps(dict(headers)).decode()
    if not await connection.fetchval(_STORE, claim.scope, claim.key, claim.fingerprint, status, kept, body):
        raise KeyInFlight


async def known(claims: Sequence[Claim], connection: RawConnection) -> dict[tuple[str, str], Stored]:
    """The first answers that there are to a batch of claims, by scope and key."""
    rows = await connection.fetch(_KNOWN, [claim.scope for claim in claims], [claim.key for claim in claims])
    return {(row["scope"], row["key"]): _stored(row) for row in rows}
