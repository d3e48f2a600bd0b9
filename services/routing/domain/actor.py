"""Who acts, and whose cases they may see (SU-4)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from services.routing.domain.case import Case


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone or something that acts. `teams` None sees every department, else only those named."""

    subject: str
    staff_id: UUID | None
    teams: frozenset[str] | None
    is_admin: bool = False
    is_system: bool = False

    def sees_team(self, department: str | None) -> bool:
        """Whether a department's cases are theirs to see; what has no department is for those who see all."""
        return self.teams is None or (department is not None and department in self.teams)

    def sees(self, case: Case, *, receiver_id: UUID | None = None) -> bool:
        """Whether a case is theirs to see: their department's, or owned by or offered to themselves."""
        if self.sees_team(case.department):
            return True
        return self.staff_id is not None and self.staff_id in (case.owner_id, receiver_id)
