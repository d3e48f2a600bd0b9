"""Say which rule packs hold for whom, and by which calendar; for what is recorded from then on (RO-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.routing.domain.actor import Actor
from services.routing.domain.edition import ForTheWholeCompany
from services.routing.domain.pack_choice import PackChoice, require_complete
from services.routing.storage import editions, pack_choices, rule_packs
from services.routing.storage.tables.calendar import calendar
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ChoosePacks:
    """A choice, by whoever makes it."""

    choice: PackChoice
    by: Actor
    now: datetime


async def choose_packs(command: ChoosePacks, tx: Transaction) -> PackChoice:
    """Keep the choice; running clocks stay what they are. Raises ForTheWholeCompany, ChoiceIncomplete."""
    choice = command.choice
    if not command.by.sees_team(choice.department):
        raise ForTheWholeCompany
    packs = await rule_packs.of_codes(set(choice.codes), tx)
    asked = {choice.calendar_code} if choice.calendar_code else set()
    released = await editions.of_codes(calendar, asked, tx) if asked else ()
    require_complete(
        choice,
        {code: any(pack.needs_calendar for pack in of_code) for code, of_code in packs.items()},
        {one.code for one in released},
        now=command.now,
    )
    await pack_choices.add(choice, tx)
    return choice
