"""The hint before the customer tells it all."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.hint import Foreseen, hint
from services.routing.domain.ladder import Reason
from services.routing.domain.receiving import Presence
from services.routing.domain.staff import Level, Staff
from services.routing.domain.wish import FREE_WISHES, UNNAMED_WISH
from services.routing.storage.ladders import built_in
from shared.kernel.money import Money
from tests.unit.routing.people import LANGUAGES, STAFF, may_grant, person

AGENT = person(1, authority=may_grant("refund"))
LEAD = person(2, Level.LEAD, authority=may_grant("refund"))


def test_nothing_is_needed_where_the_listener_has_it_all() -> None:
    """RO-3: no hint, no detour."""
    case = Foreseen("en-GB", department="deliveries", wish="refund", amount=Money(Decimal(100), "EUR"), feeling="angry")
    assert hint(case, AGENT, [LEAD], built_in()) == hint(Foreseen("en"), AGENT, [], built_in())
    assert not hint(case, AGENT, [LEAD], built_in()).needed


def test_an_amount_beyond_the_authority_needs_somebody_who_has_it() -> None:
    """RO-3, RO-1: a euro more, or another currency, is beyond."""
    chief = person(3, Level.HEAD, authority=may_grant("refund"))
    for amount in (Money(Decimal("100.01"), "EUR"), Money(Decimal(1), "GBP")):
        found = hint(Foreseen("en", wish="refund", amount=amount), AGENT, [LEAD, chief], built_in())
        assert (found.needed, found.reasons, found.who) == (True, (Reason.AUTHORITY,), None)
    senior = person(4, Level.SENIOR, authority=may_grant("repair"))
    assert hint(Foreseen("en", wish="repair"), AGENT, [senior], built_in()).who == senior


@given(st.sampled_from([*sorted(FREE_WISHES), UNNAMED_WISH]))
def test_what_anybody_may_give_needs_nobody_else(wish: str) -> None:
    """RO-3: an apology takes no authority."""
    assert not hint(Foreseen("en", wish=wish), person(1), [LEAD], built_in()).needed


def test_one_person_who_has_all_that_is_missing_is_named_rather_than_two_who_have_half() -> None:
    """RO-3: the customer tells it once."""
    speaks = person(3, languages=frozenset({"lt"}))
    knows = person(4, department="billing")
    both = person(5, Level.LEAD, languages=frozenset({"lt"}), department="billing")
    case = Foreseen("lt", department="billing")
    found = hint(case, AGENT, [speaks, knows, both], built_in())
    assert (found.reasons, found.who) == ((Reason.LANGUAGE, Reason.SKILL), both)
    assert hint(case, AGENT, [speaks, knows], built_in()).who is None


def test_abuse_goes_to_a_senior_colleague_who_is_there() -> None:
    """RO-3, RO-11: and not to whoever is away."""
    senior, other = person(2, Level.SENIOR), person(3, Level.SENIOR)
    found = hint(Foreseen("en", feeling="abusive"), AGENT, [senior, other], built_in())
    assert (found.reasons, found.who) == ((Reason.ABUSE,), senior)
    away = hint(
        Foreseen("en", feeling="abusive"), AGENT, [senior, other], built_in(), here=Presence(frozenset({senior.id}))
    )
    assert away.who == other


@given(
    st.lists(STAFF, min_size=1, max_size=10, unique_by=lambda one: one.id),
    LANGUAGES,
    st.none() | st.sampled_from(["deliveries", "billing"]),
    st.none() | st.sampled_from(["refund", "repair", "apology"]),
    st.none() | st.sampled_from(["calm", "abusive"]),
)
def test_whoever_is_named_has_all_that_was_missing_and_is_never_the_listener(
    people: list[Staff], language: str, department: str | None, wish: str | None, feeling: str | None
) -> None:
    """RO-3: always, whoever listens; where nothing is missing nobody is named."""
    asker = people[0]
    found = hint(Foreseen(language, department, wish=wish, feeling=feeling), asker, people, built_in())
    assert found.needed == bool(found.reasons)
    if found.who is not None:
        assert found.needed
        assert found.who.id != asker.id
        assert found.who.active
        assert found.who.speaks(language)
        assert Reason.AUTHORITY not in found.reasons or (wish is not None and found.who.may_grant(wish))
        assert Reason.SKILL not in found.reasons or department in {found.who.department, *found.who.skills}
