"""A customer's record: how its details are corrected, and which records may become one (IN-3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID

from services.intake.domain.customer import CustomerDetails, customer_details
from shared.kernel.errors import Conflict, FieldError, Invalid

DETAILS = tuple(field.name for field in fields(CustomerDetails) if field.name != "match_key")
"""What a person may correct; the key follows from it."""


class CustomerMergedAway(Conflict):
    slug = "customer-merged-away"
    title = "This record was merged into another; change that one"


class IdentifierTaken(Conflict):
    slug = "identifier-taken"
    title = "Another customer's record has this identifier; if they are one person, merge the two"


class MergeIntoItself(Invalid):
    slug = "merge-into-itself"
    title = "A record can't be merged into itself"


class AlreadyMerged(Conflict):
    slug = "customer-already-merged"
    title = "This record was merged already; un-merge it first"


class IntoMergedAway(Conflict):
    slug = "merge-into-merged-away"
    title = "The record to merge into was itself merged into another; name that one"


class NotMerged(Conflict):
    slug = "customer-not-merged"
    title = "This record is not merged into another"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRecord:
    """One record. `merged_into` is what was decided about it, `survivor_id` where that leads in the end."""

    id: UUID
    version: int
    details: CustomerDetails
    merged_into: UUID | None = None
    survivor_id: UUID | None = None

    @property
    def person(self) -> UUID:
        """The record that stands for the person: this one, or the one that took it in."""
        return self.survivor_id or self.id

    def require_whole(self) -> None:
        """Raise CustomerMergedAway, naming the surviving record, where another stands for this one."""
        if self.survivor_id is not None:
            raise CustomerMergedAway(survivor_id=str(self.survivor_id))


def correct(record: CustomerRecord, changes: Mapping[str, Any]) -> tuple[CustomerRecord, dict[str, Any]]:
    """The record with other details and their key, and what the changed ones were before.

    One version on; the same record and nothing when nothing differs. Raises CustomerMergedAway, MalformedPhone, or
    CustomerNotIdentified when no way to identify or reach the customer is left.
    """
    record.require_whole()
    known = {name: getattr(record.details, name) for name in DETAILS}
    details = customer_details(**{**known, **changes}, at="")
    before = {name: was for name, was in known.items() if getattr(details, name) != was}
    if not before:
        return record, {}
    return replace(record, details=details, version=record.version + 1), before


def require_mergeable(record_id: UUID, into_id: UUID) -> None:
    """Raise MergeIntoItself when both are one."""
    if record_id == into_id:
        raise MergeIntoItself(fields=(FieldError("/into", MergeIntoItself.title),))


def merge(record: CustomerRecord, into: CustomerRecord) -> None:
    """Check that `record` may become part of `into`. Raises AlreadyMerged or IntoMergedAway.

    No circle can come of it: what a record took in is merged away, so nothing can be merged into that.
    """
    if record.merged_into is not None:
        raise AlreadyMerged(merged_into=str(record.merged_into), survivor_id=str(record.survivor_id))
    if into.survivor_id is not None:
        raise IntoMergedAway(survivor_id=str(into.survivor_id))


def unmerge(record: CustomerRecord) -> UUID:
    """The record that it was merged into, and is taken out of. Raises NotMerged."""
    if record.merged_into is None:
        raise NotMerged
    return record.merged_into
