"""Take a merge of customers back: they are two people after all (IN-3)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake import events
from services.intake.domain import customer_record as records
from services.intake.domain.actor import Actor
from services.intake.domain.customer_record import CustomerRecord
from services.intake.storage import customer_merges as merges
from services.intake.storage import customers
from services.intake.storage.customer_merges import MergeStep
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmergeCustomer:
    """This record stands for itself again."""

    customer_id: UUID
    reason: str | None
    actor: Actor
    now: datetime


async def unmerge_customer(command: UnmergeCustomer, tx: Transaction) -> MergeStep:
    """Bring back its complaints and those of the records that it had taken in.

    What was recorded after the merge stays with the survivor: that one it was told about. Raises CustomerNotFound or
    NotMerged.
    """
    one = command.customer_id
    await customers.require_seen((one,), tx, actor=command.actor)
    await merges.one_at_a_time(tx)
    person = await customers.person_of(one, tx)
    family = await customers.lock((person,), tx, with_merged=True)
    record = family[one]
    left = records.unmerge(record)
    taken_in = _below(one, family.values())
    back = await merges.unmerge(one, tx, taken_in=taken_in, left={left, person})
    step = MergeStep(
        id=new_id(),
        step="unmerged",
        customer_id=one,
        other_id=left,
        complaint_ids=back,
        reason=command.reason,
        done_by=command.actor.subject,
        done_at=command.now,
    )
    await merges.keep(step, tx)
    tx.publish(events.customer_unmerged(one, out_of=left, version=record.version + 1, now=command.now))
    return step


def _below(root: UUID, family: Collection[CustomerRecord]) -> list[UUID]:
    """The records that were merged into `root`, or into one that was."""
    found: list[UUID] = []
    layer = {root}
    while layer:
        layer = {one.id for one in family if one.merged_into in layer}
        found.extend(layer)
    return found
