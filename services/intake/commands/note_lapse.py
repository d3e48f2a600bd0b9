"""Note that a complaint was late, or that a promise about it was broken: for its timeline and the greeting (IN-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.intake.domain.errors import ComplaintNotFound
from services.intake.domain.vocabulary import ChangeKind
from services.intake.storage import changes, complaints, lapses
from services.intake.storage.changes import Change
from services.intake.storage.lapses import Lapse
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLapse:
    """A lapse, who says so, and what its change shows."""

    lapse: Lapse
    by: str
    detail: Mapping[str, Any]


async def note_lapses(commands: Sequence[NoteLapse], tx: Transaction) -> None:
    """Count each fact once, in whatever order and however often they are told. Raises ComplaintNotFound."""
    told = {command.lapse.key: command for command in commands}
    ids = {command.lapse.complaint_id for command in commands}
    if len(await complaints.lock(ids, tx)) != len(ids):
        raise ComplaintNotFound
    fresh = await lapses.note([command.lapse for command in told.values()], tx)
    await changes.add(
        [
            Change(
                complaint_id=command.lapse.complaint_id,
                kind=ChangeKind(command.lapse.kind),
                by=command.by,
                at=command.lapse.lapsed_at,
                detail=command.detail,
            )
            for key, command in told.items()
            if key in fresh
        ],
        tx,
    )
