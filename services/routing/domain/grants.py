"""Who may give a level and authority: nobody to themselves, and nobody more than they hold (SU-4)."""

from __future__ import annotations

from services.routing.domain.actor import Actor
from services.routing.domain.staff import Authority, Level, Staff
from shared.kernel.errors import FieldError, Forbidden


class NotYoursToGive(Forbidden):
    slug = "not-yours-to-give"
    title = "Nobody sets their own level or authority, or gives more than they hold"


def require_right_to_give(by: Actor, giver: Staff | None, *, before: Staff | None, after: Staff) -> None:
    """Raises NotYoursToGive, naming the member, unless `by` may make `before` (None: new) into `after`.

    `giver` is their own record in the directory. Without one that is active they stand where everybody begins: an
    agent without authority. An admin and a client system, such as the directory of HR, are held to nothing.
    """
    if by.is_admin or by.is_system:
        return
    standing = giver.level if giver is not None and giver.active else Level.AGENT
    held = giver.authority if giver is not None and giver.active else ()
    had = before.authority if before is not None else ()
    own_or_above = before is not None and (before.id == by.staff_id or before.level.rank > standing.rank)
    if (before is None or after.level is not before.level) and (own_or_above or after.level.rank > standing.rank):
        raise NotYoursToGive(fields=(FieldError("/level", "is not yours to give"),))
    exceeds = not all(_within(one, held) or _within(one, had) for one in after.authority)
    if set(after.authority) != set(had) and (own_or_above or exceeds):
        raise NotYoursToGive(fields=(FieldError("/authority", "is not yours to give"),))


def _within(wanted: Authority, limits: tuple[Authority, ...]) -> bool:
    return any(
        limit.remedy == wanted.remedy
        and limit.limit.currency == wanted.limit.currency
        and wanted.limit.amount <= limit.limit.amount
        for limit in limits
    )
