"""How SCIM answers: its media type, its own shape of errors, and where it is (RFC 7644 sections 3.8 and 3.12)."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID

import orjson
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from services.routing.domain.scim.errors import NotUnique, ResourceNotFound, ScimInvalid
from shared.http.call import Call
from shared.http.database_failures import explain
from shared.http.invalid_input import invalid_fields
from shared.http.principal import MissingScope
from shared.http.problem_shape import problem_of, status_of
from shared.kernel.errors import Kind, RedressError, Unauthenticated

MEDIA_TYPE = "application/scim+json"
ERROR_URN = "urn:ietf:params:scim:api:messages:2.0:Error"
ROOT = "/scim/v2"
_PREFIX = re.compile(r"(?:/[a-z0-9_-]{1,32}){1,4}")

SHOWN: dict[int | str, dict[str, Any]] = {
    200: {"description": "The resource, or a list", "content": {MEDIA_TYPE: {"schema": {"type": "object"}}}}
}
"""What an operation answers with, for the document."""
MADE: dict[int | str, dict[str, Any]] = {
    201: {"description": "The new resource", "content": {MEDIA_TYPE: {"schema": {"type": "object"}}}}
}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors of an operation, for the document."""
    schema = {
        "type": "object",
        "required": ["schemas", "status"],
        "properties": {
            "schemas": {"type": "array", "items": {"type": "string"}},
            "status": {"type": "string"},
            "scimType": {"type": "string"},
            "detail": {"type": "string"},
        },
    }
    return {status: {"description": "A SCIM error", "content": {MEDIA_TYPE: {"schema": schema}}} for status in statuses}


class ScimRoute(APIRoute):
    """A route that says what is wrong as SCIM does; only who nobody knows is told as everywhere else here."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        plain = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await plain(request)
            except (Unauthenticated, MissingScope):
                raise
            except RequestValidationError as error:
                return error_response(invalid_fields(error.errors()))
            except RedressError as error:
                return error_response(error)
            except Exception as error:
                explained = explain(error)
                if explained is None:
                    raise
                return error_response(explained)

        return answered


def error_response(error: RedressError) -> Response:
    """The error as a SCIM message. What was sent wrongly is a 400 here, also where it would be a 422 elsewhere."""
    status = status_of(error)
    status = 400 if error.kind is Kind.INVALID and status == 422 else status
    body: dict[str, Any] = {"schemas": [ERROR_URN], "status": str(status), "detail": error.detail}
    if isinstance(error, ScimInvalid | NotUnique):
        body["scimType"] = error.scim_type
    elif status == 400:
        body["scimType"] = "invalidValue"
    # Retry-After and the like are as everywhere.
    headers = {
        name: value
        for name, value in problem_of(error).headers.items()
        if name not in {"content-type", "content-length"}
    }
    return Response(orjson.dumps(body), status_code=status, media_type=MEDIA_TYPE, headers=headers)


def base_of(call: Call) -> str:
    """Where SCIM is for this caller, without a slash at its end; behind a gateway, below its prefix."""
    request = call.request
    prefix = request.headers.get("x-forwarded-prefix", "")
    if not _PREFIX.fullmatch(prefix):
        return f"{str(request.base_url).rstrip('/')}{ROOT}"
    outside = call.context.common.public_url or str(request.base_url)
    return f"{outside.rstrip('/')}{prefix}{ROOT}"


def id_of(text: str) -> UUID:
    """The id in a path. Raises ResourceNotFound for what no resource has as its id."""
    try:
        return UUID(text)
    except ValueError as error:
        raise ResourceNotFound from error


def render(document: Any) -> bytes:
    """A document as JSON."""
    return orjson.dumps(document)
