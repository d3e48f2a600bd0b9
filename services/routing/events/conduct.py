"""Sanctions and their lifting, as contract events; the words of a decision stay here."""

from __future__ import annotations

from datetime import datetime

from services.routing.domain.sanction import Sanction
from shared.contracts.envelope import Message
from shared.contracts.routing import ConductLifted, ConductSanctioned


def conduct_sanctioned(sanction: Sanction) -> Message:
    """RO-11: a manager decided; from `since` on what the customer says of these people weighs nothing."""
    event = ConductSanctioned(
        sanction_id=sanction.id,
        complaint_id=sanction.complaint_id,
        customer_id=sanction.customer_id,
        staff_ids=sanction.staff_ids,
        level=sanction.level.value,
        measure=sanction.measure.value,
        since=sanction.since,
        until=sanction.until,
        sanctioned_at=sanction.decided_at,
    )
    return Message(event, sanction.id, sanction.version, sanction.decided_at)


def conduct_lifted(sanction: Sanction, *, now: datetime) -> Message:
    """RO-11: it was lifted on appeal, or its time is over."""
    event = ConductLifted(sanction_id=sanction.id, complaint_id=sanction.complaint_id, lifted_at=now)
    return Message(event, sanction.id, sanction.version, now)
