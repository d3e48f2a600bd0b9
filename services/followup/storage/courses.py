"""How far complaints have gone: merged under a lock, so that news of one complaint is taken in one at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from services.followup.domain.course import Course
from services.followup.domain.errors import SurveyNotThere
from shared.db.engine import RawConnection
from shared.messaging.transaction import Transaction

_MERGE = """
INSERT INTO complaint_course AS known (complaint_id, reopened_times, closed_version)
SELECT complaint_id, reopened_times, closed_version
FROM unnest($1::uuid[], $2::integer[], $3::integer[]) AS news (complaint_id, reopened_times, closed_version)
ORDER BY complaint_id
ON CONFLICT (complaint_id) DO UPDATE
SET reopened_times = greatest(known.reopened_times, excluded.reopened_times),
    closed_version = greatest(known.closed_version, excluded.closed_version)
RETURNING complaint_id, reopened_times, closed_version
"""
_HOLD = """
SELECT complaint_id, reopened_times, closed_version FROM complaint_course
WHERE complaint_id IN (SELECT complaint_id FROM survey WHERE id = ANY($1::uuid[]))
ORDER BY complaint_id FOR UPDATE
"""


async def merge(news: Iterable[Course], tx: Transaction) -> dict[UUID, Course]:
    """Take in news of complaints and return how far each has gone, locked until the transaction ends.

    The lock is what makes a resolution and its reopening safe when two workers hear of them at once.
    """
    together: dict[UUID, Course] = {}
    for course in news:
        known = together.get(course.complaint_id)
        together[course.complaint_id] = course if known is None else known.and_then(course)
    connection = await tx.raw()
    rows = await connection.fetch(
        _MERGE,
        list(together),
        [course.reopened_times for course in together.values()],
        [course.closed_version for course in together.values()],
    )
    return {row["complaint_id"]: Course(**row) for row in rows}


async def hold(survey_id: UUID, tx: Transaction) -> Course:
    """How far a survey's complaint has gone, locked until the transaction ends. Raises SurveyNotThere.

    Whoever changes a survey or its timers takes this lock first: so nobody deadlocks.
    """
    held = await hold_all([survey_id], await tx.raw(), wait=True)
    if not held:
        raise SurveyNotThere
    (course,) = held.values()
    return course


async def hold_all(survey_ids: Collection[UUID], connection: RawConnection, *, wait: bool) -> dict[UUID, Course]:
    """How far the complaints of these surveys have gone, by complaint, locked until the transaction ends.

    Without `wait` those that somebody else holds are left out. Whoever holds one and waits for another may
    deadlock with a worker, whose news come in any order: so wait for one only.
    """
    rows = await connection.fetch(_HOLD if wait else f"{_HOLD} SKIP LOCKED", list(survey_ids))
    return {row["complaint_id"]: Course(**row) for row in rows}
