"""Reads the figures that are kept; every insight is made of these."""

# ruff: noqa: S608 - only names of columns are put into statements here

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import asyncpg

from services.intake.domain.dimension import NOT_SAID, Dimension, Grain
from services.intake.domain.figures import Figures
from services.intake.domain.period import Period
from services.intake.storage.rollups import COUNTS
from shared.messaging.transaction import Transaction


def _sums(names: Iterable[str]) -> str:
    return ", ".join(f"coalesce(sum({name}), 0)::bigint AS {name}" for name in names)


_STRETCHES = "unnest($2::text[], $3::date[]) AS stretch (grain, starts_on) JOIN rollup USING (grain, starts_on)"
_TOTAL = f"""
SELECT {_sums(COUNTS)} FROM {_STRETCHES} WHERE dimension = $1 AND value = $4
"""
_AS_OF = "SELECT max(counted_at) FROM rollup WHERE dimension = 'all' AND grain = 'year'"
# OFFSET 0: read each stretch by the key's beginning. Left to itself, the planner reads all there ever were, and joins.
_TOP = """
SELECT value, count(*) OVER () AS known, {sums}
FROM unnest($2::text[], $3::date[]) AS stretch (grain, starts_on)
     CROSS JOIN LATERAL (
         SELECT value, {names} FROM rollup
         WHERE dimension = $1 AND grain = stretch.grain AND starts_on = stretch.starts_on
         OFFSET 0
     ) AS held
GROUP BY value HAVING sum(recorded - merged) > 0 ORDER BY sum(recorded - merged) DESC, value LIMIT $4
"""
_BY_TIME = f"""
SELECT starts_on, {", ".join(COUNTS)} FROM rollup
WHERE dimension = $1 AND grain = $2 AND starts_on >= $3 AND starts_on < $4 AND value = $5
"""
# A row per histogram, not per bucket: there are thousands of these.
_HISTOGRAM = "array_agg(bucket) AS buckets, array_agg(answered) AS answered, array_agg(resolved) AS resolved"
# OFFSET 0: look up each histogram by its whole key. Left to itself, the planner may read all there are of a value.
_HOURS = f"""
SELECT place, {_HISTOGRAM} FROM (
    SELECT place, bucket, sum(answered)::bigint AS answered, sum(resolved)::bigint AS resolved
    FROM unnest($2::text[], $3::date[]) AS stretch (grain, starts_on)
         CROSS JOIN unnest($4::text[]) WITH ORDINALITY AS chosen (value, place)
         CROSS JOIN LATERAL (
             SELECT bucket, answered, resolved FROM rollup_hours
             WHERE dimension = $1 AND grain = stretch.grain AND value = chosen.value
               AND starts_on = stretch.starts_on
             OFFSET 0
         ) AS held
    GROUP BY place, bucket
) AS held GROUP BY place
"""
_HOURS_BY_TIME = f"""
SELECT starts_on, {_HISTOGRAM} FROM rollup_hours
WHERE dimension = $1 AND grain = $2 AND value = $3 AND starts_on >= $4 AND starts_on < $5 GROUP BY starts_on
"""
Row = asyncpg.Record


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whose figures: everything's, or those of one value of a dimension."""

    dimension: Dimension = Dimension.ALL
    value: str = NOT_SAID


@dataclass(frozen=True, slots=True)
class Hours:
    """Two histograms: how long first answers and resolutions took."""

    answered: dict[int, int] = field(default_factory=dict)
    resolved: dict[int, int] = field(default_factory=dict)


async def as_of(tx: Transaction) -> datetime | None:
    """When a complaint was last counted: what happened later is not in the figures. None before the first."""
    connection = await tx.raw()
    found: datetime | None = await connection.fetchval(_AS_OF)
    return found


async def total(chosen: Chosen, period: Period, tx: Transaction) -> Figures:
    """All complaints of a period, or those of one value."""
    connection = await tx.raw()
    rows = await connection.fetch(_TOTAL, chosen.dimension, *_stretches(period), chosen.value)
    return _figures(rows[0])


async def top(
    dimension: Dimension, period: Period, tx: Transaction, *, limit: int, of: Sequence[str]
) -> tuple[list[tuple[str, Figures]], int]:
    """The values with the most complaints, largest first, and how many values there are in all.

    Of thousands of rows only the counts `of` these names (recorded and merged among them) are summed; others stay 0.
    """
    connection = await tx.raw()
    statement = _TOP.format(names=", ".join(of), sums=_sums(of))
    rows = await connection.fetch(statement, dimension, *_stretches(period), limit)
    known = int(rows[0]["known"]) if rows else 0
    return [(row["value"], Figures(**{name: row[name] for name in of})) for row in rows], known


async def by_time(chosen: Chosen, grain: Grain, period: Period, tx: Transaction) -> dict[date, Figures]:
    """The figures in each stretch that has any."""
    connection = await tx.raw()
    begin = period.first if grain is Grain.MONTH else period.first_week
    rows = await connection.fetch(_BY_TIME, chosen.dimension, grain, begin, period.ends_before, chosen.value)
    return {row["starts_on"]: _figures(row) for row in rows}


async def hours(dimension: Dimension, values: Sequence[str], period: Period, tx: Transaction) -> dict[str, Hours]:
    """The histograms of these values; a value without a time is missing."""
    connection = await tx.raw()
    rows = await connection.fetch(_HOURS, dimension, *_stretches(period), list(values))
    return {values[place - 1]: held for place, held in _histograms(rows, "place").items()}


async def hours_by_time(chosen: Chosen, grain: Grain, period: Period, tx: Transaction) -> dict[date, Hours]:
    """The histograms by stretch."""
    connection = await tx.raw()
    begin = period.first if grain is Grain.MONTH else period.first_week
    rows = await connection.fetch(_HOURS_BY_TIME, chosen.dimension, grain, chosen.value, begin, period.ends_before)
    return _histograms(rows, "starts_on")


def _figures(row: Row) -> Figures:
    return Figures(**{name: row[name] for name in COUNTS})


def _histograms(rows: Sequence[Row], key: str) -> dict[Any, Hours]:
    return {
        row[key]: Hours(
            {bucket: held for bucket, held in zip(row["buckets"], row["answered"], strict=True) if held},
            {bucket: held for bucket, held in zip(row["buckets"], row["resolved"], strict=True) if held},
        )
        for row in rows
    }


def _stretches(period: Period) -> tuple[list[str], list[date]]:
    grains, begins = zip(*period.stretches, strict=True)
    return list(grains), list(begins)
