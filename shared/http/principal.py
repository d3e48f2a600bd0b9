"""Who calls: a verified identity and what it may do and see (SU-4)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from shared.http.roles import Role
from shared.kernel.errors import Forbidden

EVERY_TEAM = "*"


class MissingScope(Forbidden):
    slug = "missing-scope"
    title = "Your token does not hold the scope that this needs"


@dataclass(frozen=True, slots=True)
class Principal:
    """A verified caller: a person on the staff, or a client system."""

    subject: str
    scopes: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    staff_id: UUID | None = None
    teams: frozenset[str] = frozenset()

    @property
    def is_admin(self) -> bool:
        """May act for anyone; the audit says so."""
        return Role.ADMIN.value in self.roles

    @property
    def is_person(self) -> bool:
        """A person rather than a system: only people are held to teams."""
        return self.staff_id is not None or bool(self.roles)

    @property
    def every_team(self) -> bool:
        """Whether no team binds them: an admin and a client system see all that their scopes allow."""
        return self.is_admin or not self.is_person or EVERY_TEAM in self.teams

    def sees_team(self, team: str | None) -> bool:
        """Whether a thing of this team may be seen: what has no team yet is for those whom no team binds."""
        if self.every_team:
            return True
        return team is not None and team in self.teams

    def require(self, *scopes: str) -> None:
        """Raise MissingScope unless every one of these scopes is held."""
        missing = [scope for scope in scopes if scope not in self.scopes]
        if missing:
            raise MissingScope(f"This needs the scope {' '.join(missing)}", scope=" ".join(scopes))


ANONYMOUS = Principal(subject="anonymous")
"""Who calls a public route: nobody that we know."""
