"""A line of a list of staff as CSV: what its cells mean for a member of staff, and what is wrong with them (RO-1)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from services.routing.domain.formats import UNSTORABLE
from services.routing.domain.staff_cells import AS_IT_IS, COLUMNS, WrongCell
from shared.kernel.errors import FieldError, Invalid

MOST_LINES = 20_000
_LINKS = ("reports_to", "deputy_id")
LONGEST_CELL = 100_000
_PROGRAM = ("=", "+", "-", "@", "\t", "\r", "\n")


class NoListOfStaff(Invalid):
    slug = "no-list-of-staff"
    title = "This is no CSV with a header of columns that are known here"


@dataclass(frozen=True, slots=True)
class Row:
    """A line that can be read: who it is about, new values by the member of Staff, and whom it points to."""

    line: int
    id: UUID | None
    email: str | None
    changes: Mapping[str, Any]
    links: Mapping[str, str | None] = field(default_factory=dict)
    """`reports_to` and `deputy_id`, as an id or an e-mail address; None for nobody."""


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in a line; `field` is its column, empty where it is the line as a whole."""

    line: int
    field: str
    detail: str


def read_rows(text: str) -> tuple[Row | RowError, ...]:
    """Every line but the header, as a row or as what is wrong with it.

    Cells are parted by commas or semicolons, as the header is. A column that is not there leaves what it is about as it
    is. Raises NoListOfStaff for a header that names unknown columns or one twice, for more lines than MOST_LINES
    and for a cell longer than LONGEST_CELL.
    """
    first = text.removeprefix("\ufeff").partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    # `strict` refuses quotes in odd places, which a lenient reader would take for text.
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter, strict=True)
    try:
        columns = [name.strip().lower() for name in next(reader, [])]
        _require_columns(columns)
        return tuple(_rows(reader, columns))
    except csv.Error as error:
        raise NoListOfStaff(f"Line {reader.line_num}: {error}") from error


def _rows(reader: Any, columns: list[str]) -> Iterator[Row | RowError]:
    read = 0
    for cells in reader:
        # The csv module has such a bound, too, but one for the whole process, which others may move.
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise NoListOfStaff(f"Line {reader.line_num}: a cell has at most {LONGEST_CELL} characters")
        if not any(cell.strip() for cell in cells):
            continue
        read += 1
        if read > MOST_LINES:
            raise NoListOfStaff(f"A list has at most {MOST_LINES} lines")
        if len(cells) != len(columns):
            yield RowError(reader.line_num, "", f"has {len(cells)} cells, and the header {len(columns)}")
        else:
            yield from _row(reader.line_num, dict(zip(columns, map(_plain, cells), strict=True)))


def _require_columns(columns: list[str]) -> None:
    unknown = [name for name in columns if name not in COLUMNS]
    wrong = [FieldError(name[:100], "is no column that is known here") for name in unknown]
    wrong += [FieldError(name, "is there twice") for name in dict.fromkeys(columns) if columns.count(name) > 1]
    if not {"id", "email"} & set(columns):
        wrong.append(FieldError("id", "or email is there, so that it is known who a line is about"))
    if wrong:
        raise NoListOfStaff(fields=tuple(wrong[:100]))


def _plain(cell: str) -> str:
    """Without the apostrophe that keeps spreadsheets from taking a cell for a formula."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_PROGRAM) else cell


def _row(line: int, cells: dict[str, str]) -> Iterator[Row | RowError]:
    changes: dict[str, Any] = {}
    wrong = []
    for name, cell in cells.items():
        member, read = COLUMNS[name]
        try:
            if UNSTORABLE.search(cell):
                raise WrongCell("has no control characters")
            changes[member] = read(cell)
        except WrongCell as error:
            wrong.append(RowError(line, name, str(error)))
    known_id, email = changes.pop("id", None), changes.get("email")
    if known_id is None and email is None and not wrong:
        wrong.append(RowError(line, "", "has an id or an e-mail address, so that it is known who it is about"))
    if wrong:
        yield from wrong
        return
    links: dict[str, str | None] = {name: changes.pop(name) for name in _LINKS if name in changes}
    given = {name: value for name, value in changes.items() if value is not AS_IT_IS}
    yield Row(line, known_id, email, given, links)
