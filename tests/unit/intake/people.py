"""A complaint, and texts about it, for the rules of answering."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from services.intake.domain.complaint import Complaint
from services.intake.domain.lifecycle import Status
from services.intake.domain.vocabulary import Channel, Feeling, WishKind
from services.intake.domain.wording.finding import Finding, Weight
from shared.kernel.errors import Invalid
from shared.kernel.ids import new_id

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def complaint(**changes: Any) -> Complaint:
    """Of a calm customer who wants an exchange."""
    values: dict[str, Any] = {
        "id": new_id(),
        "reference": "RD-7F3K-9Q2M",
        "version": 4,
        "status": Status.RECORDED,
        "customer_id": new_id(),
        "owner_id": new_id(),
        "recorder_id": None,
        "department": "deliveries",
        "product": "coat",
        "language": "en",
        "time_zone": None,
        "resolution_number": 0,
        "reopened_times": 0,
        "closed_how": None,
        "closed_at": None,
        "channel": Channel.PHONE,
        "feeling": Feeling.CALM,
        "wish_kind": WishKind.EXCHANGE,
    }
    return Complaint(**(values | changes))


def finding(weight: Weight, rule: str = "policy") -> Finding:
    """Something that should not be said so."""
    return Finding(
        start=0, end=3, rule=rule, why="It hides behind a policy.", better="Say what happens.", weight=weight
    )


def pointers(error: Invalid) -> list[str]:
    """What a refusal names."""
    return [one.pointer for one in error.fields]
