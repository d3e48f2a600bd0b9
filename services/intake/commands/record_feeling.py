"""Record how the customer feels, and that we told them we heard it (IN-8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.intake import events
from services.intake.domain import feeling as rules
from services.intake.domain.actor import Actor
from services.intake.domain.complaint import Complaint
from services.intake.domain.expectation import expect
from services.intake.domain.liability import insist_on_neither
from services.intake.domain.vocabulary import ChangeKind, Channel, Feeling
from services.intake.domain.wording.finding import Finding, insist
from services.intake.gateways.rulebook import findings_in
from services.intake.storage import changes, complaints
from services.intake.storage.changes import Change
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFeeling:
    """They feel like this now; `expected_version` None takes the complaint as it is."""

    complaint_id: UUID
    feeling: Feeling
    note: str | None
    expected_version: int | None
    actor: Actor
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeFeeling:
    """The customer was told these words."""

    complaint_id: UUID
    words: str
    channel: Channel
    actor: Actor
    now: datetime


async def record_feeling(command: RecordFeeling, tx: Transaction) -> Complaint:
    """The complaint with the feeling and the urgency that follows. Raises ComplaintNotFound or PreconditionFailed."""
    before = await complaints.load(command.complaint_id, tx, actor=command.actor)
    expect(before.version, expected=command.expected_version)
    after = rules.feel(before, feeling=command.feeling, now=command.now)
    detail = {
        "from": before.feeling.value if before.feeling else None,
        "to": command.feeling.value,
        "note": command.note,
        "urgency": {"from": before.urgency.value, "to": after.urgency.value},
    }
    await _write(after, ChangeKind.FEELING, detail, by=command.actor, now=command.now, tx=tx)
    tx.publish(events.classified(after, now=command.now))
    return after


async def acknowledge_feeling(command: AcknowledgeFeeling, tx: Transaction) -> tuple[Complaint, Sequence[Finding]]:
    """The complaint, and what could have been said better. Nothing about liability is touched, or said.

    Raises ComplaintNotFound, NoFeelingYet, LiabilitySpoken or WordingRefused.
    """
    before = await complaints.load(command.complaint_id, tx, actor=command.actor)
    after = rules.acknowledge(before, now=command.now)
    insist_on_neither(command.words, pointer="/words")
    warnings = insist(findings_in(command.words, language=before.language), pointer="/words")
    detail = {
        "feeling": after.feeling.value if after.feeling else None,
        "words": command.words,
        "channel": command.channel.value,
    }
    await _write(after, ChangeKind.FEELING_ACKNOWLEDGED, detail, by=command.actor, now=command.now, tx=tx)
    return after, warnings


async def _write(
    complaint: Complaint, kind: ChangeKind, detail: Mapping[str, Any], *, by: Actor, now: datetime, tx: Transaction
) -> None:
    change = Change(complaint_id=complaint.id, kind=kind, by=by.subject, at=now, detail=detail)
    await changes.add([change], tx)
    await complaints.save(complaint, tx)
