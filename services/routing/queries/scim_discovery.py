"""What this service says about its own SCIM: what it can do, which resources it has, and their schemas (RFC 7643)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.routing.domain.scim.attributes import Attribute, ResourceKind, Schema, Type
from services.routing.domain.scim.schemas import KINDS
from services.routing.queries.scim_lists import LIST_URN, MOST

_CORE = "urn:ietf:params:scim:schemas:core:2.0"


def provider_config(base: str) -> dict[str, Any]:
    """What is supported, and what is not."""
    return {
        "schemas": [f"{_CORE}:ServiceProviderConfig"],
        "patch": {"supported": True},
        "bulk": {"supported": False, "maxOperations": 0, "maxPayloadSize": 0},
        "filter": {"supported": True, "maxResults": MOST},
        "changePassword": {"supported": False},
        "sort": {"supported": True},
        "etag": {"supported": True},
        "authenticationSchemes": [
            {
                "type": "oauthbearertoken",
                "name": "OAuth bearer token",
                "description": "A JWT with the scope scim:write",
                "primary": True,
            }
        ],
        "meta": {"resourceType": "ServiceProviderConfig", "location": f"{base}/ServiceProviderConfig"},
    }


def resource_types(base: str) -> list[dict[str, Any]]:
    """Users and groups."""
    return [_resource_type(kind, base) for kind in KINDS]


def schemas(base: str) -> list[dict[str, Any]]:
    """Every schema, once."""
    known = {schema.urn: schema for kind in KINDS for schema in (kind.schema, *kind.extensions)}
    return [_schema(schema, base) for schema in known.values()]


def listed(resources: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """All of them as a ListResponse."""
    return {
        "schemas": [LIST_URN],
        "totalResults": len(resources),
        "startIndex": 1,
        "itemsPerPage": len(resources),
        "Resources": list(resources),
    }


def _resource_type(kind: ResourceKind, base: str) -> dict[str, Any]:
    return {
        "schemas": [f"{_CORE}:ResourceType"],
        "id": kind.name,
        "name": kind.name,
        "endpoint": f"/{kind.endpoint}",
        "description": kind.description,
        "schema": kind.schema.urn,
        "schemaExtensions": [{"schema": extension.urn, "required": False} for extension in kind.extensions],
        "meta": {"resourceType": "ResourceType", "location": f"{base}/ResourceTypes/{kind.name}"},
    }


def _schema(schema: Schema, base: str) -> dict[str, Any]:
    return {
        "schemas": [f"{_CORE}:Schema"],
        "id": schema.urn,
        "name": schema.name,
        "description": schema.description,
        "attributes": [_attribute(attribute) for attribute in schema.attributes],
        "meta": {"resourceType": "Schema", "location": f"{base}/Schemas/{schema.urn}"},
    }


def _attribute(attribute: Attribute) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "name": attribute.name,
        "type": attribute.type.value,
        "multiValued": attribute.multi_valued,
        "description": attribute.description,
        "required": attribute.required,
        "caseExact": attribute.case_exact,
        "mutability": attribute.mutability,
        "returned": attribute.returned,
        "uniqueness": attribute.uniqueness,
    }
    if attribute.canonical_values:
        shown["canonicalValues"] = list(attribute.canonical_values)
    if attribute.type is Type.REFERENCE:
        shown["referenceTypes"] = list(attribute.reference_types or ("uri",))
    if attribute.parts:
        shown["subAttributes"] = [_attribute(part) for part in attribute.parts]
    return shown
