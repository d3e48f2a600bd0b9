"""Recording a complaint: each of a new customer, with a token and a key of its own."""

from __future__ import annotations

import json

from tests.bench import doors
from tests.bench.suite import Suite
from tests.bench.table import Row

BODY = json.dumps(
    {
        "channel": "web",
        "narrative": "I ordered a blue coat and got a green one. It is the second wrong parcel this month, and the "
        "birthday is on Saturday. I waited forty minutes on the phone and was told to write an e-mail. Number {n}.",
        "customer": {"name": "Ona Jonaitiene", "email": "ona.{n}@customer.example", "language": "lt"},
        "desired_resolution": {"kind": "exchange", "detail": "the blue coat, before Saturday"},
        "feeling": "upset",
        "product": "coat",
        "department": "deliveries",
    }
)
DOOR = doors.Door("record a complaint", "intake", "/v1/complaints", BODY)


async def measure(suite: Suite, *, rounds: int = 5, seconds: float = 4.0) -> list[Row]:
    """Rows: throughput and CPU time against the route that does nothing."""
    return await doors.measure(suite, DOOR, rounds=rounds, seconds=seconds)
