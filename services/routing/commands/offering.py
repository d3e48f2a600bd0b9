"""What every offer shares: who can be asked, in which language they read, and until when they answer (RO-3, RO-4)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from services.routing.domain.case import Case
from services.routing.domain.handoff import Offer
from services.routing.domain.ladder import Reason, Step
from services.routing.domain.receiving import Climb, Found, Presence, presence
from services.routing.domain.staff import Staff
from services.routing.domain.summary import Summary
from services.routing.domain.waiting import Waiting
from services.routing.pages.summary_text import language_for, summary_text
from services.routing.storage import availability, case_hours, cooldowns
from shared.messaging.transaction import Transaction


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


async def waiting_for(case: Case, tx: Transaction, *, within: timedelta, now: datetime) -> Waiting:
    """How an answer to an offer of this case is waited for: by the hours that are kept for it."""
    return Waiting(await case_hours.hours_of(case.complaint_id, tx), within, now)


async def who_is_here(
    people: Collection[Staff], steps: Sequence[Step], case: Case, tx: Transaction, waiting: Waiting
) -> Presence:
    """Who of the staff can answer in time, for the first of these steps; for a hot case nobody who rests."""
    until = waiting.until(steps[0]) if steps else waiting.now
    standings = await availability.standing([person.id for person in people], tx, now=waiting.now)
    resting: frozenset[UUID] = await cooldowns.resting(tx, now=waiting.now) if case.hot else frozenset()
    return presence(standings, resting=resting, until=until)


def offer_to(found: Found, summary: Summary, case: Case, waiting: Waiting) -> Offer:
    """The offer, with the summary's text in a language that the receiver reads."""
    text = summary_text(summary, language_for(found.person, case_language=case.language))
    return Offer(
        to_id=found.person.id,
        step=found.step.position,
        summary=summary,
        text=text.text,
        text_language=text.language,
        respond_by=waiting.until(found.step),
    )
