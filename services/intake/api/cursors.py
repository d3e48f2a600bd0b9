"""Where a page of intake's lists goes on: they are ordered by one column."""

from __future__ import annotations

from uuid import UUID

from shared.http.pages import MalformedCursor, Page


def after_id(part: Page) -> UUID | None:
    """The id after which the page begins. Raises MalformedCursor for a cursor of another list."""
    match part.after:
        case None:
            return None
        case (UUID() as id_,):
            return id_
        case _:
            raise MalformedCursor


def after_number(part: Page) -> int | None:
    """The number after which the page begins. Raises MalformedCursor for a cursor of another list."""
    match part.after:
        case None:
            return None
        case (int() as number,) if 0 <= number < 2**31:
            return number
        case _:
            raise MalformedCursor
