"""What a complaint cost its customer, as the JSON document of its row and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from services.intake.domain.new_complaint import Impact
from shared.kernel.money import Money


def impact_document(impact: Impact | None) -> dict[str, Any] | None:
    """The document, without what was not told; None where there is no impact."""
    if impact is None:
        return None
    lost = impact.money_lost
    members = {
        "detail": impact.detail,
        "money_lost": {"amount": str(lost.amount), "currency": lost.currency} if lost else None,
        "minutes_lost": impact.minutes_lost,
        "occasion": impact.occasion,
        "occasion_on": impact.occasion_on.isoformat() if impact.occasion_on else None,
    }
    return {name: value for name, value in members.items() if value is not None}


def impact_of(document: Mapping[str, Any] | None) -> Impact | None:
    """The impact in a row's document."""
    if document is None:
        return None
    lost, day = document.get("money_lost"), document.get("occasion_on")
    return Impact(
        detail=document.get("detail"),
        money_lost=Money(Decimal(lost["amount"]), lost["currency"]) if lost else None,
        minutes_lost=document.get("minutes_lost"),
        occasion=document.get("occasion"),
        occasion_on=date.fromisoformat(day) if day else None,
    )
