"""Why a complaint arose: its investigations, and the cause that was concluded (IN-12)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from services.intake.domain.actor import Actor
from services.intake.domain.investigation import Investigation
from services.intake.domain.root_cause import Finding
from services.intake.queries.complaint_view import complaint_row
from services.intake.storage import root_causes
from services.intake.storage.investigations import select_investigations
from services.intake.storage.tables import complaint, investigation
from shared.messaging.transaction import Transaction


async def investigation_list(
    complaint_id: UUID, tx: Transaction, *, actor: Actor, limit: int, after: UUID | None
) -> Sequence[Investigation]:
    """At most `limit` investigations beyond `after`, oldest first. Raises ComplaintNotFound."""
    await complaint_row(complaint_id, tx, actor=actor, columns=(complaint.c.id,))
    beyond = None if after is None else investigation.c.id > after
    return await select_investigations(complaint_id, tx, where=beyond, limit=limit)


async def root_cause_view(complaint_id: UUID, tx: Transaction, *, actor: Actor) -> Finding:
    """The cause that holds. Raises ComplaintNotFound or RootCauseNotFound."""
    await complaint_row(complaint_id, tx, actor=actor, columns=(complaint.c.id,))
    return await root_causes.latest(complaint_id, tx)
