"""The bodies that intake answers with."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from services.intake.domain.lifecycle import Status
from services.intake.domain.recap import ConfirmedBy, RecapStatus
from services.intake.domain.vocabulary import (
    Channel,
    ClosedHow,
    Feeling,
    PreferredContact,
    RootCause,
    Urgency,
    WishKind,
)
from shared.http.schemas import Out


class CustomerRef(Out):
    """Which customer, and whether they complained before."""

    id: UUID
    returning: bool


class RecordedOut(Out):
    """A complaint just recorded, or recorded before under the same external id."""

    id: UUID
    reference: str
    status: Status
    version: int
    owner_id: UUID
    customer: CustomerRef | None
    recorded_at: datetime
    already_recorded: bool


class Wish(Out):
    kind: WishKind
    detail: str | None


class MoneyOut(Out):
    amount: str
    currency: str


class Impact(Out):
    detail: str | None = None
    money_lost: MoneyOut | None = None
    minutes_lost: int | None = None
    occasion: str | None = None
    occasion_on: date | None = None


class External(Out):
    source: str
    id: str


class RecapOut(Out):
    """One version of what we understood."""

    version: int
    text: str
    status: RecapStatus
    proposed_by: str
    proposed_at: datetime
    confirmed_by: ConfirmedBy | None
    settled_by: str | None
    settled_channel: Channel | None
    settled_at: datetime | None


class AdditionOut(Out):
    """A dated addition to a story."""

    id: UUID
    text: str
    channel: Channel | None
    added_by: str
    added_at: datetime
    verified: bool | None
    """Of what came by e-mail: whether it is proven to be from the customer."""


class ResolutionOut(Out):
    """One resolution."""

    number: int
    what_was_done: str
    what_it_took: str | None
    recap_version: int | None
    customer_unreachable: str | None
    wish_met: bool | None
    root_cause: RootCause | None
    liability_accepted: bool | None
    cost: MoneyOut | None
    thanks: str | None
    resolved_by: str
    resolved_at: datetime


class ComplaintItem(Out):
    """A complaint in a list."""

    id: UUID
    reference: str
    version: int
    status: Status
    channel: Channel
    excerpt: str
    customer_id: UUID | None
    owner_id: UUID
    feeling: Feeling | None
    urgency: Urgency
    product: str | None
    category: str | None
    department: str | None
    branch: str | None
    language: str
    reopened_times: int
    received_at: datetime
    recorded_at: datetime


class ComplaintOut(Out):
    """A complaint, whole; its `version` is its ETag."""

    id: UUID
    reference: str
    version: int
    status: Status
    actions: list[str]
    """What you can do with it now: the names of operations of this API."""
    channel: Channel
    narrative: str
    customer: CustomerRef | None
    owner_id: UUID
    recorded_by: str
    recorder_id: UUID | None
    language: str
    time_zone: str | None
    feeling: Feeling | None
    desired_resolution: Wish | None
    product: str | None
    department: str | None
    branch: str | None
    order_reference: str | None
    impact: Impact | None
    attributes: dict[str, str]
    external: External | None
    recap: RecapOut | None
    resolution: ResolutionOut | None
    resolution_number: int
    reopened_times: int
    closed_how: ClosedHow | None
    closed_at: datetime | None
    received_at: datetime
    recorded_at: datetime
    category: str | None
    urgency: Urgency
    root_cause: RootCause | None
    feeling_acknowledged_at: datetime | None
    first_answered_at: datetime | None
    resolved_at: datetime | None
    late_times: int
    broken_promises: int
    merged_into: UUID | None


class BriefRecap(Out):
    version: int
    text: str
    confirmed_at: datetime


class BriefOut(Out):
    """The whole story in short, for a handoff summary."""

    complaint_id: UUID
    reference: str
    version: int
    status: Status
    narrative: str
    additions: list[AdditionOut]
    recap: BriefRecap | None
    desired_resolution: Wish | None
    feeling: Feeling | None
    product: str | None
    department: str | None
    language: str
    contacts_so_far: int
    minutes_so_far: int
    """For which the customer has waited, in all contacts together."""
    tellings_so_far: int
    """How often they have told it, the recording counted."""
    facts: list[str]
    """What was verified."""
    refusals: list[str]
    """What was refused already, as the customer heard it."""
    resolutions: list[ResolutionOut]
    reopened_times: int


class ContactOut(Out):
    """How to reach the customer about a complaint; all null when it is anonymous."""

    complaint_id: UUID
    name: str | None
    email: str | None
    phone: str | None
    language: str
    time_zone: str | None
    preferred_contact: PreferredContact | None
