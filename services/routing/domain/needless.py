"""Escalations that need not have been, for what was said to be missing was there: counted, never refused (RO-5)."""

from __future__ import annotations

from enum import Enum

from services.routing.domain.ladder import Reason
from services.routing.domain.receiving import knows
from services.routing.domain.staff import Staff
from services.routing.domain.wish import FREE_WISHES


class Needless(Enum):
    """What the sender had although the reason says that it was missing."""

    HAD_AUTHORITY = "had_authority"
    HAD_LANGUAGE = "had_language"
    HAD_SKILL = "had_skill"


def asked_needless(
    sender: Staff | None,
    reason: Reason,
    *,
    wish: str | None,
    language: str,
    department: str | None,
    product: str | None,
) -> Needless | None:
    """What the sender had all along; None where the record does not contradict the reason.

    Only what is on record counts: a wish that takes no authority, the language of the case, the product or, for a case
    without one, its department. Authority ends at an amount, and no complaint tells the amount of what is wished as a
    number: whether it would have done is for the receiver's verdict to say.
    """
    if sender is None:
        return None
    match reason:
        case Reason.AUTHORITY if wish in FREE_WISHES:
            return Needless.HAD_AUTHORITY
        case Reason.LANGUAGE if sender.speaks(language):
            return Needless.HAD_LANGUAGE
        case Reason.SKILL if _skilled(sender, department=department, product=product):
            return Needless.HAD_SKILL
    return None


def _skilled(sender: Staff, *, department: str | None, product: str | None) -> bool:
    if product is not None:
        return product in sender.skills
    return department is not None and knows(sender, department=department, product=None)
