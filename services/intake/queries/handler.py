"""Who looks after a complaint, as a customer reads it: asked of routing, else the care team (IN-13, IN-24)."""

from __future__ import annotations

from uuid import UUID

from services.intake.domain.told import Handler
from services.intake.gateways import Gateways
from services.intake.pages.ack_mail import care_team
from services.intake.settings import IntakeSettings
from shared.messaging.context import Context


async def handler_of(owner_id: UUID, *, language: str, context: Context) -> Handler:
    """Whoever owns it, with their own contact or the care team's; never nobody, and never inside a transaction."""
    settings: IntakeSettings = context.settings
    gateways: Gateways = context.gateways
    contact = settings.care_contact or settings.care_address
    found = await gateways.routing.handler(owner_id, care_contact=contact)
    return found or Handler(name=settings.care_name or care_team(language), contact=contact, staff_id=None)
