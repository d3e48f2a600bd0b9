"""What a caller may see and do beyond their scopes: object rules of comments and surveys (SU-4)."""

from __future__ import annotations

from services.followup.domain.comment import Comment
from shared.http.principal import Principal
from shared.http.roles import Role

_ANSWER_FOR_OTHERS = frozenset({Role.LEAD.value, Role.MANAGER.value, Role.HR.value, Role.ADMIN.value})


def answers_for_others(caller: Principal) -> bool:
    """Whether other people's comments are theirs to take back: a lead and above, and a client system."""
    return not caller.is_person or not _ANSWER_FOR_OTHERS.isdisjoint(caller.roles)


def sees_author(caller: Principal, comment: Comment) -> bool:
    """Whether they learn who said it: a lead and above, a client system, and an agent whom it is about."""
    if answers_for_others(caller):
        return True
    return Role.AGENT.value in caller.roles and caller.staff_id in comment.staff_ids


def sees_link(caller: Principal) -> bool:
    """Whether they get a survey's signed link: whoever holds it can answer in the customer's place."""
    return caller.is_admin or not caller.is_person or "surveys:write" in caller.scopes
