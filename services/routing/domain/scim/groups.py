"""Groups of staff: kept as they are, but for those whose names give their members a department or a skill (RO-1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from services.routing.domain.scim.errors import InvalidValue
from services.routing.domain.scim.paths import Document
from services.routing.domain.staff import Staff
from shared.kernel.errors import FieldError

_DEPARTMENT, _SKILL = "department:", "skill:"
_LABEL = 100


@dataclass(frozen=True, slots=True)
class Group:
    """Some members of staff under a name."""

    id: UUID
    display_name: str
    created_at: datetime
    changed_at: datetime
    external_id: str | None = None
    members: frozenset[UUID] = frozenset()
    version: int = 1

    @property
    def gives_department(self) -> str | None:
        """The department of its members, where it is named `department:X`."""
        return _behind(self.display_name, _DEPARTMENT)

    @property
    def gives_skill(self) -> str | None:
        """The skill of its members, where it is named `skill:X`."""
        return _behind(self.display_name, _SKILL)

    def joined(self, person: Staff) -> Staff:
        """What membership makes of a person."""
        if (department := self.gives_department) is not None:
            return replace(person, department=department)
        if (skill := self.gives_skill) is not None:
            return replace(person, skills=person.skills | {skill})
        return person

    def left(self, person: Staff) -> Staff:
        """What the end of membership makes of a person; a department that they got otherwise since stays."""
        if (department := self.gives_department) is not None and person.department == department:
            return replace(person, department=None)
        if (skill := self.gives_skill) is not None:
            return replace(person, skills=person.skills - {skill})
        return person


def group_of(document: Document, before: Group) -> Group:
    """The group that a document describes. Raises InvalidValue for a member that is no user's id."""
    name = document["displayName"]
    group = replace(
        before,
        display_name=name,
        external_id=document.get("externalId"),
        members=frozenset(_member(one, position) for position, one in enumerate(document.get("members", ()))),
    )
    given = group.gives_department or group.gives_skill or ""
    if len(given) > _LABEL or (group.gives_skill is not None and {",", "|"} & set(given)):
        why = f"gives at most {_LABEL} characters, and a skill without commas and bars"
        raise InvalidValue(why, fields=(FieldError("/displayName", why),))
    return group


def document_of(group: Group) -> Document:
    """Everything that a client may write, as it stands; without id and meta."""
    document: Document = {"displayName": group.display_name}
    if group.external_id is not None:
        document["externalId"] = group.external_id
    if group.members:
        document["members"] = [{"value": str(member), "type": "User"} for member in sorted(group.members)]
    return document


def _member(sent: Mapping[str, Any], position: int) -> UUID:
    try:
        return UUID(sent.get("value", ""))
    except ValueError as error:
        why = "is the id of a user"
        raise InvalidValue(f"A member {why}", fields=(FieldError(f"/members/{position}/value", why),)) from error


def _behind(name: str, prefix: str) -> str | None:
    if not name.lower().startswith(prefix):
        return None
    return name[len(prefix) :].strip() or None
