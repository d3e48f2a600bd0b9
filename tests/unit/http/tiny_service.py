"""A service of three routes, for what the edge does before any database is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import asyncpg
from fastapi import APIRouter, Form
from starlette.responses import Response

from shared.http.call import Call, may, public
from shared.http.pages import PageQuery
from shared.http.problems import problems
from shared.http.schemas import Day, In, Instant, Out, Text
from shared.kernel.errors import Conflict, FieldError, Unavailable

router = APIRouter(tags=["things"])


class ThingIn(In):
    text: Annotated[str, Text(100)]
    count: int = 0
    ratio: float = 0.0
    day: Day | None = None
    at: Instant | None = None
    free: dict[str, Any] | None = None


class ThingOut(Out):
    text: str
    day: date | None
    version: int = 1


class AlreadyPainted(Conflict):
    slug = "already-painted"
    title = "The thing is painted already"


@router.post("/v1/things", status_code=201, response_model=ThingOut, responses=problems(409, 412))
async def make_thing(body: ThingIn, call: Annotated[Call, may("complaints:write")]) -> Response:
    """Make a thing."""
    assert call.principal.subject == "crm"
    return Response(body.model_dump_json(), status_code=201, media_type="application/json")


@router.get("/v1/things")
async def list_things(page: PageQuery, call: Annotated[Call, may("complaints:read")]) -> Response:
    """List things."""
    return Response(str(page.limit))


@router.post("/v1/forms")
async def fill_form(word: Annotated[str, Form(max_length=5)], call: Annotated[Call, public("a test")]) -> Response:
    """Fill in a form."""
    return Response(word)


@router.get("/v1/secrets")
async def secrets(call: Annotated[Call, may("rewards:approve")]) -> Response:
    """For few."""
    return Response()


def _integrity() -> Exception:
    return asyncpg.UniqueViolationError("duplicate key value: Key (email)=(jane@example.com) already exists")


FAULTS: dict[str, Any] = {
    "bug": lambda: KeyError("jane@example.com"),
    "rule": lambda: AlreadyPainted("It is blue", fields=(FieldError("/text", "is blue"),), colour="blue"),
    "unavailable": Unavailable,
    "unique": _integrity,
    "serialization": lambda: asyncpg.SerializationError("could not serialize jane@example.com"),
    "deadlock": lambda: asyncpg.DeadlockDetectedError("deadlock"),
    "out-of-range": lambda: asyncpg.NumericValueOutOfRangeError("9999"),
    "connection": lambda: ConnectionRefusedError("10.0.0.7:5432"),
    "shutdown": lambda: asyncpg.AdminShutdownError("terminating"),
    "check": lambda: asyncpg.CheckViolationError("ck_secret_table"),
}


@router.get("/v1/faults/{name}")
async def fault(name: str, call: Annotated[Call, public("a test")]) -> Response:
    """Raise."""
    raise FAULTS[name]()


class TinyService:
    name = "tiny"
    title = "Tiny"
    description = "For tests"
    migrations = Path("nowhere")
    routers = (router,)
    hot_doors = ()
    subscriptions = ()
    uploads: Mapping[str, str] = MappingProxyType({})
