"""Release the next edition of a rule pack or a calendar; what was released before is never touched (RO-7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.routing.domain.actor import Actor
from services.routing.domain.calendar_content import CalendarNotFound, released, with_day
from services.routing.domain.edition import Edition, EditionExists, require_every_team, require_next
from services.routing.domain.pack import RulePack, pack_of
from services.routing.domain.pack_choice import require_calendar
from services.routing.storage import editions, pack_choices, rule_packs
from services.routing.storage.tables.calendar import calendar
from services.routing.storage.tables.pack import rule_pack
from shared.kernel.errors import PreconditionFailed
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ReleaseEdition:
    """What the next edition holds, and from when on; cases recorded before keep what they have."""

    code: str
    edition: int
    content: Mapping[str, Any]
    valid_from: datetime
    by: Actor
    now: datetime


@dataclass(frozen=True, slots=True)
class SetDay:
    """Other hours on one day: none for a day off, None for those of any such week again."""

    code: str
    day: date
    shifts: tuple[Mapping[str, str], ...] | None
    edition: int
    by: Actor
    now: datetime


async def release_pack(command: ReleaseEdition, tx: Transaction) -> RulePack:
    """Release a rule pack.

    Raises ForTheWholeCompany, RulePackMalformed, ChosenWithoutCalendar, EditionOutOfTurn, EditionExists.
    """
    require_every_team(command.by)
    pack = pack_of(command.code, command.edition, command.valid_from, command.content)
    before = (await rule_packs.of_codes({command.code}, tx)).get(command.code, ())
    require_next(command.edition, command.valid_from, before, now=command.now)
    if pack.needs_calendar:
        require_calendar(command.code, await pack_choices.all_of(tx))
    if not await editions.release(rule_pack, _edition(command, command.content), tx):
        raise EditionExists
    return pack


async def release_calendar(command: ReleaseEdition, tx: Transaction) -> Edition:
    """Release a calendar, with the public holidays as they are known today.

    Raises ForTheWholeCompany, CalendarMalformed, EditionOutOfTurn, EditionExists.
    """
    require_every_team(command.by)
    content = released(command.content, year=command.now.year)
    before = await editions.of_code(calendar, command.code, tx)
    require_next(command.edition, command.valid_from, before, now=command.now)
    edition = _edition(command, content)
    if not await editions.release(calendar, edition, tx):
        raise EditionExists
    return edition


async def set_day(command: SetDay, tx: Transaction) -> Edition:
    """Release the next edition with one day changed; the same again changes nothing.

    Raises ForTheWholeCompany, CalendarNotFound, PreconditionFailed, CalendarMalformed, EditionExists.
    """
    require_every_team(command.by)
    before = await editions.of_code(calendar, command.code, tx)
    if not before:
        raise CalendarNotFound
    last = before[-1]
    if last.edition != command.edition:
        raise PreconditionFailed
    content = with_day(last.content, command.day, command.shifts)
    if content == last.content:
        return last
    return await release_calendar(
        ReleaseEdition(
            code=command.code,
            edition=last.edition + 1,
            content=content,
            valid_from=max(command.now, last.valid_from),
            by=command.by,
            now=command.now,
        ),
        tx,
    )


def _edition(command: ReleaseEdition, content: Mapping[str, Any]) -> Edition:
    return Edition(
        code=command.code,
        edition=command.edition,
        content=content,
        valid_from=command.valid_from,
        released_at=command.now,
        by_subject=command.by.subject,
    )
