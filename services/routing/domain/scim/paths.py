"""Where an attribute is in a resource: `name.familyName`, `urn:…:User:department` (RFC 7644 section 3.10)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.routing.domain.scim.attributes import Attribute, ResourceKind
from services.routing.domain.scim.errors import InvalidPath

Document = dict[str, Any]
"""A resource as JSON, every name in the spelling of its schema."""
_NAME = re.compile(r"\$?[A-Za-z][A-Za-z0-9_-]{0,99}")


@dataclass(frozen=True, slots=True)
class Place:
    """An attribute or a part of one. `extension` is the URN of the schema that it is in, None for the core.

    A place without an attribute is a whole extension.
    """

    extension: str | None
    attribute: Attribute | None
    part: Attribute | None = None

    @property
    def leaf(self) -> Attribute | None:
        """What is compared or set there."""
        return self.part or self.attribute

    def read(self, document: Mapping[str, Any]) -> Any:
        """What is at the attribute, as it is: None, a value, or a list."""
        holder = document if self.extension is None else document.get(self.extension) or {}
        return holder if self.attribute is None else holder.get(self.attribute.name)

    def values(self, document: Mapping[str, Any]) -> Iterator[Any]:
        """Every single value there; of a complex attribute with a `value` part, that."""
        if self.attribute is None:
            return
        found = self.read(document)
        part = self.part or self.attribute.part("value")
        for one in found if isinstance(found, list) else (found,):
            value = one.get(part.name) if isinstance(one, Mapping) and part is not None else one
            if value is not None:
                yield value

    @property
    def compared(self) -> Attribute | None:
        """The attribute whose type decides how values are compared."""
        if self.part is not None or self.attribute is None:
            return self.part
        return self.attribute.part("value") or self.attribute


def place_of(text: str, kind: ResourceKind) -> Place:
    """The place that a path without a filter names. Raises InvalidPath."""
    for urn in kind.urns():
        if not text.lower().startswith(urn.lower()):
            continue
        extension = None if urn == kind.schema.urn else urn
        rest = text[len(urn) :]
        if rest == "" and extension is not None:
            return Place(extension, None)
        if rest.startswith(":"):
            return _place(rest[1:], extension, kind)
    return _place(text, None, kind)


def _place(text: str, extension: str | None, kind: ResourceKind) -> Place:
    name, dot, sub = text.partition(".")
    if not _NAME.fullmatch(name) or (dot and not _NAME.fullmatch(sub)):
        raise InvalidPath
    schema = None if extension is None else kind.extension(extension)
    attribute = kind.core(name) if schema is None else schema.attribute(name)
    if attribute is None:
        raise InvalidPath(f"{kind.name} has no attribute {name}")
    part = attribute.part(sub) if dot else None
    if dot and part is None:
        raise InvalidPath(f"{attribute.name} has no part {sub}")
    return Place(extension, attribute, part)
