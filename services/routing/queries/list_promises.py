"""Promises, what is due first first: those that are owed, unless another status is asked for (RO-8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, literal_column

from services.routing.domain.actor import Actor
from services.routing.domain.promise import Promise, PromiseStatus
from services.routing.queries.case_view import visible_case
from services.routing.queries.sight import KeysetAfter, of_teams
from services.routing.storage import promises
from services.routing.storage.tables.promise import promises as table
from shared.messaging.transaction import Transaction

_OWED: ColumnElement[bool] = literal_column("promise.status IN ('open', 'delayed')", Boolean)
"""In the words of the index of what is owed, so that it is used."""


@dataclass(frozen=True, slots=True)
class ListPromises:
    """Which promises. `owner_id` is who has the case now, `made_by` who made the promise; None means any."""

    by: Actor
    limit: int
    status: PromiseStatus | None = None
    due_before: datetime | None = None
    department: str | None = None
    made_by: UUID | None = None
    owner_id: UUID | None = None


async def list_promises(query: ListPromises, tx: Transaction, *, after: KeysetAfter) -> Sequence[Promise]:
    """At most limit + 1 promises of cases that `by` may see; no status means what is owed."""
    where: list[ColumnElement[bool]] = [
        after(table.c.due_at, table.c.id),
        of_teams(query.by, table.c.department, or_else=table.c.owner_id),
    ]
    where.append(_OWED if query.status is None else table.c.status == query.status.value)
    if query.due_before is not None:
        where.append(table.c.due_at < query.due_before)
    if query.department is not None:
        where.append(table.c.department == query.department)
    if query.made_by is not None:
        where.append(table.c.made_by == query.made_by)
    if query.owner_id is not None:
        where.append(table.c.owner_id == query.owner_id)
    return await promises.listed(tx, where=where, limit=query.limit + 1)


async def promises_of_case(
    complaint_id: UUID, tx: Transaction, *, by: Actor, limit: int, after: KeysetAfter
) -> Sequence[Promise]:
    """At most limit + 1 promises of a case, what is due first first. Raises CaseNotFound."""
    await visible_case(complaint_id, tx, by=by)
    where = [table.c.complaint_id == complaint_id, after(table.c.due_at, table.c.id)]
    return await promises.listed(tx, where=where, limit=limit + 1)
