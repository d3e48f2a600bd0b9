"""Intake's events: a complaint was resolved, reopened or closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.followup.commands.overtake_surveys import OvertakeSurveys, overtake_surveys
from services.followup.commands.schedule_surveys import Resolution, ScheduleSurveys, schedule_surveys
from services.followup.domain.course import Course
from shared.contracts.intake import (
    ComplaintClosed,
    ComplaintMerged,
    ComplaintParted,
    ComplaintReopened,
    ComplaintResolved,
)
from shared.messaging.subscription import Received, Subscription
from shared.messaging.transaction import Transaction


async def ask(events: Sequence[Received[ComplaintResolved]], tx: Transaction, now: datetime) -> None:
    """A complaint was resolved: a survey is due a day later (FO-1)."""
    resolutions = [
        Resolution(
            complaint_id=received.event.complaint_id,
            complaint_version=received.version,
            resolution_number=received.event.resolution_number,
            customer_id=received.event.customer_id,
            owner_id=received.event.owner_id,
            department=received.event.department,
            product=received.event.product,
            language=received.event.language,
            time_zone=received.event.time_zone,
            resolved_at=received.event.resolved_at,
        )
        for received in events
    ]
    await schedule_surveys(ScheduleSurveys(resolutions, now), tx)


async def stop_after_reopening(events: Sequence[Received[ComplaintReopened]], tx: Transaction, _: datetime) -> None:
    """A complaint is open again: what was to be asked about its resolution is withdrawn (FO-1)."""
    news = [
        Course(complaint_id=received.event.complaint_id, reopened_times=received.event.times) for received in events
    ]
    await overtake_surveys(OvertakeSurveys(news), tx)


Ended = ComplaintClosed | ComplaintMerged | ComplaintParted


async def stop_after_ending(events: Sequence[Received[Ended]], tx: Transaction, _: datetime) -> None:
    """A complaint is closed, goes on as another or was parted from: what was not asked yet is asked no more (FO-1)."""
    news = [Course(complaint_id=received.event.complaint_id, closed_version=received.version) for received in events]
    await overtake_surveys(OvertakeSurveys(news), tx)


SUBSCRIPTIONS = (
    Subscription(event=ComplaintResolved, reaction=ask),
    Subscription(event=ComplaintReopened, reaction=stop_after_reopening),
    Subscription(event=ComplaintClosed, reaction=stop_after_ending),
    Subscription(event=ComplaintMerged, reaction=stop_after_ending),
    Subscription(event=ComplaintParted, reaction=stop_after_ending),
)
