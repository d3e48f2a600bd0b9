"""Rows of what falls due: put in, moved or taken out with the state that they belong to, in its transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from shared.db.engine import RawConnection
from shared.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Timer:
    """Something that falls due: one of a kind per key; scheduling it again moves it."""

    kind: str
    key: UUID
    due_at: datetime
    payload: Mapping[str, Any] = field(default_factory=dict)


_SCHEDULE = """
INSERT INTO timer (id, kind, key, due_at, visible_at, payload)
SELECT id, kind, key, due_at, due_at, payload::jsonb
FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::timestamptz[], $5::text[]) AS t (id, kind, key, due_at, payload)
ORDER BY kind, key
ON CONFLICT (kind, key) DO UPDATE
SET due_at = excluded.due_at, visible_at = excluded.due_at, payload = excluded.payload,
    token = timer.token + 1, attempts = 0
"""
_UNSCHEDULE = """
DELETE FROM timer USING unnest($1::text[], $2::uuid[]) AS t (kind, key)
WHERE timer.kind = t.kind AND timer.key = t.key
"""


async def schedule(connection: RawConnection, timers: Sequence[Timer]) -> None:
    """Add or move timers (one per kind and key in a call); a worker that still holds an old lease loses it."""
    await connection.execute(
        _SCHEDULE,
        [new_id() for _ in timers],
        [timer.kind for timer in timers],
        [timer.key for timer in timers],
        [timer.due_at for timer in timers],
        [orjson.dumps(timer.payload).decode() for timer in timers],
    )


async def unschedule(connection: RawConnection, timers: Sequence[tuple[str, UUID]]) -> None:
    """Take out timers by kind and key; missing ones are no matter."""
    await connection.execute(_UNSCHEDULE, [kind for kind, _ in timers], [key for _, key in timers])
