"""A complaint is to be acknowledged: learn who handles it, claim, send, record; never twice (IN-13)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import structlog

from services.intake.commands import acknowledge as steps
from services.intake.domain.acknowledgement import AckStatus
from services.intake.domain.errors import ComplaintNotFound
from services.intake.domain.mail.naming import reply_address
from services.intake.domain.purposes import PAGE, REPLY
from services.intake.domain.told import Handler, Told
from services.intake.domain.vocabulary import Channel
from services.intake.gateways import Gateways
from services.intake.pages.ack_mail import AckMail, Letter, ack_mail
from services.intake.pages.handler import care_contact, named
from services.intake.settings import IntakeSettings
from services.intake.storage.acknowledgements import Acknowledgement
from services.intake.storage.told import told as load
from shared.kernel.ids import new_id
from shared.mail.trouble import MailDeferred, MailRefused, MailUncertain
from shared.messaging import failpoints
from shared.messaging.context import Context
from shared.messaging.timers import Due, complete

_log = structlog.get_logger(__name__)


async def acknowledge(due: Due, context: Context) -> None:
    """Acknowledge a complaint by mail, once, or leave it to a person."""
    now = context.clock.now()
    told = await _told(due.key, context)
    if told is None or not told.goes_out_by_itself(now):
        async with context.transactions.begin() as tx:
            await complete(due, tx)
        return
    handler = await _handler(told, context)
    mail = _mail(told, handler, now, context)
    claim = _claim(told, handler, mail, attempts=int(due.payload.get("attempts", 0)) + 1, now=now)
    async with context.transactions.begin() as tx:
        await complete(due, tx)
        claimed = await steps.claim(claim, tx)
        if claimed and mail is None:
            await steps.record_refused(claim, tx, why="the address is none")
    if claimed and mail is not None:
        failpoints.hit("acknowledgement.claimed")
        await _hand_over(claim, mail, context)


async def _told(complaint_id: UUID, context: Context) -> Told | None:
    try:
        async with context.transactions.begin() as tx:
            return await load(complaint_id, tx)
    except ComplaintNotFound:
        return None


async def _handler(told: Told, context: Context) -> Handler:
    settings: IntakeSettings = context.settings
    gateways: Gateways = context.gateways
    found = await gateways.routing.handler(told.owner_id, care_contact=care_contact(settings))
    return named(found, language=told.language, settings=settings)


def _mail(told: Told, handler: Handler, now: datetime, context: Context) -> AckMail | None:
    """The mail, or None where the address can't be written to."""
    settings: IntakeSettings = context.settings
    token = context.links.sign(PAGE, told.id, now + settings.page_link_lifetime)
    letter = Letter(
        handler=handler,
        first_answer_by=(told.recorded_at + timedelta(days=settings.first_answer_days)).date(),
        resolution_by=(told.recorded_at + timedelta(days=settings.resolution_days)).date(),
        link=f"{settings.own_url}/p/{token}",
        sender=settings.mail_from,
        reply_to=reply_address(
            settings.care_address, reference=told.reference, token=context.links.sign_short(REPLY, told.reference)
        ),
    )
    try:
        return ack_mail(told, letter, now=now)
    except ValueError:
        _log.warning("acknowledgement_address_unusable", complaint_id=str(told.id))
        return None


def _claim(told: Told, handler: Handler, mail: AckMail | None, *, attempts: int, now: datetime) -> steps.Claim:
    claim_id = new_id()
    acknowledgement = Acknowledgement(
        complaint_id=told.id,
        status=AckStatus.SENDING,
        text=mail.kept if mail else "",
        channel=Channel.EMAIL,
        handler=handler.name,
        handler_id=handler.staff_id,
        made_at=now,
        claim_id=claim_id,
        message_id=str(mail.message["Message-ID"]) if mail else None,
    )
    return steps.Claim(
        acknowledgement=acknowledgement,
        claim_id=claim_id,
        address=told.email or "",
        recorded_at=told.recorded_at,
        attempts=attempts,
        now=now,
    )


async def _hand_over(claim: steps.Claim, mail: AckMail, context: Context) -> None:
    """Hand the mail over and record how that ended; only what plainly did not go out is tried again."""
    log = _log.bind(complaint_id=str(claim.acknowledgement.complaint_id))
    gateways: Gateways = context.gateways
    try:
        await gateways.mail.send(mail.message)
    except MailDeferred as error:
        log.warning("acknowledgement_put_off", error=str(error))
        async with context.transactions.begin() as tx:
            await steps.record_deferred(claim, tx, why=str(error), now=context.clock.now())
        return
    except MailRefused as error:
        log.warning("acknowledgement_refused", error=str(error))
        async with context.transactions.begin() as tx:
            await steps.record_refused(claim, tx, why=str(error))
        return
    except MailUncertain as error:
        log.error("acknowledgement_unknown", error=str(error))  # noqa: TRY400 - the fact matters, not the stack
        async with context.transactions.begin() as tx:
            await steps.lose_sight(claim.acknowledgement.complaint_id, tx)
        return
    failpoints.hit("acknowledgement.mailed")
    async with context.transactions.begin() as tx:
        await steps.record_sent(claim, tx, now=context.clock.now())
