"""Record complaints: many at once, each with its own outcome (IN-1, IN-2, IN-3)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import asyncpg

from services.intake import events
from services.intake.domain.actor import Actor
from services.intake.domain.errors import ExternalIdTaken
from services.intake.domain.lifecycle import Status
from services.intake.domain.new_complaint import NewComplaint
from services.intake.domain.reference import BITS, reference_of
from services.intake.storage import recording
from services.intake.storage.recording import Connection, External, Placed, Taken
from shared.contracts.envelope import Message
from shared.db.group_commit import Again
from shared.kernel.errors import RedressError


@dataclass(frozen=True, slots=True)
class RecordComplaint:
    """Take this complaint down."""

    complaint: NewComplaint
    actor: Actor
    now: datetime

    @property
    def external(self) -> External | None:
        """Its name in the system that it came from."""
        source, id_ = self.complaint.source, self.complaint.external_id
        return None if source is None or id_ is None else (source, id_)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of it; `already` when its external id was recorded before, which then changes nothing."""

    id: UUID
    reference: str
    status: Status
    version: int
    owner_id: UUID
    customer_id: UUID | None
    returning: bool
    recorded_at: datetime
    already: bool
    messages: tuple[Message, ...] = ()


Outcome = Recorded | RedressError


@dataclass(frozen=True, slots=True)
class Earlier:
    """A complaint that took the external id first."""

    recorded: Recorded
    department: str | None
    recorder_id: UUID | None

    def answer(self, actor: Actor) -> Outcome:
        """The complaint again; who may not see it learns only that the external id is taken."""
        owner_id = self.recorded.owner_id
        if actor.sees(department=self.department, owner_id=owner_id, recorder_id=self.recorder_id):
            return self.recorded
        return ExternalIdTaken()


async def record_complaints(commands: Sequence[RecordComplaint], connection: Connection) -> list[Outcome]:
    """Record a batch in two statements (three with external ids); per command, in order, its outcome.

    Raises Again when another transaction took an external id or a reference in this moment.
    """
    externals = [command.external for command in commands if command.external is not None]
    known = await recording.known(externals, connection) if externals else {}
    fresh, repeats = _split(commands, known)
    recorded = await _insert(fresh, connection)
    earlier: dict[External | None, Earlier] = {external: _before(row) for external, row in known.items()}
    earlier |= {c.external: _in_this_batch(c, one) for c, one in zip(fresh, recorded, strict=True) if c.external}
    done: dict[int, Outcome] = {id(c): one for c, one in zip(fresh, recorded, strict=True)}
    done |= {id(command): earlier[command.external].answer(command.actor) for command in repeats}
    return [done[id(command)] for command in commands]


def _split(
    commands: Sequence[RecordComplaint], known: Mapping[External, asyncpg.Record]
) -> tuple[list[RecordComplaint], list[RecordComplaint]]:
    fresh: list[RecordComplaint] = []
    repeats: list[RecordComplaint] = []
    seen: set[External] = set()
    for command in commands:
        external = command.external
        if external is not None and (external in known or external in seen):
            repeats.append(command)
            continue
        if external is not None:
            seen.add(external)
        fresh.append(command)
    return fresh, repeats


async def _insert(commands: Sequence[RecordComplaint], connection: Connection) -> list[Recorded]:
    if not commands:
        return []
    told = [(c.complaint.customer, c.now) for c in commands if c.complaint.customer is not None]
    found = iter(await recording.find_or_create_customers(told, connection))
    placed = []
    for command in commands:
        customer_id, returning = next(found) if command.complaint.customer is not None else (None, False)
        taken = Taken(command.actor.subject, command.actor.staff_id, command.now)
        reference = reference_of(secrets.randbits(BITS))
        placed.append(Placed(command.complaint, taken, reference, customer_id, returning))
    inserted = await recording.insert_complaints(placed, connection)
    if len(inserted) != len(placed):
        raise Again
    return [_recorded(one) for one in placed]


def _recorded(placed: Placed) -> Recorded:
    complaint, now = placed.complaint, placed.taken.recorded_at
    message = events.recorded(
        complaint,
        reference=placed.reference,
        customer_id=placed.customer_id,
        returning=placed.returning,
        now=now,
    )
    return Recorded(
        id=complaint.id,
        reference=placed.reference,
        status=Status.RECORDED,
        version=events.FIRST_VERSION,
        owner_id=complaint.owner_id,
        customer_id=placed.customer_id,
        returning=placed.returning,
        recorded_at=now,
        already=False,
        messages=(message,),
    )


def _in_this_batch(command: RecordComplaint, recorded: Recorded) -> Earlier:
    complaint = command.complaint
    return Earlier(
        replace(recorded, already=True, messages=()),
        department=complaint.department,
        recorder_id=command.actor.staff_id,
    )


def _before(row: asyncpg.Record) -> Earlier:
    recorded = Recorded(
        id=row["id"],
        reference=row["reference"],
        status=Status(row["status"]),
        version=row["version"],
        owner_id=row["owner_id"],
        customer_id=row["customer_id"],
        returning=row["returning_customer"],
        recorded_at=row["recorded_at"],
        already=True,
    )
    return Earlier(recorded, department=row["department"], recorder_id=row["recorder_id"])
