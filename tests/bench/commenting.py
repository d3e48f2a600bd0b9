"""Leaving a comment about two people, with a token and a key of its own."""

from __future__ import annotations

import json

from tests.bench import doors
from tests.bench.suite import Suite
from tests.bench.table import Row

BODY = json.dumps(
    {
        "text": "She listened, found the parcel, and called back the same afternoon. I was upset, and then I was not. "
        "Thank you both. Number {n}.",
        "rating": 5,
        "language": "lt",
        "staff_ids": ["0198c0de-0000-7000-8000-000000000001", "0198c0de-0000-7000-8000-000000000002"],
        "author": {"name": "Ona Jonaitiene", "contact": "ona.{n}@customer.example"},
    }
)
DOOR = doors.Door("leave a comment", "followup", "/v1/comments", BODY)


async def measure(suite: Suite, *, rounds: int = 5, seconds: float = 3.0) -> list[Row]:
    """Rows: throughput and CPU time against the route that does nothing."""
    return await doors.measure(suite, DOOR, rounds=rounds, seconds=seconds)
