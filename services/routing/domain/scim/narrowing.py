"""What of a filter an index can answer: all that fits it also has this name or id (RO-1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from services.routing.domain.scim.filters import Both, Comparison, Filter

_INDEXED = frozenset({"id", "externalId", "userName", "displayName"})


@dataclass(frozen=True, slots=True)
class Narrowed:
    """An attribute and the one value that it must have. Names are compared without regard to case."""

    attribute: str
    value: str


def narrowed(wanted: Filter | None) -> Narrowed | None:
    """The first such condition, None where every resource must be looked at.

    Only plain letters: databases and we do not agree on the case of all others.
    """
    return next(_conditions(wanted), None) if wanted is not None else None


def id_in(condition: Narrowed) -> UUID | None:
    """The id that is asked for, None for one that nothing can have."""
    try:
        return UUID(condition.value)
    except ValueError:
        return None


def _conditions(wanted: Filter) -> Iterator[Narrowed]:
    match wanted:
        case Both(one=one, other=other):
            yield from _conditions(one)
            yield from _conditions(other)
        case Comparison(place=place, operator="eq", wanted=str() as value):
            attribute = place.attribute
            if attribute is not None and place.extension is None and attribute.name in _INDEXED and value.isascii():
                yield Narrowed(attribute.name, value)
        case _:
            return
