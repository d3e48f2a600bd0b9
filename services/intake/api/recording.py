"""POST /v1/complaints: the hot door through which every complaint comes in (IN-1, IN-2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.intake.api.actors import actor_of
from services.intake.api.answers import RecordedOut
from services.intake.api.schemas import ComplaintIn, CustomerIn, ImpactIn
from services.intake.commands.record_complaint import Outcome, RecordComplaint, record_complaints
from services.intake.domain.complaint import check_received
from services.intake.domain.customer import CustomerDetails, customer_details
from services.intake.domain.new_complaint import Impact, NewComplaint
from services.intake.domain.urgency import urgency_of
from services.intake.settings import IntakeSettings
from services.intake.storage.recording import Connection
from shared.http.hot import Flushed, HotDoor
from shared.http.principal import Principal
from shared.kernel.errors import RedressError
from shared.kernel.ids import new_id
from shared.messaging.context import Context


def make(body: ComplaintIn, caller: Principal, now: datetime, context: Context) -> RecordComplaint:
    """The command. Who records owns; what a system or the customer records, the duty owner does (IN-2).

    Raises CustomerNotIdentified, MalformedPhone or ReceivedInTheFuture.
    """
    settings: IntakeSettings = context.settings
    customer = _customer(body.customer) if body.customer else None
    impact = _impact(body.impact) if body.impact else None
    zone = customer.time_zone if customer else None
    wish = body.desired_resolution
    complaint = NewComplaint(
        id=new_id(),
        channel=body.channel,
        narrative=body.narrative,
        customer=customer,
        owner_id=caller.staff_id or settings.duty_owner_id,
        language=body.language or (customer and customer.language) or settings.default_language,
        time_zone=zone,
        feeling=body.feeling,
        urgency=urgency_of(feeling=body.feeling, impact=impact, now=now, time_zone=zone),
        wish_kind=wish.kind if wish else None,
        wish_detail=wish.detail if wish else None,
        product=body.product,
        department=body.department,
        branch=body.branch,
        order_reference=body.order_reference,
        impact=impact,
        attributes=body.attributes,
        source=body.source,
        external_id=body.external_id,
        received_at=check_received(body.received_at, now=now) if body.received_at else now,
    )
    return RecordComplaint(complaint, actor_of(caller), now)


async def flush(commands: Sequence[RecordComplaint], connection: Connection) -> list[Flushed | RedressError]:
    """Record a batch, and say of each what became of it."""
    return [_flushed(outcome) for outcome in await record_complaints(commands, connection)]


def _flushed(outcome: Outcome) -> Flushed | RedressError:
    if isinstance(outcome, RedressError):
        return outcome
    known = outcome.customer_id is not None
    answer = {
        "id": outcome.id,
        "reference": outcome.reference,
        "status": outcome.status,
        "version": outcome.version,
        "owner_id": outcome.owner_id,
        "customer": {"id": outcome.customer_id, "returning": outcome.returning} if known else None,
        "recorded_at": outcome.recorded_at,
        "already_recorded": outcome.already,
    }
    return Flushed(answer, outcome.messages, f"/v1/complaints/{outcome.id}", outcome.version)


def _customer(told: CustomerIn) -> CustomerDetails:
    return customer_details(
        name=told.name,
        email=told.email,
        phone=told.phone,
        address=told.address,
        account_number=told.account_number,
        username=told.username,
        language=told.language,
        time_zone=told.time_zone,
        preferred_contact=told.preferred_contact,
    )


def _impact(told: ImpactIn) -> Impact:
    return Impact(
        detail=told.detail,
        money_lost=told.money_lost.money() if told.money_lost else None,
        minutes_lost=told.minutes_lost,
        occasion=told.occasion,
        occasion_on=told.occasion_on,
    )


RECORD = HotDoor(
    path="/v1/complaints",
    name="record_complaint",
    scopes=("complaints:record",),
    body=ComplaintIn,
    answer=RecordedOut,
    make=make,
    flush=flush,
    summary="Record a complaint",
    tag="complaints",
    at_once=True,
)
