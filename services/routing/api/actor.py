"""The caller as the rules of routing see them."""

from __future__ import annotations

from services.routing.domain.actor import Actor
from shared.http.principal import EVERY_TEAM, Principal


def actor_of(principal: Principal) -> Actor:
    """An admin, a client system and a person of every team see all departments; others their own."""
    all_teams = principal.is_admin or not principal.is_person or EVERY_TEAM in principal.teams
    return Actor(
        subject=principal.subject,
        staff_id=principal.staff_id,
        teams=None if all_teams else principal.teams,
        is_admin=principal.is_admin,
    )
