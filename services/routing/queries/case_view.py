"""One case as its people see it: who owns it and why, its clocks, handoffs and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.domain.actor import Actor
from services.routing.domain.case import Case, CaseNotFound
from services.routing.domain.clocks import Clock
from services.routing.domain.handoff import Handoff
from services.routing.queries.case_notes import CaseNote, notes_for
from services.routing.storage import cases, clocks, handoffs, pack_choices, rule_packs
from shared.messaging.transaction import Transaction

NOTES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with what belongs to it, at `now`."""

    case: Case
    clocks: tuple[Clock, ...]
    cites: Mapping[tuple[str, str], str]
    """By pack and kind of clock: the rule that it follows, in the edition that is pinned to the case."""
    handoffs: Sequence[Handoff]
    now: datetime
    notes: Sequence[CaseNote] = ()
    """What its handler should know, the most needed first; at most NOTES_SHOWN."""

    @property
    def version(self) -> int:
        return self.case.version


async def case_view(complaint_id: UUID, tx: Transaction, *, by: Actor, now: datetime) -> CaseView:
    """The case. Raises CaseNotFound for a missing one and a foreign one alike; the one it is offered to sees it."""
    case = await visible_case(complaint_id, tx, by=by)
    return CaseView(
        case,
        await clocks.of(complaint_id, tx),
        await _cites(complaint_id, tx),
        await handoffs.of(complaint_id, tx),
        now,
        (await notes_for(case, tx, by=by, now=now))[:NOTES_SHOWN],
    )


async def _cites(complaint_id: UUID, tx: Transaction) -> Mapping[tuple[str, str], str]:
    pins = (await pack_choices.pins_of([complaint_id], tx)).get(complaint_id, ())
    packs = await rule_packs.exactly({(pin.pack, pin.edition) for pin in pins}, tx)
    return {(pack.code, rule.kind): rule.cites for pack in packs.values() for rule in pack.rules}


async def visible_case(complaint_id: UUID, tx: Transaction, *, by: Actor) -> Case:
    """The case alone, under the same rule. Raises CaseNotFound."""
    case = await cases.load(complaint_id, tx)
    if case is None:
        raise CaseNotFound
    if not by.sees(case, receiver_id=await handoffs.receiver_of_open(complaint_id, tx)):
        raise CaseNotFound
    return case
