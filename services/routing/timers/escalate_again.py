"""A complaint came back, or its clock ran out: offer it one level up, or let that wait for its summary."""

from __future__ import annotations

from services.routing.commands.escalate import Escalate
from services.routing.commands.escalate_again import BREACHED, CIRCUMSTANCES, SYSTEM, escalate_again
from services.routing.domain.case import CaseStatus
from services.routing.domain.summary import Circumstances
from services.routing.gateways import Gateways
from services.routing.gateways.intake import brief_or_none
from services.routing.queries.ledgers import ledgers_of
from services.routing.settings import RoutingSettings
from services.routing.storage import cases
from shared.kernel.errors import Unavailable
from shared.messaging.context import Context
from shared.messaging.timers import Due, complete


class NotHeardOfYet(Unavailable):
    slug = "case-not-heard-of-yet"
    title = "What happened to the complaint was heard of before the complaint itself"


async def on_second_reopening(due: Due, context: Context) -> None:
    """Escalate it once (IN-20). Raises Unavailable (tried again) while the case is not here."""
    await _escalate(due, context, CIRCUMSTANCES)


async def on_breach(due: Due, context: Context) -> None:
    """Escalate it once (RO-7). Raises Unavailable (tried again) while the case is not here."""
    await _escalate(due, context, BREACHED)


async def _escalate(due: Due, context: Context, circumstances: Circumstances) -> None:
    settings: RoutingSettings = context.settings
    gateways: Gateways = context.gateways
    async with context.transactions.begin() as tx:
        case = await cases.load(due.key, tx)
    if case is None:
        raise NotHeardOfYet
    is_open = case.status is CaseStatus.OPEN
    brief = await brief_or_none(gateways.intake, due.key) if is_open else None
    now = context.clock.now()
    async with context.transactions.begin() as tx:
        if is_open:
            command = Escalate(
                complaint_id=due.key,
                to_id=None,
                circumstances=circumstances,
                brief=brief,
                by=SYSTEM,
                answer_within=settings.handoff_answer_within,
                now=now,
                ledgers=await ledgers_of(due.key, tx, now=now),
            )
            await escalate_again(command, tx)
        await complete(due, tx)
