"""Where each member of staff stands at a moment: on duty, absent, back when, who stands in (RO-1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from services.routing.domain.absence import Absence, current
from services.routing.domain.availability import Standing, works_next
from services.routing.domain.deputies import stand_in
from services.routing.domain.working_time import Shift, next_duty, on_duty, zone_of
from services.routing.storage import absences
from shared.messaging.transaction import Transaction

# Of those who are asked for, and of everybody whom a chain of deputies may lead over. Most people share few weeks: a
# week is one text here, and is read once.
_PEOPLE = """
SELECT s.id, s.active, s.deputy_id, s.time_zone, h.week, s.id = ANY($1::uuid[]) AS asked
FROM staff s
LEFT JOIN (
    SELECT staff_id, string_agg(weekday || ' ' || starts || ' ' || ends, ',' ORDER BY weekday, starts) AS week
    FROM working_hours WHERE staff_id = ANY($1::uuid[]) GROUP BY staff_id
) h ON h.staff_id = s.id
WHERE s.id = ANY($1::uuid[]) OR s.deputy_id IS NOT NULL
"""
_Weeks = dict[tuple[str | None, str | None], tuple[tuple[Shift, ...], bool, datetime]]
"""By week and time zone: its shifts, whether one holds now, and when the next one does."""
_LEFT = "SELECT id FROM staff WHERE id = ANY($1::uuid[]) AND NOT active"


async def standing(ids: Collection[UUID], tx: Transaction, *, now: datetime) -> dict[UUID, Standing]:
    """Of each of these people who is in the directory, in three statements; whoever has no hours is always on duty.

    Whoever works here no more counts as absent without an end.
    """
    connection = await tx.raw()
    rows = await connection.fetch(_PEOPLE, list(ids))
    away = defaultdict(list)
    for absence in await absences.holding(ids, tx, now=now):
        away[absence.staff_id].append(absence)
    deputies = _deputies(rows, away, now)
    left = {row["id"] for row in await connection.fetch(_LEFT, list({*deputies.values()}))}
    left |= {row["id"] for row in rows if not row["active"]}
    gone = left | {who for who, known in away.items() if current(known, now)}
    weeks: _Weeks = {}
    return {row["id"]: _one(row, away[row["id"]], gone, deputies, weeks, now) for row in rows if row["asked"]}


def _deputies(rows: Collection[Any], away: Mapping[UUID, list[Absence]], now: datetime) -> dict[UUID, UUID]:
    """Who stands in for whom: whom the absence of now names, else whoever always does."""
    always = {row["id"]: row["deputy_id"] for row in rows if row["deputy_id"] is not None}
    holding = [absence for known in away.values() if (absence := current(known, now)) is not None]
    return always | {absence.staff_id: absence.deputy_id for absence in holding if absence.deputy_id is not None}


def _one(
    row: Any,
    away: list[Absence],
    gone: Collection[UUID],
    deputies: Mapping[UUID, UUID],
    weeks: _Weeks,
    now: datetime,
) -> Standing:
    key = row["week"], row["time_zone"]
    if key not in weeks:
        shifts, zone = _shifts(row["week"]), zone_of(row["time_zone"])
        weeks[key] = shifts, on_duty(shifts, zone, now), next_duty(shifts, zone, now)
    shifts, duty, following = weeks[key]
    absent = row["id"] in gone
    if not row["active"]:
        back = None
    elif away:
        back = works_next(away, shifts, zone_of(row["time_zone"]), now)
    else:
        back = None if duty else following
    return Standing(
        on_duty=duty and not absent,
        absent=absent,
        back_at=back,
        stand_in_id=stand_in(row["id"], deputies, gone) if absent else None,
    )


def _shifts(week: str | None) -> tuple[Shift, ...]:
    return tuple(Shift(*map(int, shift.split(" "))) for shift in week.split(",")) if week else ()
