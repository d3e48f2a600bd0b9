"""Every event there is: type -> class, and which stream and subjects a producer has."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from shared.contracts import followup, intake, recognition, routing
from shared.contracts.envelope import Event


def _events(module: ModuleType) -> Iterator[type[Event]]:
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, Event) and value is not Event:
            yield value


EVENTS: tuple[type[Event], ...] = tuple(
    event for module in (intake, routing, followup, recognition) for event in _events(module)
)
BY_TYPE: dict[str, type[Event]] = {event.type(): event for event in EVENTS}


def stream_of(producer: str) -> str:
    """The JetStream stream that holds a producer's events: `INTAKE`."""
    return producer.upper()


def subjects_of(producer: str) -> str:
    """The wildcard of all of a producer's subjects: `intake.>`."""
    return f"{producer}.>"
