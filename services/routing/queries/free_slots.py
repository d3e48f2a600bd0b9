"""Who has time when on a day, for a customer who shall not wait in a line (RO-12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from services.routing.domain.actor import Actor
from services.routing.domain.appointment import require_fit
from services.routing.domain.slots import STEP, Interval, free, on_the_quarter
from services.routing.storage import appointments, availability, staff
from shared.messaging.transaction import Transaction

MOST_PEOPLE = 50
"""So many are looked at, those nearest to the work first; a longer list helps nobody who is on the telephone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeSlots:
    """What is asked: a length on a day of a zone, with people of a department who speak a language."""

    day: date
    time_zone: str
    length: timedelta
    department: str | None
    language: str | None
    by: Actor
    now: datetime


@dataclass(frozen=True, slots=True)
class Slot:
    """A time, and who is free at it."""

    interval: Interval
    staff_ids: tuple[UUID, ...]


async def free_slots(query: FreeSlots, tx: Transaction) -> Sequence[Slot]:
    """The times of the day from now on, in order, each with those who are free. Raises TimeUnsuitable."""
    # The day begins on the wall clock: where the clocks change it has 23 or 25 hours.
    require_fit(Interval(query.now + STEP, query.now + STEP + query.length), query.time_zone, now=query.now)
    zone = ZoneInfo(query.time_zone)
    day = Interval(
        datetime.combine(query.day, time(), tzinfo=zone),
        datetime.combine(query.day + timedelta(days=1), time(), tzinfo=zone),
    )
    people = [
        person.id
        for person in sorted(await staff.all_active(tx), key=lambda one: (one.level.rank, one.id))
        if query.by.sees_team(person.department)
        and query.department in (None, person.department, *person.skills)
        and (query.language is None or person.speaks(query.language))
    ][:MOST_PEOPLE]
    taken = await appointments.booked(people, day, tx)
    found: dict[Interval, list[UUID]] = defaultdict(list)
    for staff_id, duty in (await _on_duty(people, day, query.now, tx)).items():
        for slot in free(duty, taken.get(staff_id, ()), length=query.length, earliest=query.now):
            found[slot].append(staff_id)
    return [Slot(interval, tuple(found[interval])) for interval in sorted(found)]


async def _on_duty(people: Sequence[UUID], day: Interval, now: datetime, tx: Transaction) -> dict[UUID, list[Interval]]:
    found: dict[UUID, list[Interval]] = {staff_id: [] for staff_id in people}
    at = on_the_quarter(max(day.starts_at, now))
    while people and at < day.ends_at:
        standing = await availability.standing(people, tx, now=at)
        here = [staff_id for staff_id, one in standing.items() if one.on_duty and not one.absent]
        for staff_id in here:
            found[staff_id].append(Interval(at, at + STEP))
        back = [one.back_at for one in standing.values() if one.back_at is not None]
        at += STEP
        if not here and len(back) == len(people):
            # A night, or a weekend: nothing to look at until the first of them is back.
            at = max(at, on_the_quarter(min(back)))
    return found
