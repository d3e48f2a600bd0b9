"""Complaints to be counted: made in bulk, changed behind the back of the commands, and counted again by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text, update

from services.intake.domain.hours import bucket_of
from services.intake.reactions.to_itself_rollups import count_again
from services.intake.service import SERVICE
from services.intake.settings import IntakeSettings
from services.intake.storage import rollups
from services.intake.storage.tables import complaint
from shared.contracts.intake import RecapConfirmed
from shared.http.app import build_app
from shared.kernel.ids import new_id
from shared.messaging.context import Context
from shared.runtime.context import open_context
from tests.integration.intake.desk import Desk, Json
from tests.support.application import issuer_of, keys_for, settings_of
from tests.support.servers import DatabaseServer

AT = datetime(2026, 3, 4, 9, tzinfo=UTC)
DIMENSIONS = ("department", "product", "cause", "category", "branch", "channel")
Key = tuple[str, str, str, str]
Counts = dict[str, int]


@asynccontextmanager
async def open_desk(server: DatabaseServer, home: Path) -> AsyncIterator[Desk]:
    """Intake on a database of the test's own, where every complaint is the test's."""
    keys = keys_for(home)
    async with server.database("intake") as url:
        settings = settings_of(IntakeSettings, keys, database_url=url)

        def context() -> AbstractAsyncContextManager[Context]:
            return open_context(SERVICE, settings, application_name="test intake")

        app = build_app(SERVICE, context)
        async with app.app.router.lifespan_context(app.app):
            yield Desk(app, app.state.context, issuer_of(keys))


def row(**changes: Any) -> Json:
    """A complaint's row; whatever is not said is plain."""
    id_ = new_id()
    return {
        "id": id_,
        "reference": f"RD-{id_.hex}",
        "channel": "phone",
        "narrative": "green, not blue",
        "returning_customer": False,
        "owner_id": new_id(),
        "recorded_by": "test",
        "language": "en",
        "received_at": AT,
        "recorded_at": AT,
    } | changes


def resolved_after(hours: float, **changes: Any) -> Json:
    """What makes a row resolved, so many hours after AT."""
    return {"status": "resolved", "resolution_number": 1, "resolved_at": AT + timedelta(hours=hours)} | changes


def closed_after(hours: float, how: str = "confirmed", **changes: Any) -> Json:
    """What makes a row closed."""
    done = resolved_after(hours)
    return done | {"status": "closed", "closed_how": how, "closed_at": done["resolved_at"]} | changes


async def put(desk: Desk, *rows: Json) -> list[UUID]:
    """Insert complaints, uncounted."""
    async with desk.context.transactions.begin() as tx:
        for one in rows:
            await tx.execute(insert(complaint).values(one))
    return [one["id"] for one in rows]


async def change(desk: Desk, id_: UUID, **values: Any) -> None:
    """Change a complaint's row, uncounted."""
    async with desk.context.transactions.begin() as tx:
        await tx.execute(update(complaint).where(complaint.c.id == id_).values(values))


async def count(desk: Desk, ids: Sequence[UUID]) -> None:
    """Let the reaction hear of these, as the consumer would; what the event says is no matter."""
    for id_ in ids:
        told = RecapConfirmed(complaint_id=id_, recap_version=1, confirmed_at=AT)
        await desk.hear(count_again, told, aggregate=id_, versions=[2])


async def kept(desk: Desk) -> tuple[dict[Key, Counts], dict[tuple[Any, ...], tuple[int, int]]]:
    """The rollups as they are kept, rows of nothing left out."""
    names = list(rollups.COUNTS)
    async with desk.context.transactions.begin() as tx:
        rows = (await tx.execute(text("SELECT * FROM rollup WHERE recorded <> 0"))).mappings().all()
        hours = await tx.execute(
            text("SELECT dimension, grain, starts_on, value, bucket, answered, resolved FROM rollup_hours")
        )
        return (
            {
                (one["dimension"], one["grain"], str(one["starts_on"]), one["value"]): {n: one[n] for n in names}
                for one in rows
            },
            {(*one[:2], str(one[2]), *one[3:5]): (one[5], one[6]) for one in hours.all() if one[5] or one[6]},
        )


async def recounted(desk: Desk) -> tuple[dict[Key, Counts], dict[tuple[Any, ...], tuple[int, int]]]:
    """The same from the complaints, in Python: what the rollups must be, told independently of their SQL."""
    async with desk.context.transactions.begin() as tx:
        complaints = (await tx.execute(complaint.select())).mappings().all()
    counts: dict[Key, Counts] = defaultdict(lambda: dict.fromkeys(rollups.COUNTS, 0))
    hours: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
    for one in complaints:
        added, answer, resolution = _adds(one)
        for key in _keys(one):
            for name, value in added.items():
                counts[key][name] += value
            for place, seconds in enumerate((answer, resolution)):
                if seconds is not None:
                    hours[(*key, bucket_of(seconds))][place] += 1
    return dict(counts), {key: (held[0], held[1]) for key, held in hours.items()}


def _adds(one: Any) -> tuple[Counts, int | None, int | None]:
    if one["status"] == "merged":
        return {"recorded": 1, "merged": 1}, None, None
    answer = _seconds(one["received_at"], one["first_answered_at"])
    stands = one["status"] in {"resolved", "closed"}
    resolution = _seconds(one["received_at"], one["resolved_at"]) if stands else None
    still_open = one["status"] in {"recorded", "reopened"}
    added = {
        "recorded": 1,
        "still_open": still_open,
        "open_again": one["status"] == "reopened",
        "unanswered": still_open and answer is None,
        "resolved_once": one["resolution_number"] > 0,
        "awaiting_word": one["status"] == "resolved",
        "confirmed": one["closed_how"] == "confirmed",
        "by_silence": one["closed_how"] == "silence",
        "parted": one["status"] == "parted",
        "reopened": one["reopened_times"] > 0,
        "reopenings": one["reopened_times"],
        "late": one["late_times"] > 0,
        "late_times": one["late_times"],
        "promise_broken": one["broken_promises"] > 0,
        "broken_promises": one["broken_promises"],
        "answered": answer is not None,
        "answer_seconds": answer or 0,
        "timed": resolution is not None,
        "resolution_seconds": resolution or 0,
    }
    return {name: int(value) for name, value in added.items()}, answer, resolution


def _seconds(begin: datetime, end: datetime | None) -> int | None:
    return None if end is None else max(0, int((end - begin) // timedelta(seconds=1)))


def _keys(one: Any) -> Iterable[Key]:
    day = one["received_at"].astimezone(UTC).date()
    year, month, week = f"{day.year}-01-01", str(day.replace(day=1)), str(day - timedelta(days=day.weekday()))
    quarter = f"{day.year}-{(day.month - 1) // 3 * 3 + 1:02d}-01"
    yield "all", "year", year, ""
    yield "all", "quarter", quarter, ""
    yield "all", "month", month, ""
    yield "all", "week", week, ""
    for dimension in DIMENSIONS:
        value = one["root_cause" if dimension == "cause" else dimension] or ""
        yield dimension, "year", year, value
        yield dimension, "quarter", quarter, value
        yield dimension, "month", month, value
        if dimension == "department":
            yield dimension, "week", week, value
