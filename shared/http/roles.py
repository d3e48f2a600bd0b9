"""Which scopes each role holds, as data (SU-4)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

SCOPES: dict[str, str] = {
    "complaints:read": "Read complaints",
    "complaints:record": "Record complaints",
    "complaints:write": "Record complaints and what is said and done about them",
    "complaints:part": "Decide that a complaint ends without satisfaction",
    "customers:read": "Read who customers are and how to reach them",
    "customers:write": "Correct, merge and un-merge customers, and note what is worth remembering",
    "emails:receive": "Hand over e-mails that customers sent",
    "insights:read": "Read figures over all complaints, without anybody's name or words",
    "lessons:write": "Group complaints into families, and say what was learned and changed",
    "cases:read": "Read ownership, clocks and escalations",
    "cases:write": "Escalate and reassign",
    "handoffs:write": "Accept or decline a handoff",
    "staff:read": "Read the staff directory",
    "staff:write": "Change the staff directory",
    "promises:write": "Promise something to a customer, keep it, or tell them that it will be late",
    "budgets:read": "Read recovery budgets and what was spent of them",
    "budgets:spend": "Spend of one's own recovery budget",
    "budgets:write": "Say how much who may spend",
    "conduct:write": "Report how a customer behaved towards the staff",
    "conduct:sanction": "Decide what follows from it, and on appeals",
    "policies:write": "Change calendars, rule packs, the ladder and notes",
    "voice:write": "Say what stands in the way of good work",
    "voice:read": "Read and answer what the staff say",
    "scim:write": "Keep the staff directory by SCIM",
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


_ANYONE = frozenset({"complaints:record"})
"""Anyone on the staff may record, whatever the department (IN-2)."""
_AGENT = _ANYONE | frozenset(
    {
        "complaints:read",
        "complaints:write",
        "customers:read",
        "customers:write",
        "cases:read",
        "cases:write",
        "handoffs:write",
        "staff:read",
        "promises:write",
        "budgets:read",
        "budgets:spend",
        "conduct:write",
        "voice:write",
        "surveys:read",
        "comments:read",
        "comments:write",
        "compliments:read",
        "compliments:write",
        "rewards:read",
    }
)
_LEAD = _AGENT | {"staff:write", "ops:read", "insights:read", "lessons:write", "policies:write", "voice:read"}

ROLE_SCOPES: dict[str, frozenset[str]] = {
    Role.AGENT.value: _AGENT,
    Role.LEAD.value: _LEAD,
    Role.MANAGER.value: _LEAD | {"rewards:approve", "complaints:part", "budgets:write", "conduct:sanction"},
    Role.HR.value: _ANYONE
    | {"rewards:read", "rewards:approve", "compliments:read", "staff:read", "budgets:read", "budgets:write"},
    Role.ANALYST.value: _ANYONE
    | {"complaints:read", "cases:read", "surveys:read", "comments:read", "compliments:read", "insights:read"},
    Role.ADMIN.value: frozenset(SCOPES),
}


_INCLUDED = {"complaints:write": "complaints:record"}
"""A scope that holds another: who may write about complaints may record one."""


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
    claimed |= {part for whole, part in _INCLUDED.items() if whole in claimed}
    return claimed & held if roles else claimed
