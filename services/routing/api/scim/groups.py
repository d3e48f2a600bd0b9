"""/scim/v2/Groups: groups of staff, as an identity provider keeps them (RO-1)."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Body, Response

from services.routing.api.actor import actor_of
from services.routing.api.scim.answering import MADE, MEDIA_TYPE, SHOWN, ScimRoute, base_of, id_of, refusals, render
from services.routing.api.scim.asking import ListAsked, Projected
from services.routing.commands.provision_groups import (
    AddGroup,
    ChangeGroup,
    RemoveGroup,
    add_group,
    patch_group,
    remove_group,
    replace_group,
)
from services.routing.domain.scim.groups import Group
from services.routing.domain.scim.projection import Projection
from services.routing.domain.scim.schemas import GROUPS
from services.routing.queries.scim_lists import list_resources
from services.routing.queries.scim_resources import group_of, group_shown, location_of
from shared.http.call import Call, may
from shared.kernel.ids import new_id

router = APIRouter(prefix="/scim/v2/Groups", tags=["scim"], route_class=ScimRoute)
Sent = Annotated[dict[str, Any], Body(media_type=MEDIA_TYPE)]
Caller = Annotated[Call, may("scim:write")]


@router.get("", response_model=None, responses=SHOWN | refusals(400))
async def list_scim_groups(call: Caller, asked: ListAsked) -> Response:
    """Groups, a page of those that fit the filter."""
    return await call.read(
        lambda tx: list_resources((GROUPS,), asked, tx, base=base_of(call)), show=render, media_type=MEDIA_TYPE
    )


@router.post("", status_code=201, response_model=None, responses=MADE | refusals(400, 409))
async def add_scim_group(call: Caller, body: Sent, projection: Projected) -> Response:
    """Add a group."""
    command = AddGroup(id=new_id(), body=body, by=actor_of(call.principal), now=call.now)
    return await call.once(
        lambda tx: add_group(command, tx),
        show=partial(_shown, call, projection),
        status=201,
        location=lambda group: location_of(GROUPS, group.id, base_of(call)),
        media_type=MEDIA_TYPE,
    )


@router.get("/{group}", response_model=None, responses=SHOWN | refusals(400, 404))
async def scim_group(group: str, call: Caller, projection: Projected) -> Response:
    """One group."""
    return await call.read(
        lambda tx: group_of(id_of(group), tx), show=partial(_shown, call, projection), media_type=MEDIA_TYPE
    )


@router.put("/{group}", response_model=None, responses=SHOWN | refusals(400, 404, 409, 412))
async def replace_scim_group(group: str, call: Caller, body: Sent, projection: Projected) -> Response:
    """Let a group be as the body says."""
    command = _change(group, call, body)
    return await call.once(
        lambda tx: replace_group(command, tx),
        show=partial(_shown, call, projection),
        media_type=MEDIA_TYPE,
    )


@router.patch("/{group}", response_model=None, responses=SHOWN | refusals(400, 404, 409, 412))
async def patch_scim_group(group: str, call: Caller, body: Sent, projection: Projected) -> Response:
    """Change a group by operations."""
    command = _change(group, call, body)
    return await call.once(
        lambda tx: patch_group(command, tx),
        show=partial(_shown, call, projection),
        media_type=MEDIA_TYPE,
    )


@router.delete("/{group}", status_code=204, response_model=None, responses=refusals(404, 412))
async def remove_scim_group(group: str, call: Caller) -> Response:
    """Take a group out, and what it gave its members."""
    command = RemoveGroup(id_of(group), call.if_match, actor_of(call.principal), call.now)
    return await call.once(lambda tx: remove_group(command, tx), show=lambda _: None, status=204)


def _change(group: str, call: Call, body: dict[str, Any]) -> ChangeGroup:
    return ChangeGroup(
        id=id_of(group), body=body, expected_version=call.if_match, by=actor_of(call.principal), now=call.now
    )


def _shown(call: Call, projection: Projection, group: Group) -> bytes:
    return render(projection.shown(group_shown(group, base_of(call)), GROUPS))
