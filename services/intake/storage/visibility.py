"""The object rule of domain/actor.py as SQL, for lists."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, true

from services.intake.domain.actor import Actor
from services.intake.storage.tables import complaint


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Complaints that `Actor.sees` says yes to."""
    if actor.teams is None:
        return true()
    rules: list[ColumnElement[bool]] = [complaint.c.department.in_(actor.teams)]
    if actor.staff_id is not None:
        rules += [complaint.c.owner_id == actor.staff_id, complaint.c.recorder_id == actor.staff_id]
    return or_(*rules)
