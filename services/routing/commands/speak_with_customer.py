"""A senior colleague had a word with the customer: it is good, or a manager must decide (RO-11)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from services.routing.commands.conduct_reports import report_with_case
from services.routing.domain.actor import Actor
from services.routing.domain.conduct import Conduct, NotASenior
from services.routing.storage import conducts, staff
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakWithCustomer:
    """How the talk went."""

    conduct_id: UUID
    calmed: bool
    word: str
    by: Actor


async def speak_with_customer(command: SpeakWithCustomer, tx: Transaction) -> Conduct:
    """Keep how it went. Raises ConductNotFound, NotASenior, ConductStepNotNow."""
    _, conduct = await report_with_case(command.conduct_id, command.by, tx)
    senior = await staff.record_of(command.by, tx)
    if senior is None or not senior.active:
        raise NotASenior
    take = conduct.calmed if command.calmed else conduct.handed_up
    after = take(by=senior, word=command.word)
    await conducts.save(after, tx)
    return after
