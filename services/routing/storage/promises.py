"""Promises: rows to domain and back; each change of one is kept as a step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select, update

from services.routing.domain.case import Case
from services.routing.domain.promise import Promise, PromiseKind, PromiseStatus, Terms, Told
from services.routing.domain.promise_step import Step, StepKind
from services.routing.storage.tables.promise import promise_steps, promises
from shared.messaging.transaction import Transaction


async def load(promise_id: UUID, tx: Transaction, *, lock: bool = False) -> Promise | None:
    """The promise, or None; `lock` keeps others from changing it until the commit. Lock its case first."""
    statement = select(promises).where(promises.c.id == promise_id)
    if lock:
        statement = statement.with_for_update()
    row = (await tx.execute(statement)).mappings().one_or_none()
    return None if row is None else _promise(row)


async def add(promise: Promise, step: Step, case: Case, tx: Transaction) -> None:
    """A new promise in a case, which must be locked, with its first step."""
    terms = promise.terms
    await tx.execute(
        insert(promises).values(
            id=promise.id,
            complaint_id=case.complaint_id,
            department=case.department,
            owner_id=case.owner_id,
            made_by=promise.made_by,
            kind=terms.kind.value,
            text=terms.text,
            remedy=terms.remedy,
            amount=terms.amount,
            currency=terms.currency,
            made_at=promise.made_at,
            first_due_at=terms.due_at,
            **_state(promise),
        )
    )
    await _note(promise, step, tx)


async def save(promise: Promise, step: Step, tx: Transaction) -> None:
    """How it stands with a promise now, and the step that led there."""
    await tx.execute(update(promises).where(promises.c.id == promise.id).values(**_state(promise)))
    await _note(promise, step, tx)


async def steps(promise_id: UUID, tx: Transaction) -> tuple[Step, ...]:
    """Everything that happened to it, the first thing first."""
    statement = select(promise_steps).where(promise_steps.c.promise_id == promise_id).order_by(promise_steps.c.version)
    return tuple(_step(row) for row in (await tx.execute(statement)).mappings())


async def listed(tx: Transaction, *, where: Sequence[ColumnElement[bool]], limit: int) -> Sequence[Promise]:
    """Promises, what is due first first, at most `limit`."""
    statement = select(promises).where(*where).order_by(promises.c.due_at, promises.c.id).limit(limit)
    return [_promise(row) for row in (await tx.execute(statement)).mappings()]


async def of(complaint_id: UUID, tx: Transaction) -> Sequence[Promise]:
    """All promises of a case, what is due first first."""
    statement = (
        select(promises).where(promises.c.complaint_id == complaint_id).order_by(promises.c.due_at, promises.c.id)
    )
    return [_promise(row) for row in (await tx.execute(statement)).mappings()]


async def _note(promise: Promise, step: Step, tx: Transaction) -> None:
    await tx.execute(
        insert(promise_steps).values(
            promise_id=promise.id,
            version=promise.version,
            what=step.what.value,
            at=step.at,
            by_subject=step.by,
            due_at=step.due_at,
            told_how=None if step.told is None else step.told.how,
            told_said=None if step.told is None else step.told.said,
            told_at=None if step.told is None else step.told.at,
        )
    )


def _state(promise: Promise) -> dict[str, Any]:
    return {
        "due_at": promise.due_at,
        "status": promise.status.value,
        "told_delay_at": promise.told_delay_at,
        "kept_at": promise.kept_at,
        "broken_at": promise.broken_at,
        "made_good_at": promise.made_good_at,
        "version": promise.version,
    }


def _promise(row: Any) -> Promise:
    return Promise(
        id=row["id"],
        complaint_id=row["complaint_id"],
        made_by=row["made_by"],
        terms=Terms(
            kind=PromiseKind(row["kind"]),
            text=row["text"],
            due_at=row["first_due_at"],
            remedy=row["remedy"],
            amount=row["amount"],
            currency=row["currency"],
        ),
        made_at=row["made_at"],
        due_at=row["due_at"],
        status=PromiseStatus(row["status"]),
        told_delay_at=row["told_delay_at"],
        kept_at=row["kept_at"],
        broken_at=row["broken_at"],
        made_good_at=row["made_good_at"],
        version=row["version"],
    )


def _step(row: Any) -> Step:
    told = None if row["told_at"] is None else Told(row["told_how"], row["told_said"], row["told_at"])
    return Step(StepKind(row["what"]), row["at"], row["by_subject"], row["due_at"], told)
