"""The object rule of domain/actor.py as SQL, for lists."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, false, or_, select, true

from services.intake.domain.actor import Actor
from services.intake.storage.tables import complaint, family, family_member


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Complaints that `Actor.sees` says yes to."""
    if actor.teams is None:
        return true()
    return or_(false(), *(complaint.c.department == team for team in sorted(actor.teams)), *own(actor))


def own(actor: Actor) -> Sequence[ColumnElement[bool]]:
    """Complaints that a person owns, and those that they recorded and somebody else owns now; each has its index."""
    if actor.staff_id is None:
        return []
    recorder_id = complaint.c.recorder_id
    return [
        complaint.c.owner_id == actor.staff_id,
        (recorder_id == actor.staff_id) & (recorder_id != complaint.c.owner_id),
    ]


def family_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Families that somebody may see and change: their own, and those of which they see a complaint (IN-21, SU-4)."""
    if actor.teams is None:
        return true()
    members = select(family_member.c.complaint_id).join(complaint, complaint.c.id == family_member.c.complaint_id)
    sees_one = exists(members.where(family_member.c.family_id == family.c.id, visible_to(actor)))
    return or_(family.c.created_by == actor.subject, sees_one)
