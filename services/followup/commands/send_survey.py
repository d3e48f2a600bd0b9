"""The steps of sending a survey exactly once: check, claim, and record how it ended (FO-1).

The mail itself goes out between the claim and the record, outside any transaction (timers/send_survey.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.followup import events
from services.followup.domain import kinds
from services.followup.domain.survey import Missed, Step, Survey, SurveyStatus
from services.followup.domain.window import known_zone, next_try
from services.followup.storage import courses, surveys
from shared.messaging.schedule import Timer
from shared.messaging.transaction import Transaction

_FIRST_WAIT = timedelta(minutes=2)
_LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSurvey:
    """Take a survey for sending under `claim_id`."""

    survey_id: UUID
    claim_id: UUID
    link_lifetime: timedelta
    doubt: timedelta
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSent:
    """Note that the attempt `claim_id` went out by `channel`."""

    survey_id: UUID
    claim_id: UUID
    channel: str
    patience: timedelta
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordNotSent:
    """Note that the attempt `claim_id` plainly did not go out; `for_good` when trying again is no use."""

    survey_id: UUID
    claim_id: UUID
    for_good: bool
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MissSurvey:
    """Give up on a survey that was not claimed."""

    survey_id: UUID
    why: Missed
    now: datetime


def may_go(survey: Survey, now: datetime) -> bool:
    """Whether the survey is to go out at this moment."""
    return survey.may(Step.CLAIM) and _when(survey, now) == now


async def claim_survey(command: ClaimSurvey, tx: Transaction) -> Survey | None:
    """Take it for sending; None when it is not to go out now, which is settled here.

    Outside the customer's daytime (after an outage) it is put off; past its window it is missed (FO-1).
    From the claim on a crash leaves it `sending`, and after `doubt` it becomes `unknown`: never sent again.
    """
    await courses.hold(command.survey_id, tx)
    survey = await surveys.load(command.survey_id, tx)
    if not survey.may(Step.CLAIM):
        return None
    when = _when(survey, command.now)
    if when is None:
        await _miss(survey, Missed.LATE, command.now, tx)
        return None
    if when > command.now:
        await surveys.save(survey.postpone(until=when), tx)
        await tx.schedule(Timer(kinds.SEND_SURVEY, survey.id, when))
        return None
    claimed = survey.claim(claim_id=command.claim_id, link_expires_at=command.now + command.link_lifetime)
    await surveys.save(claimed, tx)
    await tx.schedule(Timer(kinds.DOUBT_SENDING, survey.id, command.now + command.doubt))
    return claimed


async def record_sent(command: RecordSent, tx: Transaction) -> Survey:
    """Note that it went out, and begin to wait for an answer. Raises SurveyNotOpen for a foreign attempt."""
    course = await courses.hold(command.survey_id, tx)
    survey = await surveys.load(command.survey_id, tx)
    sent = survey.record_sent(claim_id=command.claim_id, channel=command.channel, now=command.now)
    await surveys.save(sent, tx)
    await tx.unschedule(kinds.DOUBT_SENDING, sent.id)
    if sent.status is SurveyStatus.SENT and not course.closed_since(sent.complaint_version):
        await tx.schedule(Timer(kinds.ASSUME_SOLVED, sent.id, command.now + command.patience))
    tx.publish(events.survey_sent(sent, channel=command.channel, now=command.now))
    return sent


async def record_not_sent(command: RecordNotSent, tx: Transaction) -> None:
    """Try again later inside the window, or give up; nothing when the attempt is not the survey's own."""
    await courses.hold(command.survey_id, tx)
    survey = await surveys.load(command.survey_id, tx)
    if survey.claim_id != command.claim_id or not survey.may(Step.RELEASE):
        return
    await tx.unschedule(kinds.DOUBT_SENDING, survey.id)
    if command.for_good:
        await _miss(survey, Missed.REFUSED, command.now, tx)
        return
    wait = min(_FIRST_WAIT * 2 ** min(survey.attempts - 1, 16), _LONGEST_WAIT)
    when = _when(survey, command.now, wait)
    if when is None:
        await _miss(survey, Missed.LATE, command.now, tx)
        return
    await surveys.save(survey.release(claim_id=command.claim_id, until=when), tx)
    await tx.schedule(Timer(kinds.SEND_SURVEY, survey.id, when))


async def miss_survey(command: MissSurvey, tx: Transaction) -> None:
    """Record that it can't go out, unless it was settled otherwise in the meantime."""
    await courses.hold(command.survey_id, tx)
    survey = await surveys.load(command.survey_id, tx)
    if survey.may(Step.CLAIM):
        await _miss(survey, command.why, command.now, tx)


async def lose_sight(survey_id: UUID, tx: Transaction) -> Survey | None:
    """A survey cut off while sending becomes `unknown`; None when it is not sending any more."""
    await courses.hold(survey_id, tx)
    survey = await surveys.load(survey_id, tx)
    if not survey.may(Step.LOSE_SIGHT):
        return None
    lost = survey.lose_sight()
    await surveys.save(lost, tx)
    await tx.unschedule(kinds.DOUBT_SENDING, lost.id)
    return lost


def _when(survey: Survey, now: datetime, wait: timedelta = timedelta(0)) -> datetime | None:
    return next_try(now=now, wait=wait, resolved_at=survey.resolved_at, zone=known_zone(survey.time_zone))


async def _miss(survey: Survey, why: Missed, now: datetime, tx: Transaction) -> None:
    missed = survey.miss(why)
    await surveys.save(missed, tx)
    tx.publish(events.survey_missed(missed, why=why, now=now))
