"""Record what the customer wants, also where it can't be given (IN-11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake import events
from services.intake.domain.actor import Actor
from services.intake.domain.complaint import Complaint
from services.intake.domain.expectation import expect
from services.intake.domain.understanding import wish_for
from services.intake.domain.vocabulary import ChangeKind, WishKind
from services.intake.storage import changes, complaints
from services.intake.storage.changes import Change
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWish:
    """They want this; `expected_version` None takes the complaint as it is."""

    complaint_id: UUID
    kind: WishKind
    detail: str | None
    expected_version: int | None
    actor: Actor
    now: datetime


async def record_wish(command: RecordWish, tx: Transaction) -> Complaint:
    """The complaint with the wish; the one before it is kept. Raises ComplaintNotFound or PreconditionFailed."""
    before = await complaints.load(command.complaint_id, tx, actor=command.actor)
    expect(before.version, expected=command.expected_version)
    after = wish_for(before, kind=command.kind, detail=command.detail)
    former = {"kind": before.wish_kind.value, "detail": before.wish_detail} if before.wish_kind else None
    change = Change(
        complaint_id=after.id,
        kind=ChangeKind.WISH,
        by=command.actor.subject,
        at=command.now,
        detail={"from": former, "to": {"kind": command.kind.value, "detail": command.detail}},
    )
    await changes.add([change], tx)
    await complaints.save(after, tx)
    tx.publish(events.classified(after, now=command.now))
    return after
