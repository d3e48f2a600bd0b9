"""The one thing that is being done about a family's cause, by whom and until when (IN-21)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from shared.kernel.errors import Conflict, FieldError, Invalid, NotFound

CORRECTIVE_ACTION_DUE = "corrective_action_due"
"""The timer, keyed by the action's id, that falls due when its last day is over."""
SOON = timedelta(days=7)


class DueState(StrEnum):
    """How a corrective action stands to its day."""

    ON_TIME = "on_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    DONE = "done"


class ActionNotFound(NotFound):
    slug = "corrective-action-not-found"
    title = "This family has no such corrective action"


class ActionUnderWay(Conflict):
    slug = "corrective-action-under-way"
    title = "One corrective action at a time: another one is not done yet"


class ActionDone(Conflict):
    slug = "corrective-action-done"
    title = "This corrective action was completed already"


class DueInThePast(Invalid):
    slug = "due-in-the-past"
    title = "A corrective action is due today or later"


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectiveAction:
    """`due_on` is its last day, by UTC; `owner_id` the member of staff who answers for it."""

    id: UUID
    family_id: UUID
    what: str
    owner_id: UUID
    due_on: date
    planned_by: str
    planned_at: datetime
    overdue_at: datetime | None = None
    """When it was noticed that its day was over."""
    done_at: datetime | None = None
    done_by: str | None = None
    outcome: str | None = None

    @property
    def due_at(self) -> datetime:
        """The moment at which its last day is over."""
        return datetime.combine(self.due_on + timedelta(days=1), time(), tzinfo=UTC)


def check_due(due_on: date, *, now: datetime) -> date:
    """The day. Raises DueInThePast."""
    if due_on < now.astimezone(UTC).date():
        raise DueInThePast(fields=(FieldError("/due_on", DueInThePast.title),))
    return due_on


def complete(action: CorrectiveAction, *, outcome: str, by: str, now: datetime) -> CorrectiveAction:
    """Done, with what came of it. Raises ActionDone."""
    if action.done_at is not None:
        raise ActionDone
    return replace(action, done_at=now, done_by=by, outcome=outcome)


def mark_overdue(action: CorrectiveAction, *, now: datetime) -> CorrectiveAction | None:
    """Overdue from now on; None where it is done, not due yet, or marked before."""
    if action.done_at is not None or action.overdue_at is not None or now < action.due_at:
        return None
    return replace(action, overdue_at=now)


def due_state(*, due_on: date, done_at: datetime | None, now: datetime) -> DueState:
    """How it stands today."""
    today = now.astimezone(UTC).date()
    if done_at is not None:
        return DueState.DONE
    if due_on < today:
        return DueState.OVERDUE
    return DueState.DUE_SOON if due_on - today <= SOON else DueState.ON_TIME
