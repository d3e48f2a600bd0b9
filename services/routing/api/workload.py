"""/v1/workload and its insight: who carries what, and what each department does (RO-14)."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.routing.api.actor import actor_of
from services.routing.api.workload_bodies import TeamLoadOut, WorkloadOut
from services.routing.queries.team_load import team_load_view
from services.routing.queries.workload import ListWorkload, list_workload
from shared.charts.bars import Bars, Row, bars
from shared.charts.labels import number, percent
from shared.http.call import Call, may
from shared.http.insights import Ask, Insight, offer
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems
from shared.http.schemas import In

router = APIRouter(tags=["workload"])
NO_DEPARTMENT = "no department"


@router.get("/v1/workload", response_model=Listed[WorkloadOut], responses=problems(422))
async def workload_list(
    call: Annotated[Call, may("workload:read")],
    where: PageQuery,
    department: Annotated[str | None, Query(max_length=100)] = None,
) -> Response:
    """Who carries what now, in the order in which people joined the directory: never by how much."""
    after = where.expect(UUID)
    query = ListWorkload(
        by=actor_of(call.principal),
        department=department,
        after_id=after[0] if after else None,
        limit=where.limit,
        now=call.now,
    )
    return await call.read(
        lambda tx: list_workload(query, tx),
        show=lambda found: page(
            [WorkloadOut.model_validate(row) for row in found], limit=where.limit, key=lambda row: (row.staff_id,)
        ),
    )


class TeamLoadAsked(In):
    """Nothing need be asked: it tells of now."""


def _ask(_: TeamLoadAsked, call: Call) -> Ask:
    return lambda tx: team_load_view(tx, now=call.now)


def _draw(view: dict[str, Any]) -> str:
    rows = [
        Row(
            label=row["department"] or NO_DEPARTMENT,
            values=(row["open"], row["waiting"], row["share"]),
            words=(number(row["open"]), number(row["waiting"]), percent(row["share"])),
        )
        for row in view["rows"]
    ]
    columns = ("open", "waiting", "of what can be carried")
    return bars(Bars("Workload by department", f"{view['as_of']:%Y-%m-%d %H:%M} UTC", columns, rows))


TEAM_LOAD = Insight(
    name="workload",
    summary="What each department carries now beside what it can",
    asked=TeamLoadAsked,
    answer=TeamLoadOut,
    ask=_ask,
    columns=("department", "people", "capacity", "open", "waiting", "hot", "overdue", "share"),
    draw=_draw,
)
offer(router, TEAM_LOAD)
