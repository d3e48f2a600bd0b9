"""Reads filters, and paths with filters in them, into what they say (RFC 7644 figure 1, section 3.5.2)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from services.routing.domain.scim.attributes import Attribute, ResourceKind, Type
from services.routing.domain.scim.documents import storable
from services.routing.domain.scim.errors import InvalidFilter, InvalidPath
from services.routing.domain.scim.filters import (
    OPERATORS,
    Both,
    Comparison,
    Either,
    Filter,
    Not,
    Present,
    SomeValue,
    require_comparable,
)
from services.routing.domain.scim.paths import Place, place_of

_LONGEST = 4_000
_DEEPEST = 24
_TOKEN = re.compile(r"""\s*(?:(?P<mark>[()\[\]])|(?P<text>"(?:[^"\\]|\\.)*")|(?P<word>[^\s()\[\]"]+))""", re.DOTALL)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,9})?")


@dataclass(frozen=True, slots=True)
class Target:
    """What an operation of a patch is about: a place, and of several values those that fit."""

    place: Place
    chosen: Filter | None = None
    part: Attribute | None = None


def parse_filter(text: str, kind: ResourceKind) -> Filter:
    """The filter. Raises InvalidFilter, also for an attribute that the kind does not have."""
    reader = _Reader(text, kind)
    found = reader.either()
    reader.require_end()
    return found


def parse_target(text: str, kind: ResourceKind) -> Target:
    """The target of a patch: `displayName`, `emails[type eq "work"].value`. Raises InvalidPath, InvalidFilter."""
    opening = text.find("[")
    if opening < 0:
        place = place_of(text.strip(), kind)
        return Target(place)
    closing = text.rfind("]")
    place = place_of(text[:opening].strip(), kind)
    after = text[closing + 1 :].strip()
    if closing < opening or place.attribute is None or place.part is not None or (after and not after.startswith(".")):
        raise InvalidPath
    part = place.attribute.part(after[1:]) if after else None
    if after and part is None:
        raise InvalidPath(f"{place.attribute.name} has no part {after[1:]}")
    if not place.attribute.multi_valued or place.attribute.type is not Type.COMPLEX:
        raise InvalidPath(f"{place.attribute.name} has no values to choose from")
    reader = _Reader(text[opening + 1 : closing], kind, within=place.attribute)
    chosen = reader.either()
    reader.require_end()
    return Target(place, chosen, part)


class _Reader:
    """Reads one filter from left to right: `or` binds least, then `and`, then `not`."""

    def __init__(self, text: str, kind: ResourceKind, *, within: Attribute | None = None) -> None:
        self._kind = kind
        self._within = within
        self._tokens = _tokens(text)
        self._at = 0
        self._depth = 0

    def either(self) -> Filter:
        found = self._both()
        while self._takes("or"):
            found = Either(found, self._both())
        return found

    def require_end(self) -> None:
        if self._at != len(self._tokens):
            raise InvalidFilter("There is more than a filter")

    def _both(self) -> Filter:
        found = self._one()
        while self._takes("and"):
            found = Both(found, self._one())
        return found

    def _one(self) -> Filter:
        if self._takes("not"):
            if self._peek() != "(":
                raise InvalidFilter("What follows `not` is in brackets")
            return Not(self._grouped())
        return self._grouped() if self._peek() == "(" else self._attribute()

    def _grouped(self) -> Filter:
        self._at += 1
        found = self._deeper()
        if not self._takes(")"):
            raise InvalidFilter("A bracket is not closed")
        return found

    def _deeper(self) -> Filter:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise InvalidFilter("Nested too deeply")
        found = self.either()
        self._depth -= 1
        return found

    def _attribute(self) -> Filter:
        place = self._place(self._next())
        if self._takes("["):
            return self._some_value(place)
        operator = self._next().lower()
        if operator == "pr":
            return Present(place)
        if operator not in OPERATORS:
            raise InvalidFilter("There is no such operator")
        wanted = _value(self._next())
        require_comparable(place, operator, wanted)
        return Comparison(place, operator, wanted)

    def _some_value(self, place: Place) -> Filter:
        if place.attribute is None or place.part or place.attribute.type is not Type.COMPLEX or self._within:
            raise InvalidFilter("This attribute has no parts to choose by")
        self._within = place.attribute
        found = self._deeper()
        self._within = None
        if not self._takes("]"):
            raise InvalidFilter("A bracket is not closed")
        return SomeValue(place, found)

    def _place(self, name: str) -> Place:
        if self._within is not None:
            part = self._within.part(name)
            if part is None:
                raise InvalidFilter(f"{self._within.name} has no such part")
            return Place(None, part)
        try:
            return place_of(name, self._kind)
        except InvalidPath as error:
            raise InvalidFilter(error.detail) from error

    def _peek(self) -> str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _next(self) -> str:
        token = self._peek()
        if token is None:
            raise InvalidFilter("It ends too early")
        self._at += 1
        return token

    def _takes(self, word: str) -> bool:
        token = self._peek()
        if token is None or token.lower() != word:
            return False
        self._at += 1
        return True


def _tokens(text: str) -> list[str]:
    if len(text) > _LONGEST:
        raise InvalidFilter("The filter is too long")
    found, at, end = [], 0, len(text.rstrip())
    while at < end:
        token = _TOKEN.match(text, at)
        if token is None:
            raise InvalidFilter(f"Not a filter at character {at}")
        found.append(token[0].strip())
        at = token.end()
    return found


def _value(token: str) -> Any:
    if token in {"true", "false", "null"}:
        return {"true": True, "false": False, "null": None}[token]
    if token.startswith('"'):
        try:
            read = json.loads(token)
        except json.JSONDecodeError as error:
            raise InvalidFilter("Text in a filter is written as in JSON") from error
        if not storable(read):
            raise InvalidFilter("Text in a filter has no control characters")
        return read
    if _NUMBER.fullmatch(token):
        return json.loads(token)
    raise InvalidFilter("Compare with text in quotes, a number, true, false or null")
