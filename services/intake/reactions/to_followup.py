"""Followup learned whether a resolution holds: the complaint is closed or reopened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.intake.commands.hear_solution import HearSolution, Verdict, hear_solutions
from shared.contracts.followup import SolutionAssumed, SolutionConfirmed, SolutionDenied
from shared.messaging.subscription import Received
from shared.messaging.transaction import Transaction

Solution = SolutionConfirmed | SolutionDenied | SolutionAssumed


async def close_confirmed(events: Sequence[Received[SolutionConfirmed]], tx: Transaction, now: datetime) -> None:
    """followup.solution.confirmed -> closed on the customer's word."""
    await _hear(events, Verdict.SOLVED, tx, now)


async def close_assumed(events: Sequence[Received[SolutionAssumed]], tx: Transaction, now: datetime) -> None:
    """followup.solution.assumed -> closed on documented silence."""
    await _hear(events, Verdict.SILENT, tx, now)


async def reopen_denied(events: Sequence[Received[SolutionDenied]], tx: Transaction, now: datetime) -> None:
    """followup.solution.denied -> reopened, with the same owner."""
    await _hear(events, Verdict.NOT_SOLVED, tx, now)


async def _hear(events: Sequence[Received[Solution]], verdict: Verdict, tx: Transaction, now: datetime) -> None:
    commands = [
        HearSolution(
            complaint_id=one.event.complaint_id,
            resolution_number=one.event.resolution_number,
            verdict=verdict,
            at=now,
            correlation_id=one.correlation_id,
            traceparent=one.traceparent,
        )
        for one in events
    ]
    await hear_solutions(commands, tx)
