"""Conclude why it happened, once the facts are in (IN-12, IN-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake import events
from services.intake.domain import root_cause as rules
from services.intake.domain.actor import Actor
from services.intake.domain.complaint import Complaint
from services.intake.domain.expectation import expect
from services.intake.domain.link import Link, LinkNotFound
from services.intake.domain.root_cause import Finding, Grounds, UnknownLink
from services.intake.domain.understanding import attribute
from services.intake.domain.vocabulary import RootCause
from services.intake.storage import complaints, investigations, links, root_causes
from services.intake.storage.facts import open_facts
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcludeRootCause:
    """This one aspect failed; `link_id` names the linked thing or person that it was."""

    complaint_id: UUID
    cause: RootCause
    aspect: str | None
    explanation: str | None
    link_id: UUID | None
    investigation_id: UUID | None
    expected_version: int | None
    actor: Actor
    now: datetime


async def conclude_root_cause(command: ConcludeRootCause, tx: Transaction) -> tuple[Complaint, Finding]:
    """The complaint with its cause, and the finding; an earlier one is kept.

    Raises ComplaintNotFound, PreconditionFailed, UnknownLink, or CauseNotReady with all that is missing.
    """
    before = await complaints.load(command.complaint_id, tx, actor=command.actor)
    expect(before.version, expected=command.expected_version)
    named = await _named(before.id, command.link_id, tx)
    rules.check(
        cause=command.cause,
        aspect=command.aspect,
        explanation=command.explanation,
        named=named,
        investigation_id=command.investigation_id,
        grounds=Grounds(
            missing_facts=await open_facts(before.id, tx),
            investigations=await investigations.select_investigations(before.id, tx),
        ),
    )
    finding = Finding(
        id=new_id(),
        cause=command.cause,
        aspect=command.aspect or "",
        explanation=command.explanation or "",
        named_kind=named.kind if named else None,
        named_reference=named.reference if named else None,
        investigation_id=command.investigation_id,
        concluded_by=command.actor.subject,
        concluded_at=command.now,
    )
    await root_causes.add(before.id, finding, tx)
    after = attribute(before, cause=command.cause)
    await complaints.save(after, tx)
    tx.publish(events.classified(after, now=command.now))
    return after, finding


async def _named(complaint_id: UUID, link_id: UUID | None, tx: Transaction) -> Link | None:
    if link_id is None:
        return None
    try:
        return await links.load(complaint_id, link_id, tx)
    except LinkNotFound:
        raise UnknownLink from None
