"""What the chassis must know of intake."""

from __future__ import annotations

from pathlib import Path

from services.intake.api import additions, complaints, customers, recaps, resolutions, wording
from services.intake.api.recording import RECORD
from services.intake.gateways.cfpb_import import import_cfpb
from services.intake.reactions.to_followup import close_assumed, close_confirmed, reopen_denied
from services.intake.reactions.to_routing import follow_assignments
from services.intake.settings import IntakeSettings
from services.intake.storage.tables import METADATA
from shared.contracts.followup import SolutionAssumed, SolutionConfirmed, SolutionDenied
from shared.contracts.routing import CaseAssigned
from shared.messaging.subscription import Subscription
from shared.runtime.service import Service

__all__ = ["SERVICE", "import_cfpb"]

SERVICE = Service(
    name="intake",
    title="Redress intake",
    description="Takes complaints from any channel and keeps what was said, wished, understood and done.",
    port=8001,
    settings=IntakeSettings,
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
    routers=(
        complaints.router,
        recaps.router,
        additions.router,
        resolutions.router,
        customers.router,
        wording.router,
    ),
    hot_doors=(RECORD,),
    subscriptions=(
        Subscription(event=CaseAssigned, reaction=follow_assignments),
        Subscription(event=SolutionConfirmed, reaction=close_confirmed),
        Subscription(event=SolutionAssumed, reaction=close_assumed),
        Subscription(event=SolutionDenied, reaction=reopen_denied),
    ),
)
