"""The OpenAPI 3.1 document: what FastAPI finds out, plus what the chassis promises on every operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from inspect import Parameter, Signature
from typing import Annotated, Any

from fastapi import FastAPI
from starlette.responses import Response

from shared.http.call import Call, may, public
from shared.http.hot import HotDoor
from shared.http.problem_shape import SCHEMA, SCHEMA_NAME
from shared.http.problems import problems
from shared.http.roles import SCOPES

_VERBS = ("get", "put", "post", "delete", "patch")
_CORRELATION = {
    "name": "X-Correlation-ID",
    "in": "header",
    "required": False,
    "description": "Names this request in answers, logs and events; made up when missing or odd",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9._:-]{1,128}$"},
}
_IDEMPOTENCY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same body gets the first answer again; with another body it is refused (422)",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag that you read: 412 when it has changed since",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,18}"$', "examples": ['"3"']},
}


def describe(app: FastAPI, *, tags: Sequence[Mapping[str, str]] = ()) -> None:
    """Let the application's document say what the chassis adds; made once, when it is first asked for."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None or "x-redress" not in app.openapi_schema:
            document = plain()
            _complete(document)
            if tags:
                document["tags"] = [dict(tag) for tag in tags]
            document["x-redress"] = {"problems": "RFC 9457", "scopes": SCOPES}
            app.openapi_schema = document
        return app.openapi_schema

    # FastAPI's documented way to extend its document.
    app.openapi = openapi  # type: ignore[method-assign]


def document_hot_door(app: FastAPI, door: HotDoor[Any, Any]) -> None:
    """Show a hot door in the document; its requests are answered before they could come here."""

    async def documented(**_: Any) -> Response:
        raise RuntimeError(f"{door.path} is a hot door and is not served by FastAPI")

    caller = public(door.public) if door.public else may(*door.scopes)
    arguments = {"body": door.body, "call": Annotated[Call, caller]}
    if door.parameter is not None:
        arguments = {door.parameter: str, **arguments}
    documented.__name__ = door.name
    documented.__doc__ = door.summary
    # What FastAPI reads.
    documented.__signature__ = Signature(  # type: ignore[attr-defined]
        [Parameter(name, Parameter.KEYWORD_ONLY, annotation=kind) for name, kind in arguments.items()],
        return_annotation=Response,
    )
    app.add_api_route(
        door.path,
        documented,
        methods=["POST"],
        status_code=door.status,
        name=door.name,
        summary=door.summary,
        tags=[door.tag],
        response_model=door.answer,
        responses=problems(*door.problems),
    )


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in document.get("paths", {}).values():
        for verb in _VERBS:
            if verb in path:
                yield verb, path[verb]


def _complete(document: dict[str, Any]) -> None:
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    schemas[SCHEMA_NAME] = SCHEMA
    for verb, operation in _operations(document):
        responses = operation["responses"]
        for status in _statuses(verb, operation):
            responses[str(status)] = problems(status)[status]
        responses.setdefault("default", _default())
        parameters = operation.setdefault("parameters", [])
        parameters.append(_CORRELATION)
        if verb == "post":
            parameters.append(_IDEMPOTENCY)
        if "428" in responses or "412" in responses:
            parameters.append(_IF_MATCH | {"required": "428" in responses})
        operation["responses"] = dict(sorted(responses.items()))


def _default() -> dict[str, Any]:
    return problems(500)[500] | {"description": "Any other problem"}


def _statuses(verb: str, operation: dict[str, Any]) -> list[int]:
    """The problems that an operation can answer with besides those that its route declares."""
    found = [401, 403] if operation.get("security") else []
    if "requestBody" in operation:
        found += [400, 413, 415, 422]
    elif operation.get("parameters"):
        found += [422]
    if verb == "post" and operation.get("security"):
        found += [409, 422]
    return [status for status in dict.fromkeys(found) if not _declared(operation["responses"], status)]


def _declared(responses: Mapping[str, Any], status: int) -> bool:
    """Whether the route itself says it, rather than FastAPI's own validation error."""
    content = responses.get(str(status), {}).get("content", {})
    return str(status) in responses and "HTTPValidationError" not in str(content)
