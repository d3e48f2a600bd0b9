"""Every failure as a problem: what rules, schemas, the router, the database and bugs raise, in one place."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from shared.http.database_failures import DATABASE_ERRORS, explain
from shared.http.invalid_input import UnsupportedMediaType, body_problem, invalid_fields
from shared.http.problem_shape import MEDIA_TYPE, SCHEMA_NAME, problem, problem_of, problem_of_status
from shared.kernel.errors import RedressError

__all__ = ["UnsupportedMediaType", "body_problem", "install", "problem_response", "problems"]

_NOT_AN_OBJECT = frozenset({"model_attributes_type", "model_type", "dict_type", "list_type", "bytes_type"})
_NOBODY_IS_LISTENING = 499


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI responses of a route that may answer with these problems: `responses=problems(404, 409)`.

    412 or 428 among them also shows If-Match on the operation.
    """
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{SCHEMA_NAME}"}}},
        }
        for status in statuses
    }


def problem_response(error: Exception) -> Response:
    """The problem for anything that was raised; what nobody foresaw is logged and becomes a bare 500."""
    if isinstance(error, RedressError):
        return problem_of(error)
    if isinstance(error, HTTPException):
        detail = error.detail if isinstance(error.detail, str) else ""
        return problem_of_status(error.status_code, detail, error.headers)
    if isinstance(error, ClientDisconnect):
        return Response(status_code=_NOBODY_IS_LISTENING)
    if (explained := explain(error)) is not None:
        structlog.get_logger("redress.http").warning("refused by the database", error=type(error).__name__)
        return problem_of(explained)
    structlog.get_logger("redress.http").error("unexpected", error=type(error).__name__, exc_info=error)
    return problem(
        status=500,
        slug="unexpected",
        title="Something went wrong on our side",
        detail="It is in our log under the id in `instance`",
    )


def install(app: FastAPI) -> None:
    """Answer every failure of this application with a problem."""
    app.add_exception_handler(RequestValidationError, _schema)
    for kind in (RedressError, HTTPException, ClientDisconnect, DBAPIError, PoolTimeout, *DATABASE_ERRORS, Exception):
        app.add_exception_handler(kind, _any)


async def _any(_: Request, error: Exception) -> Response:
    return problem_response(error)


async def _schema(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if _wrong_media_type(request, error):
        return problem_of(UnsupportedMediaType())
    return problem_of(invalid_fields(error.errors()))


def _wrong_media_type(request: Request, error: RequestValidationError) -> bool:
    """Without a JSON content type FastAPI hands the raw bytes to the model, which then wants an object."""
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent == "application/json" or (sent.startswith("application/") and sent.endswith("+json")):
        return False
    return any(tuple(one["loc"]) == ("body",) and one["type"] in _NOT_AN_OBJECT for one in error.errors())
