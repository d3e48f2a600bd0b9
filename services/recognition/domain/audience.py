"""Whose compliments and rewards someone may see."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from shared.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Audience:
    """Everyone's, or only one's own; with neither, nobody's."""

    everyone: bool
    own: UUID | None = None

    def sees(self, staff_id: UUID) -> bool:
        """Whether a person's compliments and rewards are theirs to see."""
        return self.everyone or (self.own is not None and staff_id == self.own)

    def require(self, staff_id: UUID) -> None:
        """Raises NotFound for someone else's: foreign and missing answer alike."""
        if not self.sees(staff_id):
            raise NotFound
