"""How many promises were kept, by person or by team; in the order of names and ids, never of merit (RO-8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from services.routing.domain.actor import Actor
from services.routing.domain.kept_rate import Rate, kept_rate
from services.routing.queries.sight import KeysetAfter, of_teams
from services.routing.storage.tables import staff
from services.routing.storage.tables.promise import promises
from shared.messaging.transaction import Transaction


class KeptBy(Enum):
    """Whose promises are counted together."""

    PERSON = "person"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class PromisesKept:
    """Which promises: those that were due, at last, from `since` until `until`; of whom `by` may see."""

    by: Actor
    together: KeptBy
    since: datetime
    until: datetime
    limit: int


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A person (id and name) or a team (its name, empty for those of none), with the rate."""

    key: UUID | str
    name: str
    rate: Rate


async def promises_kept(query: PromisesKept, tx: Transaction, *, after: KeysetAfter) -> Sequence[KeptRow]:
    """At most limit + 1 rows."""
    team = func.coalesce(staff.c.department, "")
    key: Any = staff.c.id if query.together is KeptBy.PERSON else team
    name: Any = func.min(staff.c.name) if query.together is KeptBy.PERSON else team
    kept = promises.c.status == "kept"
    told = promises.c.told_delay_at.is_not(None)
    statement = (
        select(
            key.label("key"),
            name.label("name"),
            func.count().filter(kept, ~told).label("kept"),
            func.count().filter(kept, told).label("kept_later"),
            func.count().filter(promises.c.status == "broken").label("broken"),
        )
        .join(staff, staff.c.id == promises.c.made_by)
        .where(
            promises.c.due_at >= query.since,
            promises.c.due_at < query.until,
            promises.c.status.in_(["kept", "broken"]),
            of_teams(query.by, staff.c.department, or_else=staff.c.id),
            after(key),
        )
        .group_by(key)
        .order_by(key)
        .limit(query.limit + 1)
    )
    return [
        KeptRow(row.key, row.name, kept_rate(kept=row.kept, kept_later=row.kept_later, broken=row.broken))
        for row in await tx.execute(statement)
    ]
