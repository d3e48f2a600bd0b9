"""Escalations that need not have been, by department and reason, never by person (RO-5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, true

from services.routing.domain.days import Days
from services.routing.storage.tables import cases, handoffs
from shared.messaging.transaction import Transaction

DEFINITIONS = {
    "escalations": "Cases that somebody wanted to hand over; one that climbed because nobody answered counts once.",
    "by_record": "What the reason says was missing, the sender had: the authority, the language or the skill.",
    "by_receiver": "Whoever accepted or declined said that they were not needed.",
    "needless": "By the record or by the receiver; both at once counts once.",
    "share": "Needless ones as a share of all; null where there are none.",
    "period": "Days (UTC) on which the receiver was asked last.",
    "as_of": "Now: nothing is counted beforehand.",
}


async def needless_escalations(
    period: Days, tx: Transaction, *, department: str | None, now: datetime
) -> dict[str, Any]:
    """A row for each department and reason, those with the most needless ones first."""
    began = handoffs.c.follows_id.is_(None)
    by_record = and_(began, handoffs.c.needless.is_not(None))
    by_receiver = handoffs.c.receiver_said_needed.is_(False)
    told_alone = and_(handoffs.c.needless.is_(None), by_receiver)
    needless = func.count().filter(or_(by_record, told_alone))
    statement = (
        select(
            cases.c.department,
            handoffs.c.reason,
            func.count().filter(began).label("escalations"),
            func.count().filter(by_record).label("by_record"),
            func.count().filter(by_receiver).label("by_receiver"),
            needless.label("needless"),
        )
        .join(cases, cases.c.complaint_id == handoffs.c.complaint_id)
        .where(
            handoffs.c.offered_at >= period.begins,
            handoffs.c.offered_at < period.ends_before,
            true() if department is None else cases.c.department == department,
        )
        .group_by(cases.c.department, handoffs.c.reason)
        .order_by(needless.desc(), cases.c.department.nulls_last(), handoffs.c.reason)
    )
    found = (await tx.execute(statement)).mappings()
    rows = [{str(name): value for name, value in row.items()} for row in found]
    for row in rows:
        row["share"] = round(row["needless"] / row["escalations"], 4) if row["escalations"] else None
    return {
        "name": "needless-escalations",
        "period": {"from": f"{period.first}", "to": f"{period.last}"},
        "as_of": now,
        "department": department,
        "rows": rows,
        "definitions": DEFINITIONS,
    }
