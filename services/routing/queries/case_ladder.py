"""The ladder for one case: to whom it would go, step after step, and who of them is there (RO-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.domain.actor import Actor
from services.routing.domain.availability import Standing
from services.routing.domain.case import Case
from services.routing.domain.ladder import Reason, Step
from services.routing.domain.receiving import Climb, NobodyToHandTo, Presence, receiver_on_ladder
from services.routing.domain.staff import Staff
from services.routing.queries.case_view import visible_case
from services.routing.storage import availability, ladders, staff
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class CaseStep:
    """A step with who would be asked on it now."""

    step: Step
    person: Staff | None
    here_now: bool
    back_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseLadder:
    """The steps for a case, and of which edition."""

    edition: int
    steps: tuple[CaseStep, ...]


async def case_ladder(
    complaint_id: UUID, tx: Transaction, *, by: Actor, reason: Reason | None, now: datetime
) -> CaseLadder:
    """The steps for one reason, or for all. Raises CaseNotFound."""
    case = await visible_case(complaint_id, tx, by=by)
    ladder = await ladders.current(tx, now=now)
    people = await staff.all_active(tx)
    standings = await availability.standing([person.id for person in people], tx, now=now)
    steps = ladder.steps if reason is None else ladder.of(reason)
    return CaseLadder(ladder.edition, tuple(_step(step, case, people, standings) for step in steps))


def _step(step: Step, case: Case, people: tuple[Staff, ...], standings: dict[UUID, Standing]) -> CaseStep:
    climb = Climb(step.reason, case.department, case.language, case.product, case.wish)
    away = frozenset(id_ for id_, standing in standings.items() if standing.absent or not standing.on_duty)
    stand_ins = {id_: by for id_ in away if (by := standings[id_].stand_in_id) is not None}
    here = Presence(away, stand_ins)
    try:
        person = receiver_on_ladder(climb, (step,), people, without={case.owner_id}, here=here).person
    except NobodyToHandTo:
        return CaseStep(step, None, here_now=False, back_at=None)
    return CaseStep(step, person, here_now=person.id not in away, back_at=standings[person.id].back_at)
