"""A manager's signed backing: one canonical text of a decision, and whether it is still word for word that (RO-11)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from json import dumps
from uuid import UUID

PURPOSE = "conduct-backing"
"""What the signature is made for; no other signature of ours passes for it."""

Sign = Callable[[str, str], str]
"""Signs a name for a purpose: `LinkSigner.sign_short`."""
Verify = Callable[[str, str, str], bool]
"""Whether a signature was made here for a purpose and a name: `LinkSigner.opens_short`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What is signed: who decided what, when, for whom and against whom, and in which words."""

    sanction_id: UUID
    complaint_id: UUID
    customer_id: UUID | None
    staff_ids: Sequence[UUID]
    level: str
    measure: str
    since: datetime
    until: datetime | None
    text: str
    appeal_told: str
    decided_by: UUID
    decided_by_name: str
    decided_by_level: str
    decided_at: datetime


def content_of(decided: Decided) -> str:
    """The text that is signed: JSON with its members in order, no white space, times in UTC (as RFC 8785 has it)."""
    members = {
        "appeal_told": decided.appeal_told,
        "complaint_id": str(decided.complaint_id),
        "customer_id": None if decided.customer_id is None else str(decided.customer_id),
        "decided_at": _time(decided.decided_at),
        "decided_by": {
            "id": str(decided.decided_by),
            "level": decided.decided_by_level,
            "name": decided.decided_by_name,
        },
        "level": decided.level,
        "measure": decided.measure,
        "sanction_id": str(decided.sanction_id),
        "since": _time(decided.since),
        "staff_ids": sorted(str(staff_id) for staff_id in decided.staff_ids),
        "text": decided.text,
        "until": None if decided.until is None else _time(decided.until),
    }
    return dumps(members, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def digest(content: str) -> str:
    """SHA-256 of the content in UTF-8, as 64 hexadecimal digits."""
    return sha256(content.encode()).hexdigest()


def signed(content: str, sign: Sign) -> str:
    """The signature of a content, with the id of its key."""
    return sign(PURPOSE, digest(content))


def is_genuine(content: str, signature: str, verify: Verify) -> bool:
    """Whether the content is what was signed, to the byte; under any key that we still hold."""
    return verify(PURPOSE, digest(content), signature)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
