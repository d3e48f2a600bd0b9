"""Customers' records: who may see one, load for a change, save what was corrected."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, insert, or_, select, true, update

from services.intake.domain.actor import Actor
from services.intake.domain.customer import CustomerDetails
from services.intake.domain.customer_record import DETAILS, CustomerRecord
from services.intake.domain.errors import CustomerNotFound
from services.intake.domain.vocabulary import PreferredContact
from services.intake.storage.tables import complaint, customer_change
from services.intake.storage.tables import customer as table
from services.intake.storage.visibility import visible_to
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction

PERSON = func.coalesce(table.c.survivor_id, table.c.id)
"""The record that stands for the person; complaints are always with that one."""
_COLUMNS = tuple(table.c[name] for name in ("id", "version", "match_key", *DETAILS, "merged_into", "survivor_id"))


def seen_by(actor: Actor, person: ColumnElement[Any] = PERSON) -> ColumnElement[bool]:
    """Customers of whom the actor may see a complaint; a record that was merged away is seen with its survivor."""
    if actor.teams is None:
        return true()
    theirs = select(complaint.c.id).where(complaint.c.customer_id == person, visible_to(actor))
    # OFFSET keeps it a look per customer by index; joined instead, a large team's complaints would all be read.
    return exists(theirs.correlate_except(complaint).offset(0))


async def require_seen(ids: Collection[UUID], tx: Transaction, *, actor: Actor) -> None:
    """Raise CustomerNotFound unless all of these are there for the actor; foreign and missing are alike."""
    chosen = select(table.c.id).where(table.c.id.in_(set(ids)), seen_by(actor))
    if len(set((await tx.execute(chosen)).scalars())) != len(set(ids)):
        raise CustomerNotFound


async def load(customer_id: UUID, tx: Transaction, *, actor: Actor) -> CustomerRecord:
    """Load and lock one that the actor may see. Raises CustomerNotFound, for a foreign one as well."""
    await require_seen((customer_id,), tx, actor=actor)
    found = await lock((customer_id,), tx)
    return found[customer_id]


async def lock(ids: Collection[UUID], tx: Transaction, *, with_merged: bool = False) -> dict[UUID, CustomerRecord]:
    """Load and lock these, and where asked all records that were merged into them.

    In the order of their keys, as the hot door takes them, so that no two transactions wait for each other; and not
    against foreign keys, so that a complaint being recorded for one of them is not waited for twice.
    """
    wanted: ColumnElement[bool] = table.c.id.in_(set(ids))
    if with_merged:
        wanted = or_(wanted, table.c.survivor_id.in_(set(ids)))
    chosen = select(*_COLUMNS).where(wanted).order_by(table.c.match_key).with_for_update(key_share=True)
    return {row["id"]: _record(row) for row in (await tx.execute(chosen)).mappings()}


async def person_of(customer_id: UUID, tx: Transaction) -> UUID:
    """The record that stands for the person of this one, which is there. Nothing is locked."""
    found: UUID = (await tx.execute(select(PERSON).where(table.c.id == customer_id))).scalar_one()
    return found


async def holder_of(match_key: str, tx: Transaction) -> CustomerRecord | None:
    """The record that is found by this key, if any."""
    row = (await tx.execute(select(*_COLUMNS).where(table.c.match_key == match_key))).mappings().one_or_none()
    return _record(row) if row else None


async def save(record: CustomerRecord, tx: Transaction) -> None:
    """Write corrected details, key and version; the row is locked since it was loaded."""
    values = {name: _plain(getattr(record.details, name)) for name in (*DETAILS, "match_key")}
    await tx.execute(update(table).where(table.c.id == record.id).values(values | {"version": record.version}))


async def keep_change(customer_id: UUID, before: Mapping[str, Any], tx: Transaction, *, by: str, now: datetime) -> None:
    """Write down what was corrected, by whom, and what it was before."""
    await tx.execute(
        insert(customer_change).values(
            id=new_id(),
            customer_id=customer_id,
            fields=sorted(before),
            before={name: _plain(was) for name, was in before.items()},
            changed_by=by,
            changed_at=now,
        )
    )


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, PreferredContact) else value


def _record(row: Mapping[Any, Any]) -> CustomerRecord:
    preferred = row["preferred_contact"]
    details = {name: row[name] for name in (*DETAILS, "match_key")}
    details["preferred_contact"] = PreferredContact(preferred) if preferred else None
    return CustomerRecord(
        id=row["id"],
        version=row["version"],
        details=CustomerDetails(**details),
        merged_into=row["merged_into"],
        survivor_id=row["survivor_id"],
    )
