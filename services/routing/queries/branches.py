"""Pages of what may be seen for one of several reasons, each found by an index of its own.

One condition with OR would let the database read the whole order until enough of it may be seen; so each reason has a
short ordered page, and the page is the beginning of all of them together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, false, select, true, tuple_, union
from sqlalchemy.sql import literal

from services.routing.domain.actor import Actor
from services.routing.storage.tables import cases


def reasons_to_see(by: Actor, *own: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
    """Why a case may be seen: everything, or a department of theirs, or that they are in one of these columns."""
    if by.teams is None:
        return (true(),)
    teams = tuple(cases.c.department == team for team in sorted(by.teams))
    mine = () if by.staff_id is None else tuple(column == by.staff_id for column in own)
    return teams + mine or (false(),)


def beyond(columns: Sequence[ColumnElement[Any]], key: Sequence[Any] | None) -> ColumnElement[bool]:
    """What comes after a key, for a page ordered by these columns, all ascending; the index begins right there."""
    if key is None:
        return true()
    bound = (literal(value, column.type) for value, column in zip(key, columns, strict=True))
    return tuple_(*columns) > tuple_(*bound)


def first_of(
    page: Select[Any], reasons: Sequence[ColumnElement[bool]], *, order: Sequence[ColumnElement[Any]], limit: int
) -> Select[Any]:
    """The first rows of a page that may be seen for any of the reasons, each row once.

    `order` names columns that the page shows under the same names.
    """
    parts = [page.where(reason).order_by(*order).limit(limit) for reason in reasons]
    if len(parts) == 1:
        return parts[0]
    found = union(*(select(part.subquery()) for part in parts)).subquery()
    return select(found).order_by(*(found.c[column.name] for column in order)).limit(limit)
