"""Who calls in the place of somebody who is not there: a promised call comes, from whomever (RO-10, RO-12)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from services.routing.domain.case import Case
from services.routing.domain.staff import Staff


def who_calls(
    case: Case,
    people: Iterable[Staff],
    *,
    here: Collection[UUID],
    without: Collection[UUID],
    deputy_id: UUID | None = None,
    manager_id: UUID | None = None,
) -> Staff | None:
    """The one to call: the deputy of whoever is missing, the case's owner, its lead, their manager, else a lead.

    Only people who work here, are `here` at that time and not `without`; a lead of the case's department who speaks its
    language before others. None where there is nobody.
    """
    named = (deputy_id, case.owner_id, case.responsible_lead_id, manager_id)
    rank = {staff_id: position for position, staff_id in reversed(list(enumerate(named))) if staff_id is not None}
    suitable = [
        person
        for person in people
        if person.active
        and person.id in here
        and person.id not in without
        and (person.id in rank or person.level.leads)
    ]
    return min(
        suitable,
        key=lambda person: (
            rank.get(person.id, len(named)),
            person.department != case.department,
            not person.speaks(case.language),
            person.level.rank,
            person.id,
        ),
        default=None,
    )
