"""What a list or a resource is asked for: in the query, or in the body of a search (RFC 7644 sections 3.4.2, 3.4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Query

from services.routing.domain.scim.errors import InvalidSyntax
from services.routing.domain.scim.projection import Projection, projection_of
from services.routing.queries.scim_lists import Asked

_Names = Annotated[str | None, Query(max_length=4_000)]
SEARCH_URN = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"


def _projection(
    attributes: _Names = None,
    excluded: Annotated[str | None, Query(alias="excludedAttributes", max_length=4_000)] = None,
) -> Projection:
    return projection_of(attributes, excluded)


Projected = Annotated[Projection, Depends(_projection)]
"""Which attributes are shown, from `?attributes=` or `?excludedAttributes=`."""


def _asked(
    projection: Projected,
    wanted: Annotated[str | None, Query(alias="filter", max_length=4_000)] = None,
    sort_by: Annotated[str | None, Query(alias="sortBy", max_length=200)] = None,
    sort_order: Annotated[str | None, Query(alias="sortOrder", max_length=20)] = None,
    start: Annotated[int, Query(alias="startIndex")] = 1,
    count: int = 100,
) -> Asked:
    return Asked(wanted, sort_by, _descends(sort_order), start, count, projection)


ListAsked = Annotated[Asked, Depends(_asked)]
"""The list that a request asks for in its query."""


def asked_in(body: Mapping[str, Any]) -> Asked:
    """The list that a SearchRequest asks for. Raises InvalidSyntax."""
    given = {name.lower(): value for name, value in body.items()}
    schemas = given.get("schemas")
    if not isinstance(schemas, list) or SEARCH_URN.lower() not in {str(one).lower() for one in schemas}:
        raise InvalidSyntax(f"`schemas` names {SEARCH_URN}")
    return Asked(
        filter=_text(given, "filter"),
        sort_by=_text(given, "sortBy"),
        descending=_descends(_text(given, "sortOrder")),
        start=_number(given, "startIndex", 1),
        count=_number(given, "count", 100),
        projection=projection_of(_names(given, "attributes"), _names(given, "excludedAttributes")),
    )


def _descends(order: str | None) -> bool:
    if order is not None and order.lower() not in {"ascending", "descending"}:
        raise InvalidSyntax("`sortOrder` is ascending or descending")
    return order is not None and order.lower() == "descending"


def _text(given: Mapping[str, Any], name: str) -> str | None:
    value = given.get(name.lower())
    if value is not None and not isinstance(value, str):
        raise InvalidSyntax(f"`{name}` is text")
    return value


def _number(given: Mapping[str, Any], name: str, default: int) -> int:
    value = given.get(name.lower(), default)
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidSyntax(f"`{name}` is a whole number")
    return value


def _names(given: Mapping[str, Any], name: str) -> str | None:
    value = given.get(name.lower())
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value) or len(value) > 100:
        raise InvalidSyntax(f"`{name}` is a list of names")
    return ",".join(value)
