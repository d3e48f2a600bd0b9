"""The envelope of every event: CloudEvents 1.0, structured JSON, with our three extensions.

An event class is the `data` of one type and version. Changes within a version are additive only
(golden schemas in tests/contracts); a break is a new version beside the old one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

import orjson
from pydantic import BaseModel, ConfigDict

from shared.kernel.ids import new_id

CONTENT_TYPE = "application/cloudevents+json"


class MalformedEnvelope(ValueError):
    """Bytes that are not one of our CloudEvents."""


class Event(BaseModel):
    """The data of an event: ids, codes, numbers, times, language; never a name, an address or a text.

    Unknown members are ignored, so that an older consumer reads a newer producer.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    producer: ClassVar[str]
    name: ClassVar[str]
    version: ClassVar[int] = 1

    _constant: ClassVar[dict[str, Any]]
    """The members of the envelope that are the same for every event of this type."""

    def __init_subclass__(cls, *, of: str | None = None, version: int = 1, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if of is not None:
            cls.producer, _, cls.name = of.partition(".")
            cls.version = version
            cls._constant = {
                "specversion": "1.0",
                "source": f"/redress/{cls.producer}",
                "type": cls.type(),
                "datacontenttype": "application/json",
                "dataschema": f"/schemas/{cls.type()}.json",
            }

    @classmethod
    def subject(cls) -> str:
        """The NATS subject: `intake.complaint.recorded.v1`."""
        return f"{cls.producer}.{cls.name}.v{cls.version}"

    @classmethod
    def type(cls) -> str:
        """The CloudEvents type: `redress.intake.complaint.recorded.v1`."""
        return f"redress.{cls.subject()}"


@dataclass(frozen=True, slots=True)
class Message:
    """An event about to be published: what happened, to which aggregate, at which version of it, when."""

    event: Event
    aggregate_id: UUID
    aggregate_version: int
    time: datetime


@dataclass(frozen=True, slots=True)
class Sealed:
    """A message in its envelope, ready for the outbox: id, NATS subject and the bytes to publish."""

    id: UUID
    subject: str
    body: bytes


def seal(message: Message, *, correlation_id: str, traceparent: str | None = None) -> Sealed:
    """Put a message in its CloudEvents envelope under a new id."""
    event = message.event
    event_id = new_id()
    envelope: dict[str, Any] = {
        **event._constant,
        "id": event_id,
        "subject": str(message.aggregate_id),
        "time": message.time if message.time.tzinfo is UTC else message.time.astimezone(UTC),
        "aggregateversion": message.aggregate_version,
        "correlationid": correlation_id,
        "data": orjson.Fragment(event.__pydantic_serializer__.to_json(event)),
    }
    if traceparent:
        envelope["traceparent"] = traceparent
    return Sealed(event_id, event.subject(), orjson.dumps(envelope, option=orjson.OPT_UTC_Z))


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope as received; `data` is not yet checked against its class."""

    id: UUID
    type: str
    aggregate_id: UUID
    aggregate_version: int
    time: datetime
    correlation_id: str
    traceparent: str | None
    data: Mapping[str, Any]


def open_envelope(body: bytes) -> Envelope:
    """Read an envelope. Raises MalformedEnvelope for anything that is not one of ours."""
    try:
        raw = orjson.loads(body)
        if raw["specversion"] != "1.0":
            raise ValueError("specversion is not 1.0")
        return Envelope(
            id=UUID(raw["id"]),
            type=str(raw["type"]),
            aggregate_id=UUID(raw["subject"]),
            aggregate_version=int(raw["aggregateversion"]),
            time=datetime.fromisoformat(raw["time"]),
            correlation_id=str(raw["correlationid"]),
            traceparent=raw.get("traceparent"),
            data=dict(raw["data"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MalformedEnvelope(f"{type(error).__name__}: {error}") from error
