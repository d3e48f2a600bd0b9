"""Who receives an escalated case."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.availability import Standing
from services.routing.domain.ladder import Reason, Step
from services.routing.domain.receiving import (
    EVERYBODY_HERE,
    Climb,
    NobodyToHandTo,
    Presence,
    ReceiverUnsuitable,
    named_receiver,
    presence,
    receiver_on_ladder,
)
from services.routing.domain.staff import Level, Staff
from services.routing.storage.ladders import built_in
from tests.unit.routing.people import NOON, STAFF, may_grant, person

SENDER = person(1)
PEOPLE = st.lists(STAFF, max_size=12, unique_by=lambda one: one.id)
ID = st.integers(min_value=1, max_value=60).map(lambda number: UUID(int=number))


def climb(reason: Reason = Reason.AUTHORITY, **members: object) -> Climb:
    defaults: dict[str, object] = {"department": "deliveries", "language": "en"}
    return Climb(reason=reason, **(defaults | members))  # type: ignore[arg-type]


def steps(reason: Reason = Reason.AUTHORITY, sender: Level = Level.AGENT) -> tuple[Step, ...]:
    return built_in().from_sender(reason, sender)


def receiver(staff: list[Staff], asked: Climb | None = None, here: Presence = EVERYBODY_HERE) -> Staff:
    asked = asked or climb()
    return receiver_on_ladder(asked, steps(asked.reason), staff, without={SENDER.id}, here=here).person


def test_one_level_up_in_the_same_department() -> None:
    """RO-6: the nearest step of the department comes before a nearer one elsewhere."""
    lead, head = person(2, Level.LEAD), person(3, Level.HEAD)
    senior_elsewhere = person(4, Level.SENIOR, department="billing")
    assert receiver([head, senior_elsewhere, lead]) == lead


def test_another_department_when_the_own_one_has_nobody_higher() -> None:
    """RO-6: the ladder goes on outside the department."""
    elsewhere = person(4, Level.LEAD, department="billing")
    assert receiver([person(2), elsewhere]) == elsewhere


def test_the_senders_own_manager_is_asked_before_another_of_the_same_level() -> None:
    """RO-6: who they report to is the natural next step."""
    manager, other = person(3, Level.LEAD), person(2, Level.LEAD)
    assert receiver([other, manager], climb(manager_id=manager.id)) == manager


def test_language_goes_to_a_colleague_who_speaks_it() -> None:
    """RO-5: for the reason language the level need not be higher, the language must be there."""
    colleague = person(2, languages=frozenset({"lt"}))
    asked = climb(Reason.LANGUAGE, language="lt")
    assert receiver([person(3, Level.LEAD), colleague], asked) == colleague


def test_where_nobody_speaks_it_the_head_must_find_help() -> None:
    """RO-4, RO-5: a language that nobody has ends with somebody who answers for it, not with nobody."""
    head = person(5, Level.HEAD)
    assert receiver([person(2), person(3, Level.LEAD), head], climb(Reason.LANGUAGE, language="ar")) == head


def test_who_may_grant_the_wish_is_asked_before_a_nearer_step_that_may_not() -> None:
    """RO-5: otherwise the customer would be handed on a second time."""
    senior, lead = person(2, Level.SENIOR), person(3, Level.LEAD, authority=may_grant("refund"))
    assert receiver([senior, lead], climb(wish="refund")) == lead
    assert receiver([senior, lead], climb(wish="repair")) == senior


def test_nobody_higher_is_an_error_that_leaves_the_owner() -> None:
    """RO-4: at the top of the ladder there is nobody to hand to."""
    with pytest.raises(NobodyToHandTo):
        receiver_on_ladder(climb(), steps(sender=Level.HEAD), [person(2, Level.HEAD)], without={SENDER.id})
    with pytest.raises(NobodyToHandTo):
        receiver([person(2)])


def test_whoever_is_away_is_passed_over_or_stood_in_for() -> None:
    """RO-1, RO-4: a stand-in who fits the step answers; one who stands below it does not."""
    away, deputy, head = person(2, Level.LEAD), person(3, Level.SENIOR), person(4, Level.HEAD)
    agent = person(5)
    assert receiver([away, head], here=Presence(frozenset({away.id}))) == head
    stood_in = Presence(frozenset({away.id}), {away.id: deputy.id})
    found = receiver_on_ladder(
        climb(manager_id=away.id), steps(), [away, deputy, head], without={SENDER.id, agent.id}, here=stood_in
    )
    assert found.person == deputy
    low = Presence(frozenset({away.id}), {away.id: agent.id})
    assert receiver([away, agent, head], here=low) == head


def test_where_all_are_away_somebody_is_asked_all_the_same() -> None:
    """RO-4: an offer that waits for the morning is better than nobody."""
    lead, head = person(2, Level.LEAD), person(4, Level.HEAD)
    assert receiver([lead, head], here=Presence(frozenset({lead.id, head.id}))) == lead


def test_off_duty_counts_as_away_only_past_the_deadline() -> None:
    """RO-4: whoever is back before the answer is due can answer in time; whoever rests from hot cases can't."""
    back_soon = Standing(on_duty=False, back_at=NOON + timedelta(minutes=10))
    back_late = Standing(absent=True, back_at=NOON + timedelta(days=3), stand_in_id=UUID(int=1))
    gone = Standing(on_duty=False)
    standings = {UUID(int=1): Standing(), UUID(int=2): back_soon, UUID(int=3): back_late, UUID(int=4): gone}
    here = presence(standings, resting={UUID(int=9)}, until=NOON + timedelta(minutes=30))
    assert here.away == {UUID(int=3), UUID(int=4), UUID(int=9)}
    assert here.stand_ins == {UUID(int=3): UUID(int=1)}


