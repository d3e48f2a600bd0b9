"""The receiver says whether it was needed: counted by reason and department, never by person (RO-5)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from services.routing.commands.answering import answerable
from services.routing.domain.actor import Actor
from services.routing.domain.handoff import Handoff
from services.routing.storage import cases, handoffs
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class JudgeHandoff:
    """The receiver's word on it; a later one takes the place of an earlier one."""

    handoff_id: UUID
    needed: bool
    why: str | None
    by: Actor


async def judge_handoff(command: JudgeHandoff, tx: Transaction) -> Handoff:
    """Keep it. Raises HandoffNotFound, NotTheReceiver, HandoffUnanswered."""
    case, handoff = await answerable(command.handoff_id, command.by, tx)
    judged = handoff.judged(needed=command.needed, why=command.why)
    await handoffs.save(judged, tx)
    await cases.save(case.touched(), tx)
    return judged
