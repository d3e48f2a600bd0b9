"""Cases: opened in batches, loaded and saved one by one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, select, update

from services.routing.domain.case import Case, CaseStatus
from services.routing.domain.ownership import How
from services.routing.storage.tables import cases, staff
from shared.messaging.transaction import Transaction

_OPEN = """
WITH opened AS (
INSERT INTO case_file (
    complaint_id, reference, owner_id, recorder_id, customer_id, status, language, department, product, wish,
    feeling, urgency, branch, channel, classified_version, hot, last_out_at, last_in_at, queue,
    responsible_lead_id, why, recorded_at, owner_since, version
)
SELECT
    complaint_id, reference, owner_id, recorder_id, customer_id, status, language, department, product, wish,
    feeling, urgency, branch, channel, classified_version, hot, last_out_at, last_in_at, queue,
    responsible_lead_id, ARRAY(SELECT jsonb_array_elements_text(why::jsonb)), recorded_at, owner_since, version
FROM unnest(
    $1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[],
    $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::int[], $16::boolean[],
    $17::timestamptz[], $18::timestamptz[], $19::text[], $20::uuid[], $21::text[], $22::timestamptz[],
    $23::timestamptz[], $24::int[]
) AS t (
    complaint_id, reference, owner_id, recorder_id, customer_id, status, language, department, product, wish,
    feeling, urgency, branch, channel, classified_version, hot, last_out_at, last_in_at, queue,
    responsible_lead_id, why, recorded_at, owner_since, version
)
ON CONFLICT (complaint_id) DO NOTHING
RETURNING complaint_id, version, owner_id, owner_since, why
)
INSERT INTO ownership (complaint_id, version, owner_id, since, how, why, by_subject)
SELECT complaint_id, version, owner_id, owner_since, $25, why, $26 FROM opened
RETURNING complaint_id
"""
_FORMER = """
SELECT t.customer_id, last.owner_id
FROM unnest($1::uuid[]) AS t (customer_id)
CROSS JOIN LATERAL (
    SELECT owner_id FROM case_file c WHERE c.customer_id = t.customer_id ORDER BY recorded_at DESC LIMIT 1
) AS last
"""


async def open_all(opened: Sequence[Case], tx: Transaction, *, by: str) -> frozenset[UUID]:
    """Insert new cases and their first owners in one statement; return the ids of those that were not there before."""
    rows = await (await tx.raw()).fetch(
        _OPEN,
        [case.complaint_id for case in opened],
        [case.reference for case in opened],
        [case.owner_id for case in opened],
        [case.recorder_id for case in opened],
        [case.customer_id for case in opened],
        [case.status.value for case in opened],
        [case.language for case in opened],
        [case.department for case in opened],
        [case.product for case in opened],
        [case.wish for case in opened],
        [case.feeling for case in opened],
        [case.urgency for case in opened],
        [case.branch for case in opened],
        [case.channel for case in opened],
        [case.classified_version for case in opened],
        [case.hot for case in opened],
        [case.last_out_at for case in opened],
        [case.last_in_at for case in opened],
        [case.queue for case in opened],
        [case.responsible_lead_id for case in opened],
        [orjson.dumps(case.why).decode() for case in opened],
        [case.recorded_at for case in opened],
        [case.owner_since for case in opened],
        [case.version for case in opened],
        How.ARRIVAL.value,
        by,
    )
    return frozenset(row["complaint_id"] for row in rows)


async def former_handlers(customers: Sequence[UUID], tx: Transaction) -> dict[UUID, UUID]:
    """Who owns the latest case of each of these customers."""
    if not customers:
        return {}
    rows = await (await tx.raw()).fetch(_FORMER, list(customers))
    return {row["customer_id"]: row["owner_id"] for row in rows}


async def load(complaint_id: UUID, tx: Transaction, *, lock: bool = False) -> Case | None:
    """The case, or None; `lock` keeps others from changing it until the commit."""
    statement = select(cases).where(cases.c.complaint_id == complaint_id)
    if lock:
        statement = statement.with_for_update()
    row = (await tx.execute(statement)).mappings().one_or_none()
    return None if row is None else _case(row)


async def save(case: Case, tx: Transaction) -> None:
    """Write what routing decides about a case: its owner, why, and its queue."""
    await tx.execute(
        update(cases)
        .where(cases.c.complaint_id == case.complaint_id)
        .values(
            owner_id=case.owner_id,
            owner_since=case.owner_since,
            why=list(case.why),
            queue=case.queue,
            responsible_lead_id=case.responsible_lead_id,
            version=case.version,
        )
    )


async def of_those_who_left(complaint_ids: Collection[UUID], tx: Transaction) -> frozenset[UUID]:
    """Which of these cases belong to somebody who works here no more."""
    statement = (
        select(cases.c.complaint_id)
        .join(staff, staff.c.id == cases.c.owner_id)
        .where(cases.c.complaint_id.in_(complaint_ids), ~staff.c.active)
    )
    return frozenset((await tx.execute(statement)).scalars())


async def listed(tx: Transaction, *, where: Sequence[ColumnElement[bool]], limit: int) -> Sequence[Case]:
    """Cases, the latest recorded first, at most `limit`."""
    statement = (
        select(cases).where(*where).order_by(cases.c.recorded_at.desc(), cases.c.complaint_id.desc()).limit(limit)
    )
    return [_case(row) for row in (await tx.execute(statement)).mappings()]


def _case(row: Any) -> Case:
    return Case(
        complaint_id=row["complaint_id"],
        reference=row["reference"],
        owner_id=row["owner_id"],
        recorder_id=row["recorder_id"],
        customer_id=row["customer_id"],
        status=CaseStatus(row["status"]),
        language=row["language"],
        department=row["department"],
        product=row["product"],
        wish=row["wish"],
        feeling=row["feeling"],
        branch=row["branch"],
        channel=row["channel"],
        urgency=row["urgency"],
        classified_version=row["classified_version"],
        hot=row["hot"],
        last_out_at=row["last_out_at"],
        last_in_at=row["last_in_at"],
        recorded_at=row["recorded_at"],
        owner_since=row["owner_since"],
        why=tuple(row["why"]),
        queue=row["queue"],
        responsible_lead_id=row["responsible_lead_id"],
        version=row["version"],
    )
