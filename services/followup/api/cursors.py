"""Where a list goes on: the id of the last item shown."""

from __future__ import annotations

from uuid import UUID

from shared.http.pages import MalformedCursor, Page


def before(page: Page) -> UUID | None:
    """The id below which a newest-first list goes on. Raises MalformedCursor for another list's cursor."""
    match page.after:
        case None:
            return None
        case (UUID() as last,):
            return last
        case _:
            raise MalformedCursor
