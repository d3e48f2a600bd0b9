"""Users and groups as SCIM shows them: with their ids, where they are, and what only this service says (RO-1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from services.routing.domain.scim import groups, users
from services.routing.domain.scim.attributes import ResourceKind
from services.routing.domain.scim.errors import ResourceNotFound
from services.routing.domain.scim.groups import Group
from services.routing.domain.scim.paths import Document
from services.routing.domain.scim.schemas import ENTERPRISE_URN, GROUPS, STAFF_URN, USERS
from services.routing.domain.scim.users import User
from services.routing.domain.staff import DEFAULT_CAPACITY
from services.routing.storage import accounts, staff_groups
from shared.messaging.transaction import Transaction


async def user_of(user_id: UUID, tx: Transaction) -> User:
    """Raises ResourceNotFound."""
    user = await accounts.load(user_id, tx)
    if user is None:
        raise ResourceNotFound
    return user


async def group_of(group_id: UUID, tx: Transaction) -> Group:
    """Raises ResourceNotFound."""
    group = await staff_groups.load(group_id, tx)
    if group is None:
        raise ResourceNotFound
    return group


def user_shown(user: User, base: str) -> Document:
    """A user, whole; `base` is where SCIM is, without a slash at its end."""
    person = user.person
    document = users.document_of(person, user.account)
    own = dict(document.get(STAFF_URN) or {})
    if person.capacity != DEFAULT_CAPACITY:
        own["capacity"] = person.capacity
    if person.authority:
        own["authority"] = [
            {"remedy": one.remedy, "amount": f"{one.limit.amount:f}", "currency": one.limit.currency}
            for one in person.authority
        ]
    if own:
        document[STAFF_URN] = own
    if "manager" in document.get(ENTERPRISE_URN, {}):
        manager = document[ENTERPRISE_URN]["manager"]
        here = {"$ref": f"{base}/Users/{manager['value']}"}
        document[ENTERPRISE_URN] = document[ENTERPRISE_URN] | {"manager": manager | here}
    if user.groups:
        document["groups"] = [
            {"value": str(group_id), "$ref": f"{base}/Groups/{group_id}", "display": name, "type": "direct"}
            for group_id, name in user.groups
        ]
    return _whole(document, USERS, person.id, person.version, user.created_at, user.changed_at, base)


def group_shown(group: Group, base: str) -> Document:
    """A group, whole."""
    document = groups.document_of(group)
    for member in document.get("members", ()):
        member["$ref"] = f"{base}/Users/{member['value']}"
    return _whole(document, GROUPS, group.id, group.version, group.created_at, group.changed_at, base)


def location_of(kind: ResourceKind, id_: UUID, base: str) -> str:
    """Where a resource is."""
    return f"{base}/{kind.endpoint}/{id_}"


def _whole(
    document: Document,
    kind: ResourceKind,
    id_: UUID,
    version: int,
    created_at: datetime,
    changed_at: datetime,
    base: str,
) -> dict[str, Any]:
    urns = [kind.schema.urn, *(extension.urn for extension in kind.extensions if extension.urn in document)]
    meta = {
        "resourceType": kind.name,
        "created": _time(created_at),
        "lastModified": _time(changed_at),
        "location": location_of(kind, id_, base),
        "version": f'"{version}"',
    }
    return {"schemas": urns, "id": str(id_), **document, "meta": meta}


def _time(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
