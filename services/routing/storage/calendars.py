"""Calendars of working time, as they were released."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

import orjson

from services.routing.domain.business_calendar import BusinessCalendar
from services.routing.domain.calendar_content import calendar_of
from services.routing.domain.edition import Edition
from services.routing.storage import editions
from services.routing.storage.tables.calendar import calendar
from shared.messaging.transaction import Transaction


async def exactly(keys: Collection[tuple[str, int]], tx: Transaction) -> dict[tuple[str, int], BusinessCalendar]:
    """These editions of calendars; none asked for costs no statement."""
    if not keys:
        return {}
    return {(one.code, one.edition): calendar_from(one) for one in await editions.exactly(calendar, keys, tx)}


def calendar_from(released: Edition) -> BusinessCalendar:
    """The calendar that a released document states; read once a process, for it never changes."""
    return _read(released.code, released.edition, orjson.dumps(released.content, option=orjson.OPT_SORT_KEYS))


@lru_cache(maxsize=256)
def _read(code: str, edition: int, content: bytes) -> BusinessCalendar:
    return calendar_of(code, edition, orjson.loads(content))
