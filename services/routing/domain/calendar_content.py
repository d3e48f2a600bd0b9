"""A calendar as a document, and back: what an edition of it keeps (RO-7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from services.routing.domain.business_calendar import (
    BusinessCalendar,
    CalendarNeverOpen,
    Shift,
    ShiftsOverlap,
    require_no_overlap,
)
from services.routing.domain.public_holidays import UnknownCountry, public_holidays
from services.routing.domain.wall_time import UnknownTimeZone, zone_of
from shared.kernel.errors import FieldError, Invalid, NotFound, RedressError

FROZEN_YEARS = 6
"""So many years of public holidays are kept in an edition, from the year before its release on."""
MOST_DAYS = 400


class CalendarNotFound(NotFound):
    slug = "calendar-not-found"
    title = "There is no such calendar here"


class CalendarMalformed(Invalid):
    slug = "calendar-malformed"
    title = "This is no calendar"


def calendar_of(code: str, edition: int, content: Mapping[str, Any]) -> BusinessCalendar:
    """The calendar that a released document states."""
    return BusinessCalendar(
        code=code,
        edition=edition,
        time_zone=content["time_zone"],
        week=tuple(_shifts(day) for day in content["week"]),
        country=content.get("country"),
        subdivision=content.get("subdivision"),
        days={date.fromisoformat(day): _shifts(shifts) for day, shifts in content.get("days", {}).items()},
        frozen=frozenset(date.fromisoformat(day) for day in content.get("holidays", ())),
        frozen_until=content.get("holidays_until", 0),
    )


def released(content: Mapping[str, Any], *, year: int) -> dict[str, Any]:
    """A document as it is released in `year`: with the public holidays of some years as they are known today.

    A later library, or a holiday declared later, moves no running clock: it takes a new edition.
    Raises CalendarMalformed, which names all that is wrong.
    """
    wrong = [*_wrong_places(content), *_wrong_hours(content)]
    if wrong:
        raise CalendarMalformed(fields=tuple(wrong))
    country, years = content.get("country"), range(year - 1, year - 1 + FROZEN_YEARS)
    kept = {name: value for name, value in content.items() if name not in ("holidays", "holidays_until")}
    if country is None:
        return kept
    known = {day for each in years for day in public_holidays(country, content.get("subdivision"), each)}
    return {**kept, "holidays": sorted(day.isoformat() for day in known), "holidays_until": years[-1]}


def with_day(content: Mapping[str, Any], day: date, shifts: Sequence[Mapping[str, str]] | None) -> dict[str, Any]:
    """The same document with other hours on one day; None: with those of any such week again."""
    days = {known: hours for known, hours in content.get("days", {}).items() if known != day.isoformat()}
    if shifts is not None:
        days[day.isoformat()] = list(shifts)
    return {**content, "days": dict(sorted(days.items()))}


def _wrong_places(content: Mapping[str, Any]) -> list[FieldError]:
    wrong: list[FieldError] = []
    try:
        zone_of(content["time_zone"])
    except UnknownTimeZone as error:
        wrong.append(FieldError("/time_zone", error.detail))
    country, subdivision = content.get("country"), content.get("subdivision")
    if country is None and subdivision is not None:
        wrong.append(FieldError("/country", "a part of a country without the country"))
    elif country is not None:
        try:
            public_holidays(country, subdivision, 2026)
        except UnknownCountry as error:
            wrong.extend(error.fields)
    return wrong


def _wrong_hours(content: Mapping[str, Any]) -> list[FieldError]:
    wrong: list[FieldError] = []
    week = tuple(_shifts(day) for day in content["week"])
    try:
        if not any(week):
            raise CalendarNeverOpen
        require_no_overlap(week)
        for day, hours in content.get("days", {}).items():
            require_no_overlap((_shifts(hours), ()), pointer=f"/days/{day}")
    except (CalendarNeverOpen, ShiftsOverlap) as error:
        wrong.extend(_fields(error, "/week"))
    if len(content.get("days", {})) > MOST_DAYS:
        wrong.append(FieldError("/days", f"at most {MOST_DAYS} days of your own"))
    return wrong


def _fields(error: RedressError, pointer: str) -> tuple[FieldError, ...]:
    return error.fields or (FieldError(pointer, error.detail),)


def _shifts(written: Sequence[Mapping[str, str]]) -> tuple[Shift, ...]:
    return tuple(Shift(time.fromisoformat(one["from"]), time.fromisoformat(one["to"])) for one in written)
