"""Who would take a case now and why, who would not, and how it was decided when it was placed (RO-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.domain.actor import Actor
from services.routing.domain.arrival import needs_of
from services.routing.domain.assignment import Ranking, rank
from services.routing.domain.decision import Decision
from services.routing.queries.case_view import visible_case
from services.routing.storage import assignments, queues
from services.routing.storage.candidates import candidates
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class CandidatesView:
    """The ranking at a moment, and the last decision."""

    ranking: Ranking
    decided: Decision | None


async def candidates_view(
    complaint_id: UUID, tx: Transaction, *, by: Actor, now: datetime, limit: int
) -> CandidatesView:
    """The best `limit`, without the owner unless the case waits. Raises CaseNotFound (missing and foreign alike)."""
    case = await visible_case(complaint_id, tx, by=by)
    former = await queues.former_handlers([complaint_id], tx)
    needs = needs_of(case, former_handler_id=former.get(complaint_id))
    people = await candidates(tx, now=now)
    others = [one for one in people if case.queue is not None or one.staff.id != case.owner_id]
    return CandidatesView(rank(needs, others, limit=limit), await assignments.last_decision(complaint_id, tx))
