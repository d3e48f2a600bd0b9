"""Statements about a complaint, and the verdicts on them: both only grow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, insert, select, true

from services.intake.domain.statement import Matter, Standing, Statement, StatementNotFound, Verdict
from services.intake.storage.tables import statement as table
from services.intake.storage.tables import verdict
from shared.messaging.transaction import Transaction

_COLUMNS = tuple(column for column in table.c if column.name != "complaint_id")
_VERDICT = tuple(column for column in verdict.c if column.name not in ("complaint_id", "statement_id"))


async def add(complaint_id: UUID, statement: Statement, tx: Transaction) -> None:
    """Write one; there is no way to change or remove it."""
    await tx.execute(
        insert(table).values(
            id=statement.id,
            complaint_id=complaint_id,
            text=statement.text,
            source=statement.source,
            about=statement.about.value if statement.about else None,
            stated_by=statement.stated_by,
            stated_at=statement.stated_at,
        )
    )


async def judge(complaint_id: UUID, statement_id: UUID, given: Verdict, tx: Transaction) -> None:
    """Write a verdict under its number; there is no way to change or remove it."""
    await tx.execute(
        insert(verdict).values(
            id=given.id,
            complaint_id=complaint_id,
            statement_id=statement_id,
            number=given.number,
            status=given.status.value,
            source=given.source,
            note=given.note,
            given_by=given.given_by,
            given_at=given.given_at,
        )
    )


async def load(complaint_id: UUID, statement_id: UUID, tx: Transaction) -> Statement:
    """One statement about this complaint. Raises StatementNotFound, for one about another complaint as well."""
    found = await select_statements(complaint_id, tx, where=table.c.id == statement_id, limit=1)
    if not found:
        raise StatementNotFound
    return found[0]


async def select_statements(
    complaint_id: UUID, tx: Transaction, *, where: ColumnElement[bool] | None = None, limit: int | None = None
) -> list[Statement]:
    """Statements about a complaint with their newest verdicts, in the order in which they were made."""
    newest = (
        select(*_VERDICT)
        .where(verdict.c.statement_id == table.c.id)
        .order_by(verdict.c.number.desc())
        .limit(1)
        .lateral("newest")
    )
    chosen: Select[Any] = (
        select(*_COLUMNS, *(newest.c[column.name].label(f"verdict_{column.name}") for column in _VERDICT))
        .select_from(table.outerjoin(newest, true()))
        .where(table.c.complaint_id == complaint_id, true() if where is None else where)
        .order_by(table.c.id)
        .limit(limit)
    )
    return [_statement(row) for row in (await tx.execute(chosen)).mappings()]


async def select_verdicts(statement_id: UUID, tx: Transaction, *, after: int | None, limit: int) -> list[Verdict]:
    """At most `limit` verdicts on a statement beyond number `after`, oldest first."""
    chosen = (
        select(*_VERDICT)
        .where(verdict.c.statement_id == statement_id, verdict.c.number > (after or 0))
        .order_by(verdict.c.number)
        .limit(limit)
    )
    return [_verdict(dict(row)) for row in (await tx.execute(chosen)).mappings()]


def _statement(row: Mapping[Any, Any]) -> Statement:
    values = {column.name: row[column.name] for column in _COLUMNS}
    values["about"] = None if values["about"] is None else Matter(values["about"])
    given = {column.name: row[f"verdict_{column.name}"] for column in _VERDICT}
    return Statement(**values, verdict=_verdict(given) if given["id"] else None)


def _verdict(values: dict[str, Any]) -> Verdict:
    return Verdict(**(values | {"status": Standing(values["status"])}))
