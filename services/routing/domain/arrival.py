"""Where a case stands after arrival: with its owner, or in a queue with a named lead; never with nobody (RO-2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.routing.domain.assignment import Candidate, Needs, match
from services.routing.domain.staff import Staff, primary

GENERAL_QUEUE = "general"


@dataclass(frozen=True, slots=True)
class Placement:
    """The owner, why it is them, and where nobody suits: the queue and the lead who answers for it."""

    owner_id: UUID
    why: tuple[str, ...]
    queue: str | None = None
    responsible_lead_id: UUID | None = None


def place(needs: Needs, candidates: Sequence[Candidate]) -> Placement:
    """The best candidate as owner; without one the recorder keeps the case, and a lead answers for the queue (RO-2)."""
    matches = (match(needs, candidate) for candidate in candidates)
    best = min((found for found in matches if found is not None), key=lambda found: found.order, default=None)
    if best is not None:
        return Placement(best.staff.id, best.why)
    queue = needs.department or GENERAL_QUEUE
    lead_id = responsible_lead(needs.department, (candidate.staff for candidate in candidates))
    return Placement(
        owner_id=needs.recorder_id,
        why=(
            f"nobody with room speaks {primary(needs.language)} and works in {queue}",
            "stays with whoever recorded it",
            "a lead answers for the queue" if lead_id else "no lead is known, so the recorder answers for the queue",
        ),
        queue=queue,
        responsible_lead_id=lead_id or needs.recorder_id,
    )


def responsible_lead(department: str | None, staff: Iterable[Staff]) -> UUID | None:
    """Who answers for a department's queue: its highest lead, else the highest of any; None when there is no lead."""
    leads = [person for person in staff if person.active and person.level.leads]
    chosen = min(
        leads,
        key=lambda person: (person.department != department, -person.level.rank, person.id),
        default=None,
    )
    return chosen.id if chosen else None
