"""Logs: JSON lines in production, readable in development; with the correlation id, without personal data.

Bodies, query strings, headers, paths (they may hold a customer's link) and, in production, the messages of unforeseen
errors are never logged.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator
from typing import Any

import orjson
import structlog
from structlog.typing import EventDict, WrappedLogger

from shared.observability.correlation import peek_correlation

_FRAMES = 12
_NOISY = ("httpx", "httpcore", "uvicorn.access", "asyncio", "alembic.runtime.migration")


def configure_logs(*, service: str, json: bool, level: str = "INFO") -> None:
    """Set up logging of this process, once; the standard library's loggers go the same way, to stderr."""
    numeric = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _bind(service),
    ]
    renderer: Any
    if json:
        shared.append(_trace)
        renderer = structlog.processors.JSONRenderer(serializer=_to_json)
    else:
        renderer = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(numeric)
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(numeric, logging.WARNING))


def _bind(service: str) -> Any:
    def add(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        event["service"] = service
        correlation = peek_correlation()
        if correlation is not None:
            event.setdefault("correlation", correlation)
        return event

    return add


def _trace(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Where it was raised, but neither the message nor any variable: both may hold what a customer wrote."""
    failure = event.pop("exc_info", None)
    if failure is True:
        failure = sys.exc_info()[1]
    elif isinstance(failure, tuple):
        failure = failure[1]
    if isinstance(failure, BaseException):
        event["exception"] = [{"type": type(error).__name__, "at": _frames(error)} for error in _chain(failure)]
    return event


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)


def _frames(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def _to_json(event: Any, **_: Any) -> str:
    return orjson.dumps(event, default=repr).decode()
