"""What PostgreSQL's refusals mean to a caller, by SQLSTATE; table names and values never leave the house."""

from __future__ import annotations

import asyncio

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared.kernel.errors import Conflict, Invalid, RedressError, Unavailable

DATABASE_ERRORS: tuple[type[Exception], ...] = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    ConnectionError,
    TimeoutError,
)


class ConcurrentChange(Conflict):
    slug = "concurrent-change"
    title = "Someone changed the same thing at the same moment; try again"


class AlreadyExists(Conflict):
    slug = "already-exists"
    title = "This exists already"


class RefersToNothing(Conflict):
    slug = "refers-to-nothing"
    title = "It refers to something that is not there, or is still referred to"


class NotStorable(Invalid):
    slug = "not-storable"
    title = "A value is out of range or holds characters that can't be kept"


class DatabaseUnavailable(Unavailable):
    slug = "database-unavailable"
    title = "The database does not answer; try again"


_BY_STATE: dict[str, type[RedressError]] = {
    "23505": AlreadyExists,
    "23P01": AlreadyExists,
    "23503": RefersToNothing,
    "40001": ConcurrentChange,
    "40P01": ConcurrentChange,
    "55P03": ConcurrentChange,
    "25006": DatabaseUnavailable,  # read-only: a standby during fail-over
    "57P01": DatabaseUnavailable,
    "57P02": DatabaseUnavailable,
    "57P03": DatabaseUnavailable,
}
_BY_CLASS: dict[str, type[RedressError]] = {
    "08": DatabaseUnavailable,
    "22": NotStorable,
    "53": DatabaseUnavailable,
}


def explain(error: BaseException) -> RedressError | None:
    """The error that a caller may see for a database's; None when it is a bug of ours.

    A NOT NULL or CHECK violation stays a bug: the domain should have refused first.
    """
    if isinstance(error, PoolTimeout):
        return DatabaseUnavailable()
    if isinstance(error, DBAPIError):
        if error.connection_invalidated:
            return DatabaseUnavailable()
        return _by_state(error.orig) if error.orig is not None else None
    return _by_state(error)


def _by_state(error: BaseException) -> RedressError | None:
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        kind = _BY_STATE.get(state) or _BY_CLASS.get(state[:2])
        return kind() if kind else None
    if isinstance(error, asyncpg.DataError):  # raised by asyncpg's encoders, before the server sees it
        return NotStorable()
    if isinstance(error, (ConnectionError, asyncio.TimeoutError, TimeoutError)):
        return DatabaseUnavailable()
    if isinstance(error, asyncpg.InterfaceError):
        return DatabaseUnavailable()
    if isinstance(error, Exception) and error.__cause__ is not None:
        return _by_state(error.__cause__)
    return None
