"""/scim/v2/Users: members of staff, as an identity provider keeps them (RO-1)."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Body, Response

from services.routing.api.actor import actor_of
from services.routing.api.scim.answering import MADE, MEDIA_TYPE, SHOWN, ScimRoute, base_of, id_of, refusals, render
from services.routing.api.scim.asking import ListAsked, Projected
from services.routing.commands.provision_users import (
    AddUser,
    ChangeUser,
    RemoveUser,
    add_user,
    patch_user,
    remove_user,
    replace_user,
)
from services.routing.domain.scim.projection import Projection
from services.routing.domain.scim.schemas import USERS
from services.routing.domain.scim.users import User
from services.routing.queries.scim_lists import list_resources
from services.routing.queries.scim_resources import location_of, user_of, user_shown
from shared.http.call import Call, may
from shared.kernel.ids import new_id

router = APIRouter(prefix="/scim/v2/Users", tags=["scim"], route_class=ScimRoute)
Sent = Annotated[dict[str, Any], Body(media_type=MEDIA_TYPE)]
Caller = Annotated[Call, may("scim:write")]


@router.get("", response_model=None, responses=SHOWN | refusals(400))
async def list_scim_users(call: Caller, asked: ListAsked) -> Response:
    """Users, a page of those that fit the filter."""
    return await call.read(
        lambda tx: list_resources((USERS,), asked, tx, base=base_of(call)), show=render, media_type=MEDIA_TYPE
    )


@router.post("", status_code=201, response_model=None, responses=MADE | refusals(400, 409))
async def add_scim_user(call: Caller, body: Sent, projection: Projected) -> Response:
    """Add a user."""
    command = AddUser(id=new_id(), body=body, by=actor_of(call.principal), now=call.now)
    return await call.once(
        lambda tx: add_user(command, tx),
        show=partial(_shown, call, projection),
        status=201,
        location=lambda user: location_of(USERS, user.person.id, base_of(call)),
        media_type=MEDIA_TYPE,
    )


@router.get("/{user}", response_model=None, responses=SHOWN | refusals(400, 404))
async def scim_user(user: str, call: Caller, projection: Projected) -> Response:
    """One user."""
    return await call.read(
        lambda tx: user_of(id_of(user), tx), show=partial(_shown, call, projection), ages=True, media_type=MEDIA_TYPE
    )


@router.put("/{user}", response_model=None, responses=SHOWN | refusals(400, 404, 409, 412))
async def replace_scim_user(user: str, call: Caller, body: Sent, projection: Projected) -> Response:
    """Let a user be as the body says."""
    command = _change(user, call, body)
    return await call.once(
        lambda tx: replace_user(command, tx),
        show=partial(_shown, call, projection),
        media_type=MEDIA_TYPE,
    )


@router.patch("/{user}", response_model=None, responses=SHOWN | refusals(400, 404, 409, 412))
async def patch_scim_user(user: str, call: Caller, body: Sent, projection: Projected) -> Response:
    """Change a user by operations; `active` false hands on their cases."""
    command = _change(user, call, body)
    return await call.once(
        lambda tx: patch_user(command, tx),
        show=partial(_shown, call, projection),
        media_type=MEDIA_TYPE,
    )


@router.delete("/{user}", status_code=204, response_model=None, responses=refusals(404, 412))
async def remove_scim_user(user: str, call: Caller) -> Response:
    """Take a user out: they work here no more, and their cases go to others."""
    command = RemoveUser(id_of(user), call.if_match, actor_of(call.principal), call.now)
    return await call.once(lambda tx: remove_user(command, tx), show=lambda _: None, status=204)


def _change(user: str, call: Call, body: dict[str, Any]) -> ChangeUser:
    return ChangeUser(
        id=id_of(user), body=body, expected_version=call.if_match, by=actor_of(call.principal), now=call.now
    )


def _shown(call: Call, projection: Projection, user: User) -> bytes:
    return render(projection.shown(user_shown(user, base_of(call)), USERS))
