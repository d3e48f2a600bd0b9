"""/v1/rule-packs and /v1/pack-choices: which rules hold for whom, in editions that never change (RO-7)."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Response

from services.routing.api.actor import actor_of
from services.routing.api.policy_bodies import (
    PackChoiceIn,
    PackChoiceOut,
    PackPreviewIn,
    PackRetimingIn,
    RetimingOut,
    RulePackIn,
    RulePackOut,
)
from services.routing.commands.choose_packs import ChoosePacks, choose_packs
from services.routing.commands.release_edition import ReleaseEdition, release_pack
from services.routing.commands.retime import Retime, preview_retiming, retime
from services.routing.domain.pack_choice import PackChoice
from services.routing.domain.retiming import Retimed
from services.routing.queries.policies import list_choices, list_packs, pack_view
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, after, page
from shared.http.problems import problems
from shared.http.schemas import Code
from shared.kernel.ids import new_id

router = APIRouter(tags=["rule packs"])
PackCode = Annotated[str, Code(64), Path()]


@router.get("/v1/rule-packs", response_model=Listed[RulePackOut], responses=problems(422))
async def rule_pack_list(call: Annotated[Call, may("cases:read")], where: PageQuery) -> Response:
    """Every edition of every rule pack, those that come with the service among them."""
    beyond = where.expect(str, int)
    return await call.read(
        lambda tx: list_packs(tx, limit=where.limit, after=partial(after, where, descending=False), beyond=beyond),
        show=lambda found: page(
            [RulePackOut.of(pack) for pack in found], limit=where.limit, key=lambda pack: (pack.code, pack.edition)
        ),
    )


@router.get("/v1/rule-packs/{code}", response_model=RulePackOut, responses=problems(404, 422))
async def rule_pack_detail(code: PackCode, call: Annotated[Call, may("cases:read")]) -> Response:
    """The latest edition of a rule pack."""
    return await call.read(lambda tx: pack_view(code, tx), show=RulePackOut.of)


@router.post("/v1/rule-packs", status_code=201, response_model=RulePackOut, responses=problems(403, 409, 422))
async def add_rule_pack(body: RulePackIn, call: Annotated[Call, may("policies:write")]) -> Response:
    """Release a rule pack or its next edition; a released one never changes, and running clocks keep theirs."""
    command = ReleaseEdition(
        code=body.code,
        edition=body.edition,
        content=body.content(),
        valid_from=body.valid_from or call.now,
        by=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(
        lambda tx: release_pack(command, tx),
        show=RulePackOut.of,
        status=201,
        location=lambda pack: f"/v1/rule-packs/{pack.code}",
    )


@router.post("/v1/rule-packs/{code}/preview", response_model=RetimingOut, responses=problems(403, 404, 422))
async def preview_rule_pack(
    code: PackCode, body: PackPreviewIn, call: Annotated[Call, may("policies:write")]
) -> Response:
    """Which running clocks another edition would move; nothing is changed."""
    command = Retime(
        what=Retimed.PACK,
        code=code,
        to_edition=body.edition,
        complaint_ids=body.among(),
        by=actor_of(call.principal),
        now=call.now,
        calendar=body.calendar,
    )
    return await call.once(lambda tx: preview_retiming(command, tx), show=RetimingOut.of)


@router.post("/v1/rule-packs/{code}/retiming", response_model=RetimingOut, responses=problems(403, 404, 422))
async def retime_by_rule_pack(
    code: PackCode, body: PackRetimingIn, call: Annotated[Call, may("policies:write")]
) -> Response:
    """Let another edition hold for cases that run, 200 at a time; who said so and why is kept."""
    command = Retime(
        what=Retimed.PACK,
        code=code,
        to_edition=body.to_edition,
        complaint_ids=body.among(),
        by=actor_of(call.principal),
        now=call.now,
        calendar=body.calendar,
        why=body.why,
    )
    return await call.once(lambda tx: retime(command, tx), show=RetimingOut.of)


@router.get("/v1/pack-choices", response_model=Listed[PackChoiceOut], responses=problems(422))
async def pack_choice_list(call: Annotated[Call, may("cases:read")], where: PageQuery) -> Response:
    """Every choice that was made, the latest one first."""
    return await call.read(
        lambda tx: list_choices(tx, limit=where.limit, after=partial(after, where)),
        show=lambda found: page(
            [PackChoiceOut.of(choice) for choice in found],
            limit=where.limit,
            key=lambda choice: (choice.valid_from, choice.id),
        ),
    )


@router.post("/v1/pack-choices", status_code=201, response_model=PackChoiceOut, responses=problems(403, 422))
async def add_pack_choice(body: PackChoiceIn, call: Annotated[Call, may("policies:write")]) -> Response:
    """Say which packs hold for complaints recorded from then on; what runs already keeps its own."""
    by = actor_of(call.principal)
    choice = PackChoice(
        id=new_id(),
        department=body.department,
        product=body.product,
        branch=body.branch,
        codes=tuple(body.codes),
        calendar_code=body.calendar,
        valid_from=body.valid_from or call.now,
        by_subject=by.subject,
    )
    command = ChoosePacks(choice=choice, by=by, now=call.now)
    return await call.once(lambda tx: choose_packs(command, tx), show=PackChoiceOut.of, status=201)
