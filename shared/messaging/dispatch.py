"""From the bytes of a message to the reactions of this service: reads, checks, and calls them in runs of one type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from shared.contracts.envelope import MalformedEnvelope, open_envelope
from shared.messaging.subscription import Reaction, Received, Subscription
from shared.messaging.transaction import Transaction
from shared.observability.correlation import accept_traceparent


class Undeliverable(ValueError):
    """A message that no reaction here can ever take; `event_id` is None where even that could not be read."""

    def __init__(self, reason: str, *, event_id: UUID | None = None) -> None:
        super().__init__(reason)
        self.event_id = event_id


class Dispatch:
    """The subscriptions of a service, by type."""

    def __init__(self, subscriptions: Iterable[Subscription]) -> None:
        self._reactions: dict[type[Any], list[Reaction]] = {}
        for subscription in subscriptions:
            self._reactions.setdefault(subscription.event, []).append(subscription.reaction)
        self._types = {event.type(): event for event in self._reactions}

    def read(self, body: bytes) -> Received[Any]:
        """Open an envelope and check its data. Raises Undeliverable."""
        try:
            envelope = open_envelope(body)
        except MalformedEnvelope as error:
            raise Undeliverable(f"not an envelope: {error}") from error
        event = self._types.get(envelope.type)
        if event is None:
            raise Undeliverable(f"no reaction to {envelope.type}", event_id=envelope.id)
        try:
            data = event.model_validate(envelope.data)
        except ValidationError as error:
            # Where and why, but not the value: an error text is no place for what a customer may have written.
            wrong = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
            raise Undeliverable(f"data is not a {envelope.type}: {wrong}", event_id=envelope.id) from error
        return Received(
            event=data,
            id=envelope.id,
            aggregate_id=envelope.aggregate_id,
            version=envelope.aggregate_version,
            time=envelope.time,
            correlation_id=envelope.correlation_id,
            traceparent=accept_traceparent(str(envelope.traceparent)) if envelope.traceparent else None,
        )

    async def apply(self, received: Sequence[Received[Any]], tx: Transaction, now: datetime) -> None:
        """Let the reactions have the events, in order, consecutive ones of a type together. Raises what they raise."""
        for event, run in groupby(received, key=lambda one: type(one.event)):
            batch = list(run)
            for reaction in self._reactions[event]:
                await reaction(batch, tx, now)
