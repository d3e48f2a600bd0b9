"""Who stands in for whom: chains of deputies that never close to a circle (RO-1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from shared.kernel.errors import Conflict, FieldError, Invalid


class DeputiesInACircle(Conflict):
    slug = "deputies-in-a-circle"
    title = "Whoever stands in would be stood in for by this person, so nobody would be there"


class DeputyUnknown(Invalid):
    slug = "deputy-unknown"
    title = "The deputy is not in the directory, or works here no more"


def stand_in(staff_id: UUID, deputies: Mapping[UUID, UUID], absent: Collection[UUID]) -> UUID | None:
    """The first along the chain of deputies who is here, None when the chain ends before; it ends on a circle too."""
    seen = {staff_id}
    deputy = deputies.get(staff_id)
    while deputy is not None and deputy not in seen:
        if deputy not in absent:
            return deputy
        seen.add(deputy)
        deputy = deputies.get(deputy)
    return None


def require_no_circle(staff_id: UUID, deputy_id: UUID, deputies: Mapping[UUID, Collection[UUID]]) -> None:
    """Raises DeputiesInACircle when following `deputies` from the deputy may lead back to the person."""
    seen: set[UUID] = set()
    open_ends = [deputy_id]
    while open_ends:
        reached = open_ends.pop()
        if reached == staff_id:
            raise DeputiesInACircle(fields=(FieldError("/deputy_id", "is stood in for by this person"),))
        if reached not in seen:
            seen.add(reached)
            open_ends.extend(deputies.get(reached, ()))
