"""What the other services ask for: the brief that a handoff summary is built from, and how to reach the customer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from services.intake.domain.actor import Actor
from services.intake.domain.recap import RecapStatus
from services.intake.domain.statement import Standing
from services.intake.queries.complaint_view import complaint_row, resolutions_view, wish
from services.intake.queries.story import ADDITION
from services.intake.storage.rows import plain
from services.intake.storage.statements import select_statements
from services.intake.storage.tables import addition, complaint, customer, offer, recap
from services.intake.storage.tables import contact as contact_log
from shared.messaging.transaction import Transaction

_MOST_ADDITIONS = 500
_BRIEF = (
    complaint.c.id.label("complaint_id"),
    complaint.c.reference,
    complaint.c.narrative,
    complaint.c.wish_kind,
    complaint.c.wish_detail,
    complaint.c.feeling,
    complaint.c.product,
    complaint.c.department,
    complaint.c.language,
    complaint.c.reopened_times,
    complaint.c.status,
    complaint.c.version,
)
_REACH = ("name", "email", "phone", "language", "time_zone", "preferred_contact")


async def brief(complaint_id: UUID, tx: Transaction, *, actor: Actor) -> dict[str, Any]:
    """The whole story in short: told, understood, wished, tried (RO-3). Raises ComplaintNotFound."""
    row = await complaint_row(complaint_id, tx, actor=actor, columns=_BRIEF)
    added = (
        select(*ADDITION).where(addition.c.complaint_id == complaint_id).order_by(addition.c.id).limit(_MOST_ADDITIONS)
    )
    additions = [plain(one) for one in (await tx.execute(added)).mappings()]
    spoken = select(func.count()).where(recap.c.complaint_id == complaint_id, recap.c.settled_at.is_not(None))
    settled = (await tx.execute(spoken)).scalar_one()
    logged = select(
        func.count().label("all"),
        func.count().filter(contact_log.c.direction == "in").label("told"),
        func.coalesce(func.sum(contact_log.c.minutes_waited), 0).label("minutes"),
    ).where(contact_log.c.complaint_id == complaint_id)
    contacts = (await tx.execute(logged)).mappings().one()
    view = plain(row, without=("wish_kind", "wish_detail"))
    return view | {
        "additions": additions,
        "recap": await _confirmed(complaint_id, tx),
        "desired_resolution": wish(row),
        # The recording itself was the first contact; each one logged, each addition and each word on a recap another.
        "contacts_so_far": 1 + contacts["all"] + len(additions) + settled,
        "minutes_so_far": contacts["minutes"],
        # Whoever calls again has to say again what it is about.
        "tellings_so_far": 1 + contacts["told"],
        "facts": [one.text for one in await select_statements(complaint_id, tx) if one.status is Standing.VERIFIED],
        "refusals": await _refusals(complaint_id, tx),
        "resolutions": await resolutions_view(complaint_id, tx),
    }


async def _refusals(complaint_id: UUID, tx: Transaction) -> list[str]:
    """What was refused already, in the words that the customer heard."""
    refused = select(offer.c.why_not).where(offer.c.complaint_id == complaint_id, offer.c.refused).order_by(offer.c.id)
    return [str(why) for why in (await tx.execute(refused)).scalars()]


async def _confirmed(complaint_id: UUID, tx: Transaction) -> dict[str, Any] | None:
    chosen = (
        select(recap.c.version, recap.c.text, recap.c.settled_at.label("confirmed_at"))
        .where(recap.c.complaint_id == complaint_id, recap.c.status == RecapStatus.CONFIRMED.value)
        .order_by(recap.c.version.desc())
        .limit(1)
    )
    row = (await tx.execute(chosen)).mappings().one_or_none()
    return plain(row) if row else None


async def contact(complaint_id: UUID, tx: Transaction, *, actor: Actor) -> dict[str, Any]:
    """How to reach the customer about this complaint: as told with it, else as known. All null when anonymous.

    Raises ComplaintNotFound.
    """
    columns = (
        complaint.c.contact,
        complaint.c.customer_id,
        complaint.c.language,
        complaint.c.time_zone,
    )
    row = await complaint_row(complaint_id, tx, actor=actor, columns=columns)
    reach: dict[str, Any] = dict.fromkeys(_REACH)
    if row["customer_id"] is not None:
        chosen = select(*(customer.c[name] for name in _REACH)).where(customer.c.id == row["customer_id"])
        reach |= plain((await tx.execute(chosen)).mappings().one())
    told = row["contact"] or {}
    reach |= {name: told[name] for name in _REACH if told.get(name) is not None}
    reach["language"] = row["language"]
    reach["time_zone"] = row["time_zone"] or reach["time_zone"]
    return {"complaint_id": complaint_id, **reach}
