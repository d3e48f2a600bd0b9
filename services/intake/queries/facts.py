"""What is said and asked about a complaint (IN-7)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from services.intake.domain.actor import Actor
from services.intake.domain.question import Question
from services.intake.domain.statement import Statement, Verdict
from services.intake.queries.complaint_view import complaint_row
from services.intake.storage import statements
from services.intake.storage.questions import select_questions
from services.intake.storage.tables import complaint, question, statement
from shared.messaging.transaction import Transaction


async def statement_list(
    complaint_id: UUID, tx: Transaction, *, actor: Actor, limit: int, after: UUID | None
) -> Sequence[Statement]:
    """At most `limit` statements beyond `after`, oldest first, with their newest verdicts. Raises ComplaintNotFound."""
    await complaint_row(complaint_id, tx, actor=actor, columns=(complaint.c.id,))
    beyond = None if after is None else statement.c.id > after
    return await statements.select_statements(complaint_id, tx, where=beyond, limit=limit)


async def verdict_list(
    complaint_id: UUID, statement_id: UUID, tx: Transaction, *, actor: Actor, limit: int, after: int | None
) -> Sequence[Verdict]:
    """At most `limit` verdicts beyond number `after`, oldest first. Raises ComplaintNotFound or StatementNotFound."""
    await complaint_row(complaint_id, tx, actor=actor, columns=(complaint.c.id,))
    known = await statements.load(complaint_id, statement_id, tx)
    return await statements.select_verdicts(known.id, tx, after=after, limit=limit)


async def question_list(
    complaint_id: UUID, tx: Transaction, *, actor: Actor, limit: int, after: UUID | None
) -> Sequence[Question]:
    """At most `limit` questions beyond `after`, oldest first. Raises ComplaintNotFound."""
    await complaint_row(complaint_id, tx, actor=actor, columns=(complaint.c.id,))
    beyond = None if after is None else question.c.id > after
    return await select_questions(complaint_id, tx, where=beyond, limit=limit)
