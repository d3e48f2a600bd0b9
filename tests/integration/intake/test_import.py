"""The CFPB import through the door that everyone uses."""

from __future__ import annotations

import asyncio
import csv
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn

from services.intake.gateways import watermark
from services.intake.gateways.cfpb import NotACfpbExport
from services.intake.gateways.cfpb_import import NotAllowed, Summary, import_cfpb
from services.intake.gateways.watermark import Watermark
from shared.http.client import ServiceUnavailable
from tests.integration.intake.desk import Desk

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
async def address(desk: Desk) -> AsyncIterator[str]:
    """Intake on a real port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(desk.app, lifespan="off", log_config=None))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            await serving


async def run(
    desk: Desk, address: str, file: Path, home: Path, *, scopes: tuple[str, ...] = ("complaints:write",)
) -> Summary:
    return await import_cfpb(
        file,
        base_url=address,
        token=desk.issuer.mint(subject="import:cfpb", scopes=scopes),
        report=home / "refused.csv",
        progress=home / "progress.json",
    )


async def test_a_file_goes_in_once_however_often_it_is_run(desk: Desk, address: str, tmp_path: Path) -> None:
    """IN-1: two hundred real rows; the second run finds every Complaint ID and doubles nothing."""
    before = await desk.count("complaint"), await desk.count("outbox")
    first = await run(desk, address, DATA / "cfpb-200.csv", tmp_path)
    assert (first.recorded, first.known, first.refused) == (200, 0, 0)
    again = await run(desk, address, DATA / "cfpb-200.csv", tmp_path)
    assert (again.recorded, again.known, again.refused) == (0, 200, 0)
    older = await run(desk, address, DATA / "cfpb-16-columns.csv", tmp_path)
    assert (older.recorded, older.known) == (0, 12)
    assert await desk.count("complaint") == before[0] + 200
    assert await desk.count("outbox") == before[1] + 200
    assert not (tmp_path / "progress.json").exists()


async def test_bad_rows_are_reported_and_the_rest_goes_in(desk: Desk, address: str, tmp_path: Path) -> None:
    """IN-1: with line and reason, those that only the service can refuse included."""
    done = await run(desk, address, DATA / "cfpb-bad-rows.csv", tmp_path)
    assert (done.recorded, done.known, done.refused) == (2, 1, 9)
    with (tmp_path / "refused.csv").open(encoding="utf-8", newline="") as file:
        report = {row["line"]: row for row in csv.DictReader(file)}
    assert len(report) == 9
    assert report["3"]["reason"] == "Date received is not a date: '2023-02-30'"
    assert report["3"]["complaint_id"] == "9000002"
    future = next(row for row in report.values() if row["complaint_id"] == "9000009")
    assert "/received_at" in future["reason"]


async def test_a_broken_run_goes_on_where_it_stopped(desk: Desk, address: str, tmp_path: Path) -> None:
    """IN-1: rows before the mark are not sent again; the rest is."""
    file = DATA / "cfpb-200.csv"
    watermark.save(tmp_path / "progress.json", Watermark(150), file=watermark.fingerprint(file))
    done = await run(desk, address, file, tmp_path)
    assert (done.skipped, done.ended) == (150, 50)


async def test_an_import_stops_at_once_where_it_makes_no_sense(desk: Desk, address: str, tmp_path: Path) -> None:
    """IN-1, SU-4: another file, a token without the scope: said once, nothing recorded."""
    before = await desk.count("complaint")
    with pytest.raises(NotACfpbExport):
        await run(desk, address, DATA / "not-a-cfpb-export.csv", tmp_path)
    with pytest.raises(NotAllowed):
        await run(desk, address, DATA / "cfpb-16-columns.csv", tmp_path, scopes=("complaints:read",))
    assert await desk.count("complaint") == before


async def test_a_service_that_is_gone_keeps_the_mark(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """IN-1: the run ends with a clear error, and the next goes on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        nobody = f"http://127.0.0.1:{listener.getsockname()[1]}"
    monkeypatch.setattr("shared.http.client.POSTING_SECONDS", 0.5)
    with pytest.raises(ServiceUnavailable):
        await run(desk, nobody, DATA / "cfpb-16-columns.csv", tmp_path)
    kept = watermark.load(tmp_path / "progress.json", file=watermark.fingerprint(DATA / "cfpb-16-columns.csv"))
    assert kept.done == 0
