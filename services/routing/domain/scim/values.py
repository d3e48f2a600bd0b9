"""The values of an attribute that has several, under a patch: which are chosen, and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.routing.domain.scim.attributes import Attribute
from services.routing.domain.scim.documents import distinct, element_of, value_of
from services.routing.domain.scim.errors import NoTarget
from services.routing.domain.scim.filters import Both, Comparison, Filter


def add_values(
    present: Sequence[Any], attribute: Attribute, chosen: Filter | None, part: Attribute | None, value: Any
) -> list[Any]:
    """Those that are there and the new ones, each once; a new primary one takes the place of the old.

    With a filter the chosen ones get the value's parts; where none is there, one is made that the filter would choose.
    """
    if chosen is not None or part is not None:
        if not any(_is_chosen(one, chosen) for one in present):
            return [*present, _made(attribute, chosen, part, value)]
        return _changed(present, attribute, chosen, part, value, merge=True)
    new = value_of(value if isinstance(value, list) else [value], attribute, f"/{attribute.name}") or []
    if any(isinstance(one, Mapping) and one.get("primary") for one in new):
        present = [one | {"primary": False} if isinstance(one, dict) and one.get("primary") else one for one in present]
    return distinct([*present, *new])


def replace_values(
    present: Sequence[Any], attribute: Attribute, chosen: Filter | None, part: Attribute | None, value: Any
) -> list[Any]:
    """The new ones alone; with a filter the chosen ones, or a part of each, become the value. Raises NoTarget."""
    if chosen is None and part is None:
        sent = value if isinstance(value, list) or value is None else [value]
        return value_of(sent, attribute, f"/{attribute.name}") or []
    if not any(_is_chosen(one, chosen) for one in present):
        if chosen is None:
            return [_made(attribute, None, part, value)]
        raise NoTarget("No value fits the filter")
    return _changed(present, attribute, chosen, part, value, merge=False)


def remove_values(present: Sequence[Any], chosen: Filter | None, part: Attribute | None, value: Any) -> list[Any]:
    """What is left; without a filter a list of values says which go, and without one all do."""
    if part is not None:
        left = [
            {name: inner for name, inner in one.items() if name != part.name} if _is_chosen(one, chosen) else one
            for one in present
        ]
        return [one for one in left if one]
    if chosen is not None:
        return [one for one in present if not _is_chosen(one, chosen)]
    if value in (None, []):
        return []
    gone = {_key(one) for one in (value if isinstance(value, list) else [value])}
    return [one for one in present if _key(one) not in gone]


def _is_chosen(value: Any, chosen: Filter | None) -> bool:
    return chosen is None or (isinstance(value, Mapping) and chosen.fits(value))


def _changed(
    present: Sequence[Any],
    attribute: Attribute,
    chosen: Filter | None,
    part: Attribute | None,
    value: Any,
    *,
    merge: bool,
) -> list[Any]:
    pointer = f"/{attribute.name}"
    if part is not None:
        new = {part.name: value_of(value, part, f"{pointer}/{part.name}")}
        merge = True
    else:
        new = element_of(value, attribute, pointer) or {}
    changed = [
        {name: inner for name, inner in ((one | new) if merge else new).items() if inner is not None}
        if _is_chosen(one, chosen)
        else one
        for one in present
    ]
    return distinct([one for one in changed if one])


def _made(attribute: Attribute, chosen: Filter | None, part: Attribute | None, value: Any) -> Any:
    """The value that a filter such as `type eq "work"` describes, with what is added. Raises NoTarget for others."""
    pointer = f"/{attribute.name}"
    added = element_of(value if part is None else {part.name: value}, attribute, pointer)
    return _described(chosen) | (added or {}) if chosen is not None else added


def _described(chosen: Filter) -> dict[str, Any]:
    match chosen:
        case Comparison(place=place, operator="eq", wanted=wanted) if place.attribute is not None:
            return {place.attribute.name: wanted}
        case Both(one=one, other=other):
            return _described(one) | _described(other)
        case _:
            raise NoTarget("No value fits the filter")


def _key(value: Any) -> Any:
    """Values are the same when their `value` is; those without one when all of them is."""
    if not isinstance(value, Mapping):
        return value if isinstance(value, str | int | bool) else repr(value)
    given = {str(name).lower(): inner for name, inner in value.items()}
    return given["value"] if isinstance(given.get("value"), str) else repr(sorted(given.items(), key=repr))
