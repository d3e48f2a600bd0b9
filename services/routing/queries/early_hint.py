"""The early hint: whether a case that nobody has told yet will need someone else (RO-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.routing.domain.hint import Foreseen, Hint, ListenerUnknown, hint
from services.routing.domain.hot import is_hot
from services.routing.domain.receiving import presence
from services.routing.storage import availability, cooldowns, ladders, staff
from shared.messaging.transaction import Transaction

SOON = timedelta(minutes=5)
"""Whoever is back by then counts as there: the customer is waiting."""


@dataclass(frozen=True, slots=True)
class AskForHint:
    """Who is about to listen, and what little is known of the case."""

    staff_id: UUID | None
    case: Foreseen
    now: datetime


async def early_hint(query: AskForHint, tx: Transaction) -> Hint:
    """What they lack for it, and who has it all and is there. Raises ListenerUnknown."""
    people = await staff.all_active(tx)
    asker = next((person for person in people if person.id == query.staff_id), None)
    if asker is None:
        raise ListenerUnknown
    standings = await availability.standing([person.id for person in people], tx, now=query.now)
    hot = is_hot(query.case.feeling, "normal")
    resting: frozenset[UUID] = await cooldowns.resting(tx, now=query.now) if hot else frozenset()
    here = presence(standings, resting=resting, until=query.now + SOON)
    return hint(query.case, asker, people, await ladders.current(tx, now=query.now), here=here)