def test_a_named_receiver_works_here_and_is_somebody_else() -> None:
    """RO-4: an offer to nobody, to the absent or to the owner is refused."""
    gone = person(2, active=False)
    for named in (SENDER.id, gone.id, person(9).id):
        with pytest.raises(ReceiverUnsuitable) as refused:
            named_receiver(named, climb(), steps(), [SENDER, gone], owner_id=SENDER.id)
        assert refused.value.fields[0].pointer == "/to_id"


def test_a_named_receiver_must_suit_the_reason_and_all_that_speaks_against_them_is_said() -> None:
    """RO-5: down, sideways or without what is missing is no escalation."""
    colleague, able = person(2), person(3, Level.LEAD, authority=may_grant("refund"))
    with pytest.raises(ReceiverUnsuitable) as refused:
        named_receiver(colleague.id, climb(wish="refund"), steps(), [SENDER, colleague, able], owner_id=SENDER.id)
    assert [wrong.detail.split(",")[0] for wrong in refused.value.fields] == [
        "stands below senior",
        "may not grant the wish either",
    ]
    with pytest.raises(ReceiverUnsuitable) as silent:
        named_receiver(
            able.id,
            climb(Reason.LANGUAGE, language="ar"),
            steps(Reason.LANGUAGE),
            [SENDER, able],
            owner_id=SENDER.id,
        )
    assert silent.value.fields[0].detail == "lacks what is missing: language"
    found = named_receiver(able.id, climb(wish="refund"), steps(), [SENDER, able], owner_id=SENDER.id)
    assert (found.person, found.step.level) == (able, Level.LEAD)


@given(PEOPLE, st.sampled_from(Level), st.sampled_from(Reason), st.frozensets(ID), st.dictionaries(ID, ID))
def test_an_unanswered_offer_never_goes_sideways_or_down(
    staff: list[Staff], silent: Level, reason: Reason, away: frozenset[UUID], stand_ins: dict[UUID, UUID]
) -> None:
    """RO-4: no answer in time climbs, always, whoever is away and whoever stands in for them."""
    above = built_in().above(reason, silent)
    try:
        found = receiver_on_ladder(
            climb(reason), above, staff, without=frozenset(), here=Presence(away, stand_ins)
        ).person
    except NobodyToHandTo:
        assert not any(one.active and one.level is Level.HEAD for one in staff) or silent is Level.HEAD
    else:
        assert found.active
        assert found.level.rank > silent.rank


@given(PEOPLE, st.frozensets(ID), st.dictionaries(ID, ID))
def test_nobody_away_is_asked_while_somebody_who_fits_is_there(
    staff: list[Staff], away: frozenset[UUID], stand_ins: dict[UUID, UUID]
) -> None:
    """RO-4: an offer goes to somebody who can answer it in time, whenever there is such a person."""
    fitting = {one.id for one in staff if one.active and one.level.rank >= Level.SENIOR.rank} - {SENDER.id}
    if fitting:
        assert receiver(staff, here=Presence(away, stand_ins)).id not in away or fitting <= away
