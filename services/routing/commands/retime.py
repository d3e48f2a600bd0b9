"""Let another edition of a pack or calendar hold for cases that run: looked at first, then done, and kept (RO-7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.commands.timekeeping import fold, pinned, tell_time
from services.routing.domain.actor import Actor
from services.routing.domain.calendar_content import CalendarNotFound
from services.routing.domain.edition import in_force, require_every_team
from services.routing.domain.pack import RulePackNotFound
from services.routing.domain.pack_choice import Pin
from services.routing.domain.retiming import LARGEST, CalendarNeeded, Move, Retimed, moves, repinned
from services.routing.storage import (
    calendars,
    cases,
    editions,
    facts,
    pack_choices,
    pauses,
    progress,
    retimings,
    rule_packs,
)
from services.routing.storage.tables.calendar import calendar
from shared.kernel.errors import FieldError
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Retime:
    """Which edition shall hold for cases that have another one: for all, or for those named."""

    what: Retimed
    code: str
    to_edition: int
    complaint_ids: tuple[UUID, ...] | None
    by: Actor
    now: datetime
    calendar: str | None = None
    """For cases that have none."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Retiming:
    """How many cases it was or would be, whether more wait for the next call, and what moves."""

    cases: int
    more: bool
    moves: tuple[Move, ...]


async def preview_retiming(command: Retime, tx: Transaction) -> Retiming:
    """What would move; nothing is changed.

    Raises ForTheWholeCompany, RulePackNotFound, CalendarNotFound, CalendarNeeded.
    """
    ids, more = await _cases(command, tx)
    return Retiming(len(ids), more, (await _moved(command, ids, tx))[1])


async def retime(command: Retime, tx: Transaction) -> Retiming:
    """Do it for at most 200 cases, and keep who said so and why; call again while there are `more`.

    Raises ForTheWholeCompany, RulePackNotFound, CalendarNotFound, CalendarNeeded.
    """
    ids, more = await _cases(command, tx)
    await progress.lock(ids, tx)
    await cases.lock(ids, tx)
    changed, moved = await _moved(command, ids, tx)
    await retimings.add(
        changed, tx, what=command.what, code=command.code, why=command.why, by=command.by.subject, now=command.now
    )
    await pack_choices.repin([after for _, after in changed], tx)
    await tell_time(ids, tx)
    return Retiming(len(ids), more, moved)


async def _cases(command: Retime, tx: Transaction) -> tuple[Sequence[UUID], bool]:
    require_every_team(command.by)
    key = (command.code, command.to_edition)
    if command.what is Retimed.PACK and key not in await rule_packs.exactly([key], tx):
        raise RulePackNotFound
    if command.what is Retimed.CALENDAR and key not in await calendars.exactly([key], tx):
        raise CalendarNotFound
    found = await retimings.otherwise(
        command.what, command.code, command.to_edition, tx, among=command.complaint_ids, limit=LARGEST + 1
    )
    return found[:LARGEST], len(found) > LARGEST


async def _moved(
    command: Retime, ids: Sequence[UUID], tx: Transaction
) -> tuple[list[tuple[Pin, Pin]], tuple[Move, ...]]:
    """Each pin that changes with what it becomes, and the clocks that move by it."""
    before, hours = await pack_choices.pins_of(ids, tx), await _hours(command, tx)
    changed: list[tuple[Pin, Pin]] = []
    after: dict[UUID, tuple[Pin, ...]] = {}
    for complaint_id, pins in before.items():
        new = {pin.pack: pin for pin in repinned(pins, command.what, command.code, command.to_edition, hours)}
        changed += [(pin, new[pin.pack]) for pin in pins if pin.pack in new]
        after[complaint_id] = tuple(new.get(pin.pack, pin) for pin in pins)
    await _require_calendars(command, [after for _, after in changed], tx)
    heard, waits = await facts.of(ids, tx), await pauses.of_all(ids, tx)
    return changed, moves(fold(heard, waits, await pinned(before, tx)), fold(heard, waits, await pinned(after, tx)))


async def _hours(command: Retime, tx: Transaction) -> tuple[str, int] | None:
    """The edition in force now of the calendar that was named."""
    if command.calendar is None:
        return None
    released = await editions.of_code(calendar, command.calendar, tx)
    if not released:
        raise CalendarNotFound
    return command.calendar, in_force(released, command.now).edition


async def _require_calendars(command: Retime, pins: Sequence[Pin], tx: Transaction) -> None:
    if command.what is not Retimed.PACK or all(pin.calendar is not None for pin in pins):
        return
    key = (command.code, command.to_edition)
    if (await rule_packs.exactly([key], tx))[key].needs_calendar:
        raise CalendarNeeded(fields=(FieldError("/calendar", "needed for cases that have none"),))
