"""A complaint that was reopened a second time, or whose clock ran out, escalates by itself (IN-20, RO-5, RO-7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import structlog

from services.routing.commands.escalate import Escalate, escalate
from services.routing.domain import kinds
from services.routing.domain.actor import Actor
from services.routing.domain.case import CaseNotOpen
from services.routing.domain.handoff import HandoffOpen
from services.routing.domain.ladder import NobodyToHandTo, Reason
from services.routing.domain.summary import Circumstances
from shared.messaging.schedule import Timer
from shared.messaging.transaction import Transaction

ENOUGH_TIMES = 2
"""So many reopenings are enough for somebody higher to look at it."""
SYSTEM = Actor(subject="system:routing", staff_id=None, teams=None, is_system=True)
CIRCUMSTANCES = Circumstances(
    reason=Reason.SECOND_REOPENING,
    told="When they said that it is not solved, they read that a problem which comes back goes to a senior colleague.",
)
BREACHED = Circumstances(
    reason=Reason.BREACHED_CLOCK,
    told="Not by a person yet: our time ran out, and the case goes to a senior colleague by itself; tell them.",
)
_log = structlog.get_logger("redress.routing")


async def plan_escalations(reopened: Mapping[UUID, datetime], tx: Transaction) -> None:
    """Let each of these complaints escalate as soon as intake has told what the summary needs."""
    await tx.schedule(
        *(Timer(kinds.ESCALATE_AGAIN, complaint_id, reopened[complaint_id]) for complaint_id in sorted(reopened))
    )


async def escalate_again(command: Escalate, tx: Transaction) -> None:
    """Offer the case one level up; nothing where somebody higher has the offer already, or it is open no more.

    Where nobody stands higher the owner keeps it, and the log says so. Raises CaseNotFound.
    """
    try:
        await escalate(command, tx)
    except (HandoffOpen, CaseNotOpen):
        return
    except NobodyToHandTo:
        _log.warning("nobody_to_escalate_to", complaint_id=str(command.complaint_id))
