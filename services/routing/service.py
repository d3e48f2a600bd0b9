"""What routing is made of; each area names its own routes, timers and subscriptions."""

from __future__ import annotations

from pathlib import Path

from services.routing.api.routers import ROUTERS
from services.routing.gateways import gateways
from services.routing.reactions import to_customers, to_intake
from services.routing.settings import RoutingSettings
from services.routing.storage.tables import METADATA
from services.routing.timers import absences, callbacks, clocks, cooldowns, handoffs, promises, queues
from shared.runtime.service import Service

SERVICE = Service(
    name="routing",
    title="Redress routing",
    description="Who owns a case and why; escalation with a summary that spares the customer telling it again.",
    port=8002,
    settings=RoutingSettings,
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
    routers=ROUTERS,
    subscriptions=(*to_intake.SUBSCRIPTIONS, *to_customers.SUBSCRIPTIONS),
    timers={
        **handoffs.TIMERS,
        **clocks.TIMERS,
        **promises.TIMERS,
        **absences.TIMERS,
        **queues.TIMERS,
        **cooldowns.TIMERS,
        **callbacks.TIMERS,
    },
    gateways=gateways,
    uploads={"/v1/staff/imports": "max_staff_import_bytes"},
    client_scopes=("complaints:read", "customers:read"),
)
