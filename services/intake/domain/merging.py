"""Which complaint may go on as which other one: the same matter, told twice (IN-21)."""

from __future__ import annotations

from services.intake.domain.complaint import Complaint
from services.intake.domain.lifecycle import Status
from shared.kernel.errors import Conflict, FieldError, Invalid


class MergedIntoItself(Invalid):
    slug = "merged-into-itself"
    title = "A complaint can't be merged into itself"


class TargetGone(Conflict):
    slug = "merge-target-gone"
    title = "The complaint that it should go on as is over"


class DifferentCustomers(Conflict):
    slug = "different-customers"
    title = "These complaints are of different customers: put them into one family instead"


def check_merge(complaint: Complaint, into: Complaint) -> None:
    """Raises MergedIntoItself, TargetGone or DifferentCustomers; an anonymous one may join a named one."""
    if complaint.id == into.id:
        raise MergedIntoItself(fields=(FieldError("/into", MergedIntoItself.title),))
    if into.status in (Status.MERGED, Status.PARTED):
        raise TargetGone(f"Complaint {into.reference} is {into.status}", target_status=into.status.value)
    if into.status is Status.CLOSED:
        raise TargetGone(
            f"Complaint {into.reference} is closed: reopen it first, or the matter would be nobody's",
            target_status=into.status.value,
        )
    if complaint.customer_id is not None and complaint.customer_id != into.customer_id:
        raise DifferentCustomers
