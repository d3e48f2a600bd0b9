"""What the chassis must know of intake."""

from __future__ import annotations

from pathlib import Path

from services.intake.api import acknowledgements, additions, complaints, customers, inbound_emails, recaps, resolutions
from services.intake.api.recording import RECORD
from services.intake.domain import kinds
from services.intake.gateways import open_gateways
from services.intake.gateways.cfpb_import import import_cfpb
from services.intake.reactions.to_followup import close_assumed, close_confirmed, reopen_denied
from services.intake.reactions.to_itself import acknowledge_recorded
from services.intake.reactions.to_routing import follow_assignments
from services.intake.settings import IntakeSettings
from services.intake.storage.tables import METADATA
from services.intake.timers.acknowledge import acknowledge
from services.intake.timers.doubt_acknowledgement import doubt_acknowledgement
from shared.contracts.followup import SolutionAssumed, SolutionConfirmed, SolutionDenied
from shared.contracts.intake import ComplaintRecorded
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
        inbound_emails.router,
        acknowledgements.router,
    ),
    hot_doors=(RECORD,),
    subscriptions=(
        Subscription(event=CaseAssigned, reaction=follow_assignments),
        Subscription(event=SolutionConfirmed, reaction=close_confirmed),
        Subscription(event=SolutionAssumed, reaction=close_assumed),
        Subscription(event=SolutionDenied, reaction=reopen_denied),
        Subscription(event=ComplaintRecorded, reaction=acknowledge_recorded),
    ),
    timers={
        kinds.ACKNOWLEDGE: acknowledge,
        kinds.DOUBT_ACKNOWLEDGEMENT: doubt_acknowledgement,
    },
    gateways=open_gateways,
    uploads={inbound_emails.PATH: "max_email_bytes"},
    client_scopes=("staff:read",),
)
