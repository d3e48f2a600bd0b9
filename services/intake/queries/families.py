"""Families of complaints: the list, one whole, and its members (IN-21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, not_, select

from services.intake.domain.actor import Actor
from services.intake.domain.corrective_action import due_state
from services.intake.domain.family import FamilyNotFound, FamilyStatus
from services.intake.storage.rows import plain
from services.intake.storage.tables import complaint, corrective_action, family, family_member, lesson, telling
from services.intake.storage.visibility import family_visible_to, visible_to
from shared.messaging.transaction import Transaction

View = dict[str, Any]
_FAMILY = tuple(column for column in family.c if column.name != "class_version")
_MEMBER = (
    complaint.c.id,
    complaint.c.reference,
    complaint.c.status,
    complaint.c.product,
    complaint.c.department,
    complaint.c.category,
    complaint.c.root_cause,
    complaint.c.language,
    complaint.c.recorded_at,
    family_member.c.added_by,
    family_member.c.added_at,
    family_member.c.how,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which families are asked for; None asks for all."""

    status: FamilyStatus | None = None
    overdue: bool | None = None


async def family_list(
    filters: Filters, tx: Transaction, *, actor: Actor, limit: int, after: UUID | None, now: datetime
) -> list[View]:
    """At most `limit` families older than `after` that the reader may see, newest first, with their latest action."""
    chosen = select(*_FAMILY).where(family_visible_to(actor)).order_by(family.c.id.desc()).limit(limit)
    if after is not None:
        chosen = chosen.where(family.c.id < after)
    if filters.status is not None:
        chosen = chosen.where(family.c.status == filters.status.value)
    if filters.overdue is not None:
        late = exists().where(
            corrective_action.c.family_id == family.c.id,
            corrective_action.c.done_at.is_(None),
            corrective_action.c.overdue_at.is_not(None),
        )
        chosen = chosen.where(late if filters.overdue else not_(late))
    views = [plain(row) for row in (await tx.execute(chosen)).mappings()]
    ids = [view["id"] for view in views]
    counts = await _counts(ids, tx)
    actions = await _actions(ids, tx, now=now)
    return [
        view
        | {
            "complaints": counts.get(view["id"], 0),
            "action": actions[view["id"]][-1] if view["id"] in actions else None,
        }
        for view in views
    ]


async def family_view(family_id: UUID, tx: Transaction, *, actor: Actor, now: datetime) -> View:
    """One with its actions and lesson; complaints that the reader may not see are counted only.

    Raises FamilyNotFound.
    """
    chosen = select(*_FAMILY).where(family.c.id == family_id, family_visible_to(actor))
    row = (await tx.execute(chosen)).mappings().one_or_none()
    if row is None:
        raise FamilyNotFound
    counted = (
        select(func.count().label("all"), func.count().filter(not_(visible_to(actor))).label("hidden"))
        .join_from(complaint, family_member, family_member.c.complaint_id == complaint.c.id)
        .where(family_member.c.family_id == family_id)
    )
    counts = (await tx.execute(counted)).mappings().one()
    behind = select(func.count()).where(
        family_member.c.family_id == family_id,
        family_member.c.reached < select(family.c.class_version).where(family.c.id == family_id).scalar_subquery(),
    )
    return plain(row) | {
        "complaints": counts["all"],
        "complaints_hidden": counts["hidden"],
        "complaints_to_follow": (await tx.execute(behind)).scalar_one(),
        "actions": (await _actions([family_id], tx, now=now)).get(family_id, []),
        "lesson": await _lesson(family_id, tx),
    }


async def member_list(family_id: UUID, tx: Transaction, *, actor: Actor, limit: int, after: UUID | None) -> list[View]:
    """At most `limit` members beyond `after` that the reader may see, oldest first. Raises FamilyNotFound."""
    await require_family(family_id, tx, actor=actor)
    chosen = members(*_MEMBER).where(family_member.c.family_id == family_id, visible_to(actor))
    if after is not None:
        chosen = chosen.where(family_member.c.complaint_id > after)
    rows = await tx.execute(chosen.order_by(family_member.c.complaint_id).limit(limit))
    return [plain(row) for row in rows.mappings()]


async def require_family(family_id: UUID, tx: Transaction, *, actor: Actor) -> None:
    """Raises FamilyNotFound for a family that is missing, or not the reader's to see."""
    chosen = select(family.c.id).where(family.c.id == family_id, family_visible_to(actor))
    if (await tx.execute(chosen)).one_or_none() is None:
        raise FamilyNotFound


def members(*columns: Any) -> Select[Any]:
    """Complaints in families."""
    return select(*columns).join_from(complaint, family_member, and_(family_member.c.complaint_id == complaint.c.id))


async def _counts(ids: list[UUID], tx: Transaction) -> dict[UUID, int]:
    counted = (
        select(family_member.c.family_id, func.count().label("complaints"))
        .where(family_member.c.family_id.in_(ids))
        .group_by(family_member.c.family_id)
    )
    return {row["family_id"]: row["complaints"] for row in (await tx.execute(counted)).mappings()}


async def _actions(ids: list[UUID], tx: Transaction, *, now: datetime) -> dict[UUID, list[View]]:
    chosen = select(corrective_action).where(corrective_action.c.family_id.in_(ids)).order_by(corrective_action.c.id)
    found: dict[UUID, list[View]] = {}
    for row in (await tx.execute(chosen)).mappings():
        due = due_state(due_on=row["due_on"], done_at=row["done_at"], now=now)
        found.setdefault(row["family_id"], []).append(plain(row, without=("family_id",)) | {"due": due})
    return found


async def _lesson(family_id: UUID, tx: Transaction) -> View | None:
    row = (await tx.execute(select(lesson).where(lesson.c.family_id == family_id))).mappings().one_or_none()
    if row is None:
        return None
    counted = (
        select(telling.c.status, func.count().label("customers"))
        .where(telling.c.family_id == family_id)
        .group_by(telling.c.status)
    )
    counts = {one["status"]: one["customers"] for one in (await tx.execute(counted)).mappings()}
    return plain(row, without=("family_id",)) | {"customers": counts}
