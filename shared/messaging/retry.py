"""Maps what went wrong with a message, and how often it was delivered, to what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared.kernel.errors import Kind, RedressError

MAX_DELIVERIES = 20
"""With the waits below about an hour and a half; then even a passing error is a dead letter, to be replayed."""
_WAITS = (0.2, 1.0, 5.0, 15.0, 30.0, 60.0, 120.0, 300.0)


class Fault(Enum):
    """Whose fault an error is."""

    MESSAGE = "message"
    """It will fail again however often it is tried."""
    MOMENT = "moment"
    """This message may succeed a little later; the others need not wait."""
    SYSTEM = "system"
    """Nothing can succeed now: the database is away, full or shutting down."""


class Action(Enum):
    """What to do with a message that failed."""

    NAK = "nak"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a failed message, and after how many seconds it is delivered again."""

    action: Action
    delay: float = 0.0


_KINDS = {
    Kind.UNAVAILABLE: Fault.MOMENT,
    Kind.TOO_MANY: Fault.MOMENT,
    # Somebody changed the row between our reading and our writing: the next try reads it anew.
    Kind.PRECONDITION_FAILED: Fault.MOMENT,
}
_STATES = {
    # SQLSTATE or its class (PostgreSQL, appendix A).
    "08": Fault.SYSTEM,  # connection
    "53": Fault.SYSTEM,  # out of disk, memory, connections
    "57P": Fault.SYSTEM,  # shutting down, starting up
    "58": Fault.SYSTEM,  # input and output
    "25006": Fault.SYSTEM,  # read-only: a standby, or a failover under way
    "40": Fault.MOMENT,  # serialization, deadlock
    "55P03": Fault.MOMENT,  # lock not available
    "57014": Fault.MOMENT,  # statement or lock timeout
}


def fault(error: BaseException) -> Fault:
    """Whose fault an error is; what we don't know is the message's."""
    if isinstance(error, RedressError):
        return _KINDS.get(error.kind, Fault.MESSAGE)
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return Fault.SYSTEM
    state = _sqlstate(error)
    if state:
        return next((found for prefix, found in _STATES.items() if state.startswith(prefix)), Fault.MESSAGE)
    if isinstance(error, TimeoutError):
        return Fault.MOMENT
    if isinstance(error, (OSError, PoolTimeout, InterfaceError, asyncpg.InterfaceError)):
        return Fault.SYSTEM
    return Fault.MESSAGE


def decide(error: BaseException, *, deliveries: int) -> Verdict:
    """What becomes of a message that failed with this error at its n-th delivery (the first is 1)."""
    found = fault(error)
    if found is Fault.MESSAGE or (found is Fault.MOMENT and deliveries >= MAX_DELIVERIES):
        return Verdict(Action.DEAD)
    return Verdict(Action.NAK, back_off(deliveries))


def back_off(attempts: int) -> float:
    """Seconds to wait after the n-th attempt (the first is 1)."""
    return _WAITS[min(max(attempts, 1), len(_WAITS)) - 1]


def _sqlstate(error: BaseException) -> str | None:
    """The SQLSTATE of an error of asyncpg's, also where SQLAlchemy has wrapped it."""
    current: BaseException | None = error
    while current is not None:
        state = getattr(current, "sqlstate", None)
        if isinstance(state, str):
            return state
        current = getattr(current, "orig", None) or current.__cause__
    return None
