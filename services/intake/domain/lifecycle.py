"""The life of a complaint as a table: which step is possible from which state (IN-20)."""

from __future__ import annotations

from enum import StrEnum

from services.intake.domain.errors import NotPossibleNow


class Status(StrEnum):
    """Where a complaint stands. Solved is not closed."""

    RECORDED = "recorded"
    RESOLVED = "resolved"
    CLOSED = "closed"
    REOPENED = "reopened"
    PARTED = "parted"
    MERGED = "merged"


class Step(StrEnum):
    """What can be done with a complaint that changes where it stands."""

    RESOLVE = "resolve"
    CLOSE = "close"
    REOPEN = "reopen"
    PART = "part"
    MERGE = "merge"


TRANSITIONS: dict[tuple[Status, Step], Status] = {
    (Status.RECORDED, Step.RESOLVE): Status.RESOLVED,
    (Status.RECORDED, Step.MERGE): Status.MERGED,
    (Status.RESOLVED, Step.CLOSE): Status.CLOSED,
    (Status.RESOLVED, Step.REOPEN): Status.REOPENED,
    (Status.RESOLVED, Step.PART): Status.PARTED,
    (Status.RESOLVED, Step.MERGE): Status.MERGED,
    (Status.REOPENED, Step.RESOLVE): Status.RESOLVED,
    (Status.REOPENED, Step.PART): Status.PARTED,
    (Status.REOPENED, Step.MERGE): Status.MERGED,
    # The customer's "not solved" outranks a closure, whichever of the two arrives first.
    (Status.CLOSED, Step.REOPEN): Status.REOPENED,
}
"""What is not here is a 409. Parted (IN-23) and merged (IN-21) are ends: what comes later is a complaint of its own,
or is said about the one that it was merged into."""
OPEN = frozenset({Status.RECORDED, Status.RESOLVED, Status.REOPENED})
"""Where a complaint still waits for something."""


def possible(status: Status) -> tuple[Step, ...]:
    """The steps that can be taken from `status`, in the order of the table."""
    return tuple(step for (origin, step) in TRANSITIONS if origin is status)


def advance(status: Status, step: Step) -> Status:
    """The state after `step`. Raises NotPossibleNow, naming what is possible, for a step not in the table."""
    try:
        return TRANSITIONS[status, step]
    except KeyError:
        steps = possible(status)
        raise NotPossibleNow(
            f"A complaint that is {status} can't be taken to '{step}'; possible now: {', '.join(steps) or 'nothing'}",
            status=str(status),
            possible=[str(one) for one in steps],
        ) from None
