"""Who looks after a complaint, as a customer reads it: whom routing names, else the care team (IN-13, IN-24)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from services.intake.domain.told import Handler
from services.intake.pages.ack_mail import care_team
from services.intake.settings import IntakeSettings

_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")
_NUMBER = re.compile(r"\+?[\d\s()./-]{5,30}")


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach somebody, and the link that a phone opens for it (RFC 6068, RFC 3966)."""

    text: str
    link: str | None


def care_contact(settings: IntakeSettings) -> str:
    """How the care team is reached."""
    return settings.care_contact or settings.care_address


def named(found: Handler | None, *, language: str, settings: IntakeSettings) -> Handler:
    """Whoever was found; never nobody."""
    if found is not None:
        return found
    return Handler(name=settings.care_name or care_team(language), contact=care_contact(settings), staff_id=None)


def ways(contact: str) -> list[Way]:
    """The ways in a contact, which are parted by commas; what is neither a number nor an address has no link."""
    return [Way(part, _link(part)) for one in contact.split(",") if (part := one.strip())]


def _link(part: str) -> str | None:
    if _ADDRESS.fullmatch(part):
        return "mailto:" + quote(part, safe="@")
    if _NUMBER.fullmatch(part):
        return "tel:" + re.sub(r"[^\d+]", "", part)
    return None
