"""Merge a customer's record into another by hand: one person, nothing lost (IN-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake import events
from services.intake.domain import customer_record as records
from services.intake.domain.actor import Actor
from services.intake.storage import customer_merges as merges
from services.intake.storage import customers
from services.intake.storage.customer_merges import MergeStep
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeCustomers:
    """`customer_id` becomes part of `into`, which goes on."""

    customer_id: UUID
    into: UUID
    reason: str | None
    actor: Actor
    now: datetime


async def merge_customers(command: MergeCustomers, tx: Transaction) -> MergeStep:
    """Move the complaints, and those of whoever was merged into the record before; details and notes stay.

    From now on what is recorded under its key is the other's. Raises MergeIntoItself, CustomerNotFound for either,
    AlreadyMerged or IntoMergedAway.
    """
    one, other = command.customer_id, command.into
    records.require_mergeable(one, other)
    await customers.require_seen((one, other), tx, actor=command.actor)
    await merges.one_at_a_time(tx)
    locked = await customers.lock((one, other), tx, with_merged=True)
    record = locked[one]
    records.merge(record, locked[other])
    taken_in = [each.id for each in locked.values() if each.survivor_id == one]
    moved = await merges.merge(one, other, tx, taken_in=taken_in, by=command.actor.subject, now=command.now)
    step = MergeStep(
        id=new_id(),
        step="merged",
        customer_id=one,
        other_id=other,
        complaint_ids=moved,
        reason=command.reason,
        done_by=command.actor.subject,
        done_at=command.now,
    )
    await merges.keep(step, tx)
    tx.publish(events.customer_merged(one, into=other, version=record.version + 1, now=command.now))
    return step
