"""Say where a complaint belongs: department, product, branch, category (IN-5, IN-22)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from uuid import UUID

from services.intake import events
from services.intake.domain.actor import Actor
from services.intake.domain.complaint import Complaint
from services.intake.domain.expectation import expect
from services.intake.domain.understanding import classification_of, classify
from services.intake.domain.vocabulary import ChangeKind
from services.intake.storage import changes, complaints
from services.intake.storage.changes import Change
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifyComplaint:
    """These members of its classification are now so, None for none; the others stay as they are."""

    complaint_id: UUID
    members: Mapping[str, str | None]
    expected_version: int | None
    actor: Actor
    now: datetime


async def classify_complaint(command: ClassifyComplaint, tx: Transaction) -> Complaint:
    """The complaint, even where the actor can't see it any more. Raises ComplaintNotFound or PreconditionFailed."""
    before = await complaints.load(command.complaint_id, tx, actor=command.actor)
    expect(before.version, expected=command.expected_version)
    former = classification_of(before)
    latter = replace(former, **command.members)
    after = classify(before, latter)
    change = Change(
        complaint_id=after.id,
        kind=ChangeKind.CLASSIFICATION,
        by=command.actor.subject,
        at=command.now,
        detail={"from": asdict(former), "to": asdict(latter)},
    )
    await changes.add([change], tx)
    await complaints.save(after, tx)
    tx.publish(events.classified(after, now=command.now))
    return after
