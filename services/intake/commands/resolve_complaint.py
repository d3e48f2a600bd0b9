"""Give a resolution: what was done, answering a recap that the customer confirmed (IN-19, IN-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake import events
from services.intake.domain import complaint as life
from services.intake.domain import resolution as rules
from services.intake.domain.actor import Actor
from services.intake.domain.complaint import Complaint
from services.intake.domain.expectation import expect
from services.intake.domain.gate import Remark
from services.intake.domain.resolution import GivenResolution, Resolution
from services.intake.gateways.rulebook import findings_in
from services.intake.storage import complaints, recaps, resolutions
from services.intake.storage.facts import open_facts
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveComplaint:
    """This was done; `expected_version` None takes the complaint as it is."""

    complaint_id: UUID
    given: GivenResolution
    expected_version: int | None
    actor: Actor
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The complaint as it stands now, its resolution, and the remarks on the wording."""

    complaint: Complaint
    resolution: Resolution
    remarks: tuple[Remark, ...]


async def resolve_complaint(command: ResolveComplaint, tx: Transaction) -> Resolved:
    """Resolve it, which is not closing it.

    Raises ComplaintNotFound, PreconditionFailed, NotPossibleNow, ResolutionIncomplete (naming everything that is
    missing) or WordingRefused.
    """
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    expect(complaint.version, expected=command.expected_version)
    resolved = life.resolve(complaint, now=command.now)
    resolution, remarks = rules.resolution(
        command.given,
        complaint,
        await recaps.load(complaint.id, tx),
        number=resolved.resolution_number,
        findings={
            pointer: findings_in(text, language=complaint.language) for pointer, text in command.given.texts().items()
        },
        also_missing=rules.unsettled(command.given, complaint, await open_facts(complaint.id, tx)),
        by=command.actor.subject,
        now=command.now,
    )
    await resolutions.add(complaint.id, resolution, tx)
    await complaints.save(resolved, tx)
    tx.publish(events.resolved(resolved, now=command.now))
    return Resolved(complaint=resolved, resolution=resolution, remarks=remarks)
