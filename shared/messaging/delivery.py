"""A message as JetStream delivered it: the event in it, how often it came, and an id even where none can be read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from nats.aio.msg import Msg

from shared.messaging.subscription import Received

_WITHOUT_DOMAIN = 9
"""Tokens of `$JS.ACK.<stream>.<consumer>.<delivered>...`; the form with domain and account has more."""


_UNREADABLE = UUID("019352d4-7a00-7c3e-9b1f-5d8f3a6c2e10")
"""The namespace of ids for messages without one (RFC 9562, version 5)."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that could be read."""

    message: Msg
    deliveries: int
    received: Received[Any]


def deliveries_of(message: Msg) -> int:
    """How often the server has delivered this message, this time included."""
    tokens = message.reply.split(".")
    return int(tokens[4] if len(tokens) == _WITHOUT_DOMAIN else tokens[6])


def id_of_unreadable(message: Msg) -> UUID:
    """An id for a message whose own can't be read: the same bytes on the same subject get the same id."""
    return uuid5(_UNREADABLE, f"{message.subject} {hashlib.sha256(message.data).hexdigest()}")
