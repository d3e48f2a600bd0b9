"""Input that no schema accepts, as errors that name every field and never repeat what was sent (SU-2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from shared.kernel.errors import FieldError, Invalid, RedressError

_MOST_FIELDS = 100
_SENTENCES = {
    "extra_forbidden": "is not a member that is known here",
    "missing": "is required",
}


class MalformedJson(Invalid):
    slug = "malformed-json"
    title = "The body is not valid JSON"
    status = 400


class UnsupportedMediaType(Invalid):
    slug = "unsupported-media-type"
    title = "Send the body as application/json"
    status = 415


def invalid_fields(errors: Sequence[Any], *, prefix: tuple[str, ...] = ()) -> RedressError:
    """Pydantic's errors as one error: MalformedJson when it was no JSON, else Invalid with its fields."""
    for error in errors:
        if error["type"] == "json_invalid":
            return MalformedJson(_where(error))
    fields = tuple(FieldError(pointer_of((*prefix, *one["loc"])), _sentence(one)) for one in errors)
    names = ", ".join(dict.fromkeys(field.pointer or "the body" for field in fields))
    return Invalid(f"Wrong or missing: {names}"[:500], fields=fields[:_MOST_FIELDS])


def body_problem(error: ValidationError) -> RedressError:
    """The same for a body that was validated straight from its bytes."""
    return invalid_fields(error.errors(include_url=False, include_input=False, include_context=True), prefix=("body",))


def pointer_of(location: tuple[int | str, ...]) -> str:
    """A JSON pointer (RFC 6901) into the body, or the bare name of a query, path or header parameter."""
    if not location:
        return ""
    place, *path = location
    if place != "body":
        return str(path[0]) if path else str(place)
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def _sentence(error: Any) -> str:
    known = _SENTENCES.get(error["type"])
    return known or str(error["msg"]).removeprefix("Value error, ")[:300]


def _where(error: Any) -> str:
    reason = str(error.get("ctx", {}).get("error", "not JSON"))
    position = error["loc"][-1] if error["loc"] else None
    return f"{reason} at character {position}" if isinstance(position, int) else reason
