"""Whose compliments and rewards a caller may see (SU-4)."""

from __future__ import annotations

from services.recognition.domain.audience import Audience
from shared.http.principal import Principal
from shared.http.roles import Role

_SEE_EVERYONE = frozenset({Role.LEAD.value, Role.MANAGER.value, Role.HR.value, Role.ADMIN.value})


def audience_of(principal: Principal) -> Audience:
    """A system sees what its scopes allow, a lead, a manager, HR and an admin everyone, others themselves."""
    everyone = not principal.is_person or not _SEE_EVERYONE.isdisjoint(principal.roles)
    return Audience(everyone=everyone, own=principal.staff_id)
