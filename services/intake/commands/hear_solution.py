"""Hear what followup learned about resolutions: solved, silent, or not solved (IN-20)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

import structlog

from services.intake import events
from services.intake.domain import complaint as life
from services.intake.domain.complaint import Complaint
from services.intake.domain.errors import ComplaintNotFound
from services.intake.domain.lifecycle import Step, possible
from services.intake.domain.vocabulary import ChangeKind, ClosedHow
from services.intake.storage import changes, complaints
from services.intake.storage.changes import Change
from shared.messaging.transaction import Transaction

FOLLOWUP = "system:followup"
"""Who says so in the timeline, where the customer answered a survey or stayed silent."""
_log = structlog.get_logger("redress.intake")


class Verdict(Enum):
    """What the customer said, or that they said nothing."""

    SOLVED = "solved"
    SILENT = "silent"
    NOT_SOLVED = "not_solved"


_STEPS: dict[Verdict, Step] = {
    Verdict.SOLVED: Step.CLOSE,
    Verdict.SILENT: Step.CLOSE,
    Verdict.NOT_SOLVED: Step.REOPEN,
}
_HOW: dict[Verdict, ClosedHow] = {Verdict.SOLVED: ClosedHow.CONFIRMED, Verdict.SILENT: ClosedHow.SILENCE}


@dataclass(frozen=True, slots=True, kw_only=True)
class HearSolution:
    """A verdict on one resolution of a complaint, and when it was given."""

    complaint_id: UUID
    resolution_number: int
    verdict: Verdict
    at: datetime
    correlation_id: str
    traceparent: str | None = None


async def hear_solutions(commands: Sequence[HearSolution], tx: Transaction) -> None:
    """Close or reopen, in order; what was overtaken by a newer resolution or a stronger word changes nothing.

    Raises ComplaintNotFound or ResolutionAhead: then this is not the database that said it was resolved.
    """
    told = {command.complaint_id for command in commands}
    loaded = await complaints.lock(told | await complaints.merged_into(told, tx), tx)
    # Merged in this very moment: seldom, and PostgreSQL ends a ring, whereupon the message comes again.
    late = {one.merged_into for one in loaded.values() if one.merged_into} - loaded.keys()
    loaded |= await complaints.lock(late, tx) if late else {}
    for command in commands:
        complaint = loaded.get(command.complaint_id)
        if complaint is None:
            raise ComplaintNotFound
        step = _STEPS[command.verdict]
        current = life.concerns(complaint, resolution_number=command.resolution_number)
        if complaint.merged_into is not None and command.verdict is Verdict.NOT_SOLVED:
            complaint = _living(complaint, loaded)
        if not current or step not in possible(complaint.status):
            _log.info("overtaken verdict", complaint_id=str(complaint.id), verdict=command.verdict.value)
            continue
        loaded[complaint.id] = await _take(complaint, command, tx)


def _living(merged: Complaint, loaded: Mapping[UUID, Complaint]) -> Complaint:
    """Where a merged one's matter goes on; itself where that is somebody else's by now."""
    living = loaded.get(merged.merged_into) if merged.merged_into else None
    return living if living is not None and merged.customer_id in (None, living.customer_id) else merged


async def _take(complaint: Complaint, command: HearSolution, tx: Transaction) -> Complaint:
    if _STEPS[command.verdict] is Step.REOPEN:
        moved = life.reopen(complaint)
        message = events.reopened(moved, now=command.at)
    else:
        moved = life.close(complaint, how=_HOW[command.verdict], now=command.at)
        message = events.closed(moved, now=command.at)
    await complaints.save(moved, tx)
    kind = ChangeKind.REOPENED if command.verdict is Verdict.NOT_SOLVED else ChangeKind.CLOSED
    told = Change(
        complaint_id=moved.id, kind=kind, by=FOLLOWUP, at=command.at, detail={"verdict": command.verdict.value}
    )
    await changes.add([told], tx)
    tx.publish(message, correlation_id=command.correlation_id, traceparent=command.traceparent)
    return moved
