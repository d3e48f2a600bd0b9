"""Which attributes of a resource are shown: `attributes` and `excludedAttributes` (RFC 7644 section 3.9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.routing.domain.scim.attributes import ResourceKind
from services.routing.domain.scim.errors import InvalidPath, InvalidSyntax
from services.routing.domain.scim.paths import Document, Place, place_of

_ALWAYS = frozenset({"id", "schemas"})


@dataclass(frozen=True, slots=True)
class Projection:
    """What was asked for, by name; both empty shows all."""

    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def shown(self, document: Mapping[str, Any], kind: ResourceKind) -> Document:
        """The resource with what is asked for; names that the kind does not have change nothing."""
        if self.only:
            shown: Document = {name: document[name] for name in document if name in _ALWAYS}
            for place in _places(self.only, kind):
                _take(shown, document, place)
            return shown
        shown = dict(document)
        for place in _places(self.without, kind):
            if place.attribute is None or place.attribute.name not in _ALWAYS:
                _drop(shown, place)
        return shown


WHOLE = Projection()


def projection_of(only: str | None, without: str | None) -> Projection:
    """What the two comma-separated parameters ask for. Raises InvalidSyntax for both at once."""
    if only and without:
        raise InvalidSyntax("`attributes` and `excludedAttributes` exclude each other")
    return Projection(_names(only), _names(without))


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())


def _places(names: Iterable[str], kind: ResourceKind) -> Iterable[Place]:
    for name in names:
        try:
            yield place_of(name, kind)
        except InvalidPath:
            continue


def _take(shown: Document, document: Mapping[str, Any], place: Place) -> None:
    if place.extension is not None and place.attribute is None:
        if place.extension in document:
            shown[place.extension] = document[place.extension]
        return
    found = place.read(document)
    if found is None or place.attribute is None:
        return
    holder = shown if place.extension is None else shown.setdefault(place.extension, {})
    name = place.attribute.name
    if place.part is None:
        holder[name] = found
        return
    parts, part = found if isinstance(found, list) else [found], place.part.name
    taken = [{part: one[part]} if part in one else {} for one in parts]
    before = holder.get(name)
    if before is not None:
        taken = [old | new for old, new in zip(before if isinstance(before, list) else [before], taken, strict=True)]
    holder[name] = taken if isinstance(found, list) else taken[0]


def _drop(shown: Document, place: Place) -> None:
    if place.attribute is None:
        shown.pop(str(place.extension), None)
        return
    holder = shown
    if place.extension is not None:
        if place.extension not in shown:
            return
        holder = shown[place.extension] = dict(shown[place.extension])
    name = place.attribute.name
    if place.part is None:
        holder.pop(name, None)
    elif name in holder:
        part, found = place.part.name, holder[name]
        left = [
            {key: one[key] for key in one if key != part} for one in (found if isinstance(found, list) else [found])
        ]
        holder[name] = left if isinstance(found, list) else left[0]
