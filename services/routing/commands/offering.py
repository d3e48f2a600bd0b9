"""What every offer shares: who can be asked, in which language they read, and until when they answer (RO-3, RO-4)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from services.routing.domain.business_time import AlwaysOpen, Hours, Span, Unit
from services.routing.domain.case import Case
from services.routing.domain.handoff import Offer
from services.routing.domain.ladder import Reason, Step
from services.routing.domain.receiving import Climb, Found, Presence, presence
from services.routing.domain.staff import Staff
from services.routing.domain.summary import Summary
from services.routing.pages.summary_text import language_for, summary_text
from services.routing.storage import availability, cooldowns
from shared.messaging.transaction import Transaction

HOURS: Hours = AlwaysOpen()
"""By which hours an answer is waited for."""


def climb_of(case: Case, reason: Reason, below: Staff | None) -> Climb:
    """What the case asks of whoever takes it from `below`."""
    return Climb(
        reason=reason,
        department=case.department or (below.department if below else None),
        language=case.language,
        product=case.product,
        wish=case.wish,
        manager_id=below.reports_to if below else None,
    )


async def who_is_here(
    people: Collection[Staff], steps: Sequence[Step], case: Case, tx: Transaction, *, within: timedelta, now: datetime
) -> Presence:
    """Who of the staff can answer in time, for the first of these steps; for a hot case nobody who rests."""
    until = answer_by(steps[0], within=within, now=now) if steps else now
    standings = await availability.standing([person.id for person in people], tx, now=now)
    resting: frozenset[UUID] = await cooldowns.resting(tx, now=now) if case.hot else frozenset()
    return presence(standings, resting=resting, until=until)


def answer_by(step: Step, *, within: timedelta, now: datetime) -> datetime:
    """Until when somebody on this step answers: as the ladder says, else `within`, in working time."""
    return HOURS.add(now, Span.of(step.within or within, unit=Unit.BUSINESS_HOURS))


def offer_to(found: Found, summary: Summary, case: Case, *, within: timedelta, now: datetime) -> Offer:
    """The offer, with the summary's text in a language that the receiver reads."""
    text = summary_text(summary, language_for(found.person, case_language=case.language))
    return Offer(
        to_id=found.person.id,
        step=found.step.position,
        summary=summary,
        text=text.text,
        text_language=text.language,
        respond_by=answer_by(found.step, within=within, now=now),
    )
