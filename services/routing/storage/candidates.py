"""The candidates for a case: everybody who works here now, with what they carry and where they stand."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text

from services.routing.domain.assignment import Candidate
from services.routing.domain.availability import Standing
from services.routing.storage import availability, cooldowns, staff
from shared.messaging.transaction import Transaction

_CARRIED = text(
    "SELECT s.id, t.last_assigned_at, (SELECT count(*) FROM (SELECT FROM case_file c "
    "WHERE c.owner_id = s.id AND c.status = 'open' LIMIT s.capacity) AS carried) AS load "
    "FROM staff s LEFT JOIN staff_turn t ON t.staff_id = s.id WHERE s.active"
)
"""Counts in the index of open cases, and stops at the capacity: the cost depends on the staff, not on the cases."""
_HERE = Standing()


async def candidates(tx: Transaction, *, now: datetime) -> tuple[Candidate, ...]:
    """Everybody who works here, with how many open cases they carry (counted up to their capacity) at `now`."""
    people = await staff.all_active(tx)
    carried = {row.id: row for row in await tx.execute(_CARRIED)}
    standing = await availability.standing([person.id for person in people], tx, now=now)
    resting = await cooldowns.resting(tx, now=now)
    found = []
    for person in people:
        row, stands = carried.get(person.id), standing.get(person.id, _HERE)
        found.append(
            Candidate(
                staff=person,
                load=row.load if row else 0,
                on_duty=stands.on_duty,
                absent=stands.absent,
                resting=person.id in resting,
                last_assigned_at=row.last_assigned_at if row else None,
            )
        )
    return tuple(found)
