"""Which request or message the present work belongs to; it travels into logs, envelopes and calls to others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from uuid_utils import uuid7

_SANE = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_TRACEPARENT = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")

_correlation: ContextVar[str | None] = ContextVar("correlation", default=None)
_traceparent: ContextVar[str | None] = ContextVar("traceparent", default=None)


def accept_correlation(offered: str | None) -> str:
    """A caller's correlation id when it is harmless, else a new one."""
    return offered if offered and _SANE.fullmatch(offered) else str(uuid7())


def accept_traceparent(offered: str | None) -> str | None:
    """A W3C traceparent when it is well formed, else None."""
    return offered if offered and _TRACEPARENT.fullmatch(offered) else None


def current_correlation() -> str:
    """The correlation id of the present work; a new one where nothing set it."""
    found = _correlation.get()
    if found is None:
        found = str(uuid7())
        _correlation.set(found)
    return found


def peek_correlation() -> str | None:
    """The correlation id of the present work, or None where nothing set it."""
    return _correlation.get()


def current_traceparent() -> str | None:
    """The W3C trace context of the present work, if it came with one."""
    return _traceparent.get()


def set_correlation(correlation_id: str, traceparent: str | None = None) -> None:
    """Make this the correlation of the present task (each request and message runs in a task of its own)."""
    _correlation.set(correlation_id)
    _traceparent.set(traceparent)


@contextmanager
def correlated(correlation_id: str, traceparent: str | None = None) -> Iterator[None]:
    """The same, for the length of a block."""
    correlation = _correlation.set(correlation_id)
    trace = _traceparent.set(traceparent)
    try:
        yield
    finally:
        _correlation.reset(correlation)
        _traceparent.reset(trace)
