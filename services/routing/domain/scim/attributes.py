"""Attributes of SCIM resources, and the kinds of resource that they make up (RFC 7643 sections 2, 6 and 7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

READ_WRITE, READ_ONLY, IMMUTABLE = "readWrite", "readOnly", "immutable"


class Type(Enum):
    """The type of an attribute's values."""

    STRING = "string"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    DATE_TIME = "dateTime"
    REFERENCE = "reference"
    COMPLEX = "complex"


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute or a part of a complex one; names are compared without regard to case."""

    name: str
    description: str
    type: Type = Type.STRING
    multi_valued: bool = False
    required: bool = False
    case_exact: bool = False
    mutability: str = READ_WRITE
    returned: str = "default"
    uniqueness: str = "none"
    canonical_values: tuple[str, ...] = ()
    reference_types: tuple[str, ...] = ()
    parts: tuple[Attribute, ...] = ()
    most: int = 100
    """How many values at most, of one that has several."""

    def part(self, name: str) -> Attribute | None:
        """The part of this name."""
        return named(self.parts, name)


@dataclass(frozen=True, slots=True)
class Schema:
    """A named set of attributes."""

    urn: str
    name: str
    description: str
    attributes: tuple[Attribute, ...]

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of this name."""
        return named(self.attributes, name)


@dataclass(frozen=True, slots=True)
class ResourceKind:
    """Users or groups: the schema, those that extend it, and what every resource has."""

    name: str
    endpoint: str
    description: str
    schema: Schema
    extensions: tuple[Schema, ...] = ()
    common: tuple[Attribute, ...] = field(default=())

    def core(self, name: str) -> Attribute | None:
        """The attribute of this name outside the extensions."""
        return self.schema.attribute(name) or named(self.common, name)

    def extension(self, urn: str) -> Schema | None:
        """The extension of this URN."""
        return next((one for one in self.extensions if one.urn.lower() == urn.lower()), None)

    def urns(self) -> Iterator[str]:
        """The URNs of all its schemas, the core one first."""
        yield self.schema.urn
        yield from (extension.urn for extension in self.extensions)


def named(attributes: tuple[Attribute, ...], name: str) -> Attribute | None:
    """The attribute of this name among these."""
    lowered = name.lower()
    return next((one for one in attributes if one.name.lower() == lowered), None)
