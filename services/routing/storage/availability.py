"""Where each member of staff stands at a moment: on duty, absent, back when, who stands in (RO-1)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from services.routing.domain.availability import Standing
from shared.messaging.transaction import Transaction


async def standing(ids: Collection[UUID], tx: Transaction, *, now: datetime) -> dict[UUID, Standing]:  # noqa: ARG001
    """Of each of these people; whoever has no hours is always on duty."""
    return {id_: Standing() for id_ in ids}
