"""Questions about a complaint: add, load, settle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select, true, update

from services.intake.domain.question import Question, QuestionNotFound, QuestionStatus
from services.intake.storage.tables import question as table
from shared.messaging.transaction import Transaction

_COLUMNS = tuple(column for column in table.c if column.name != "complaint_id")


async def add(complaint_id: UUID, question: Question, tx: Transaction) -> None:
    """Write an open one."""
    await tx.execute(
        insert(table).values(
            id=question.id,
            complaint_id=complaint_id,
            text=question.text,
            whom=question.whom,
            asked_by=question.asked_by,
            asked_at=question.asked_at,
        )
    )


async def settle(question: Question, tx: Transaction) -> None:
    """Write its answer or its dismissal; its complaint is locked."""
    await tx.execute(
        update(table)
        .where(table.c.id == question.id)
        .values(
            status=question.status.value,
            answer=question.answer,
            source=question.source,
            reason=question.reason,
            settled_by=question.settled_by,
            settled_at=question.settled_at,
        )
    )


async def load(complaint_id: UUID, question_id: UUID, tx: Transaction) -> Question:
    """One question about this complaint. Raises QuestionNotFound, for one about another complaint as well."""
    found = await select_questions(complaint_id, tx, where=table.c.id == question_id, limit=1)
    if not found:
        raise QuestionNotFound
    return found[0]


async def select_questions(
    complaint_id: UUID, tx: Transaction, *, where: ColumnElement[bool] | None = None, limit: int | None = None
) -> list[Question]:
    """Questions about a complaint, in the order in which they were asked."""
    chosen = (
        select(*_COLUMNS)
        .where(table.c.complaint_id == complaint_id, true() if where is None else where)
        .order_by(table.c.id)
        .limit(limit)
    )
    return [_question(row) for row in (await tx.execute(chosen)).mappings()]


def _question(row: Mapping[Any, Any]) -> Question:
    return Question(**(dict(row) | {"status": QuestionStatus(row["status"])}))
