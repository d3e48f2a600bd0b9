"""Whether somebody may promise a remedy, and if not, who could (RO-8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from services.routing.domain.availability import Standing
from services.routing.domain.promise import PromiseIncomplete, Terms
from services.routing.domain.staff import Staff, who_covers
from shared.kernel.errors import FieldError, Invalid

MOST_NAMED = 10
"""So many people are named at most: enough to ask somebody now."""


class BeyondAuthority(Invalid):
    """Names who could grant it: those who are here now first, of these whoever stands lowest and nearest."""

    slug = "beyond-authority"
    title = "This is more than they may promise; somebody else could"

    def __init__(
        self, terms: Terms, able: Iterable[Staff], standing: Mapping[UUID, Standing], *, department: str | None
    ) -> None:
        named = [(person, _is_here(standing.get(person.id, Standing()))) for person in able]
        named.sort(key=lambda one: (not one[1], _distance(one[0], department)))
        pointer = "/remedy" if terms.money is None else "/amount"
        super().__init__(
            fields=(FieldError(pointer, "is beyond what they may promise"),),
            who_could_grant=[_shown(person, here=here) for person, here in named[:MOST_NAMED]],
        )


def who_could(terms: Terms, maker: Staff, people: Iterable[Staff]) -> tuple[Staff, ...] | None:
    """Who else could promise it; None where it is within what `maker` may grant.

    A promise that grants nothing, such as a call, is everybody's to make. Raises PromiseIncomplete where the authority
    ends at an amount and none is said: it could not be checked.
    """
    if terms.remedy is None:
        return None
    if (money := terms.money) is None:
        if not maker.may_grant(terms.remedy):
            return tuple(one for one in people if one.active and one.may_grant(terms.remedy) and one.id != maker.id)
        if any(one.remedy == terms.remedy and one.limit.amount > 0 for one in maker.authority):
            raise PromiseIncomplete(fields=(FieldError("/amount", "say how much, for the authority has a limit"),))
        return None
    if maker.covers(terms.remedy, money):
        return None
    return tuple(one for one in who_covers(people, terms.remedy, money) if one.id != maker.id)


def _is_here(standing: Standing) -> bool:
    return standing.on_duty and not standing.absent


def _distance(person: Staff, department: str | None) -> tuple[int, bool, str, UUID]:
    """Nobody above is troubled where a colleague can help, nobody elsewhere where one of the department can."""
    return (person.level.rank, person.department != department, person.name, person.id)


def _shown(person: Staff, *, here: bool) -> Mapping[str, object]:
    return {"id": str(person.id), "name": person.name, "level": person.level.value, "here": here}
