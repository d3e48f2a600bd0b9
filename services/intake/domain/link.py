"""What a complaint is about, by reference: an order, a product, a branch, a person on the staff (IN-5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.kernel.errors import Conflict, FieldError, Invalid, NotFound


class LinkKind(StrEnum):
    """What a reference names."""

    ORDER = "order"
    SALE = "sale"
    RETURN = "return"
    PRODUCT = "product"
    SERVICE = "service"
    BRANCH = "branch"
    DEPARTMENT = "department"
    STAFF = "staff"


class StaffIdNeeded(Invalid):
    slug = "staff-id-needed"
    title = "A link to a person on the staff holds their staff id, never their name"


class LinkExists(Conflict):
    slug = "link-exists"
    title = "The complaint is linked to this already"


class LinkNotFound(NotFound):
    slug = "link-not-found"
    title = "This complaint has no such link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One thing or person that a complaint is about; `reference` is its name in the system that keeps it."""

    id: UUID
    kind: LinkKind
    reference: str
    linked_by: str
    linked_at: datetime

    @property
    def staff_id(self) -> UUID | None:
        """The person, for a link to one."""
        return UUID(self.reference) if self.kind is LinkKind.STAFF else None


def reference_to(kind: LinkKind, reference: str) -> str:
    """The reference in the one form that it is found by. Raises StaffIdNeeded for a person without an id."""
    if kind is not LinkKind.STAFF:
        return reference
    try:
        return str(UUID(reference))
    except ValueError:
        raise StaffIdNeeded(fields=(FieldError("/reference", StaffIdNeeded.title),)) from None
