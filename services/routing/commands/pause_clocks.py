"""It is the customer's turn: the clocks that may stand still do, until they say something or we go on (RO-7)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.routing.commands.timed_case import timed_case
from services.routing.commands.timekeeping import pinned, tell_time
from services.routing.domain.actor import Actor
from services.routing.domain.pause import AlreadyPaused, NotPausable, Pause, PauseNotFound, PauseReason
from services.routing.storage import clocks, facts, pack_choices, pauses
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class PauseClocks:
    """Wait for the customer: for what, and until when at the latest, where that is known."""

    complaint_id: UUID
    reason: PauseReason
    until: datetime | None
    by: Actor
    now: datetime


async def pause_clocks(command: PauseClocks, tx: Transaction) -> Pause:
    """Begin a pause. Raises CaseNotFound, NothingRuns, NotPausable, AlreadyPaused, EndsBeforeItBegins."""
    await timed_case(command.complaint_id, command.by, tx)
    new = Pause(
        id=new_id(),
        complaint_id=command.complaint_id,
        since=command.now,
        reason=command.reason,
        by_subject=command.by.subject,
        until=command.until,
    )
    await _require_pausable(command.complaint_id, tx)
    await _close_what_is_over(command.complaint_id, tx, now=command.now)
    if not await pauses.add(new, tx):
        raise AlreadyPaused
    await tell_time([command.complaint_id], tx)
    return new


@dataclass(frozen=True, slots=True)
class ResumeClocks:
    """Go on, although the customer said nothing."""

    complaint_id: UUID
    pause_id: UUID
    by: Actor
    now: datetime


async def resume_clocks(command: ResumeClocks, tx: Transaction) -> Pause:
    """End a pause. Raises CaseNotFound, NothingRuns, PauseNotFound, PauseOver."""
    await timed_case(command.complaint_id, command.by, tx)
    found = await pauses.load(command.pause_id, command.complaint_id, tx)
    if found is None:
        raise PauseNotFound
    known = (await facts.of([command.complaint_id], tx)).get(command.complaint_id, ())
    ended = found.end(known, now=command.now)
    await pauses.end(ended, tx)
    await tell_time([command.complaint_id], tx)
    return ended


async def _require_pausable(complaint_id: UUID, tx: Transaction) -> None:
    running = {(clock.pack, clock.kind) for clock in await clocks.of(complaint_id, tx) if clock.stopped_at is None}
    by = (await pinned(await pack_choices.pins_of([complaint_id], tx), tx)).get(complaint_id, ())
    if not any(rule.pausable and (one.pack.code, rule.kind) in running for one in by for rule in one.pack.rules):
        raise NotPausable


async def _close_what_is_over(complaint_id: UUID, tx: Transaction, *, now: datetime) -> None:
    """A pause that ended by itself, because its time came or the customer spoke, makes room for the next."""
    waits = (await pauses.of_all([complaint_id], tx)).get(complaint_id)
    known = (await facts.of([complaint_id], tx)).get(complaint_id, ())
    for one in waits.pauses if waits else ():
        over = one.over_at(known)
        if one.ended_at is None and over is not None and over <= now:
            await pauses.end(replace(one, ended_at=over, version=one.version + 1), tx)
