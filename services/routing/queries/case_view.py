"""One case as its people see it: who owns it and why, its clocks, handoffs and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.domain.actor import Actor
from services.routing.domain.case import Case, CaseNotFound
from services.routing.domain.clocks import Clock
from services.routing.domain.handoff import Handoff
from services.routing.queries.case_notes import CaseNote, notes_for
from services.routing.storage import cases, clocks, handoffs
from shared.messaging.transaction import Transaction

NOTES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with what belongs to it, at `now`."""

    case: Case
    clocks: tuple[Clock, ...]
    handoffs: Sequence[Handoff]
    now: datetime
    notes: Sequence[CaseNote] = ()
    """What its handler should know, the most needed first; at most NOTES_SHOWN."""

    @property
    def version(self) -> int:
        return self.case.version


async def case_view(complaint_id: UUID, tx: Transaction, *, by: Actor, now: datetime) -> CaseView:
    """The case. Raises CaseNotFound for a missing one and a foreign one alike; the one it is offered to sees it."""
    case = await visible_case(complaint_id, tx, by=by)
    notes = (await notes_for(case, tx, by=by, now=now))[:NOTES_SHOWN]
    return CaseView(case, await clocks.of(complaint_id, tx), await handoffs.of(complaint_id, tx), now, notes)


async def visible_case(complaint_id: UUID, tx: Transaction, *, by: Actor) -> Case:
    """The case alone, under the same rule. Raises CaseNotFound."""
    case = await cases.load(complaint_id, tx)
    if case is None:
        raise CaseNotFound
    if not by.sees(case, receiver_id=await handoffs.receiver_of_open(complaint_id, tx)):
        raise CaseNotFound
    return case
