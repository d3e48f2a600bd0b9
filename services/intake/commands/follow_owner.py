"""Follow routing: who owns a case owns its complaint (IN-2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.intake.domain.errors import ComplaintNotFound
from services.intake.storage import complaints
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowOwner:
    """This case has this owner since this version of it."""

    complaint_id: UUID
    owner_id: UUID
    case_version: int


async def follow_owners(commands: Sequence[FollowOwner], tx: Transaction) -> set[UUID]:
    """The newest word on each case counts, in whatever order they come; the complaints for which it was new.

    Raises ComplaintNotFound.
    """
    newest: dict[UUID, FollowOwner] = {}
    for command in commands:
        known = newest.get(command.complaint_id)
        if known is None or known.case_version < command.case_version:
            newest[command.complaint_id] = command
    loaded = await complaints.lock(newest, tx)
    if len(loaded) != len(newest):
        raise ComplaintNotFound
    return await complaints.follow({id_: (one.owner_id, one.case_version) for id_, one in newest.items()}, tx)
