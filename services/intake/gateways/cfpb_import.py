"""Sends a CFPB export through the door that everyone uses: bounded, resumable, twice without doubling (IN-1)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.intake.gateways import watermark
from services.intake.gateways.cfpb import BadRow, GoodRow, Row, count_rows, read_rows
from services.intake.gateways.refusals import Refusals
from services.intake.gateways.watermark import Watermark
from shared.http.client import GivenToken, Posting
from shared.kernel.errors import Forbidden

PATH = "/v1/complaints"
CONCURRENCY = 32
_SAVE_EVERY_SECONDS = 1.0


class NotAllowed(Forbidden):
    slug = "import-not-allowed"
    title = "The token may not record complaints here"


@dataclass(slots=True)
class Summary:
    """What became of the rows of one run; `skipped` were ended by an earlier, broken run."""

    rows: int = 0
    skipped: int = 0
    recorded: int = 0
    known: int = 0
    refused: int = 0
    seconds: float = 0.0

    @property
    def ended(self) -> int:
        """Rows that this run ended."""
        return self.recorded + self.known + self.refused

    @property
    def rate(self) -> float:
        """Rows per second of this run."""
        return self.ended / self.seconds if self.seconds else 0.0


def ignore(_: Summary) -> None:
    """For a run that nobody watches."""


class _Run:
    def __init__(
        self,
        posting: Posting,
        mark: Watermark,
        refusals: Refusals,
        summary: Summary,
        keep: Callable[[], None],
        watch: Callable[[Summary], None],
    ) -> None:
        self._posting = posting
        self._mark = mark
        self._refusals = refusals
        self._summary = summary
        self._keep = keep
        self._watch = watch
        self._kept_at = time.monotonic()

    async def feed(self, path: Path, queue: asyncio.Queue[Row | None], workers: int) -> None:
        skip = self._mark.done
        for row in read_rows(path):
            if row.number > skip:
                await queue.put(row)
        for _ in range(workers):
            await queue.put(None)

    async def work(self, queue: asyncio.Queue[Row | None]) -> None:
        while (row := await queue.get()) is not None:
            if isinstance(row, BadRow):
                self._refuse(row, row.reason)
            else:
                await self._send(row)
            self._mark.end(row.number)
            self._watch(self._summary)
            if time.monotonic() - self._kept_at > _SAVE_EVERY_SECONDS:
                self._kept_at = time.monotonic()
                self._keep()

    async def _send(self, row: GoodRow) -> None:
        posted = await self._posting.post(PATH, dict(row.body))
        if posted.status == 201:
            known = bool(posted.document["already_recorded"])
            self._summary.known += known
            self._summary.recorded += not known
        elif posted.status in (401, 403):
            raise NotAllowed(str(posted.document.get("detail") or NotAllowed.title))
        else:
            self._refuse(row, _reason(posted.status, posted.document))

    def _refuse(self, row: Row, reason: str) -> None:
        self._refusals.add(row.line, row.external_id, reason)
        self._summary.refused += 1


async def import_cfpb(
    path: Path,
    *,
    base_url: str,
    token: str,
    report: Path,
    progress: Path,
    concurrency: int = CONCURRENCY,
    watch: Callable[[Summary], None] = ignore,
) -> Summary:
    """Post every row; bad ones go to `report` (CSV: line, complaint id, reason) and the rest goes in.

    Where a run stopped is kept in `progress`; the next run goes on there. It is removed when the file is
    through, so that running a file again asks the service, which knows each Complaint ID. Raises OSError,
    NotACfpbExport (before anything is sent), NotAllowed or ServiceUnavailable.
    """
    file = watermark.fingerprint(path)
    mark = watermark.load(progress, file=file)
    summary = Summary(rows=count_rows(path), skipped=mark.done)
    watch(summary)
    began = time.monotonic()
    posting = Posting(base_url, GivenToken(token), connections=concurrency)
    queue: asyncio.Queue[Row | None] = asyncio.Queue(maxsize=2 * concurrency)

    def keep() -> None:
        watermark.save(progress, mark, file=file)

    with Refusals(report, resumed=mark.done > 0) as refusals:
        run = _Run(posting, mark, refusals, summary, keep, watch)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(run.feed(path, queue, concurrency))
                for _ in range(concurrency):
                    tasks.create_task(run.work(queue))
        except ExceptionGroup as failures:
            raise _first(failures) from None
        finally:
            summary.seconds = time.monotonic() - began
            keep()
            await posting.close()
    watermark.forget(progress)
    return summary


def _first(failures: BaseExceptionGroup[Any]) -> BaseException:
    """What ended the run: the workers fail alike, and the first is enough to know."""
    error = failures.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error


def _reason(status: int, document: Any) -> str:
    """A problem in a line."""
    if not isinstance(document, dict):
        return f"answered with {status}"
    fields = "; ".join(f"{one['pointer']} {one['detail']}" for one in document.get("errors", []))
    return fields or str(document.get("detail") or f"answered with {status}")
