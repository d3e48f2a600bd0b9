"""Whom a case can be given to, within one transaction: each case given counts before the next is placed (RO-2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from services.routing.domain.arrival import Placement, place
from services.routing.domain.assignment import Candidate, Needs
from services.routing.storage import assignments, cooldowns
from services.routing.storage.candidates import candidates
from shared.messaging.transaction import Transaction

Rule = Callable[[Needs, Sequence[Candidate]], Placement]


@dataclass(slots=True)
class Seating:
    """The staff as they stand now, with what they carry and who rests; nobody else assigns until the commit."""

    people: list[Candidate]
    rest: timedelta
    now: datetime
    _seats: dict[UUID, int] = field(init=False)
    _turns: Counter[UUID] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._seats = {candidate.staff.id: index for index, candidate in enumerate(self.people)}

    def of(self, staff_id: UUID | None) -> Candidate | None:
        """Somebody as they stand now, None for whoever does not work here."""
        index = None if staff_id is None else self._seats.get(staff_id)
        return None if index is None else self.people[index]

    async def place(
        self, needs: Needs, complaint_id: UUID, tx: Transaction, *, by: Rule = place, owner_id: UUID | None = None
    ) -> Placement:
        """Where a case goes by a rule; whoever gets it carries it from now on, and rests when it is hot (RO-10).

        `owner_id` has it already, so with them it weighs no more than before.
        """
        while True:
            placement = by(needs, self.people)
            if placement.queue is not None or placement.owner_id == owner_id:
                return placement
            if await self.give(placement.owner_id, needs, complaint_id, tx):
                return placement

    async def give(self, staff_id: UUID, needs: Needs, complaint_id: UUID, tx: Transaction) -> bool:
        """Give a case to somebody; False for a hot one when another worker was faster and they rest (RO-10)."""
        index = self._seats.get(staff_id)
        if index is None:
            return True
        person = self.people[index]
        if needs.hot and not await cooldowns.take(staff_id, complaint_id, tx, now=self.now, rest=self.rest):
            self.people[index] = replace(person, resting=True)
            return False
        self.people[index] = replace(
            person,
            load=person.load + 1,
            resting=person.resting or (needs.hot and self.rest > timedelta(0)),
            last_assigned_at=self.now,
        )
        self._turns[staff_id] += 1
        return True

    async def done(self, tx: Transaction) -> None:
        """Note whose turn it was. At the very end: the rows of turns come last in the order of locks."""
        await assignments.took_turns(self._turns, tx, now=self.now)


async def seating(tx: Transaction, *, now: datetime, rest: timedelta, without: Collection[UUID] = ()) -> Seating:
    """Wait until nobody else assigns, and look who is here. `without` are left out."""
    await assignments.one_at_a_time(tx)
    return Seating([one for one in await candidates(tx, now=now) if one.staff.id not in without], rest, now)
