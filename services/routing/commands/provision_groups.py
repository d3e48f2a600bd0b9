"""Keep groups of staff by SCIM; some of them give their members a department or a skill (RO-1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from services.routing import events
from services.routing.commands.sweeping import sweep_now
from services.routing.domain.actor import Actor
from services.routing.domain.scim.documents import canonical
from services.routing.domain.scim.errors import InvalidValue, NotUnique, ResourceNotFound
from services.routing.domain.scim.groups import Group, document_of, group_of
from services.routing.domain.scim.patches import applied, read_operations
from services.routing.domain.scim.schemas import GROUP_URN, GROUPS
from services.routing.domain.staff import require_team
from services.routing.storage import accounts, staff, staff_groups
from shared.kernel.errors import FieldError, PreconditionFailed
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class AddGroup:
    """A new group as it was sent, and the id that it gets."""

    id: UUID
    body: Mapping[str, Any]
    by: Actor
    now: datetime


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """A replacement, or a patch, as it was sent; `expected_version` None changes whatever is there."""

    id: UUID
    body: Mapping[str, Any]
    expected_version: int | None
    by: Actor
    now: datetime


@dataclass(frozen=True, slots=True)
class RemoveGroup:
    """Which group to take out."""

    id: UUID
    expected_version: int | None
    by: Actor
    now: datetime


async def add_group(command: AddGroup, tx: Transaction) -> Group:
    """Raises what `canonical` and `group_of` do, NotUnique, InvalidValue for a member whom nobody knows."""
    empty = Group(id=command.id, display_name="", created_at=command.now, changed_at=command.now)
    group = group_of(canonical(command.body, GROUPS), empty)
    await staff.hold_directory(tx)
    await _require_sane(group, empty, tx)
    await staff_groups.add(group, tx)
    await _settle(empty, group, by=command.by, tx=tx, now=command.now)
    return group


async def replace_group(command: ChangeGroup, tx: Transaction) -> Group:
    """Let a group be as the body says. Raises as `add_group` does, and ResourceNotFound, PreconditionFailed."""
    document = canonical(command.body, GROUPS)
    before = await _held(command.id, command.expected_version, tx)
    return await _write(before, group_of(document, before), command, tx)


async def patch_group(command: ChangeGroup, tx: Transaction) -> Group:
    """Change what the operations name, all of them or none. Raises as `replace_group` does, and what `applied` does."""
    operations = read_operations(command.body)
    before = await _held(command.id, command.expected_version, tx)
    patched = applied(document_of(before), operations, GROUPS)
    return await _write(before, group_of(canonical(patched | {"schemas": [GROUP_URN]}, GROUPS), before), command, tx)


async def remove_group(command: RemoveGroup, tx: Transaction) -> None:
    """Take a group out; what it gave its members goes with it. Raises ResourceNotFound, PreconditionFailed."""
    before = await _held(command.id, command.expected_version, tx)
    await staff_groups.remove(before.id, tx)
    await _settle(before, replace(before, members=frozenset()), by=command.by, tx=tx, now=command.now)


async def _held(group_id: UUID, expected_version: int | None, tx: Transaction) -> Group:
    await staff.hold_directory(tx)
    group = await staff_groups.load(group_id, tx, lock=True)
    if group is None:
        raise ResourceNotFound
    if expected_version is not None and expected_version != group.version:
        raise PreconditionFailed(current_version=group.version)
    return group


async def _write(before: Group, after: Group, command: ChangeGroup, tx: Transaction) -> Group:
    if after == before:
        return before
    changed = replace(after, changed_at=command.now, version=before.version + 1)
    await _require_sane(changed, before, tx)
    await staff_groups.save(changed, tx, before=before)
    await _settle(before, changed, by=command.by, tx=tx, now=command.now)
    return changed


async def _require_sane(group: Group, before: Group, tx: Transaction) -> None:
    if await staff_groups.named(group.display_name, tx) not in (None, group.id):
        raise NotUnique(fields=(FieldError("/displayName", "is another group's"),))
    new = group.members - before.members
    if unknown := new - await accounts.existing(new, tx):
        raise InvalidValue(f"No user has the id {min(unknown)}", fields=(FieldError("/members", "names nobody"),))


async def _settle(before: Group, after: Group, *, by: Actor, tx: Transaction, now: datetime) -> None:
    """Give members what the group gives, and take from those who left what it gave. Raises NotYourTeam."""
    affected: Collection[UUID] = before.members ^ after.members
    if before.display_name != after.display_name:
        affected = before.members | after.members
    people = await staff.of(affected, tx, lock=True)
    changed = []
    for person in people.values():
        settled = before.left(person) if person.id in before.members else person
        settled = after.joined(settled) if person.id in after.members else settled
        if settled != person:
            require_team(by.sees_team(person.department) and by.sees_team(settled.department))
            changed.append(replace(settled, version=person.version + 1))
    await staff.save_all(changed, tx, now=now, granted=False)
    tx.publish(*(events.staff_changed(person, now=now) for person in changed))
    await sweep_now(tx, now=now)
