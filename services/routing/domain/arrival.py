"""Where a case stands after arrival, or once its owner is away: with an owner, or in a queue under a lead (RO-2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.routing.domain.assignment import Candidate, Needs, PassedOver, Ranking, rank, refused_by_name
from services.routing.domain.case import Case
from services.routing.domain.staff import primary

GENERAL_QUEUE = "general"
WAITED_FOR: dict[PassedOver, str] = {
    PassedOver.ABSENT: "absent",
    PassedOver.OFF_DUTY: "off duty",
    PassedOver.FULL: "without room",
    PassedOver.RESTING: "resting after a hot case",
}
"""Those whom a queue waits for: they suit, only not now."""


@dataclass(frozen=True, slots=True)
class Placement:
    """The owner, why it is them, and where nobody suits: the queue and the lead who answers for it."""

    owner_id: UUID
    why: tuple[str, ...]
    ranking: Ranking
    queue: str | None = None
    responsible_lead_id: UUID | None = None


def place(needs: Needs, candidates: Sequence[Candidate]) -> Placement:
    """The best candidate as owner; without one the recorder keeps the case, and a lead answers for the queue (RO-2)."""
    ranking = rank(needs, candidates)
    best = ranking.best
    if best is not None:
        return Placement(best.staff.id, best.why, ranking)
    queue = queue_of(needs)
    lead_id = responsible_lead(needs.department, candidates)
    return Placement(
        owner_id=needs.recorder_id,
        why=(
            f"nobody with room speaks {primary(needs.language)} and works in {queue}",
            *waited_for(ranking),
            "stays with whoever recorded it",
            "a lead answers for the queue" if lead_id else "no lead is known, so the recorder answers for the queue",
        ),
        ranking=ranking,
        queue=queue,
        responsible_lead_id=lead_id or needs.recorder_id,
    )


def place_again(
    needs: Needs, candidates: Sequence[Candidate], *, away_id: UUID, stand_in_id: UUID | None = None
) -> Placement:
    """Where a case goes whose owner is away or has left: whoever stands in for them, else the best, else a queue.

    In the queue its lead owns it too, for the recorder gave it away long ago; without any lead the recorder does.
    """
    others = [one for one in candidates if one.staff.id != away_id]
    for one in others:
        if one.staff.id == stand_in_id and refused_by_name(needs, one) is None:
            return Placement(one.staff.id, ("stands in for the owner, who is away",), rank(needs, others))
    placed = place(needs, others)
    if placed.responsible_lead_id is None:
        return Placement(placed.owner_id, ("the owner is away", *placed.why), placed.ranking)
    return Placement(
        owner_id=placed.responsible_lead_id,
        why=(
            "the owner is away",
            placed.why[0],
            *waited_for(placed.ranking),
            "its lead has it until then",
        ),
        ranking=placed.ranking,
        queue=placed.queue,
        responsible_lead_id=placed.responsible_lead_id,
    )


def needs_of(case: Case, *, former_handler_id: UUID | None = None) -> Needs:
    """What a case that is here already asks of whoever takes it."""
    return Needs(
        language=case.language,
        recorder_id=case.recorder_id,
        department=case.department,
        product=case.product,
        wish=case.wish,
        former_handler_id=former_handler_id,
        hot=case.hot,
        urgency=case.urgency,
    )


def queue_of(needs: Needs) -> str:
    """The queue in which such a case waits."""
    return needs.department or GENERAL_QUEUE


def waited_for(ranking: Ranking) -> tuple[str, ...]:
    """In words, how many would suit later, and what holds them up now; nothing where nobody ever would."""
    parts = [f"{ranking.passed_over[why]} {words}" for why, words in WAITED_FOR.items() if why in ranking.passed_over]
    return (f"of those who would suit: {', '.join(parts)}",) if parts else ()


def responsible_lead(department: str | None, candidates: Iterable[Candidate]) -> UUID | None:
    """Who answers for a department's queue: its highest lead, else the highest of any; None when there is no lead.

    A lead who is away answers only while every other one is away too.
    """
    leads = [one for one in candidates if one.staff.active and one.staff.level.leads]
    chosen = min(
        leads,
        key=lambda one: (
            one.absent,
            one.staff.department != department,
            -one.staff.level.rank,
            one.staff.id,
        ),
        default=None,
    )
    return chosen.staff.id if chosen else None
