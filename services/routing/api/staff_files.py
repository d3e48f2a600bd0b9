"""The directory as a CSV file, out and in (RO-1)."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Response

from services.routing.api.actor import actor_of
from services.routing.commands.import_staff import ImportStaff, import_staff
from services.routing.domain.staff_cells import COLUMNS, cells_of
from services.routing.domain.staff_csv import NoListOfStaff, read_rows
from services.routing.domain.staff_import import Plan
from services.routing.queries.staff_view import whole_directory
from shared.http.call import Call, may
from shared.http.invalid_input import UnsupportedMediaType
from shared.http.problems import problems
from shared.http.schemas import Out
from shared.http.tabular import MEDIA_TYPE, csv_of

router = APIRouter(tags=["staff"])

_CSV = "text/csv"
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": f"UTF-8, parted by commas or semicolons, with a header of some of: {', '.join(COLUMNS)}. "
        "Several languages, skills and limits (refund:150.50:EUR) of one person are parted by |",
        "content": {_CSV: {"schema": {"type": "string"}}},
    }
}


class WrongLine(Out):
    """What is wrong in a line; `field` is its column, empty where it is the line as a whole."""

    line: int
    field: str
    detail: str


class StaffImportOut(Out):
    """What became of a list: good lines have landed, bad ones are told."""

    created: int
    changed: int
    unchanged: int
    errors: list[WrongLine]

    @classmethod
    def of(cls, plan: Plan) -> StaffImportOut:
        return cls(
            created=len(plan.created),
            changed=len(plan.changed),
            unchanged=plan.unchanged,
            errors=[WrongLine.model_validate(error) for error in plan.errors],
        )


@router.get(
    "/v1/staff.csv",
    response_model=None,
    responses={200: {"content": {_CSV: {"schema": {"type": "string"}}}}},
)
async def export_staff(call: Annotated[Call, may("staff:read")]) -> Response:
    """The whole directory as a file that can be taken in again."""
    return await call.read(
        whole_directory, show=lambda people: csv_of(list(COLUMNS), map(cells_of, people)), media_type=MEDIA_TYPE
    )


@router.post(
    "/v1/staff/imports",
    response_model=StaffImportOut,
    responses=problems(409, 413, 415, 422),
    openapi_extra=_BODY,
)
async def import_staff_list(call: Annotated[Call, may("staff:write")]) -> Response:
    """Add and change people by a list: by id, else by e-mail address; twice changes nothing."""
    kind = call.request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _CSV:
        raise UnsupportedMediaType("Send the list as text/csv")
    try:
        text = (await call.request.body()).decode("utf-8")
    except UnicodeDecodeError as error:
        raise NoListOfStaff(f"Invalid UTF-8 at byte {error.start}") from error
    # In a thread: thousands of lines take a while, and others wait for the loop.
    rows = await asyncio.to_thread(read_rows, text)
    command = ImportStaff(rows=rows, by=actor_of(call.principal), now=call.now)
    return await call.once(lambda tx: import_staff(command, tx), show=StaffImportOut.of)
