"""The shape of a problem (RFC 9457): one table from kinds to statuses, one document, no internals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

import orjson
from starlette.responses import Response

from shared.kernel.errors import FieldError, Kind, RedressError
from shared.observability.correlation import current_correlation

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 2
SCHEMA_NAME = "Problem"

STATUS: dict[Kind, int] = {
    Kind.INVALID: 422,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.PRECONDITION_FAILED: 412,
    Kind.PRECONDITION_REQUIRED: 428,
    Kind.GONE: 410,
    Kind.TOO_LARGE: 413,
    Kind.TOO_MANY: 429,
    Kind.UNAVAILABLE: 503,
}
"""The only place where a kind of error meets HTTP."""

SCHEMA: dict[str, Any] = {
    "title": SCHEMA_NAME,
    "description": "What went wrong (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "examples": ["/problems/not-found"]},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri", "description": "The correlation id, as a URN"},
        "errors": {
            "type": "array",
            "description": "The fields that are wrong",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer, or a parameter's name"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
    "additionalProperties": True,
}


def status_of(error: RedressError) -> int:
    """The HTTP status of an error: its kind's, unless the class says that the request itself was malformed."""
    return int(getattr(error, "status", STATUS[error.kind]))


def body_of(
    *,
    status: int,
    slug: str,
    title: str,
    detail: str,
    fields: Iterable[FieldError] = (),
    extra: Mapping[str, Any] | None = None,
) -> bytes:
    """A problem document as bytes; `extra` are its extension members."""
    document: dict[str, Any] = {
        "type": f"/problems/{slug}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": f"urn:redress:correlation:{current_correlation()}",
    }
    errors = [{"pointer": field.pointer, "detail": field.detail} for field in fields]
    if errors:
        document["errors"] = errors
    for name, value in (extra or {}).items():
        document.setdefault(name, value)
    return orjson.dumps(document, default=str)


def problem(
    *,
    status: int,
    slug: str,
    title: str,
    detail: str = "",
    fields: Iterable[FieldError] = (),
    extra: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem as a response."""
    body = body_of(status=status, slug=slug, title=title, detail=detail or title, fields=fields, extra=extra)
    return Response(body, status_code=status, media_type=MEDIA_TYPE, headers=dict(headers or {}))


def headers_of(error: RedressError) -> dict[str, str]:
    """The headers that go with an error: a challenge (RFC 6750), or when to come back."""
    match error.kind:
        case Kind.UNAUTHENTICATED:
            return {"www-authenticate": 'Bearer realm="redress"'}
        case Kind.FORBIDDEN if "scope" in error.extra:
            scope = error.extra["scope"]
            return {"www-authenticate": f'Bearer realm="redress", error="insufficient_scope", scope="{scope}"'}
        case Kind.UNAVAILABLE | Kind.TOO_MANY:
            return {"retry-after": str(error.extra.get("retry_after", RETRY_AFTER_SECONDS))}
        case _:
            return {}


def problem_of(error: RedressError) -> Response:
    """A rule's error as a response."""
    return problem(
        status=status_of(error),
        slug=error.slug,
        title=error.title,
        detail=error.detail,
        fields=error.fields,
        extra=error.extra,
        headers=headers_of(error),
    )


def problem_of_status(status: int, detail: str = "", headers: Mapping[str, str] | None = None) -> Response:
    """A problem for a bare status, such as the router's own 404 and 405."""
    known = HTTPStatus(status)
    slug = known.phrase.lower().replace(" ", "-").replace("'", "")
    return problem(status=status, slug=slug, title=known.phrase, detail=detail, headers=headers)
