"""What a list shows to whom (SU-4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, or_, true

from services.routing.domain.actor import Actor

KeysetAfter = Callable[..., ColumnElement[bool]]
"""The WHERE of a keyset page, by the columns that the list is ordered by."""


def of_teams(by: Actor, department: ColumnElement[Any], *, or_else: ColumnElement[Any]) -> ColumnElement[bool]:
    """What is of a department that they see, or has their own id in the column `or_else`."""
    if by.teams is None:
        return true()
    theirs = department.in_(sorted(by.teams))
    return theirs if by.staff_id is None else or_(theirs, or_else == by.staff_id)
