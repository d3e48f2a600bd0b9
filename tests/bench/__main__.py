"""`make bench`: every figure in one run, as a table of ratios; also written to docs/benchmarks.md with --write."""

from __future__ import annotations

import asyncio
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import (
    answering,
    clocks,
    commenting,
    consuming,
    end_to_end,
    insights,
    million,
    recording,
    relaying,
    routing_views,
)
from tests.bench.suite import open_suite
from tests.bench.table import Row, markdown

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
MARK = "<!-- figures: written by make bench -->"


async def main(wanted: set[str]) -> list[Row]:
    """Each benchmark on fresh servers, one after the other."""
    rows: list[Row] = []
    for name, module, services in (
        ("recording", recording, ("intake",)),
        ("answering", answering, ("followup",)),
        ("commenting", commenting, ("followup",)),
        ("relay", relaying, ("intake",)),
        ("consumer", consuming, ("recognition",)),
        ("insights", insights, ("intake",)),
        ("clocks", clocks, ()),
        ("latency", end_to_end, ("intake", "routing")),
        ("million", million, ()),
        ("routing-views", routing_views, ()),
    ):
        if wanted and name not in wanted:
            continue
        sys.stderr.write(f"{name} ...\n")
        async with open_suite(*services) as suite:
            measured = await module.measure(suite)
        sys.stderr.write(f"{markdown(measured)}\n")
        rows += measured
    return rows


if __name__ == "__main__":
    table = markdown(asyncio.run(main({a for a in sys.argv[1:] if not a.startswith("-")})))
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    figures = f"{MARK}\n\nMeasured {datetime.now(UTC):%Y-%m-%d} on {machine}, fsync on.\n\n{table}\n"
    sys.stdout.write(figures)
    if "--write" in sys.argv:
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(text[: text.index(MARK)] + figures, encoding="utf-8")
