"""Correct a customer's details (IN-3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from services.intake.domain import customer_record as records
from services.intake.domain.actor import Actor
from services.intake.domain.customer_record import CustomerRecord, IdentifierTaken
from services.intake.domain.errors import CustomerNotFound
from services.intake.storage import customers
from shared.kernel.errors import PreconditionFailed
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectCustomer:
    """New values for some details, by name; None takes one away."""

    customer_id: UUID
    changes: Mapping[str, Any]
    expected_version: int
    actor: Actor
    now: datetime


async def correct_customer(command: CorrectCustomer, tx: Transaction) -> CustomerRecord:
    """The record as it stands now; what it was before is kept with who changed it.

    Raises CustomerNotFound, PreconditionFailed, CustomerMergedAway, CustomerNotIdentified, MalformedPhone, or
    IdentifierTaken when the strongest identifier is another record's, which it names to those who may see that.
    """
    record = await customers.load(command.customer_id, tx, actor=command.actor)
    if record.version != command.expected_version:
        raise PreconditionFailed(current_version=record.version)
    corrected, before = records.correct(record, command.changes)
    if not before:
        return record
    corrected = await _with_a_free_key(record, corrected, command, tx)
    await customers.save(corrected, tx)
    await customers.keep_change(record.id, before, tx, by=command.actor.subject, now=command.now)
    return corrected


async def _with_a_free_key(
    record: CustomerRecord, corrected: CustomerRecord, command: CorrectCustomer, tx: Transaction
) -> CustomerRecord:
    holder = await customers.holder_of(corrected.details.match_key, tx)
    if holder is None or holder.id == record.id:
        return corrected
    if holder.person == record.id:
        # It was merged into this one, which is found by that key too: each keeps its own.
        return replace(corrected, details=replace(corrected.details, match_key=record.details.match_key))
    try:
        await customers.require_seen((holder.person,), tx, actor=command.actor)
    except CustomerNotFound:
        raise IdentifierTaken from None
    raise IdentifierTaken(merge_with=str(holder.person))
