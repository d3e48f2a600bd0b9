"""What is added to a story later; the narrative itself is never edited (IN-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake.domain.vocabulary import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A dated addition, verbatim, with how it reached us and who wrote it down."""

    id: UUID
    text: str
    channel: Channel | None
    added_by: str
    added_at: datetime
    verified: bool | None = None
    """Of what came by e-mail: whether it is proven to be from the customer. None for what somebody else wrote down."""
