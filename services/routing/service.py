"""What routing is made of."""

from __future__ import annotations

from pathlib import Path

from services.routing.api.cases import router as cases
from services.routing.api.handoffs import router as handoffs
from services.routing.api.staff import router as staff
from services.routing.commands.answering import HANDOFF_TIMEOUT
from services.routing.commands.escalate_again import ESCALATE_AGAIN
from services.routing.gateways import gateways
from services.routing.reactions.to_intake import SUBSCRIPTIONS
from services.routing.settings import RoutingSettings
from services.routing.storage.tables import metadata
from services.routing.timers.escalate_again import on_second_reopening
from services.routing.timers.handoff_timeout import on_handoff_timeout
from shared.runtime.service import Service

SERVICE = Service(
    name="routing",
    title="Redress routing",
    description="Who owns a case and why; escalation with a summary that spares the customer telling it again.",
    port=8002,
    settings=RoutingSettings,
    metadata=metadata,
    migrations=Path(__file__).parent / "migrations",
    routers=(staff, cases, handoffs),
    subscriptions=SUBSCRIPTIONS,
    timers={HANDOFF_TIMEOUT: on_handoff_timeout, ESCALATE_AGAIN: on_second_reopening},
    gateways=gateways,
    client_scopes=("complaints:read",),
)
