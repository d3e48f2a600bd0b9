"""Give a resolution: what was done, answering a recap that the customer confirmed (IN-19, IN-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake import events
from services.intake.domain import complaint as life
from services.intake.domain import recap as recaps
from services.intake.domain.actor import Actor
from services.intake.domain.complaint import Complaint
from services.intake.domain.resolution import Resolution
from services.intake.domain.vocabulary import RootCause
from services.intake.storage import complaints, resolutions
from services.intake.storage import recaps as stored
from shared.kernel.errors import PreconditionFailed
from shared.kernel.money import Money
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveComplaint:
    """This was done; `expected_version` None takes the complaint as it is."""

    complaint_id: UUID
    what_was_done: str
    what_it_took: str | None
    recap_version: int | None
    customer_unreachable: str | None
    wish_met: bool | None
    root_cause: RootCause | None
    liability_accepted: bool | None
    cost: Money | None
    thanks: str | None
    expected_version: int | None
    actor: Actor
    now: datetime


async def resolve_complaint(command: ResolveComplaint, tx: Transaction) -> tuple[Complaint, Resolution]:
    """The complaint as it stands now, and its resolution.

    Raises ComplaintNotFound, PreconditionFailed, NotPossibleNow, UnknownRecap or RecapNotConfirmed.
    """
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    if command.expected_version not in (None, complaint.version):
        raise PreconditionFailed(current_version=complaint.version)
    resolved = life.resolve(complaint, now=command.now)
    recap_version = recaps.answered(
        await stored.load(complaint.id, tx),
        named=command.recap_version,
        excused=complaint.customer_id is None or command.customer_unreachable is not None,
    )
    resolution = Resolution(
        number=resolved.resolution_number,
        what_was_done=command.what_was_done,
        what_it_took=command.what_it_took,
        recap_version=recap_version,
        customer_unreachable=command.customer_unreachable,
        wish_met=command.wish_met,
        root_cause=command.root_cause,
        liability_accepted=command.liability_accepted,
        cost=command.cost,
        thanks=command.thanks,
        resolved_by=command.actor.subject,
        resolved_at=command.now,
    )
    await resolutions.add(complaint.id, resolution, tx)
    await complaints.save(resolved, tx)
    tx.publish(events.resolved(resolved, now=command.now))
    return resolved, resolution
