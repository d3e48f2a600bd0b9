"""/v1/ladders: the ladder as data, in editions that never change (RO-6)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from services.routing.api.actor import actor_of
from services.routing.api.ladder_bodies import LadderIn, LadderOut
from services.routing.commands.write_ladder import WriteLadder, write_ladder
from services.routing.queries.ladder_view import ladder_list, ladder_view
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems

router = APIRouter(tags=["ladders"])


@router.get("/v1/ladders", response_model=Listed[LadderOut], responses=problems(422))
async def list_ladders(call: Annotated[Call, may("cases:read")], where: PageQuery) -> Response:
    """The editions, the highest first; the last one is built in."""
    after = where.expect(int)
    return await call.read(
        lambda tx: ladder_list(tx, below=after[0] if after else None, limit=where.limit),
        show=lambda found: page(
            [LadderOut.of(edition) for edition in found], limit=where.limit, key=lambda shown: (shown.edition,)
        ),
    )


@router.get("/v1/ladders/{edition}", response_model=LadderOut, responses=problems(404, 422))
async def read_ladder(
    edition: Annotated[int, Path(ge=1, le=1_000_000)], call: Annotated[Call, may("cases:read")]
) -> Response:
    """One edition."""
    return await call.read(lambda tx: ladder_view(edition, tx), show=LadderOut.of)


@router.post("/v1/ladders", status_code=201, response_model=LadderOut, responses=problems(409, 422))
async def add_ladder(body: LadderIn, call: Annotated[Call, may("policies:write")]) -> Response:
    """A new edition, whole: a ladder with a gap is refused, and everything that is wrong with it named at once."""
    command = WriteLadder(
        edition=body.edition,
        steps=[step.step() for step in body.steps],
        valid_from=body.valid_from or call.now,
        by=actor_of(call.principal).subject,
    )
    return await call.once(
        lambda tx: write_ladder(command, tx),
        show=LadderOut.of,
        status=201,
        location=lambda edition: f"/v1/ladders/{edition.ladder.edition}",
    )
