"""Which complaints have an occasion of the customer's own, and when it next changes their urgency (IN-9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from services.intake.domain.urgency import next_turn
from services.intake.storage.tables import complaint
from shared.messaging.schedule import Timer
from shared.messaging.transaction import Transaction

TIMER = "raise_urgency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A complaint's occasion, and the zone that its days are in."""

    complaint_id: UUID
    on: date
    time_zone: str | None


async def lock(ids: Iterable[UUID], tx: Transaction) -> list[Occasion]:
    """Of these complaints, those with an occasion, locked in the order of their ids."""
    day = complaint.c.impact["occasion_on"].astext.label("day")
    chosen = (
        select(complaint.c.id, day, complaint.c.time_zone)
        .where(complaint.c.id.in_(set(ids)), complaint.c.impact["occasion_on"].astext.is_not(None))
        .order_by(complaint.c.id)
        .with_for_update()
    )
    rows = (await tx.execute(chosen)).mappings()
    return [
        Occasion(complaint_id=row["id"], on=date.fromisoformat(row["day"]), time_zone=row["time_zone"]) for row in rows
    ]


async def watch(occasions: Iterable[tuple[Occasion, datetime]], tx: Transaction) -> None:
    """Let each fall due at its next turn after a time (when its urgency was last looked at), in place of an earlier
    timer; where there is no turn any more, nothing falls due.
    """
    timers, over = [], []
    for one, looked_at in occasions:
        turn = next_turn(one.on, now=looked_at, time_zone=one.time_zone)
        if turn is None:
            over.append(one.complaint_id)
        else:
            timers.append(Timer(TIMER, one.complaint_id, turn))
    await tx.schedule(*timers)
    await tx.unschedule(TIMER, *over)


async def forget(complaint_id: UUID, tx: Transaction) -> None:
    """The complaint has no occasion any more."""
    await tx.unschedule(TIMER, complaint_id)
