"""A contact was sanctioned: what they say of whom they hurt is held back, and handed on when it is lifted (RO-11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.followup import events
from services.followup.domain.sanction import Sanction
from services.followup.storage import comments, sanctions
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class HeedSanctions:
    """Sanctions that were decided."""

    sanctions: Sequence[Sanction]


@dataclass(frozen=True, slots=True)
class LiftSanctions:
    """Sanctions that were lifted or have ended, and when; those not heard of yet among them."""

    lifted: Sequence[tuple[UUID, datetime]]


async def heed_sanctions(command: HeedSanctions, tx: Transaction) -> None:
    """Hold back what these contacts said since, and from now on what they say; surveys ask them no more."""
    await sanctions.hear(command.sanctions, tx)
    customers = {one.customer_id for one in command.sanctions if one.customer_id is not None}
    if customers:
        await comments.hold_back(customers, tx)


async def lift_sanctions(command: LiftSanctions, tx: Transaction) -> None:
    """Let count what no sanction holds back any more, and tell of what was never told."""
    customers = await sanctions.lift(
        [sanction_id for sanction_id, _ in command.lifted], [at for _, at in command.lifted], tx
    )
    if not customers:
        return
    for comment in await comments.let_go(customers, tx):
        tx.publish(events.comment_received(comment))
