"""Link a complaint to what it is about, and take a link out again (IN-5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake.domain.actor import Actor
from services.intake.domain.complaint import changed
from services.intake.domain.link import Link, LinkKind, reference_to
from services.intake.domain.vocabulary import ChangeKind
from services.intake.storage import changes, complaints, links
from services.intake.storage.changes import Change
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkComplaint:
    """It is about this."""

    complaint_id: UUID
    kind: LinkKind
    reference: str
    actor: Actor
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkComplaint:
    """It is not about this after all."""

    complaint_id: UUID
    link_id: UUID
    actor: Actor
    now: datetime


async def link_complaint(command: LinkComplaint, tx: Transaction) -> Link:
    """Add the link. Raises StaffIdNeeded, ComplaintNotFound or LinkExists."""
    link = Link(
        id=new_id(),
        kind=command.kind,
        reference=reference_to(command.kind, command.reference),
        linked_by=command.actor.subject,
        linked_at=command.now,
    )
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    await links.add(complaint.id, link, tx)
    await complaints.save(changed(complaint), tx)
    return link


async def unlink_complaint(command: UnlinkComplaint, tx: Transaction) -> None:
    """Take the link out; its history is kept. Raises ComplaintNotFound or LinkNotFound."""
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    link = await links.load(complaint.id, command.link_id, tx)
    await links.remove(link.id, tx)
    detail = {
        "link_id": str(link.id),
        "kind": link.kind.value,
        "reference": link.reference,
        "linked_by": link.linked_by,
        "linked_at": link.linked_at.isoformat(),
    }
    unlinked = Change(
        complaint_id=complaint.id,
        kind=ChangeKind.UNLINKED,
        by=command.actor.subject,
        at=command.now,
        detail=detail,
    )
    await changes.add([unlinked], tx)
    await complaints.save(changed(complaint), tx)
