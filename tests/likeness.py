"""How well complaints like a given one are found, on real ones: `python -m tests.likeness complaints.csv` (IN-21).

Two complaints of a CFPB export count as alike when Product and Issue are the same. Reported is how many of the
first five are (precision at 5), against five drawn at random.
"""

from __future__ import annotations

import asyncio
import csv
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import insert, text

from services.intake.domain.actor import Actor
from services.intake.queries.similar import similar
from services.intake.storage.tables import complaint
from shared.db.engine import Database
from shared.kernel.clock import SystemClock
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction, Transactions
from tests.support.servers import database_server, session_home

SAMPLE = Path(__file__).parent / "data" / "cfpb-200.csv"
FIRST = 5
EVERYBODY = Actor(subject="likeness", staff_id=None, teams=None)
_NARRATIVE = "Consumer complaint narrative"


@dataclass(frozen=True)
class Told:
    """A complaint of the export; `label` is what makes two of them alike."""

    id: UUID
    narrative: str
    product: str
    issue: str

    @property
    def label(self) -> tuple[str, str]:
        """Product and issue."""
        return self.product, self.issue


@dataclass(frozen=True)
class Report:
    """Precision at 5 by the texts alone, with the product known too, and by chance."""

    complaints: int
    text_only: float
    with_product: float
    random: float

    def __str__(self) -> str:
        return "\n".join(
            (
                f"complaints with a narrative   {self.complaints}",
                f"precision at {FIRST}, text only     {self.text_only:.3f}",
                f"precision at {FIRST}, and product   {self.with_product:.3f}",
                f"precision at {FIRST}, at random     {self.random:.3f}",
                f"text only against random      {self.text_only / self.random:.1f} times",
            )
        )


class Quiet:
    """Nobody waits for what is published here."""

    def signal(self) -> None:
        """Tell nobody."""


def read(path: Path) -> list[Told]:
    """The rows that have a narrative."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row[_NARRATIVE].strip()]
    return [Told(new_id(), row[_NARRATIVE], row["Product"], row["Issue"]) for row in rows]


async def measure(told: list[Told], database_url: str) -> Report:
    """Find what is like each of them, in an empty database of intake's."""
    database = await Database.connect(database_url, application_name="likeness")
    try:
        transactions = Transactions(database.engine, Quiet())
        text_only = await _precision(told, transactions, with_product=False)
        with_product = await _precision(told, transactions, with_product=True)
    finally:
        await database.close()
    return Report(len(told), text_only, with_product, by_chance([one.label for one in told]))


def by_chance(labels: list[tuple[str, str]]) -> float:
    """The share of alike ones among all pairs: what five drawn at random would hold."""
    pairs = len(labels) * (len(labels) - 1)
    return sum(count * (count - 1) for count in Counter(labels).values()) / pairs


async def _precision(told: list[Told], transactions: Transactions, *, with_product: bool) -> float:
    labels = {one.id: one.label for one in told}
    async with transactions.begin() as tx:
        await _fill(told, tx, with_product=with_product)
    hits = 0
    for one in told:
        async with transactions.begin() as tx:
            found = await similar(one.id, tx, actor=EVERYBODY, limit=FIRST, place=None)
        hits += sum(labels[view["id"]] == one.label for view in found)
    return hits / (FIRST * len(told))


async def _fill(told: list[Told], tx: Transaction, *, with_product: bool) -> None:
    now = SystemClock().now()
    await tx.execute(text("DELETE FROM complaint"))
    rows = [
        {
            "id": one.id,
            "reference": str(one.id),
            "channel": "import",
            "narrative": one.narrative,
            "returning_customer": False,
            "owner_id": one.id,
            "recorded_by": "likeness",
            "language": "en",
            "product": one.product if with_product else None,
            "received_at": now,
            "recorded_at": now,
        }
        for one in told
    ]
    await tx.execute(insert(complaint), rows)


async def main(path: Path) -> None:
    """Print the report."""
    with session_home() as home, database_server(home) as server:
        async with server.database("intake") as url:
            print(f"{path.name}\n{await measure(read(path), url)}")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE))
