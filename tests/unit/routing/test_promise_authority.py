"""Who may promise what, and who is named instead."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

import pytest

from services.routing.domain.availability import Standing
from services.routing.domain.promise import PromiseIncomplete, PromiseKind, Terms
from services.routing.domain.promise_authority import MOST_NAMED, BeyondAuthority, who_could
from services.routing.domain.staff import Authority, Level, Staff
from shared.kernel.money import Money
from tests.unit.routing.people import NOON, person


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def authority(amount: str, remedy: str = "refund") -> tuple[Authority, ...]:
    return (Authority(remedy, eur(amount)),)


def refund(amount: Money | None, remedy: str = "refund") -> Terms:
    figure, currency = (None, None) if amount is None else (amount.amount, amount.currency)
    return Terms(PromiseKind.REMEDY, "You get it back.", NOON, remedy=remedy, amount=figure, currency=currency)


AGENT = person(1, authority=authority("50.00"))
LEAD = person(2, Level.LEAD, authority=authority("500.00"))
SENIOR_ELSEWHERE = person(3, Level.SENIOR, department="billing", authority=authority("200.00"))
SENIOR_HERE = person(9, Level.SENIOR, authority=authority("200.00"))
GONE = person(4, Level.SENIOR, authority=authority("900.00"), active=False)
ALL = (AGENT, LEAD, SENIOR_ELSEWHERE, SENIOR_HERE, GONE)


def refusal(
    terms: Terms, maker: Staff, people: tuple[Staff, ...] = ALL, standing: Mapping[UUID, Standing] | None = None
) -> BeyondAuthority:
    able = who_could(terms, maker, people)
    assert able is not None
    return BeyondAuthority(terms, able, standing or {}, department="deliveries")


def named(refused: BeyondAuthority) -> list[object]:
    who = refused.extra["who_could_grant"]
    assert isinstance(who, list)
    return [one["id"] for one in who]


def test_up_to_the_limit_is_theirs_and_a_cent_more_is_not() -> None:
    """RO-8, RO-1: the limit itself may be promised."""
    assert who_could(refund(eur("50.00")), AGENT, ALL) is None
    assert refusal(refund(eur("50.01")), AGENT).fields[0].pointer == "/amount"


def test_who_could_grant_it_is_named_the_lowest_and_nearest_first() -> None:
    """RO-8: a colleague of the case's department before one elsewhere, and both before a lead; nobody who left."""
    found = refusal(refund(eur("120.00")), AGENT)
    assert named(found) == [str(SENIOR_HERE.id), str(SENIOR_ELSEWHERE.id), str(LEAD.id)]
    assert named(refusal(refund(eur("300.00")), AGENT)) == [str(LEAD.id)]
    assert named(refusal(refund(eur("9999.00")), AGENT)) == []


def test_whoever_is_here_is_named_before_those_who_are_not() -> None:
    """RO-8, RO-1: a lead who can be asked now helps more than a senior on leave, who is named all the same."""
    away = {SENIOR_HERE.id: Standing(absent=True), SENIOR_ELSEWHERE.id: Standing(on_duty=False)}
    found = refusal(refund(eur("120.00")), AGENT, standing=away)
    assert named(found) == [str(LEAD.id), str(SENIOR_HERE.id), str(SENIOR_ELSEWHERE.id)]


def test_authority_in_another_currency_does_not_count() -> None:
    """RO-8: nothing is converted."""
    assert named(refusal(refund(Money(Decimal("1.00"), "GBP")), LEAD)) == []


def test_another_remedy_is_beyond_them() -> None:
    """RO-8: authority is per remedy; without an amount the remedy is what is refused."""
    assert refusal(refund(None, "replacement"), AGENT).fields[0].pointer == "/remedy"


def test_a_remedy_with_a_limit_can_not_be_promised_without_an_amount() -> None:
    """RO-8: what is not said can't be checked, so leaving it out is no way around the limit."""
    with pytest.raises(PromiseIncomplete) as refused:
        who_could(refund(None), AGENT, ALL)
    assert refused.value.fields[0].pointer == "/amount"
    apologetic = person(5, authority=authority("0.00", "apology"))
    assert who_could(refund(None, "apology"), apologetic, ALL) is None


def test_a_call_is_everybodys_to_promise() -> None:
    """RO-8: only what is granted needs authority."""
    assert who_could(Terms(PromiseKind.CALL, "We call you.", NOON), person(6), ()) is None


def test_so_many_are_named_that_somebody_can_be_asked_and_no_more() -> None:
    """RO-8: a company of thousands does not answer with all of them."""
    crowd = tuple(person(number, Level.LEAD, authority=authority("500.00")) for number in range(10, 40))
    assert len(named(refusal(refund(eur("120.00")), AGENT, crowd))) == MOST_NAMED
