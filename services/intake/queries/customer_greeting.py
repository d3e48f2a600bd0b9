"""The greeting card: who is there, in which language, what happened before and what to ask about (IN-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, func, or_, select, true

from services.intake.domain.actor import Actor
from services.intake.domain.earlier_complaints import HANDFUL, Earlier, ended, still_open
from services.intake.domain.errors import CustomerNotFound
from services.intake.domain.lifecycle import Status
from services.intake.gateways.greeting_words import greeting_line
from services.intake.queries.complaint_view import complaint_row
from services.intake.storage.customers import seen_by
from services.intake.storage.tables import complaint, customer, customer_note
from services.intake.storage.visibility import visible_to
from shared.messaging.transaction import Transaction

_MOST = 500
"""Of a customer with more complaints the latest so many are looked at."""
_EARLIER = tuple(
    complaint.c[name]
    for name in (
        "id",
        "reference",
        "status",
        "product",
        "recorded_at",
        "reopened_times",
        "broken_promises",
        "late_times",
    )
)
_WHO = ("id", "name", "language", "time_zone", "preferred_contact")
_NOTE = ("id", "text", "ask_about_on", "expires_on", "noted_by", "noted_at")

View = dict[str, Any]


async def customer_greeting(customer_id: UUID, tx: Transaction, *, actor: Actor, today: date) -> View:
    """The card of a customer, or of whoever stands for a record that was merged away. Raises CustomerNotFound."""
    return await _card(customer_id, tx, actor=actor, today=today)


async def complaint_greeting(complaint_id: UUID, tx: Transaction, *, actor: Actor, today: date) -> View:
    """The card of a complaint's customer, in its language and without it. Raises ComplaintNotFound."""
    columns = (complaint.c.id, complaint.c.customer_id, complaint.c.language, complaint.c.returning_customer)
    told = await complaint_row(complaint_id, tx, actor=actor, columns=columns)
    if told["customer_id"] is None:
        return _nobody(told["language"])
    return await _card(told["customer_id"], tx, actor=actor, today=today, told=told)


async def _card(
    customer_id: UUID, tx: Transaction, *, actor: Actor, today: date, told: RowMapping | None = None
) -> View:
    known = await _who(customer_id, tx, actor=actor, today=today)
    who = known[0]
    rows = await _complaints(who["id"], tx, actor=actor)
    others = [_earlier(row) for row in rows if told is None or row["id"] != told["id"]]
    total = rows[0]["total"] if rows else 0
    spoken = (told["language"] if told else None, who["language"], *(row["language"] for row in rows[:1]))
    return {
        "customer_id": who["id"],
        "name": who["name"],
        **greeting_line(who["name"], languages=spoken),
        "preferred_language": who["language"],
        "preferred_contact": who["preferred_contact"],
        "time_zone": who["time_zone"],
        "returning": total > 1 or (told is not None and told["returning_customer"]),
        "customer_since": who["since"],
        "complaints": total,
        "earlier": [_shown(one) for one in ended(others)],
        "open": [_shown(one) for one in still_open(others)],
        "notes": [{name: row[f"note_{name}"] for name in _NOTE} for row in known if row["note_id"] is not None],
    }


async def _who(customer_id: UUID, tx: Transaction, *, actor: Actor, today: date) -> Sequence[RowMapping]:
    """Who it is, once per note that has not expired, the latest first. Raises CustomerNotFound."""
    asked, one = customer.alias("asked"), customer.alias("one")
    theirs = or_(one.c.id == customer.c.id, one.c.survivor_id == customer.c.id)
    since = select(func.min(one.c.created_at)).where(theirs).scalar_subquery()
    note = customer_note.c
    notes = (
        select(*(note[name].label(f"note_{name}") for name in _NOTE))
        .join(one, one.c.id == note.customer_id)
        .where(theirs, or_(note.expires_on.is_(None), note.expires_on >= today))
        .order_by(note.id.desc())
        .limit(HANDFUL)
        .correlate(customer)
        .lateral("notes")
    )
    chosen = (
        select(*(customer.c[name] for name in _WHO), since.label("since"), *notes.c)
        .select_from(asked)
        .join(customer, customer.c.id == func.coalesce(asked.c.survivor_id, asked.c.id))
        .outerjoin(notes, true())
        .where(asked.c.id == customer_id, seen_by(actor))
        .order_by(notes.c.note_id.desc())
    )
    rows = (await tx.execute(chosen)).mappings().all()
    if not rows:
        raise CustomerNotFound
    return rows


async def _complaints(person: UUID, tx: Transaction, *, actor: Actor) -> Sequence[RowMapping]:
    """The latest that the actor may see; how many there are in all is counted for them alone."""
    chosen = (
        select(*_EARLIER, complaint.c.language, func.count().over().label("total"))
        .where(complaint.c.customer_id == person, visible_to(actor))
        .order_by(complaint.c.id.desc())
        .limit(_MOST)
    )
    return (await tx.execute(chosen)).mappings().all()


def _nobody(language: str) -> View:
    line = greeting_line(None, languages=(language,))
    empty: View = dict.fromkeys(
        ("customer_id", "name", "preferred_language", "preferred_contact", "time_zone", "customer_since")
    )
    return {**empty, **line, "returning": False, "complaints": 0, "earlier": [], "open": [], "notes": []}


def _earlier(row: Mapping[Any, Any]) -> Earlier:
    values = {column.name: row[column.name] for column in _EARLIER}
    return Earlier(**{**values, "status": Status(values["status"])})


def _shown(one: Earlier) -> View:
    return {
        "id": one.id,
        "reference": one.reference,
        "status": one.status,
        "product": one.product,
        "recorded_at": one.recorded_at,
        "lapses": [{"kind": lapse, "times": times} for lapse, times in one.lapses.items()],
    }
