"""A complaint came back, or its clock ran out: fetch what the summary needs, then offer the case one level up."""

from __future__ import annotations

from services.routing.commands.escalate import Escalate
from services.routing.commands.escalate_again import BREACHED, CIRCUMSTANCES, SYSTEM, escalate_again
from services.routing.domain.case import CaseStatus
from services.routing.domain.summary import Circumstances
from services.routing.gateways import Gateways
from services.routing.settings import RoutingSettings
from services.routing.storage import cases
from shared.kernel.errors import Unavailable
from shared.messaging.context import Context
from shared.messaging.timers import Due, complete
from shared.observability.correlation import current_correlation


class NotHeardOfYet(Unavailable):
    slug = "case-not-heard-of-yet"
    title = "What happened to the complaint was heard of before the complaint itself"


async def on_second_reopening(due: Due, context: Context) -> None:
    """Escalate it once (IN-20). Raises Unavailable (tried again) while intake is away or the case is not here."""
    await _escalate(due, context, CIRCUMSTANCES)


async def on_breach(due: Due, context: Context) -> None:
    """Escalate it once (RO-7). Raises Unavailable (tried again) while intake is away or the case is not here."""
    await _escalate(due, context, BREACHED)


async def _escalate(due: Due, context: Context, circumstances: Circumstances) -> None:
    settings: RoutingSettings = context.settings
    gateways: Gateways = context.gateways
    async with context.transactions.begin() as tx:
        case = await cases.load(due.key, tx)
    if case is None:
        raise NotHeardOfYet
    brief = None
    if case.status is CaseStatus.OPEN:
        brief = await gateways.intake.brief(due.key, correlation_id=current_correlation())
    async with context.transactions.begin() as tx:
        if brief is not None:
            command = Escalate(
                complaint_id=due.key,
                to_id=None,
                circumstances=circumstances,
                brief=brief,
                by=SYSTEM,
                answer_within=settings.handoff_answer_within,
                now=context.clock.now(),
            )
            await escalate_again(command, tx)
        await complete(due, tx)
