"""Followup as the chassis sees it."""

from __future__ import annotations

from pathlib import Path

from services.followup.api import answering, comment_page, comments, survey_page, surveys
from services.followup.domain import kinds
from services.followup.gateways import open_gateways
from services.followup.reactions import to_intake, to_routing
from services.followup.settings import FollowupSettings
from services.followup.storage.tables import METADATA
from services.followup.timers.assume_solved import assume_solved
from services.followup.timers.doubt_sending import doubt_sending
from services.followup.timers.send_survey import send_survey
from shared.runtime.service import Service

SERVICE = Service(
    name="followup",
    title="Redress Followup",
    description="Asks customers whether it is truly solved, and listens to what they say unasked.",
    port=8003,
    settings=FollowupSettings,
    metadata=METADATA,
    migrations=Path(__file__).parent / "migrations",
    routers=(surveys.router, comments.router, survey_page.router, comment_page.router),
    hot_doors=(comments.LEAVE_COMMENT, answering.ANSWER_SURVEY),
    subscriptions=(*to_intake.SUBSCRIPTIONS, *to_routing.SUBSCRIPTIONS),
    timers={
        kinds.SEND_SURVEY: send_survey,
        kinds.DOUBT_SENDING: doubt_sending,
        kinds.ASSUME_SOLVED: assume_solved,
    },
    gateways=open_gateways,
    client_scopes=("complaints:read", "customers:read"),
)
