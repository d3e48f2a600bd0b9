"""Which scopes each role holds, as data (SU-4)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

SCOPES: dict[str, str] = {
    "complaints:read": "Read complaints",
    "complaints:write": "Record complaints and what is said and done about them",
    "customers:read": "Read who customers are and how to reach them",
    "cases:read": "Read ownership, clocks and escalations",
    "cases:write": "Escalate and reassign",
    "handoffs:write": "Accept or decline a handoff",
    "staff:read": "Read the staff directory",
    "staff:write": "Change the staff directory",
    "surveys:read": "Read surveys and their answers",
    "surveys:write": "Answer and withdraw surveys",
    "comments:read": "Read customers' comments",
    "comments:write": "Leave and withdraw comments",
    "compliments:read": "Read counted praise",
    "compliments:write": "Correct counted praise",
    "rewards:read": "Read rewards",
    "rewards:approve": "Approve and redeem rewards",
    "ops:read": "See dead letters",
    "ops:write": "Replay dead letters",
}
"""Every scope that exists, and what it lets its holder do."""


class Role(StrEnum):
    """What a person is in the company."""

    AGENT = "agent"
    LEAD = "lead"
    MANAGER = "manager"
    HR = "hr"
    ANALYST = "analyst"
    ADMIN = "admin"


_AGENT = frozenset(
    {
        "complaints:read",
        "complaints:write",
        "customers:read",
        "cases:read",
        "cases:write",
        "handoffs:write",
        "staff:read",
        "surveys:read",
        "comments:read",
        "comments:write",
        "compliments:read",
        "compliments:write",
        "rewards:read",
    }
)
_LEAD = _AGENT | {"staff:write", "ops:read"}

ROLE_SCOPES: dict[str, frozenset[str]] = {
    Role.AGENT.value: _AGENT,
    Role.LEAD.value: _LEAD,
    Role.MANAGER.value: _LEAD | {"rewards:approve"},
    Role.HR.value: frozenset({"rewards:read", "rewards:approve", "compliments:read", "staff:read"}),
    Role.ANALYST.value: frozenset(
        {"complaints:read", "cases:read", "surveys:read", "comments:read", "compliments:read"}
    ),
    Role.ADMIN.value: frozenset(SCOPES),
}


def scopes_of(roles: Iterable[str]) -> frozenset[str]:
    """The scopes that any of these roles holds; a role that we don't know holds none."""
    return frozenset().union(*(ROLE_SCOPES.get(role, frozenset()) for role in roles))


def effective_scopes(claimed: frozenset[str] | None, roles: frozenset[str]) -> frozenset[str]:
    """What a token lets its holder do.

    A client's scopes are what its token says. A person's are what their roles hold, narrowed to the
    token's `scope` where there is one: an application never gets more from a person than the person has.
    """
    held = scopes_of(roles)
    if claimed is None:
        return held
    return claimed & held if roles else claimed
