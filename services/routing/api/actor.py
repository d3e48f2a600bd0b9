"""The caller as the rules of routing see them."""

from __future__ import annotations

from services.routing.domain.actor import Actor
from shared.http.principal import Principal


def actor_of(principal: Principal) -> Actor:
    """An admin, a client system and a person of every team see all departments; others their own."""
    return Actor(
        subject=principal.subject,
        staff_id=principal.staff_id,
        teams=None if principal.every_team else principal.teams,
        is_admin=principal.is_admin,
        is_system=not principal.is_person,
    )
