"""The pauses of a case, the latest one first (RO-7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement

from services.routing.domain.actor import Actor
from services.routing.domain.pause import Pause
from services.routing.queries.case_view import visible_case
from services.routing.storage import pauses
from services.routing.storage.tables.pause import pause as table
from shared.messaging.transaction import Transaction

KeysetAfter = Callable[..., ColumnElement[bool]]


async def list_pauses(
    complaint_id: UUID, tx: Transaction, *, by: Actor, limit: int, after: KeysetAfter
) -> Sequence[Pause]:
    """At most limit + 1 pauses. Raises CaseNotFound for a missing case and a foreign one alike."""
    await visible_case(complaint_id, tx, by=by)
    return await pauses.listed(
        tx, where=[table.c.complaint_id == complaint_id, after(table.c.since, table.c.id)], limit=limit + 1
    )
