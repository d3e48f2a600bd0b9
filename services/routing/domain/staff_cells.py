"""The cells of a list of staff: what each column means for a member of staff, and how it is written (RO-1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from services.routing.domain.formats import EMAIL, LANGUAGE, PHONE, language_tag
from services.routing.domain.staff import Authority, Level, Staff
from services.routing.domain.working_time import UnknownTimeZone, zone_of
from shared.kernel.money import Money

_CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_YES_AND_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_LARGEST = Decimal("999999999999.99")


class WrongCell(Exception):
    """What a cell should have been."""


AS_IT_IS: Any = object()
"""For what can be left out and not emptied."""


def _text(most: int) -> Callable[[str], str | None]:
    def read(cell: str) -> str | None:
        if len(cell) > most:
            raise WrongCell(f"has at most {most} characters")
        return cell or None

    return read


def _id(cell: str) -> UUID | None:
    try:
        return UUID(cell) if cell else None
    except ValueError as error:
        raise WrongCell("is an id of this directory") from error


def _name(cell: str) -> str:
    if not cell:
        raise WrongCell("is required")
    return str(_text(200)(cell))


def _level(cell: str) -> Any:
    try:
        return Level(cell.lower()) if cell else AS_IT_IS
    except ValueError as error:
        raise WrongCell(f"is one of {', '.join(level.value for level in Level)}") from error


def _matching(pattern: re.Pattern[str], what: str, most: int) -> Callable[[str], str | None]:
    def read(cell: str) -> str | None:
        if cell and (len(cell) > most or not pattern.fullmatch(cell)):
            raise WrongCell(what)
        return cell or None

    return read


def _several(read: Callable[[str], str | None], most: int) -> Callable[[str], frozenset[str]]:
    def all_of(cell: str) -> frozenset[str]:
        parts = [part.strip() for part in cell.split("|") if part.strip()]
        if len(parts) > most:
            raise WrongCell(f"has at most {most}, parted by |")
        return frozenset(str(read(part)) for part in parts)

    return all_of


def _languages(cell: str) -> Any:
    tags = _several(_matching(LANGUAGE, "is language tags (BCP 47), parted by |", 35), 30)(cell)
    return frozenset(language_tag(tag) for tag in tags) or AS_IT_IS


def _capacity(cell: str) -> Any:
    if not cell:
        return AS_IT_IS
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 3 and int(cell) <= 500):
        raise WrongCell("is a whole number from 0 to 500")
    return int(cell)


def _active(cell: str) -> Any:
    if cell and cell.lower() not in _YES_AND_NO:
        raise WrongCell("is true or false")
    return _YES_AND_NO.get(cell.lower(), AS_IT_IS)


def _time_zone(cell: str) -> str | None:
    try:
        zone_of(cell or None)
    except UnknownTimeZone as error:
        raise WrongCell("is the IANA name of a time zone") from error
    return cell or None


def _authority(cell: str) -> tuple[Authority, ...]:
    granted = [_grant(part.strip()) for part in cell.split("|") if part.strip()]
    if len({(one.remedy, one.limit.currency) for one in granted}) != len(granted) or len(granted) > 100:
        raise WrongCell("has at most 100 limits, one for a remedy in each currency")
    return tuple(sorted(granted, key=lambda one: (one.remedy, one.limit.currency)))


def _grant(text: str) -> Authority:
    try:
        remedy, amount, currency = text.split(":")
        limit = Money(Decimal(amount).quantize(Decimal("0.01")), currency)
        if not (_CODE.fullmatch(remedy) and len(remedy) <= 64 and 0 <= limit.amount <= _LARGEST):
            raise WrongCell("is a remedy, an amount and a currency")
        if limit.amount != Decimal(amount):
            raise WrongCell("has amounts of at most two decimal places")
    except (ValueError, InvalidOperation) as error:
        raise WrongCell("is like refund:150.50:EUR, several parted by |") from error
    return Authority(remedy, limit)


_LABEL = _text(100)
COLUMNS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "id": ("id", _id),
    "name": ("name", _name),
    "level": ("level", _level),
    "department": ("department", _LABEL),
    "branch": ("branch", _LABEL),
    "languages": ("languages", _languages),
    "skills": ("skills", _several(_LABEL, 100)),
    "cross_skills": ("cross_skills", _several(_LABEL, 100)),
    "reports_to": ("reports_to", _text(254)),
    "deputy": ("deputy_id", _text(254)),
    "capacity": ("capacity", _capacity),
    "email": ("email", _matching(EMAIL, "is an e-mail address", 254)),
    "phone": ("phone", _matching(PHONE, "is a telephone number in E.164: +37060012345", 16)),
    "time_zone": ("time_zone", _time_zone),
    "country": ("country", _matching(re.compile(r"[A-Z]{2}"), "is a country in ISO 3166: LT", 2)),
    "authority": ("authority", _authority),
    "active": ("active", _active),
}
"""The columns, in the order in which they are written: which member of Staff each is about, and how it is read."""


def cells_of(person: Staff) -> dict[str, Any]:
    """The line of a member of staff, such that reading it again changes nothing."""
    return {
        "id": str(person.id),
        "name": person.name,
        "level": person.level.value,
        "department": person.department,
        "branch": person.branch,
        "languages": "|".join(sorted(person.languages)),
        "skills": "|".join(sorted(person.skills)),
        "cross_skills": "|".join(sorted(person.cross_skills)),
        "reports_to": None if person.reports_to is None else str(person.reports_to),
        "deputy": None if person.deputy_id is None else str(person.deputy_id),
        "capacity": person.capacity,
        "email": person.email,
        "phone": person.phone,
        "time_zone": person.time_zone,
        "country": person.country,
        "authority": "|".join(f"{one.remedy}:{one.limit.amount}:{one.limit.currency}" for one in person.authority),
        "active": person.active,
    }
