"""CSV files that every reader reads alike, and that no spreadsheet runs."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.http.tabular import csv_of


def read(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode(), newline=""), strict=True))


def test_a_header_then_a_line_per_row() -> None:
    """IN-22: RFC 4180: commas, CRLF, quotes where they are needed; nothing known is empty."""
    body = csv_of(
        ("value", "count", "share", "vital"), [{"value": 'a "b", c', "count": 2, "share": None, "vital": True}]
    )
    assert body == b'value,count,share,vital\r\n"a ""b"", c",2,,true\r\n'


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "=cmd|' /C calc'!A0"])
def test_what_a_spreadsheet_would_run_is_made_text(cell: str) -> None:
    """IN-22, SU-4: an apostrophe before it; numbers of ours stay numbers."""
    assert read(csv_of(("value", "count"), [{"value": cell, "count": -1}]))[1] == [f"'{cell}", "-1"]


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)))
def test_every_text_comes_back(cells: list[str]) -> None:
    """IN-22: whatever a product is called."""
    lines = read(csv_of(("n", "value"), [{"n": n, "value": cell} for n, cell in enumerate(cells)]))
    assert [line[1].removeprefix("'") for line in lines[1:]] == [cell.removeprefix("'") for cell in cells]
