"""Promises made, kept, delayed and broken, as contract events."""

from __future__ import annotations

from datetime import datetime

from services.routing.domain.promise import Promise
from shared.contracts.envelope import Message
from shared.contracts.routing import PromiseBroken, PromiseDelayed, PromiseKept, PromiseMade


def promise_made(promise: Promise) -> Message:
    """RO-8: somebody promised something, within their authority. What, in words, stays here."""
    terms = promise.terms
    event = PromiseMade(
        promise_id=promise.id,
        complaint_id=promise.complaint_id,
        staff_id=promise.made_by,
        kind=terms.kind.value,
        remedy=terms.remedy,
        amount=None if terms.amount is None else str(terms.amount),
        currency=terms.currency,
        due_at=promise.due_at,
        made_at=promise.made_at,
    )
    return Message(event, promise.id, promise.version, promise.made_at)


def promise_kept(promise: Promise, *, now: datetime) -> Message:
    """RO-8: it was done in time."""
    event = PromiseKept(
        promise_id=promise.id,
        complaint_id=promise.complaint_id,
        staff_id=promise.made_by,
        due_at=promise.due_at,
        kept_at=now,
    )
    return Message(event, promise.id, promise.version, now)


def promise_delayed(promise: Promise, *, due_before: datetime, told_at: datetime, now: datetime) -> Message:
    """RO-8: the customer knew in time that it comes later."""
    event = PromiseDelayed(
        promise_id=promise.id,
        complaint_id=promise.complaint_id,
        staff_id=promise.made_by,
        due_before=due_before,
        due_at=promise.due_at,
        told_at=told_at,
    )
    return Message(event, promise.id, promise.version, now)


def promise_broken(promise: Promise, *, now: datetime) -> Message:
    """RO-8: it was due, and the customer had not been told."""
    event = PromiseBroken(
        promise_id=promise.id,
        complaint_id=promise.complaint_id,
        due_at=promise.due_at,
        broken_at=now,
        staff_id=promise.made_by,
    )
    return Message(event, promise.id, promise.version, now)
