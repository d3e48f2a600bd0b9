"""The clocks of complaints of which something new is known: folded anew from all that is known (RO-7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from services.routing.domain import kinds
from services.routing.domain.business_calendar import ROUND_THE_CLOCK
from services.routing.domain.classification import latest
from services.routing.domain.clock_fold import Pinned, clocks_of
from services.routing.domain.clocks import Clock, next_moment
from services.routing.domain.edition import Edition
from services.routing.domain.pack_choice import OWN, Pin, pins
from services.routing.domain.progress import Fact, Happening
from services.routing.storage import calendars, clocks, editions, facts, pack_choices, pauses, rule_packs
from services.routing.storage.pauses import Waits
from services.routing.storage.tables.calendar import calendar
from shared.messaging.schedule import Timer
from shared.messaging.transaction import Transaction


async def keep_time(new: Sequence[Fact], tx: Transaction) -> None:
    """Pin packs to what was just recorded, and tell the time anew of every complaint in `new`.

    The progress of their complaints is locked by the caller, so that all that is known of them is here.
    """
    await _pin([fact for fact in new if fact.what is Happening.RECORDED], tx)
    await tell_time({fact.complaint_id for fact in new}, tx)


async def tell_time(complaint_ids: Collection[UUID], tx: Transaction) -> None:
    """Fold the clocks of these complaints, and let the case's one timer fall due when the first needs looking at.

    A few statements, however many they are. The progress of the complaints is locked by the caller.
    """
    ids = sorted(complaint_ids)
    heard, waits = await facts.of(ids, tx), await pauses.of_all(ids, tx)
    folded = fold(heard, waits, await pinned(await pack_choices.pins_of(ids, tx), tx))
    departments = {id_: about.department for id_, known in heard.items() if (about := latest(known))}
    by_case: dict[UUID, list[Clock]] = {id_: [] for id_ in ids}
    for clock in await clocks.replace(ids, folded, departments, tx):
        by_case[clock.complaint_id].append(clock)
    moments = {id_: next_moment(running) for id_, running in by_case.items()}
    await tx.schedule(*(Timer(kinds.CASE_CLOCK, id_, at) for id_, at in moments.items() if at is not None))
    await tx.unschedule(kinds.CASE_CLOCK, *(id_ for id_, at in moments.items() if at is None))


def fold(
    heard: dict[UUID, tuple[Fact, ...]], waits: dict[UUID, Waits], by: dict[UUID, tuple[Pinned, ...]]
) -> list[Clock]:
    """All the clocks of some complaints, by what is known of each and pinned to it."""
    return [
        clock
        for complaint_id, known in heard.items()
        for clock in clocks_of(
            known,
            waits[complaint_id].pauses if complaint_id in waits else (),
            waits[complaint_id].held if complaint_id in waits else (),
            by.get(complaint_id, ()),
        )
    ]


async def pinned(found: dict[UUID, tuple[Pin, ...]], tx: Transaction) -> dict[UUID, tuple[Pinned, ...]]:
    """The editions themselves of what is pinned; each is read once."""
    all_pins = [pin for pins_ in found.values() for pin in pins_]
    packs = await rule_packs.exactly({(pin.pack, pin.edition) for pin in all_pins}, tx)
    hours = await calendars.exactly({_calendar(pin) for pin in all_pins if pin.calendar is not None}, tx)
    return {
        id_: tuple(Pinned(packs[pin.pack, pin.edition], hours.get(_calendar(pin), ROUND_THE_CLOCK)) for pin in pins_)
        for id_, pins_ in found.items()
    }


def _calendar(pin: Pin) -> tuple[str, int]:
    return pin.calendar or "", pin.calendar_edition or 0


async def _pin(recorded: Sequence[Fact], tx: Transaction) -> None:
    if not recorded:
        return
    choices = await pack_choices.all_of(tx)
    packs = await rule_packs.of_codes({code for choice in choices for code in choice.codes} | {OWN}, tx)
    codes = {choice.calendar_code for choice in choices if choice.calendar_code is not None}
    released: dict[str, list[Edition]] = {code: [] for code in codes}
    for one in await editions.of_codes(calendar, codes, tx) if codes else ():
        released[one.code].append(one)
    await pack_choices.pin([pin for fact in recorded for pin in pins(fact, choices, packs, released)], tx)
