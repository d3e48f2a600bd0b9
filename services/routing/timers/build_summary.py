"""A handoff waits for its summary: ask intake again, and offer the case as soon as it answers (RO-3)."""

from __future__ import annotations

from services.routing.commands.build_summary import BuildSummary, build_summary
from services.routing.domain.case import CaseStatus
from services.routing.domain.handoff import HandoffStatus
from services.routing.gateways import Gateways
from services.routing.queries.ledgers import ledgers_of
from services.routing.settings import RoutingSettings
from services.routing.storage import cases, handoffs
from shared.messaging.context import Context
from shared.messaging.timers import Due, complete
from shared.observability.correlation import current_correlation


async def on_summary_due(due: Due, context: Context) -> None:
    """Make the offer, once. Raises Unavailable, which has it tried again later, while intake does not answer."""
    settings: RoutingSettings = context.settings
    gateways: Gateways = context.gateways
    async with context.transactions.begin() as tx:
        handoff = await handoffs.load(due.key, tx)
        case = await cases.load(handoff.complaint_id, tx) if handoff else None
    if handoff is None or case is None or handoff.status is not HandoffStatus.AWAITING_SUMMARY:
        async with context.transactions.begin() as tx:
            await complete(due, tx)
        return
    brief = None
    if case.status is CaseStatus.OPEN:
        brief = await gateways.intake.brief(case.complaint_id, correlation_id=current_correlation())
    now = context.clock.now()
    async with context.transactions.begin() as tx:
        command = BuildSummary(
            handoff_id=due.key,
            brief=brief,
            answer_within=settings.handoff_answer_within,
            now=now,
            ledgers=await ledgers_of(case.complaint_id, tx, now=now),
        )
        await build_summary(command, tx)
        await complete(due, tx)
