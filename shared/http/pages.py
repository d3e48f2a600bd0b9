"""Keyset pages: a cursor holds the key of the last row that was shown, so a page costs the same at any depth."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

import orjson
from fastapi import Depends, Query
from pydantic import BaseModel
from sqlalchemy import ColumnElement, and_, or_, true

from shared.kernel.errors import FieldError, Invalid

DEFAULT_LIMIT = 25
MAX_LIMIT = 200
_MAX_CURSOR = 1024

T = TypeVar("T")
Key = tuple[Any, ...]


class MalformedCursor(Invalid):
    slug = "malformed-cursor"
    title = "This cursor was not made here"

    def __init__(self) -> None:
        super().__init__(fields=(FieldError("cursor", "use `next` of the previous page, unchanged"),))


@dataclass(frozen=True, slots=True)
class Page:
    """What part of a list is asked for: at most `limit` items after the key `after`."""

    limit: int = DEFAULT_LIMIT
    after: Key | None = None

    def expect(self, *types: type[Any]) -> Any:
        """The key, for a query that binds it itself: None, or a tuple of exactly these types.

        Raises MalformedCursor when the cursor belongs to another list.
        """
        if self.after is not None and tuple(map(type, self.after)) != types:
            raise MalformedCursor
        return self.after


class Listed(BaseModel, Generic[T]):
    """The shape of every list: `response_model=Listed[ComplaintOut]`."""

    items: list[T]
    next: str | None


def _page_query(
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="How many items at most")] = DEFAULT_LIMIT,
    cursor: Annotated[str | None, Query(max_length=_MAX_CURSOR, description="`next` of the previous page")] = None,
) -> Page:
    return Page(limit=limit, after=None if cursor is None else decode(cursor))


PageQuery = Annotated[Page, Depends(_page_query)]
"""The page that a request asks for, from `?limit=` and `?cursor=`."""


def page(items: Sequence[T], *, limit: int, key: Callable[[T], Key]) -> dict[str, Any]:
    """One page out of up to `limit` + 1 rows: the row too many only shows that there is a next page."""
    shown = list(items[:limit])
    return {"items": shown, "next": encode(key(shown[-1])) if len(items) > limit else None}


def encode(key: Key) -> str:
    """A cursor for the key of a row: text, int, UUID, date or aware datetime members."""
    packed = base64.urlsafe_b64encode(orjson.dumps([_pack(member) for member in key]))
    return packed.rstrip(b"=").decode()


def decode(cursor: str) -> Key:
    """The key in a cursor. Raises MalformedCursor for anything that `encode` would not have made."""
    try:
        raw = cursor.encode("ascii")
        members = orjson.loads(base64.b64decode(raw + b"=" * (-len(raw) % 4), altchars=b"-_", validate=True))
        if not isinstance(members, list) or not 1 <= len(members) <= 8:
            raise MalformedCursor
        key = tuple(_unpack(member) for member in members)
        ours = encode(key) == cursor
    except (ValueError, binascii.Error, OverflowError) as error:
        raise MalformedCursor from error
    if not ours:
        raise MalformedCursor
    return key


def after(page: Page, *columns: ColumnElement[Any], descending: bool = True) -> ColumnElement[bool]:
    """The WHERE of a keyset page, for a query ordered by the same columns in the same direction.

    Written out instead of as a row comparison so that every member is bound with its column's type.
    Raises MalformedCursor when the cursor belongs to another list.
    """
    if page.after is None:
        return true()
    if len(page.after) != len(columns):
        raise MalformedCursor
    branches: list[ColumnElement[bool]] = []
    for position, (column, value) in enumerate(zip(columns, page.after, strict=True)):
        if type(value) is not column.type.python_type:
            raise MalformedCursor
        same = [earlier == known for earlier, known in zip(columns[:position], page.after[:position], strict=True)]
        branches.append(and_(*same, column < value if descending else column > value))
    # The first column's bound, redundant in logic, is what lets the index begin at the right place.
    first, start = columns[0], page.after[0]
    return and_(first <= start if descending else first >= start, or_(*branches))


def _pack(member: Any) -> str:
    match member:
        case UUID():
            return f"u{member}"
        case datetime():
            return f"t{member.astimezone(UTC).isoformat()}"
        case date():
            return f"d{member.isoformat()}"
        case bool():
            raise TypeError("a key has no booleans")
        case int():
            return f"i{member}"
        case str():
            return f"s{member}"
        case _:
            raise TypeError(f"{type(member).__name__} can't be in a cursor")


def _unpack(packed: Any) -> Any:
    if not isinstance(packed, str) or not packed:
        raise MalformedCursor
    tag, text = packed[0], packed[1:]
    match tag:
        case "u":
            return UUID(text)
        case "t":
            return datetime.fromisoformat(text)
        case "d":
            return date.fromisoformat(text)
        case "i" if -(2**63) <= int(text) < 2**63:
            return int(text)
        case "s" if "\x00" not in text:
            return text
        case _:
            raise MalformedCursor
