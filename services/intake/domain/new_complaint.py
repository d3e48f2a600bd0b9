"""A complaint as it is taken down, once, before anything happens to it (IN-1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.intake.domain.customer import CustomerDetails
from services.intake.domain.vocabulary import Channel, Feeling, Urgency, WishKind
from shared.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What it cost the customer: money, time, an occasion of their own with its date (IN-9)."""

    detail: str | None
    money_lost: Money | None
    minutes_lost: int | None
    occasion: str | None
    occasion_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewComplaint:
    """What is told when a complaint is recorded; `customer` is None for an anonymous one.

    `source` and `external_id`, both or neither, name it in the system that it came from.
    """

    id: UUID
    channel: Channel
    narrative: str
    customer: CustomerDetails | None
    owner_id: UUID
    language: str
    time_zone: str | None
    feeling: Feeling | None
    urgency: Urgency
    wish_kind: WishKind | None
    wish_detail: str | None
    product: str | None
    department: str | None
    branch: str | None
    order_reference: str | None
    impact: Impact | None
    attributes: Mapping[str, str]
    source: str | None
    external_id: str | None
    received_at: datetime
