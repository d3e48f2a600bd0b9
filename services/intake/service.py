"""What the chassis must know of intake."""

from __future__ import annotations

from pathlib import Path

from services.intake.api import inbound_emails
from services.intake.api.recording import RECORD
from services.intake.api.routers import ROUTERS
from services.intake.commands.attach_file import DISCARD_UPLOAD
from services.intake.commands.recount_insights import check_figures, recount
from services.intake.domain import kinds
from services.intake.domain.corrective_action import CORRECTIVE_ACTION_DUE
from services.intake.domain.family import REACH_FAMILY
from services.intake.domain.telling import TELL_CUSTOMERS
from services.intake.gateways import open_gateways
from services.intake.gateways.cfpb_import import import_cfpb
from services.intake.reactions.to_followup import close_assumed, close_confirmed, reopen_denied
from services.intake.reactions.to_itself import acknowledge_recorded
from services.intake.reactions.to_itself_rollups import COUNTING
from services.intake.reactions.to_itself_urgency import watch_recorded
from services.intake.reactions.to_routing import follow_assignments, note_breaches, note_broken_promises
from services.intake.settings import IntakeSettings
from services.intake.storage.occasions import TIMER as RAISE_URGENCY
from services.intake.storage.tables import METADATA
from services.intake.timers.acknowledge import acknowledge
from services.intake.timers.corrective_action_due import corrective_action_due
from services.intake.timers.discard_upload import discard_upload
from services.intake.timers.doubt_acknowledgement import doubt_acknowledgement
from services.intake.timers.raise_urgency import raise_urgency
from services.intake.timers.reach_family import reach_family
from services.intake.timers.tell_customers import tell_customers
from shared.contracts.followup import SolutionAssumed, SolutionConfirmed, SolutionDenied
from shared.contracts.intake import ComplaintRecorded
from shared.contracts.routing import CaseAssigned, ClockBreached, PromiseBroken
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
    routers=ROUTERS,
    hot_doors=(RECORD,),
    subscriptions=(
        Subscription(event=CaseAssigned, reaction=follow_assignments),
        Subscription(event=ClockBreached, reaction=note_breaches),
        Subscription(event=PromiseBroken, reaction=note_broken_promises),
        Subscription(event=SolutionConfirmed, reaction=close_confirmed),
        Subscription(event=SolutionAssumed, reaction=close_assumed),
        Subscription(event=SolutionDenied, reaction=reopen_denied),
        Subscription(event=ComplaintRecorded, reaction=acknowledge_recorded),
        Subscription(event=ComplaintRecorded, reaction=watch_recorded),
        # Last: what the others write is counted.
        *COUNTING,
    ),
    uploads={"/attachments": "max_attachment_bytes", inbound_emails.PATH: "max_email_bytes"},
    client_scopes=("staff:read",),
    chores={"recount": recount, "check-figures": check_figures},
    timers={
        DISCARD_UPLOAD: discard_upload,
        kinds.ACKNOWLEDGE: acknowledge,
        kinds.DOUBT_ACKNOWLEDGEMENT: doubt_acknowledgement,
        RAISE_URGENCY: raise_urgency,
        REACH_FAMILY: reach_family,
        CORRECTIVE_ACTION_DUE: corrective_action_due,
        TELL_CUSTOMERS: tell_customers,
    },
    gateways=open_gateways,
)
