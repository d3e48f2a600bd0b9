"""A survey falls due: learn how to reach the customer, claim, send, record; never twice, never late (FO-1)."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage

import structlog

from services.followup.commands import send_survey as steps
from services.followup.domain.survey import Missed, Survey
from services.followup.gateways import Gateways
from services.followup.pages.survey_mail import survey_mail
from services.followup.queries.surveys import link_to
from services.followup.settings import FollowupSettings
from services.followup.storage import courses, sanctions, surveys
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from shared.mail.trouble import MailDeferred, MailRefused, MailUncertain
from shared.messaging import failpoints
from shared.messaging.context import Context
from shared.messaging.timers import Due, complete

CHANNEL = "email"
_log = structlog.get_logger(__name__)


async def send_survey(due: Due, context: Context) -> None:
    """Send a survey once, or settle why not. Raises Unavailable (tried again) while intake does not answer."""
    settings: FollowupSettings = context.settings
    now = context.clock.now()
    async with context.transactions.begin() as tx:
        survey = await surveys.load(due.key, tx)
        spared = bool(await sanctions.holding([survey.complaint_id], now, await tx.raw()))
    wanted = steps.may_go(survey, now)
    message = await _message(survey, now, context) if wanted and not spared else None
    claim = steps.ClaimSurvey(
        survey_id=due.key, claim_id=new_id(), link_lifetime=settings.link_lifetime, doubt=settings.doubt, now=now
    )
    async with context.transactions.begin() as tx:
        await courses.hold(due.key, tx)
        await complete(due, tx)
        if wanted and message is None:
            why = Missed.SANCTIONED if spared else Missed.UNREACHABLE
            await steps.miss_survey(steps.MissSurvey(survey_id=due.key, why=why, now=now), tx)
            return
        claimed = await steps.claim_survey(claim, tx)
    if claimed is not None and message is not None:
        failpoints.hit("survey.claimed")
        await _hand_over(claim, message, context)


async def _message(survey: Survey, now: datetime, context: Context) -> EmailMessage | None:
    """The mail, or None where there is nobody to write to. What intake tells lives as long as this mail."""
    settings: FollowupSettings = context.settings
    gateways: Gateways = context.gateways
    try:
        contact = await gateways.intake.contact(survey.complaint_id)
    except NotFound:
        return None
    if not contact.email:
        return None
    try:
        return survey_mail(
            survey_id=survey.id,
            sender=settings.mail_from,
            recipient=contact.email,
            name=contact.name,
            reference=contact.reference,
            link=link_to(survey.id, expires=now + settings.link_lifetime, url=settings.own_url, links=context.links),
            languages=(contact.language, survey.language),
            now=now,
        )
    except ValueError:
        _log.warning("survey_address_unusable", survey_id=str(survey.id))
        return None


async def _hand_over(claim: steps.ClaimSurvey, message: EmailMessage, context: Context) -> None:
    """Hand the mail over and record how that ended; only what plainly did not go out is tried again."""
    log = _log.bind(survey_id=str(claim.survey_id))
    settings: FollowupSettings = context.settings
    gateways: Gateways = context.gateways
    try:
        await gateways.mail.send(message)
    except (MailDeferred, MailRefused) as error:
        log.warning("survey_not_sent", error=str(error))
        not_sent = steps.RecordNotSent(
            survey_id=claim.survey_id,
            claim_id=claim.claim_id,
            for_good=isinstance(error, MailRefused),
            now=context.clock.now(),
        )
        async with context.transactions.begin() as tx:
            await steps.record_not_sent(not_sent, tx)
        return
    except MailUncertain as error:
        log.error("survey_unknown", error=str(error))  # noqa: TRY400 - the fact matters, not the stack
        async with context.transactions.begin() as tx:
            await steps.lose_sight(claim.survey_id, tx)
        return
    failpoints.hit("survey.mailed")
    sent = steps.RecordSent(
        survey_id=claim.survey_id,
        claim_id=claim.claim_id,
        channel=CHANNEL,
        patience=settings.patience,
        now=context.clock.now(),
    )
    async with context.transactions.begin() as tx:
        await steps.record_sent(sent, tx)
