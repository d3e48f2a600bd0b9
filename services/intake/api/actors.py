"""The caller of a request as the actor that the rules know."""

from __future__ import annotations

from services.intake.domain.actor import Actor
from shared.http.principal import EVERY_TEAM, Principal


def actor_of(caller: Principal) -> Actor:
    """People are held to their teams; an admin and a client system are not."""
    unbound = caller.is_admin or not caller.is_person or EVERY_TEAM in caller.teams
    return Actor(subject=caller.subject, staff_id=caller.staff_id, teams=None if unbound else caller.teams)
