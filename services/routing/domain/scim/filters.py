"""Filters over resources: what a parsed one says, and whether a resource fits (RFC 7644 section 3.4.2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from services.routing.domain.scim.attributes import Attribute, Type
from services.routing.domain.scim.errors import InvalidFilter
from services.routing.domain.scim.paths import Place

ORDERED = {"gt", "ge", "lt", "le"}
WORDY = {"co", "sw", "ew"}
OPERATORS = {"eq", "ne"} | ORDERED | WORDY


class Filter(Protocol):
    """Whether a resource, or one value of a complex attribute, fits."""

    def fits(self, document: Mapping[str, Any]) -> bool: ...


@dataclass(frozen=True, slots=True)
class Comparison:
    """`userName eq "rasa"`; of several values one that fits is enough, and `ne` is the opposite of `eq`."""

    place: Place
    operator: str
    wanted: Any

    def fits(self, document: Mapping[str, Any]) -> bool:
        found = list(self.place.values(document))
        if self.wanted is None:
            return bool(found) if self.operator == "ne" else not found
        if self.operator == "ne":
            return not any(self._holds("eq", value) for value in found)
        return any(self._holds(self.operator, value) for value in found)

    def _holds(self, operator: str, value: Any) -> bool:
        attribute = self.place.compared
        if attribute is None:
            return False
        actual, wanted = comparable(value, attribute), comparable(self.wanted, attribute)
        match operator:
            case "eq":
                return bool(actual == wanted)
            case "co":
                return wanted in actual
            case "sw":
                return bool(actual.startswith(wanted))
            case "ew":
                return bool(actual.endswith(wanted))
            case "gt":
                return bool(actual > wanted)
            case "ge":
                return bool(actual >= wanted)
            case "lt":
                return bool(actual < wanted)
            case _:
                return bool(actual <= wanted)


@dataclass(frozen=True, slots=True)
class Present:
    """`emails pr`: there is a value that is not empty."""

    place: Place

    def fits(self, document: Mapping[str, Any]) -> bool:
        found = self.place.read(document)
        if self.place.part is not None:
            return any(True for _ in self.place.values(document))
        return found is not None and found not in ([], {}, "")


@dataclass(frozen=True, slots=True)
class Not:
    """`not (…)`."""

    inner: Filter

    def fits(self, document: Mapping[str, Any]) -> bool:
        return not self.inner.fits(document)


@dataclass(frozen=True, slots=True)
class Both:
    """`… and …`."""

    one: Filter
    other: Filter

    def fits(self, document: Mapping[str, Any]) -> bool:
        return self.one.fits(document) and self.other.fits(document)


@dataclass(frozen=True, slots=True)
class Either:
    """`… or …`."""

    one: Filter
    other: Filter

    def fits(self, document: Mapping[str, Any]) -> bool:
        return self.one.fits(document) or self.other.fits(document)


@dataclass(frozen=True, slots=True)
class SomeValue:
    """`emails[type eq "work"]`: one value of a complex attribute fits all that is said inside."""

    place: Place
    inner: Filter

    def fits(self, document: Mapping[str, Any]) -> bool:
        found = self.place.read(document)
        values = found if isinstance(found, list) else [found]
        return any(isinstance(value, Mapping) and self.inner.fits(value) for value in values)


def comparable(value: Any, attribute: Attribute) -> Any:
    """A value as it is compared: without regard to case unless the attribute says so, times as times."""
    if attribute.type is Type.DATE_TIME:
        return moment(value)
    if isinstance(value, str) and not attribute.case_exact:
        return value.casefold()
    return value


def moment(value: Any) -> datetime:
    """A time in RFC 3339 with its offset. Raises InvalidFilter."""
    try:
        read = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise InvalidFilter("Compare a time with one such as 2026-03-02T12:00:00Z") from error
    if read.tzinfo is None:
        raise InvalidFilter("A time needs its offset, such as 2026-03-02T12:00:00Z")
    return read


def require_comparable(place: Place, operator: str, wanted: Any) -> None:
    """Raises InvalidFilter where this attribute can't be compared with that value in this way."""
    attribute = place.compared
    if attribute is None or attribute.type is Type.COMPLEX:
        raise InvalidFilter("Name a part of the complex attribute")
    if wanted is None:
        if operator not in {"eq", "ne"}:
            raise InvalidFilter("null can only be equal or not")
        return
    if attribute.type is Type.DATE_TIME:
        moment(wanted)
        fine = operator not in WORDY
    elif attribute.type is Type.BOOLEAN:
        fine = isinstance(wanted, bool) and operator in {"eq", "ne"}
    elif attribute.type is Type.INTEGER:
        fine = isinstance(wanted, int | float) and not isinstance(wanted, bool) and operator not in WORDY
    else:
        fine = isinstance(wanted, str)
    if not fine:
        raise InvalidFilter(f"{attribute.name} can't be compared so")
