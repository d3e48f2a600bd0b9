"""A lesson is published: its customers are told what they changed, batch by batch, nobody twice (IN-21)."""

from __future__ import annotations

import asyncio
from email.message import EmailMessage

import structlog

from services.intake.commands import tell_customers as steps
from services.intake.commands.tell_customers import Claimed, Ending
from services.intake.domain.lesson import Lesson, in_words_for
from services.intake.gateways import Gateways
from services.intake.pages.lesson_mail import lesson_mail
from services.intake.settings import IntakeSettings
from shared.mail.trouble import MailDeferred, MailRefused, MailUncertain
from shared.messaging import failpoints
from shared.messaging.context import Context
from shared.messaging.timers import Due, complete

_log = structlog.get_logger(__name__)


async def tell_customers(due: Due, context: Context) -> None:
    """Claim a batch, write to each, record how each ended; what was cut off in between stays claimed."""
    async with context.transactions.begin() as tx:
        await complete(due, tx)
        lesson, claimed = await steps.claim_batch(steps.ClaimBatch(lesson_id=due.key, now=context.clock.now()), tx)
    if lesson is None or not claimed:
        return
    failpoints.hit("telling.claimed")
    # One that fails must not cut off the others in the middle of sending.
    endings = await asyncio.gather(*(_tell(one, lesson, context) for one in claimed), return_exceptions=True)
    async with context.transactions.begin() as tx:
        await steps.go_on(lesson.id, tx)
    for ending in endings:
        if isinstance(ending, BaseException):
            raise ending


async def _tell(claimed: Claimed, lesson: Lesson, context: Context) -> None:
    telling = claimed.telling
    ending = await _hand_over(claimed, lesson, context)
    if ending is not Ending.SENT:
        _log.warning("customer_not_told", telling_id=str(telling.id), ending=ending.value)
    if telling.claim_id is None:
        raise ValueError("what was claimed says by whom")
    command = steps.RecordEnding(
        telling_id=telling.id,
        claim_id=telling.claim_id,
        ending=ending,
        address=claimed.addressee.email or "",
        otherwise_reachable=claimed.addressee.otherwise_reachable,
        now=context.clock.now(),
    )
    async with context.transactions.begin() as tx:
        await steps.record_ending(command, tx)


async def _hand_over(claimed: Claimed, lesson: Lesson, context: Context) -> Ending:
    gateways: Gateways = context.gateways
    try:
        await gateways.mail.send(_message(claimed, lesson, context))
    except MailDeferred:
        return Ending.DEFERRED
    except (MailRefused, ValueError):
        # An address that is none can't be written to either.
        return Ending.REFUSED
    except MailUncertain:
        return Ending.UNCERTAIN
    return Ending.SENT


def _message(claimed: Claimed, lesson: Lesson, context: Context) -> EmailMessage:
    settings: IntakeSettings = context.settings
    addressee = claimed.addressee
    language, changed = in_words_for(lesson.what_changed, fallback=lesson.language, language=addressee.language)
    return lesson_mail(
        telling_id=claimed.telling.id,
        sender=settings.mail_from,
        recipient=addressee.email or "",
        name=addressee.name,
        reference=addressee.reference,
        what_changed=changed,
        written_in=language,
        language=addressee.language,
        now=context.clock.now(),
    )
