"""How often an address is written to that never proved to be its customer's: once an hour at the most."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from hashlib import sha256

from shared.messaging.transaction import Transaction

EVERY = timedelta(hours=1)

# One statement, so that of any number of sendings at once the row's lock lets one through.
_CLAIM = """
INSERT INTO mail_allowance (digest, last_sent_at) VALUES ($1, $2)
ON CONFLICT (digest) DO UPDATE SET last_sent_at = excluded.last_sent_at
WHERE mail_allowance.verified_at IS NOT NULL OR mail_allowance.last_sent_at IS NULL
   OR mail_allowance.last_sent_at <= excluded.last_sent_at - $3::interval
RETURNING true
"""
_LAST = "SELECT last_sent_at FROM mail_allowance WHERE digest = $1"
_GIVE_BACK = "UPDATE mail_allowance SET last_sent_at = NULL WHERE digest = $1 AND last_sent_at = $2"
_VERIFY = """
INSERT INTO mail_allowance (digest, verified_at) VALUES ($1, $2)
ON CONFLICT (digest) DO UPDATE SET verified_at = coalesce(mail_allowance.verified_at, excluded.verified_at)
"""


async def claim(address: str, tx: Transaction, *, now: datetime) -> datetime | None:
    """Take the allowance for one mail now, in the transaction that takes the sending; None when it was given.

    Else the moment from which there is one again.
    """
    connection = await tx.raw()
    digest = _digest(address)
    if await connection.fetchval(_CLAIM, digest, now, EVERY):
        return None
    last: datetime = await connection.fetchval(_LAST, digest)
    return last + EVERY


async def give_back(address: str, tx: Transaction, *, taken_at: datetime) -> None:
    """The mail plainly did not go out: whoever tries again need not wait an hour."""
    await (await tx.raw()).execute(_GIVE_BACK, _digest(address), taken_at)


async def verify(address: str, tx: Transaction, *, now: datetime) -> None:
    """Somebody who reads this mailbox answered with what only a mail to it told."""
    await (await tx.raw()).execute(_VERIFY, _digest(address), now)


def _digest(address: str) -> bytes:
    """Of the address as it is compared, so that no spelling of it gets a mail of its own."""
    plain = "".join(unicodedata.normalize("NFKC", address).casefold().split())
    local, _, domain = plain.rpartition("@")
    return sha256(f"{local.partition('+')[0]}@{domain}".encode()).digest()
