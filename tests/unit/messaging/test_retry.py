"""What becomes of a message that failed."""

from __future__ import annotations

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from shared.kernel.errors import Conflict, Invalid, NotFound, PreconditionFailed, TooMany, Unavailable
from shared.messaging import retry
from shared.messaging.retry import MAX_DELIVERIES, Action, Fault, decide, fault


def wrapped(error: Exception, *, lost: bool = False) -> DBAPIError:
    """An error of asyncpg's as SQLAlchemy raises it."""
    return DBAPIError("statement", {}, error, connection_invalidated=lost)


@pytest.mark.parametrize(
    ("error", "whose"),
    [
        (Conflict(), Fault.MESSAGE),
        (Invalid(), Fault.MESSAGE),
        (NotFound(), Fault.MESSAGE),
        (KeyError("a bug"), Fault.MESSAGE),
        (asyncpg.UniqueViolationError("twice"), Fault.MESSAGE),
        (IntegrityError("s", {}, asyncpg.CheckViolationError("no")), Fault.MESSAGE),
        (Unavailable(), Fault.MOMENT),
        (TooMany(), Fault.MOMENT),
        (PreconditionFailed(), Fault.MOMENT),
        (TimeoutError(), Fault.MOMENT),
        (asyncpg.DeadlockDetectedError("both"), Fault.MOMENT),
        (wrapped(asyncpg.SerializationError("again")), Fault.MOMENT),
        (asyncpg.QueryCanceledError("too long"), Fault.MOMENT),
        (ConnectionRefusedError(), Fault.SYSTEM),
        (asyncpg.InterfaceError("closed"), Fault.SYSTEM),
        (asyncpg.AdminShutdownError("going down"), Fault.SYSTEM),
        (asyncpg.DiskFullError("full"), Fault.SYSTEM),
        (asyncpg.ReadOnlySQLTransactionError("a standby"), Fault.SYSTEM),
        (wrapped(asyncpg.ConnectionDoesNotExistError("gone")), Fault.SYSTEM),
        (wrapped(RuntimeError("gone"), lost=True), Fault.SYSTEM),
    ],
)
def test_knows_whose_fault_an_error_is(error: Exception, whose: Fault) -> None:
    """SU-1: a domain error is the message's, a connection's is the system's."""
    assert fault(error) is whose


def test_what_will_fail_again_is_dead_at_once() -> None:
    """SU-1: poison does not go round."""
    assert decide(Conflict(), deliveries=1).action is Action.DEAD


def test_what_may_pass_is_put_off_for_longer_each_time_and_not_for_ever() -> None:
    """SU-1: back-off, then a dead letter that can be replayed."""
    verdicts = [decide(Unavailable(), deliveries=n) for n in range(1, MAX_DELIVERIES + 1)]
    assert [verdict.action for verdict in verdicts] == [Action.NAK] * (MAX_DELIVERIES - 1) + [Action.DEAD]
    waits = [verdict.delay for verdict in verdicts[:-1]]
    assert waits == sorted(waits)
    assert waits[0] < 1 < waits[-1] <= 300


def test_an_outage_buries_nothing_however_long_it_lasts() -> None:
    """SU-1: when the database is away no message is to blame."""
    assert decide(ConnectionRefusedError(), deliveries=10_000) == retry.Verdict(Action.NAK, retry.back_off(10_000))
