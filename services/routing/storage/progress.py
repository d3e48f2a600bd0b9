"""What intake has told of each complaint, and what of that its case shows; one statement per batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from services.routing.domain.case import CaseStatus
from services.routing.domain.classification import latest
from services.routing.domain.correspondence import correspondence
from services.routing.domain.progress import Fact, Progress
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
UPDATE case_file AS c SET
    status = p.status,
    version = c.version + p.heard,
    last_out_at = greatest(c.last_out_at, p.last_out_at),
    last_in_at = greatest(c.last_in_at, p.last_in_at),
    (department, product, branch, wish, feeling, urgency, hot, classified_version) = (
        SELECT n.* FROM (VALUES
            (c.department, c.product, c.branch, c.wish, c.feeling, c.urgency, c.hot, c.classified_version),
            (p.department, p.product, p.branch, p.wish, p.feeling, p.urgency, p.hot, p.classified_version)
        ) AS n (department, product, branch, wish, feeling, urgency, hot, classified_version)
        ORDER BY n.classified_version DESC NULLS LAST LIMIT 1
    )
FROM unnest($1::uuid[], $2::text[], $3::int[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::text[],
    $8::text[], $9::text[], $10::text[], $11::text[], $12::boolean[], $13::int[])
    AS p (complaint_id, status, heard, last_out_at, last_in_at, department, product, branch, wish, feeling, urgency,
    hot, classified_version)
WHERE c.complaint_id = p.complaint_id
"""
"""The classification of the higher version stays; greatest() passes over NULL."""


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


async def show_in_cases(new: Sequence[Fact], standing: dict[UUID, Progress], tx: Transaction) -> None:
    """Give the cases that exist their present status, what these facts say of them, and a version more for each."""
    by_complaint: dict[UUID, list[Fact]] = defaultdict(list)
    for fact in new:
        by_complaint[fact.complaint_id].append(fact)
    about = [latest(facts) for facts in by_complaint.values()]
    contacts = [correspondence(facts) for facts in by_complaint.values()]
    await (await tx.raw()).execute(
        _SHOW,
        list(by_complaint),
        [standing[complaint_id].status.value for complaint_id in by_complaint],
        [len(facts) for facts in by_complaint.values()],
        [one.last_out_at for one in contacts],
        [one.last_in_at for one in contacts],
        [one and one.department for one in about],
        [one and one.product for one in about],
        [one and one.branch for one in about],
        [one and one.wish for one in about],
        [one and one.feeling for one in about],
        [one and one.urgency for one in about],
        [one and one.hot for one in about],
        [one and one.version for one in about],
    )
