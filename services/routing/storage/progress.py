"""What intake has told of each complaint, and what of that its case shows; one statement per batch."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from services.routing.domain.case import CaseStatus
from services.routing.domain.progress import Progress
from shared.messaging.transaction import Transaction

_JOIN = """
INSERT INTO progress AS p (complaint_id, status, status_version, heard)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[], $4::int[])
ON CONFLICT (complaint_id) DO UPDATE SET
    status = CASE WHEN p.status_version < excluded.status_version THEN excluded.status ELSE p.status END,
    status_version = greatest(p.status_version, excluded.status_version),
    heard = p.heard + excluded.heard
RETURNING complaint_id, status, status_version, heard
"""
_SHOW = """
UPDATE case_file AS c SET status = p.status, version = c.version + p.heard
FROM unnest($1::uuid[], $2::text[], $3::int[]) AS p (complaint_id, status, heard)
WHERE c.complaint_id = p.complaint_id
"""


async def join(told: Sequence[Progress], tx: Transaction) -> dict[UUID, Progress]:
    """Add what a batch told (one for each complaint, ordered by id) and return where each complaint stands.

    An older status never replaces a newer one. The rows stay locked until the commit, so that whoever tells more of
    the same complaint at the same time waits, and then sees the case.
    """
    rows = await (await tx.raw()).fetch(
        _JOIN,
        [one.complaint_id for one in told],
        [one.status.value for one in told],
        [one.status_version for one in told],
        [one.heard for one in told],
    )
    return {
        row["complaint_id"]: Progress(
            row["complaint_id"], CaseStatus(row["status"]), row["status_version"], row["heard"]
        )
        for row in rows
    }


async def show_in_cases(told: Sequence[Progress], standing: dict[UUID, Progress], tx: Transaction) -> None:
    """Give the cases that exist their present status, and one version more for each fact just told."""
    await (await tx.raw()).execute(
        _SHOW,
        [one.complaint_id for one in told],
        [standing[one.complaint_id].status.value for one in told],
        [one.heard for one in told],
    )
