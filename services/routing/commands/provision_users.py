"""Keep the staff by SCIM: add, replace, patch and take out users (RO-1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from services.routing.commands import changing
from services.routing.commands.add_staff import AddStaff, add_staff
from services.routing.domain.actor import Actor
from services.routing.domain.scim.documents import canonical
from services.routing.domain.scim.errors import NotUnique, ResourceNotFound
from services.routing.domain.scim.patches import applied, read_operations
from services.routing.domain.scim.paths import Document
from services.routing.domain.scim.schemas import USER_URN, USERS
from services.routing.domain.scim.users import Account, User, account_of, document_of, person_of
from services.routing.domain.staff import Level, Staff
from services.routing.storage import accounts, staff, staff_groups
from shared.kernel.errors import FieldError, PreconditionFailed
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class AddUser:
    """A new user as it was sent, and the id that they get."""

    id: UUID
    body: Mapping[str, Any]
    by: Actor
    now: datetime


@dataclass(frozen=True, slots=True)
class ChangeUser:
    """A replacement, or a patch, as it was sent; `expected_version` None changes whatever is there."""

    id: UUID
    body: Mapping[str, Any]
    expected_version: int | None
    by: Actor
    now: datetime


@dataclass(frozen=True, slots=True)
class RemoveUser:
    """Whom to take out."""

    id: UUID
    expected_version: int | None
    by: Actor
    now: datetime


async def add_user(command: AddUser, tx: Transaction) -> User:
    """Add a member of staff. Raises what `canonical`, `person_of` and `add_staff` do, and NotUnique."""
    document = canonical(command.body, USERS)
    await staff.hold_directory(tx)
    await _require_free(document["userName"], None, tx)
    person = person_of(document, Staff(id=command.id, name="", level=Level.AGENT))
    await add_staff(AddStaff(person=person, by=command.by, now=command.now), tx)
    await accounts.save(person.id, account_of(document), tx)
    return await _found(person.id, tx)


async def replace_user(command: ChangeUser, tx: Transaction) -> User:
    """Let somebody be as the body says; an extension that it does not name stays as it is (RFC 7644 section 3.5.1).

    Raises what `canonical`, `person_of` and `changing.change` do, ResourceNotFound, PreconditionFailed, NotUnique.
    """
    asserted = canonical(command.body, USERS)
    person, user = await _held(command.id, command.expected_version, tx)
    now_there = document_of(person, user.account)
    named = {name.lower() for name in command.body}
    for extension in USERS.extensions:
        if extension.urn.lower() not in named and extension.urn in now_there:
            asserted[extension.urn] = now_there[extension.urn]
    return await _write(person, user, asserted, command, tx)


async def patch_user(command: ChangeUser, tx: Transaction) -> User:
    """Change what the operations name; all of them or none.

    Raises what `applied`, `person_of` and `changing.change` do, ResourceNotFound, PreconditionFailed, NotUnique.
    """
    operations = read_operations(command.body)
    person, user = await _held(command.id, command.expected_version, tx)
    patched = applied(document_of(person, user.account), operations, USERS)
    return await _write(person, user, canonical(patched | {"schemas": [USER_URN]}, USERS), command, tx)


async def remove_user(command: RemoveUser, tx: Transaction) -> None:
    """Take somebody out: they work here no more, their cases go to others; what they did stays known.

    Raises ResourceNotFound, PreconditionFailed, and what `changing.change` does.
    """
    person, user = await _held(command.id, command.expected_version, tx)
    await changing.change(person, replace(person, active=False), by=command.by, tx=tx, now=command.now)
    for group_id, _ in user.groups:
        group = await staff_groups.load(group_id, tx, lock=True)
        if group is not None:
            left = replace(
                group,
                members=group.members - {person.id},
                changed_at=command.now,
                version=group.version + 1,
            )
            await staff_groups.save(left, tx, before=group)
    await accounts.save(person.id, Account(user.account.user_name, user.account.external_id), tx)
    await accounts.remove(person.id, tx, now=command.now)


async def _held(user_id: UUID, expected_version: int | None, tx: Transaction) -> tuple[Staff, User]:
    person = await changing.hold(user_id, tx)
    user = await accounts.load(user_id, tx)
    if person is None or user is None:
        raise ResourceNotFound
    if expected_version is not None and expected_version != person.version:
        raise PreconditionFailed(current_version=person.version)
    return person, user


async def _write(person: Staff, user: User, document: Document, command: ChangeUser, tx: Transaction) -> User:
    account = account_of(document)
    after = person_of(document, person)
    if account.user_name.lower() != user.account.user_name.lower():
        await _require_free(account.user_name, person.id, tx)
    if after == person and account == replace(user.account, said=dict(user.account.said or {})):
        return user
    await changing.change(person, after, by=command.by, tx=tx, now=command.now)
    await accounts.save(person.id, account, tx)
    return await _found(person.id, tx)


async def _require_free(user_name: str, user_id: UUID | None, tx: Transaction) -> None:
    if await accounts.named(user_name, tx) - {user_id}:
        raise NotUnique(fields=(FieldError("/userName", "is somebody else's"),))


async def _found(user_id: UUID, tx: Transaction) -> User:
    user = await accounts.load(user_id, tx)
    if user is None:
        raise ResourceNotFound
    return user
