"""The clocks that run, the one that is due first first: about to breach, breached, or all (RO-7, RO-13, RO-14)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, true

from services.routing.domain.actor import Actor
from services.routing.domain.clocks import Clock
from services.routing.storage.clocks import clock_from
from services.routing.storage.tables import cases, clocks
from shared.messaging.transaction import Transaction

KeysetAfter = Callable[..., ColumnElement[bool]]


class ClockState(Enum):
    """What of the running clocks is asked for."""

    RUNNING = "running"
    """In time and not waiting, those that warn among them."""
    WARNED = "warned"
    BREACHED = "breached"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class ListClocks:
    """Which running clocks; None asks for all."""

    by: Actor
    state: ClockState | None
    kind: str | None
    department: str | None
    owner_id: UUID | None
    due_before: datetime | None
    limit: int
    now: datetime


@dataclass(frozen=True, slots=True)
class ClockFound:
    """A clock with its case's reference, owner and department."""

    clock: Clock
    reference: str
    owner_id: UUID
    department: str | None


async def list_clocks(query: ListClocks, tx: Transaction, *, after: KeysetAfter) -> Sequence[ClockFound]:
    """At most limit + 1 clocks of cases that `by` may see: the one too many shows that there is a next page."""
    t = clocks.c
    key = (t.due_at, t.complaint_id, t.pack, t.kind, t.round)
    statement = (
        select(clocks, cases.c.reference, cases.c.owner_id)
        .join(cases, cases.c.complaint_id == t.complaint_id)
        .where(
            t.stopped_at.is_(None),
            after(*key),
            _in(query.state, query.now),
            _visible_to(query.by),
            true() if query.kind is None else t.kind == query.kind,
            true() if query.department is None else t.department == query.department,
            true() if query.owner_id is None else cases.c.owner_id == query.owner_id,
            true() if query.due_before is None else t.due_at < query.due_before,
        )
        .order_by(*key)
        .limit(query.limit + 1)
    )
    return [
        ClockFound(clock_from(row), row["reference"], row["owner_id"], row["department"])
        for row in (await tx.execute(statement)).mappings()
    ]


def _in(state: ClockState | None, now: datetime) -> ColumnElement[bool]:
    t = clocks.c
    waits = and_(t.paused_at.is_not(None), t.paused_at <= now, or_(t.paused_until.is_(None), t.paused_until > now))
    goes = or_(t.paused_at.is_(None), t.paused_at > now, t.paused_until <= now)
    in_time = t.due_at >= now
    match state:
        case None:
            return true()
        case ClockState.PAUSED:
            return waits
        case ClockState.RUNNING:
            return and_(goes, in_time)
        case ClockState.WARNED:
            return and_(goes, in_time, t.warn_at <= now)
        case ClockState.BREACHED:
            return and_(t.due_at < now, or_(t.paused_at.is_(None), t.paused_until.is_not(None)), ~t.optional)


def _visible_to(by: Actor) -> ColumnElement[bool]:
    if by.teams is None:
        return true()
    theirs = clocks.c.department.in_(sorted(by.teams))
    return theirs if by.staff_id is None else or_(theirs, cases.c.owner_id == by.staff_id)
