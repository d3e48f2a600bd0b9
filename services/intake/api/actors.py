"""The caller of a request as the actor that the rules know."""

from __future__ import annotations

from services.intake.domain.actor import Actor
from shared.http.principal import Principal


def actor_of(caller: Principal) -> Actor:
    """People are held to their teams; an admin and a client system are not."""
    return Actor(subject=caller.subject, staff_id=caller.staff_id, teams=None if caller.every_team else caller.teams)
