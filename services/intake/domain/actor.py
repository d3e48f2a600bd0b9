"""Who acts, and whose complaints they may see (SU-4)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone or something that acts: `teams` None sees every department, else only those named."""

    subject: str
    staff_id: UUID | None
    teams: frozenset[str] | None

    def sees(self, *, department: str | None, owner_id: UUID, recorder_id: UUID | None) -> bool:
        """Whether a complaint is theirs to see: their department's, or owned or recorded by themselves."""
        if self.teams is None or (department is not None and department in self.teams):
            return True
        return self.staff_id is not None and self.staff_id in (owner_id, recorder_id)
