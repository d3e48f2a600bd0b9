"""The CFPB export: what is a row, what is not, and where an import goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.intake.api.schemas import ComplaintIn
from services.intake.gateways import watermark
from services.intake.gateways.cfpb import BadRow, GoodRow, NotACfpbExport, read_rows
from services.intake.gateways.watermark import Watermark

DATA = Path(__file__).parents[2] / "data"


def good(path: Path) -> list[GoodRow]:
    rows = list(read_rows(path))
    assert all(isinstance(row, GoodRow) for row in rows)
    return [row for row in rows if isinstance(row, GoodRow)]


@pytest.mark.parametrize(("name", "count"), [("cfpb-200.csv", 200), ("cfpb-16-columns.csv", 12)])
def test_every_real_row_is_a_complaint(name: str, count: int) -> None:
    """IN-1: 18 and 16 columns; each row passes the schema of the door that it will go through."""
    rows = good(DATA / name)
    assert len({row.external_id for row in rows}) == count
    for row in rows:
        ComplaintIn.model_validate_json(json.dumps(dict(row.body)))
        assert row.body["anonymous"] is True
        assert row.body["department"]


def test_the_narrative_is_the_consumers_own_where_published() -> None:
    """IN-1, IN-6: verbatim; composed of published fields, and marked, where it is not."""
    rows = good(DATA / "cfpb-200.csv")
    composed = [row for row in rows if row.body["attributes"].get("narrative_composed") == "yes"]
    assert len(composed) == 80
    assert all(row.body["narrative"].startswith("Issue: ") for row in composed)
    assert all("XXXX" in row.body["narrative"] or len(row.body["narrative"]) > 10 for row in rows)


def test_older_exports_write_dates_as_americans_do() -> None:
    """IN-1: 08/25/2023 of the 16-column export is the 2023-08-25 of the 18-column one."""
    old = {row.external_id: row.body["received_at"] for row in good(DATA / "cfpb-16-columns.csv")}
    new = {row.external_id: row.body["received_at"] for row in good(DATA / "cfpb-200.csv")}
    assert old
    assert all(new[external_id] == received for external_id, received in old.items())


def test_bad_rows_say_where_and_why_and_the_rest_goes_on() -> None:
    """IN-1: impossible date, no id, too few columns, NUL, no issue, an absurd size, another encoding."""
    rows = list(read_rows(DATA / "cfpb-bad-rows.csv"))
    bad = {row.number: row.reason for row in rows if isinstance(row, BadRow)}
    assert bad == {
        2: "Date received is not a date: '2023-02-30'",
        3: "has no Complaint ID",
        4: "has 15 columns where the header has 18",
        5: "Consumer complaint narrative holds control characters",
        6: "has no Issue",
        7: "Complaint ID is not a number",
        8: "the narrative has 20001 characters, and 20000 are accepted",
        12: "Consumer complaint narrative is not UTF-8",
    }
    assert [row.line for row in rows] == sorted({row.line for row in rows})
    assert rows[0].line == 2


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"name,amount\nAnn,3\n", "lacks Date received, Product, Issue, Company, Complaint ID"),
        (b"%PDF-1.7\n\x00\x01\xff", "lacks"),
        (b"Date received,Product,Issue,Company,Complaint ID,Salary\n", "has 'Salary'"),
        (b"Date received,Product,Issue,Issue,Company,Complaint ID\n", "twice"),
    ],
)
def test_another_file_is_refused_whole(tmp_path: Path, content: bytes, why: str) -> None:
    """IN-1: a CSV that is not one gives a clear error before anything is sent."""
    path = tmp_path / "some.csv"
    path.write_bytes(content)
    with pytest.raises(NotACfpbExport, match=why):
        list(read_rows(path))


def test_the_mark_waits_for_the_slowest_row() -> None:
    """IN-1: rows end in any order; nothing open is ever behind the mark."""
    mark = Watermark()
    for number in (2, 4, 3):
        mark.end(number)
    assert mark.done == 0
    mark.end(1)
    assert mark.done == 4


def test_a_mark_belongs_to_its_file(tmp_path: Path) -> None:
    """IN-1: another file of the same name, or a torn mark, begins at the beginning."""
    progress = tmp_path / "kept" / "x.json"
    watermark.save(progress, Watermark(7), file="one")
    assert watermark.load(progress, file="one").done == 7
    assert watermark.load(progress, file="two").done == 0
    progress.write_text('{"file": "on', encoding="utf-8")
    assert watermark.load(progress, file="one").done == 0
