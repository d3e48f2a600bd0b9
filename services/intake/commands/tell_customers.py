"""The steps of telling customers what they changed, each once: claim a batch, and record how each ended (IN-21).

The mails themselves go out between claim and record, outside any transaction (timers/tell_customers.py).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from services.intake.domain import telling as rules
from services.intake.domain.addressee import Addressee
from services.intake.domain.lesson import Lesson
from services.intake.domain.telling import TELL_CUSTOMERS, Telling, TellingStatus
from services.intake.domain.vocabulary import ChangeKind, Channel
from services.intake.storage import addressees, changes, lessons, mail_allowance, tellings
from services.intake.storage.changes import Change
from shared.kernel.ids import new_id
from shared.messaging.schedule import Timer
from shared.messaging.transaction import Transaction

BATCH = 10
BY_SYSTEM = "system"


class Ending(Enum):
    """How the attempt to send a mail ended."""

    SENT = "sent"
    DEFERRED = "deferred"
    """It plainly did not go out; later it may."""
    REFUSED = "refused"
    """It plainly did not go out, and never will."""
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimBatch:
    """Take the next customers of a lesson for sending."""

    lesson_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """One customer to be told now, by whoever claimed them."""

    telling: Telling
    addressee: Addressee


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEnding:
    """Note how the attempt `claim_id` ended."""

    telling_id: UUID
    claim_id: UUID
    ending: Ending
    address: str
    otherwise_reachable: bool
    now: datetime


async def claim_batch(command: ClaimBatch, tx: Transaction) -> tuple[Lesson | None, Sequence[Claimed]]:
    """The lesson and whom to write to now; whom no mail can reach is settled here, and the timer goes on.

    A claim that was cut off becomes `unknown`: it is never sent again by itself.
    """
    lesson = await lessons.load(command.lesson_id, tx)
    if lesson is None:
        return None, ()
    lost = await tellings.doubtful(lesson.id, tx, now=command.now)
    await tellings.save([rules.uncertain(one) for one in lost], tx)
    waiting = await tellings.due(lesson.id, tx, now=command.now, limit=BATCH)
    reach = await addressees.addressees({one.complaint_id for one in waiting}, tx)
    known = await tellings.customers_of(lesson.id, {one.customer_id for one in reach.values()}, tx)
    moved = []
    for one in waiting:
        addressee = reach.get(one.complaint_id)
        moved.append(await _allowed(one, _take(one, addressee, known, command.now), addressee, tx, now=command.now))
        if addressee is not None:
            known.add(addressee.customer_id)
    await tellings.save(moved, tx)
    await go_on(lesson.id, tx)
    return lesson, [
        Claimed(telling=one, addressee=reach[one.complaint_id]) for one in moved if one.status is TellingStatus.SENDING
    ]


async def record_ending(command: RecordEnding, tx: Transaction) -> Telling | None:
    """The telling as it stands; None where the attempt is no longer its own. Raises TellingNotFound."""
    telling = await tellings.load(command.telling_id, tx)
    if telling.claim_id != command.claim_id:
        return None
    match command.ending:
        case Ending.SENT:
            after = rules.sent(telling, now=command.now)
            await note_told(after, by=BY_SYSTEM, tx=tx, now=command.now)
        case Ending.DEFERRED:
            await _give_back(telling, command.address, tx)
            after = rules.deferred(telling, otherwise_reachable=command.otherwise_reachable, now=command.now)
        case Ending.REFUSED:
            await _give_back(telling, command.address, tx)
            after = rules.no_mail(telling, otherwise_reachable=command.otherwise_reachable, now=command.now)
        case Ending.UNCERTAIN:
            after = rules.uncertain(telling)
    await tellings.save([after], tx)
    return after


async def _give_back(telling: Telling, address: str, tx: Transaction) -> None:
    """It plainly did not go out: the next try need not wait an hour."""
    if telling.claimed_at is not None:
        await mail_allowance.give_back(address, tx, taken_at=telling.claimed_at)


async def go_on(lesson_id: UUID, tx: Transaction) -> None:
    """Look again when the next is due or in doubt; no more once everybody is settled."""
    when = await tellings.next_due(lesson_id, tx)
    if when is not None:
        await tx.schedule(Timer(TELL_CUSTOMERS, lesson_id, when))
    else:
        await tx.unschedule(TELL_CUSTOMERS, lesson_id)


async def note_told(telling: Telling, *, by: str, tx: Transaction, now: datetime) -> None:
    """Each complaint of the customer in the family has it in its timeline."""
    detail = {
        "lesson_id": str(telling.lesson_id),
        "family_id": str(telling.family_id),
        "channel": (telling.channel or Channel.EMAIL).value,
    }
    await changes.add(
        [
            Change(complaint_id=one, kind=ChangeKind.TOLD, by=by, at=now, detail=detail)
            for one in await tellings.complaints_of(telling, tx)
        ],
        tx,
    )


async def _allowed(
    waiting: Telling, taken: Telling, addressee: Addressee | None, tx: Transaction, *, now: datetime
) -> Telling:
    """As taken; put off where the address had a mail within the hour and never proved to be its customer's (IN-1)."""
    if taken.status is not TellingStatus.SENDING or addressee is None or addressee.email is None:
        return taken
    free_from = await mail_allowance.claim(addressee.email, tx, now=now)
    return taken if free_from is None else rules.put_off(waiting, until=free_from)


def _take(telling: Telling, addressee: Addressee | None, known: Collection[UUID], now: datetime) -> Telling:
    if addressee is None:
        return rules.no_mail(telling, otherwise_reachable=False, now=now)
    # Two records turned out to be one person since: the other one's telling is theirs.
    told_otherwise = addressee.customer_id != telling.customer_id and addressee.customer_id in known
    if addressee.parted or told_otherwise:
        return rules.withdrawn(telling, now=now)
    if addressee.email is None:
        return rules.no_mail(telling, otherwise_reachable=addressee.otherwise_reachable, now=now)
    return rules.claim(telling, claim_id=new_id(), now=now)
