"""Write down what somebody says happened, and what a source says about that (IN-7)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.intake.domain import statement as facts
from services.intake.domain.actor import Actor
from services.intake.domain.complaint import changed
from services.intake.domain.expectation import expect
from services.intake.domain.statement import Matter, Standing, Statement
from services.intake.storage import complaints, statements
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeStatement:
    """This is claimed, by this source."""

    complaint_id: UUID
    text: str
    source: str
    about: Matter | None
    actor: Actor
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeStatement:
    """It is verified, refuted, or only claimed again; `expected_version` None takes the statement as it is."""

    complaint_id: UUID
    statement_id: UUID
    status: Standing
    source: str | None
    note: str | None
    expected_version: int | None
    actor: Actor
    now: datetime


async def make_statement(command: MakeStatement, tx: Transaction) -> Statement:
    """Add it, as a claim. Raises ComplaintNotFound."""
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    statement = Statement(
        id=new_id(),
        text=command.text,
        source=command.source,
        about=command.about,
        stated_by=command.actor.subject,
        stated_at=command.now,
    )
    await statements.add(complaint.id, statement, tx)
    await complaints.save(changed(complaint), tx)
    return statement


async def judge_statement(command: JudgeStatement, tx: Transaction) -> Statement:
    """The statement with its new verdict; those before it are kept.

    Raises ComplaintNotFound, StatementNotFound, PreconditionFailed, VerdictIncomplete, FeelingRefuted or
    NothingToTakeBack.
    """
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    statement = await statements.load(complaint.id, command.statement_id, tx)
    expect(statement.version, expected=command.expected_version)
    verdict = facts.judge(
        statement,
        id=new_id(),
        status=command.status,
        source=command.source,
        note=command.note,
        by=command.actor.subject,
        now=command.now,
    )
    await statements.judge(complaint.id, statement.id, verdict, tx)
    await complaints.save(changed(complaint), tx)
    return replace(statement, verdict=verdict)
