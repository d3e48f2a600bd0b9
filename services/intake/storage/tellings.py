"""Who is to be told of a lesson, claimed so that nobody is told twice."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import distinct_on

from services.intake.domain.lesson import Lesson
from services.intake.domain.lifecycle import Status
from services.intake.domain.telling import DOUBT, Telling, TellingNotFound, TellingStatus
from services.intake.domain.vocabulary import Channel
from services.intake.storage.tables import complaint, family_member
from services.intake.storage.tables import telling as table
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction

_OPEN = (TellingStatus.WAITING.value, TellingStatus.SENDING.value)


async def plan(lesson: Lesson, tx: Transaction) -> int:
    """One telling per customer of the family, about the latest of their complaints; how many there are.

    Anonymous complaints have nobody to tell, and with whom we have parted we leave it at that (IN-23).
    """
    parted = complaint.alias("parted")
    gone = select(parted.c.id).where(
        parted.c.customer_id == complaint.c.customer_id, parted.c.status == Status.PARTED.value
    )
    latest = (
        select(complaint.c.customer_id, complaint.c.id)
        .join(family_member, family_member.c.complaint_id == complaint.c.id)
        .where(family_member.c.family_id == lesson.family_id, complaint.c.customer_id.is_not(None), ~gone.exists())
        .ext(distinct_on(complaint.c.customer_id))
        .order_by(complaint.c.customer_id, complaint.c.id.desc())
    )
    rows = [
        {
            "id": new_id(),
            "lesson_id": lesson.id,
            "family_id": lesson.family_id,
            "customer_id": row.customer_id,
            "complaint_id": row.id,
            "status": TellingStatus.WAITING.value,
            "due_at": lesson.published_at,
        }
        for row in (await tx.execute(latest)).all()
    ]
    if rows:
        await tx.execute(insert(table), rows)
    return len(rows)


async def due(lesson_id: UUID, tx: Transaction, *, now: datetime, limit: int) -> list[Telling]:
    """At most `limit` that wait and are due, locked; what another sender looks at is left to it."""
    chosen = (
        select(table)
        .where(table.c.lesson_id == lesson_id, table.c.status == TellingStatus.WAITING.value, table.c.due_at <= now)
        .order_by(table.c.due_at, table.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [_telling(row) for row in (await tx.execute(chosen)).mappings()]


async def doubtful(lesson_id: UUID, tx: Transaction, *, now: datetime) -> list[Telling]:
    """Those whose sender has been silent for too long, locked."""
    chosen = (
        select(table)
        .where(
            table.c.lesson_id == lesson_id,
            table.c.status == TellingStatus.SENDING.value,
            table.c.claimed_at <= now - DOUBT,
        )
        .with_for_update(skip_locked=True)
    )
    return [_telling(row) for row in (await tx.execute(chosen)).mappings()]


async def customers_of(lesson_id: UUID, customer_ids: Collection[UUID], tx: Transaction) -> set[UUID]:
    """Which of these customers have a telling of their own, or were told under a record that has become theirs."""
    own = select(table.c.customer_id).where(table.c.lesson_id == lesson_id, table.c.customer_id.in_(customer_ids))
    told = (
        select(complaint.c.customer_id)
        .join_from(table, complaint, complaint.c.id == table.c.complaint_id)
        .where(
            table.c.lesson_id == lesson_id,
            complaint.c.customer_id.in_(customer_ids),
            table.c.status.not_in((TellingStatus.WAITING.value, TellingStatus.WITHDRAWN.value)),
        )
    )
    return set((await tx.execute(own)).scalars()) | set((await tx.execute(told)).scalars())


async def next_due(lesson_id: UUID, tx: Transaction) -> datetime | None:
    """When to look again; None when everybody is settled."""
    moment = func.min(func.coalesce(table.c.claimed_at + DOUBT, table.c.due_at)).filter(
        table.c.status == TellingStatus.SENDING.value
    )
    waiting = func.min(table.c.due_at).filter(table.c.status == TellingStatus.WAITING.value)
    chosen = select(func.least(moment, waiting)).where(table.c.lesson_id == lesson_id, table.c.status.in_(_OPEN))
    found: datetime | None = (await tx.execute(chosen)).scalar_one()
    return found


async def load(telling_id: UUID, tx: Transaction, *, family_id: UUID | None = None) -> Telling:
    """One, locked; of this family where one is named. Raises TellingNotFound."""
    chosen = select(table).where(table.c.id == telling_id).with_for_update()
    if family_id is not None:
        chosen = chosen.where(table.c.family_id == family_id)
    row = (await tx.execute(chosen)).mappings().one_or_none()
    if row is None:
        raise TellingNotFound
    return _telling(row)


_SAVE = (
    update(table)
    .where(table.c.id == bindparam("key"))
    .values(
        {
            name: bindparam(name)
            for name in (
                *("status", "due_at", "attempts", "claim_id", "claimed_at"),
                *("settled_at", "settled_by", "channel"),
            )
        }
    )
)


async def save(tellings: Sequence[Telling], tx: Transaction) -> None:
    """Write what changed; the rows are locked since they were loaded."""
    for telling in tellings:
        values = {
            name: value.value if isinstance(value, Enum) else value
            for name, value in asdict(telling).items()
            if name not in ("id", "lesson_id", "family_id", "customer_id", "complaint_id")
        }
        await tx.execute(_SAVE, values | {"key": telling.id})


async def complaints_of(telling: Telling, tx: Transaction) -> list[UUID]:
    """The customer's complaints in the family, in the order of their ids: the telling is about all of them.

    The one that it names is among them, also when its customer turned out to be somebody else since.
    """
    chosen = (
        select(complaint.c.id)
        .join(family_member, family_member.c.complaint_id == complaint.c.id)
        .where(
            family_member.c.family_id == telling.family_id,
            or_(complaint.c.customer_id == telling.customer_id, complaint.c.id == telling.complaint_id),
        )
        .order_by(complaint.c.id)
    )
    return list((await tx.execute(chosen)).scalars())


def _telling(row: Any) -> Telling:
    values = dict(row)
    values["status"] = TellingStatus(values["status"])
    values["channel"] = Channel(values["channel"]) if values["channel"] else None
    return Telling(**values)
