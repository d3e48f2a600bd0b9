"""What people carry: their open cases, held before anything about the people themselves is changed."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from services.routing.domain.case import CaseStatus
from services.routing.storage.assignments import one_at_a_time
from services.routing.storage.tables import cases
from shared.messaging.transaction import Transaction


async def hold(owner_ids: Collection[UUID], tx: Transaction) -> int:
    """Lock every open case of these people until the commit; how many there are.

    Cases come before staff in the order of locks: whoever changes people and moves their cases takes these first.
    """
    await one_at_a_time(tx)
    mine = cases.c.owner_id.in_(owner_ids), cases.c.status == CaseStatus.OPEN.value
    locked = select(cases.c.complaint_id).where(*mine).order_by(cases.c.complaint_id).with_for_update()
    return len((await tx.execute(locked)).all())
