"""Letting another edition hold for cases that run: said by somebody, seen before, kept for good (RO-7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from uuid import UUID

from services.routing.domain.clocks import Clock
from services.routing.domain.pack_choice import Pin
from shared.kernel.errors import Invalid

LARGEST = 200
"""So many cases at a time: each is locked meanwhile."""


class CalendarNeeded(Invalid):
    slug = "calendar-needed"
    title = "This edition counts in business hours or days, and some of these cases have no calendar: name one"


class Retimed(Enum):
    """What has another edition."""

    PACK = "pack"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Move:
    """A clock that runs, and when it is due before and after."""

    complaint_id: UUID
    pack: str
    kind: str
    round: int
    due_before: datetime | None
    due_after: datetime | None


def repinned(
    found: Iterable[Pin], what: Retimed, code: str, edition: int, hours: tuple[str, int] | None = None
) -> tuple[Pin, ...]:
    """Those pins that become others when this edition holds; `hours` is the calendar of those that have none."""
    if what is Retimed.PACK:
        return tuple(
            replace(
                pin,
                edition=edition,
                calendar=pin.calendar or (hours[0] if hours else None),
                calendar_edition=pin.calendar_edition or (hours[1] if hours else None),
            )
            for pin in found
            if pin.pack == code and pin.edition != edition
        )
    return tuple(
        replace(pin, calendar_edition=edition)
        for pin in found
        if pin.calendar == code and pin.calendar_edition != edition
    )


def moves(before: Iterable[Clock], after: Iterable[Clock]) -> tuple[Move, ...]:
    """Which running clocks move, begin or end; by complaint, pack, kind and round."""
    was, is_ = _running(before), _running(after)
    return tuple(
        Move(*key, due_before=was.get(key), due_after=is_.get(key))
        for key in sorted({**was, **is_})
        if was.get(key) != is_.get(key)
    )


def _running(clocks: Iterable[Clock]) -> Mapping[tuple[UUID, str, str, int], datetime]:
    return {
        (clock.complaint_id, clock.pack, clock.kind, clock.round): clock.due_at
        for clock in clocks
        if clock.stopped_at is None
    }
