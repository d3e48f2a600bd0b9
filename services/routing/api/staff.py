"""/v1/staff: the directory (RO-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.routing.api.actor import actor_of
from services.routing.api.staff_schemas import StaffChange, StaffIn, StaffOut
from services.routing.commands.add_staff import AddStaff, add_staff
from services.routing.commands.change_staff import ChangeStaff, change_staff
from services.routing.domain.staff import Staff
from services.routing.queries.staff_view import list_staff, staff_view
from shared.http.call import Call, may
from shared.http.pages import Listed, Page, PageQuery, after, page
from shared.http.problems import problems
from shared.kernel.ids import new_id

router = APIRouter(tags=["staff"])


@router.post("/v1/staff", status_code=201, response_model=StaffOut, responses=problems(403, 409, 422))
async def add_staff_member(body: StaffIn, call: Annotated[Call, may("staff:write")]) -> Response:
    """Add a member of staff."""
    command = AddStaff(person=body.person(new_id()), by=actor_of(call.principal), now=call.now)
    return await call.once(
        lambda tx: add_staff(command, tx),
        show=StaffOut.of,
        status=201,
        location=lambda person: f"/v1/staff/{person.id}",
    )


@router.get("/v1/staff", response_model=Listed[StaffOut], responses=problems(422))
async def staff_directory(
    call: Annotated[Call, may("staff:read")],
    where: PageQuery,
    department: Annotated[str | None, Query(max_length=100, pattern=r"^[^\x00-\x1f]+$")] = None,
) -> Response:
    """The staff, the latest added first."""
    return await call.read(
        lambda tx: list_staff(tx, department=department, limit=where.limit, after=partial(after, where)),
        show=partial(_page, where),
    )


def _page(where: Page, found: Sequence[tuple[Staff, datetime]]) -> dict[str, Any]:
    shown = page(found, limit=where.limit, key=lambda row: (row[1], row[0].id))
    return {**shown, "items": [StaffOut.of(person) for person, _ in shown["items"]]}


@router.get("/v1/staff/{staff_id}", response_model=StaffOut, responses=problems(404))
async def staff_member(staff_id: UUID, call: Annotated[Call, may("staff:read")]) -> Response:
    """One member of staff."""
    return await call.read(lambda tx: staff_view(staff_id, tx), show=StaffOut.of)


@router.patch("/v1/staff/{staff_id}", response_model=StaffOut, responses=problems(403, 404, 409, 412, 422, 428))
async def change_staff_member(staff_id: UUID, body: StaffChange, call: Annotated[Call, may("staff:write")]) -> Response:
    """Change the members that are given; If-Match names the version that was read."""
    command = ChangeStaff(
        staff_id=staff_id,
        changes=body.changes(),
        expected_version=call.require_match(),
        by=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: change_staff(command, tx), show=StaffOut.of)
