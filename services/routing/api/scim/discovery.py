"""What this service says of its own SCIM, search over everything, and paths that lead nowhere (RFC 7644 section 4)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Response

from services.routing.api.scim.answering import MEDIA_TYPE, ROOT, SHOWN, ScimRoute, base_of, refusals, render
from services.routing.api.scim.asking import asked_in
from services.routing.domain.scim.errors import ResourceNotFound
from services.routing.domain.scim.schemas import KINDS
from services.routing.queries.scim_discovery import listed, provider_config, resource_types, schemas
from services.routing.queries.scim_lists import list_resources
from shared.http.call import Call, may

router = APIRouter(prefix=ROOT, tags=["scim"], route_class=ScimRoute)
Caller = Annotated[Call, may("scim:write")]


@router.get("/ServiceProviderConfig", response_model=None, responses=SHOWN)
async def scim_provider_config(call: Caller) -> Response:
    """What of SCIM is supported."""
    return _answer(provider_config(base_of(call)))


@router.get("/ResourceTypes", response_model=None, responses=SHOWN)
async def scim_resource_types(call: Caller) -> Response:
    """Users and groups."""
    return _answer(listed(resource_types(base_of(call))))


@router.get("/ResourceTypes/{name}", response_model=None, responses=SHOWN | refusals(404))
async def scim_resource_type(name: str, call: Caller) -> Response:
    """One type of resource."""
    return _answer(_only(resource_types(base_of(call)), name))


@router.get("/Schemas", response_model=None, responses=SHOWN)
async def scim_schemas(call: Caller) -> Response:
    """The attributes of users and groups."""
    return _answer(listed(schemas(base_of(call))))


@router.get("/Schemas/{urn}", response_model=None, responses=SHOWN | refusals(404))
async def scim_schema(urn: str, call: Caller) -> Response:
    """One schema."""
    return _answer(_only(schemas(base_of(call)), urn))


@router.post("/.search", response_model=None, responses=SHOWN | refusals(400))
async def search_scim(call: Caller, body: Annotated[dict[str, Any], Body(media_type=MEDIA_TYPE)]) -> Response:
    """Users and groups that fit a filter that is too long or too private for a path."""
    return await _searched(call, body, KINDS)


@router.post("/{endpoint}/.search", response_model=None, responses=SHOWN | refusals(400, 404))
async def search_scim_kind(
    endpoint: str, call: Caller, body: Annotated[dict[str, Any], Body(media_type=MEDIA_TYPE)]
) -> Response:
    """The same among the users or the groups alone."""
    kinds = tuple(kind for kind in KINDS if kind.endpoint == endpoint)
    if not kinds:
        raise ResourceNotFound
    return await _searched(call, body, kinds)


@router.get("/{path:path}", response_model=None, responses=refusals(404), include_in_schema=False)
async def no_scim_resource(path: str, call: Caller) -> Response:  # noqa: ARG001
    """Nothing is here, and SCIM clients are told so as SCIM does."""
    raise ResourceNotFound


async def _searched(call: Call, body: dict[str, Any], kinds: Any) -> Response:
    asked = asked_in(body)
    return await call.read(
        lambda tx: list_resources(kinds, asked, tx, base=base_of(call)), show=render, media_type=MEDIA_TYPE
    )


def _only(found: list[dict[str, Any]], id_: str) -> dict[str, Any]:
    one = next((one for one in found if one["id"].lower() == id_.lower()), None)
    if one is None:
        raise ResourceNotFound
    return one


def _answer(document: dict[str, Any]) -> Response:
    return Response(render(document), media_type=MEDIA_TYPE)
