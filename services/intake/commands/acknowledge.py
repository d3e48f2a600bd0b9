"""The steps of acknowledging a complaint by mail exactly once: claim, and record how it ended (IN-13).

The mail itself goes out between the claim and the record, outside any transaction (timers/acknowledge.py). From the
claim on a crash leaves it `sending`, and after a while it becomes `unknown`: it is never sent again by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.intake import events
from services.intake.domain import kinds
from services.intake.domain.acknowledgement import TRIED_FOR, AckStatus, next_try
from services.intake.domain.complaint import Complaint, changed
from services.intake.domain.lifecycle import Status
from services.intake.domain.vocabulary import ChangeKind, Channel, Feeling
from services.intake.storage import acknowledgements, changes, complaints, mail_allowance
from services.intake.storage.acknowledgements import Acknowledgement
from services.intake.storage.changes import Change
from services.intake.storage.told import waiting
from shared.messaging.schedule import Timer
from shared.messaging.transaction import Transaction

BY_ITSELF = "redress"
"""Who acknowledges, where it is no person."""
DOUBT = timedelta(minutes=10)
"""An acknowledgement that has been `sending` for so long was cut off. Sending takes less than a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Take a sending: this text to this address under this attempt."""

    acknowledgement: Acknowledgement
    claim_id: UUID
    address: str
    recorded_at: datetime
    attempts: int
    """This one counted."""
    now: datetime


async def let_fall_due(times: Mapping[UUID, datetime], tx: Transaction, *, now: datetime) -> None:
    """Let these complaints be acknowledged, each at its time; those that no mail is for are left out."""
    due = await waiting(times, tx, now=now)
    await tx.schedule(*(Timer(kinds.ACKNOWLEDGE, id_, times[id_]) for id_ in sorted(due)))


async def claim(command: Claim, tx: Transaction) -> bool:
    """Take it; False when it has one already, moved on meanwhile, or its address was written to within the hour.

    In the last case it falls due again as soon as it may, unless that would be too late.
    """
    complaint = (await complaints.lock((command.acknowledgement.complaint_id,), tx)).get(
        command.acknowledgement.complaint_id
    )
    if complaint is None or complaint.status is not Status.RECORDED:
        return False
    if not await acknowledgements.add(command.acknowledgement, tx):
        return False
    allowed_from = await mail_allowance.claim(command.address, tx, now=command.now)
    if allowed_from is None:
        await tx.schedule(Timer(kinds.DOUBT_ACKNOWLEDGEMENT, complaint.id, command.now + DOUBT))
        return True
    await acknowledgements.release(complaint.id, command.claim_id, tx)
    await _again(command, allowed_from, attempts=command.attempts - 1, tx=tx, why="this address had mail")
    return False


async def record_sent(command: Claim, tx: Transaction, *, now: datetime) -> bool:
    """Note that it went out: the customer was answered, and a feeling that they told was acknowledged.

    False when the attempt does not hold it any more.
    """
    id_ = command.acknowledgement.complaint_id
    complaint = (await complaints.lock((id_,), tx))[id_]
    sent = await acknowledgements.settle(id_, tx, status=AckStatus.SENT, claim_id=command.claim_id, sent_at=now)
    if sent:
        await tx.unschedule(kinds.DOUBT_ACKNOWLEDGEMENT, id_)
        await answered(complaint, tx, channel=Channel.EMAIL, by=BY_ITSELF, now=now)
    return sent


async def record_refused(command: Claim, tx: Transaction, *, why: str) -> None:
    """Note that no server will ever take it: a person has to reach the customer otherwise."""
    id_ = command.acknowledgement.complaint_id
    await tx.unschedule(kinds.DOUBT_ACKNOWLEDGEMENT, id_)
    await acknowledgements.settle(id_, tx, status=AckStatus.REFUSED, claim_id=command.claim_id, why=why)


async def record_deferred(command: Claim, tx: Transaction, *, why: str, now: datetime) -> None:
    """Give it back, to be tried again with back-off; after a day a person has to."""
    id_ = command.acknowledgement.complaint_id
    if not await acknowledgements.release(id_, command.claim_id, tx):
        return
    await tx.unschedule(kinds.DOUBT_ACKNOWLEDGEMENT, id_)
    await mail_allowance.give_back(command.address, tx, taken_at=command.now)
    when = next_try(attempts=command.attempts, recorded_at=command.recorded_at, now=now)
    await _again(command, when, attempts=command.attempts, tx=tx, why=why)


async def lose_sight(complaint_id: UUID, tx: Transaction) -> bool:
    """One cut off while sending becomes `unknown`; False when it is not sending any more."""
    await tx.unschedule(kinds.DOUBT_ACKNOWLEDGEMENT, complaint_id)
    return await acknowledgements.settle(complaint_id, tx, status=AckStatus.UNKNOWN)


async def answered(complaint: Complaint, tx: Transaction, *, channel: Channel, by: str, now: datetime) -> Complaint:
    """The customer heard from us: the first time counts, and with it a feeling is acknowledged (IN-8, IN-15)."""
    felt = complaint.feeling not in {None, Feeling.CALM} and complaint.feeling_acknowledged_at is None
    moved = replace(
        changed(complaint),
        first_answered_at=complaint.first_answered_at or now,
        feeling_acknowledged_at=now if felt else complaint.feeling_acknowledged_at,
    )
    await complaints.save(moved, tx)
    if felt:
        await changes.add(_felt(complaint.id, by, now), tx)
    waited = None if complaint.recorded_at is None else int((now - complaint.recorded_at).total_seconds() // 60)
    tx.publish(
        events.contacted(
            moved,
            direction="out",
            channel=channel,
            minutes_waited=waited,
            at=now,
            now=now,
            automatic=by == BY_ITSELF,
        ),
    )
    return moved


def _felt(complaint_id: UUID, by: str, now: datetime) -> Sequence[Change]:
    return [Change(complaint_id=complaint_id, kind=ChangeKind.FEELING_ACKNOWLEDGED, by=by, at=now)]


async def _again(command: Claim, when: datetime | None, *, attempts: int, tx: Transaction, why: str) -> None:
    if when is None or when > command.recorded_at + TRIED_FOR:
        given_up: dict[str, Any] = {"status": AckStatus.REFUSED, "claim_id": None, "why": why}
        await acknowledgements.add(replace(command.acknowledgement, **given_up), tx)
        return
    id_ = command.acknowledgement.complaint_id
    await tx.schedule(Timer(kinds.ACKNOWLEDGE, id_, when, {"attempts": attempts}))
