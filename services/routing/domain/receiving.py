"""Who on the ladder takes a case: the nearest step up that is there to answer (RO-4, RO-6)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.routing.domain.availability import Standing
from services.routing.domain.ladder import Ability, Reason, Step
from services.routing.domain.staff import Staff
from services.routing.domain.wish import FREE_WISHES
from shared.kernel.errors import Conflict, FieldError, Invalid


class NobodyToHandTo(Conflict):
    slug = "nobody-to-hand-to"
    title = "Nobody on the staff stands high enough to take this; the sender still owns it"


class ReceiverHasLeft(Conflict):
    slug = "receiver-has-left"
    title = "The receiver does not work here any more; the case stays with the sender, who may ask somebody else"


class ReceiverUnsuitable(Invalid):
    slug = "receiver-unsuitable"
    title = "The case can't be offered to this person"


@dataclass(frozen=True, slots=True)
class Climb:
    """What a case asks of whoever takes it, and for which reason it goes up."""

    reason: Reason
    department: str | None
    language: str
    product: str | None = None
    wish: str | None = None
    manager_id: UUID | None = None
    """Whom the one below reports to: first asked where their step fits."""

    def met_by(self, person: Staff, ability: Ability) -> bool:
        """Whether somebody brings an ability for this case; what the case does not ask for, everybody brings."""
        match ability:
            case Ability.LANGUAGE:
                return person.speaks(self.language)
            case Ability.SKILL:
                return knows(person, department=self.department, product=self.product)
            case Ability.AUTHORITY:
                return self.wish is None or self.wish in FREE_WISHES or person.may_grant(self.wish)


@dataclass(frozen=True, slots=True)
class Presence:
    """Who can't answer in time, and who stands in for whom."""

    away: frozenset[UUID] = frozenset()
    stand_ins: Mapping[UUID, UUID] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Found:
    """Who takes the case, and on which step they stand."""

    person: Staff
    step: Step
    stands_in_for: UUID | None = None


EVERYBODY_HERE = Presence()


def knows(person: Staff, *, department: str | None, product: str | None) -> bool:
    """Whether somebody knows the product or the trade; a case without either is known to all."""
    asked = {department, product} - {None}
    return not asked or not asked.isdisjoint({person.department, *person.skills})


def presence(standings: Mapping[UUID, Standing], *, resting: Collection[UUID], until: datetime) -> Presence:
    """Who is away or off duty until after the answer is due, or rests from hot cases (RO-1, RO-10)."""
    gone = {
        id_
        for id_, standing in standings.items()
        if (standing.absent or not standing.on_duty) and (standing.back_at is None or standing.back_at > until)
    }
    stand_ins = {id_: standings[id_].stand_in_id for id_ in sorted(gone) if standings[id_].stand_in_id is not None}
    return Presence(frozenset(gone | set(resting)), {id_: by for id_, by in stand_ins.items() if by is not None})


def receiver_on_ladder(
    climb: Climb,
    steps: Sequence[Step],
    staff: Iterable[Staff],
    *,
    without: Collection[UUID],
    here: Presence = EVERYBODY_HERE,
) -> Found:
    """Who takes the case: who can answer in time, on the nearest step in the department, else the nearest anywhere.

    A stand-in who fits the step answers for whoever is away; where nobody who fits is there, whoever comes back is
    asked all the same, since waiting for somebody is better than having nobody (RO-4). Raises NobodyToHandTo.
    """
    people = {person.id: person for person in staff if person.active}
    for step in steps:
        fitting = {
            person.id: person for person in people.values() if person.id not in without and _fits(climb, step, person)
        }
        if not fitting:
            continue
        first = min(fitting.values(), key=lambda person: _order(climb, step, person, fitting, here))
        answering = _answering(first, fitting, here)
        if answering is None or answering.id == first.id:
            return Found(first, _reached(steps, first))
        return Found(answering, _reached(steps, answering), stands_in_for=first.id)
    raise NobodyToHandTo


def named_receiver(
    receiver_id: UUID, climb: Climb, steps: Sequence[Step], staff: Iterable[Staff], *, owner_id: UUID
) -> Found:
    """The person whom the sender named, who must suit the reason.

    Raises ReceiverUnsuitable, which says everything that speaks against them; NobodyToHandTo at the top.
    """
    people = tuple(staff)
    found = next((person for person in people if person.id == receiver_id and person.active), None)
    if found is None:
        raise ReceiverUnsuitable(fields=(FieldError("/to_id", "is nobody who works here now"),))
    if found.id == owner_id:
        raise ReceiverUnsuitable(fields=(FieldError("/to_id", "owns the case already"),))
    if not steps:
        raise NobodyToHandTo
    against = tuple(_against(climb, steps[0], found, people, owner_id=owner_id))
    if against:
        raise ReceiverUnsuitable(fields=against)
    return Found(found, _reached(steps, found))


def _fits(climb: Climb, step: Step, person: Staff) -> bool:
    return person.level.rank >= step.level.rank and all(climb.met_by(person, need) for need in step.needs)


def _order(
    climb: Climb, step: Step, person: Staff, fitting: Mapping[UUID, Staff], here: Presence
) -> tuple[bool, bool, int, int, bool, bool, UUID]:
    return (
        _answering(person, fitting, here) is None,
        person.department != climb.department,
        sum(not climb.met_by(person, wanted) for wanted in step.prefers),
        person.level.rank,
        person.id != climb.manager_id,
        not person.speaks(climb.language),
        person.id,
    )


def _answering(person: Staff, fitting: Mapping[UUID, Staff], here: Presence) -> Staff | None:
    """Who answers when this person is asked: they themselves, a stand-in who fits as well, or nobody in time."""
    if person.id not in here.away:
        return person
    stand_in_id = here.stand_ins.get(person.id)
    if stand_in_id is None or stand_in_id in here.away:
        return None
    return fitting.get(stand_in_id)


def _reached(steps: Sequence[Step], person: Staff) -> Step:
    """The highest of these steps that the person's level reaches; the first where they stand below all."""
    return max(
        (step for step in steps if step.level.rank <= person.level.rank),
        key=lambda step: step.position,
        default=steps[0],
    )


def _against(
    climb: Climb, step: Step, person: Staff, people: Sequence[Staff], *, owner_id: UUID
) -> Iterable[FieldError]:
    if person.level.rank < step.level.rank:
        yield FieldError("/to_id", f"stands below {step.level.value}, the lowest level for {step.reason.value}")
    for need in sorted(step.needs, key=lambda ability: ability.value):
        if not climb.met_by(person, need):
            yield FieldError("/to_id", f"lacks what is missing: {need.value}")
    if Ability.AUTHORITY in step.prefers and not climb.met_by(person, Ability.AUTHORITY):
        others = (one for one in people if one.active and one.id not in (person.id, owner_id))
        able = any(climb.met_by(one, Ability.AUTHORITY) for one in others)
        if able:
            yield FieldError("/to_id", f"may not grant the wish either, and somebody else may: {climb.wish}")
