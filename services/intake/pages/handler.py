"""Who looks after a complaint, as a customer reads it: whom routing names, else the care team (IN-13, IN-24)."""

from __future__ import annotations

from services.intake.domain.told import Handler
from services.intake.pages.ack_mail import care_team
from services.intake.settings import IntakeSettings


def care_contact(settings: IntakeSettings) -> str:
    """How the care team is reached."""
    return settings.care_contact or settings.care_address


def named(found: Handler | None, *, language: str, settings: IntakeSettings) -> Handler:
    """Whoever was found; never nobody."""
    if found is not None:
        return found
    return Handler(name=settings.care_name or care_team(language), contact=care_contact(settings), staff_id=None)
