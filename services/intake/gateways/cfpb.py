"""The consumer complaint export of the US Consumer Financial Protection Bureau, as CSV (IN-1).

Turns each row into the body of a POST /v1/complaints, or into the reason why it can't be one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO

SOURCE = "cfpb"
COMPOSED = "narrative_composed"
"""The attribute that marks a narrative made of the published fields, where the consumer's own is not published."""

REQUIRED = ("Date received", "Product", "Issue", "Company", "Complaint ID")
COLUMNS = (
    "Date received",
    "Product",
    "Sub-product",
    "Issue",
    "Sub-issue",
    "Consumer complaint narrative",
    "Company public response",
    "Company",
    "State",
    "ZIP code",
    "Tags",
    "Consumer consent provided?",
    "Submitted via",
    "Date sent to company",
    "Company response to consumer",
    "Timely response?",
    "Consumer disputed?",
    "Complaint ID",
)
"""All 18; the export of 2015 has 16, without tags and consent."""

_COMPOSED_OF = ("Issue", "Sub-issue", "Product", "Sub-product")
_ELSEWHERE = ("Date received", "Consumer complaint narrative", "Complaint ID")
_DATES = (
    ("%Y-%m-%d", re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")),
    ("%m/%d/%Y", re.compile(r"[0-9]{2}/[0-9]{2}/[0-9]{4}")),
)
_ID = re.compile(r"[0-9]{1,18}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_EARLIEST = date(1990, 1, 1)
_LINE_MAX = 1_000_000
_NARRATIVE_MAX = 20_000
_DEPARTMENT_MAX = 200


class NotACfpbExport(ValueError):
    """The file is not the CFPB's complaint export; the message says what it is instead."""


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A row ready to be posted; `line` is where it begins in the file, 1 being the header."""

    number: int
    line: int
    external_id: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that can't be a complaint, and why."""

    number: int
    line: int
    external_id: str
    reason: str


Row = GoodRow | BadRow


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of an export in order, numbered from 1.

    Raises OSError, or NotACfpbExport for a file with another header or no text at all.
    """
    with path.open("rb") as file:
        yield from _rows(file, path.name)


def count_rows(path: Path) -> int:
    """How many rows there are, for a progress bar. Raises as read_rows does."""
    return sum(1 for _ in read_rows(path))


def _rows(file: BinaryIO, name: str) -> Iterator[Row]:
    # Bytes that are no UTF-8 become surrogates, so that one bad row is reported and the rest goes in.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    csv.field_size_limit(_LINE_MAX)
    reader = csv.reader(text, strict=True)
    header = _header(reader, name)
    number = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            number += 1
            yield BadRow(number, line, "", f"not readable as CSV: {error}")
            continue
        if not cells:
            continue
        number += 1
        yield _row(number, line, cells, header)


def _header(reader: Any, name: str) -> tuple[str, ...]:
    try:
        cells = next(reader)
    except StopIteration:
        raise NotACfpbExport(f"{name} is empty") from None
    except csv.Error as error:
        raise NotACfpbExport(f"{name} is not a CSV file: {error}") from None
    known = {column.casefold(): column for column in COLUMNS}
    header = tuple(known.get(cell.strip().casefold(), "") for cell in cells)
    if missing := [column for column in REQUIRED if column not in header]:
        raise NotACfpbExport(f"{name} is not a CFPB complaint export: its header lacks {', '.join(missing)}")
    if strange := [cell[:60] for cell, column in zip(cells, header, strict=True) if not column]:
        raise NotACfpbExport(f"{name} is not a CFPB complaint export: its header has {', '.join(map(repr, strange))}")
    if len(set(header)) != len(header):
        raise NotACfpbExport(f"{name} names a column twice in its header")
    return header


def _row(number: int, line: int, cells: list[str], header: tuple[str, ...]) -> Row:
    if len(cells) != len(header):
        return BadRow(number, line, "", f"has {len(cells)} columns where the header has {len(header)}")
    fields = {column: cell for column, cell in zip(header, cells, strict=True) if cell.strip()}
    external_id = fields.get("Complaint ID", "").strip()
    try:
        return GoodRow(number, line, external_id, _body(fields, external_id))
    except ValueError as error:
        return BadRow(number, line, external_id if _ID.fullmatch(external_id) else "", str(error))


def _body(fields: Mapping[str, str], external_id: str) -> dict[str, Any]:
    """The row as a complaint; nothing that was published is left out. Raises ValueError with the reason."""
    for column, cell in fields.items():
        if _SURROGATE.search(cell):
            raise ValueError(f"{column} is not UTF-8")
        if _CONTROL.search(cell):
            raise ValueError(f"{column} holds control characters")
    if missing := [column for column in REQUIRED if column not in fields]:
        raise ValueError(f"has no {', '.join(missing)}")
    if not _ID.fullmatch(external_id):
        raise ValueError("Complaint ID is not a number")
    product = fields.get("Sub-product", fields["Product"]).strip()
    narrative = fields.get("Consumer complaint narrative")
    attributes = {_code(column): cell.strip() for column, cell in fields.items() if column not in _ELSEWHERE}
    if narrative is None:
        narrative = "\n".join(f"{column}: {fields[column]}" for column in _COMPOSED_OF if column in fields)
        attributes[COMPOSED] = "yes"
    if len(narrative) > _NARRATIVE_MAX:
        raise ValueError(f"the narrative has {len(narrative)} characters, and {_NARRATIVE_MAX} are accepted")
    return {
        "channel": "import",
        "narrative": narrative,
        "anonymous": True,
        "language": "en",
        "department": fields["Product"].strip()[:_DEPARTMENT_MAX],
        "product": product[:_DEPARTMENT_MAX],
        "attributes": attributes,
        "source": SOURCE,
        "external_id": external_id,
        "received_at": _received(fields["Date received"].strip()).isoformat(),
    }


def _received(text: str) -> datetime:
    for form, shape in _DATES:
        if shape.fullmatch(text):
            try:
                day = datetime.strptime(text, form).replace(tzinfo=UTC)
            except ValueError:
                break
            if day.date() < _EARLIEST:
                break
            return day
    raise ValueError(f"Date received is not a date: {text[:40]!r}")


def _code(column: str) -> str:
    return re.sub(r"[^a-z]+", "_", column.casefold()).strip("_")
