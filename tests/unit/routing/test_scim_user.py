"""SCIM users as members of staff, and back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.scim.documents import canonical
from services.routing.domain.scim.errors import InvalidValue
from services.routing.domain.scim.schemas import ENTERPRISE_URN, STAFF_URN, USER_URN, USERS
from services.routing.domain.scim.users import Account, account_of, document_of, person_of
from services.routing.domain.staff import Level, Staff
from tests.unit.routing.people import STAFF, person

NEW = Staff(id=UUID(int=7), name="", level=Level.AGENT)
RASA: dict[str, Any] = {
    "schemas": [USER_URN],
    "userName": "rasa@shop.example",
    "externalId": "00u1",
    "name": {"givenName": "Rasa", "familyName": "Kazlauskė"},
    "nickName": "Ras",
    "preferredLanguage": "en_US",
    "timezone": "Europe/Vilnius",
    "active": True,
    "emails": [{"value": "home@x.example", "type": "home"}, {"value": "rasa@shop.example", "type": "work"}],
    "phoneNumbers": [{"value": "tel:+370 (600) 123-45", "type": "mobile"}],
    ENTERPRISE_URN: {"department": "deliveries", "manager": {"value": str(UUID(int=3))}},
    STAFF_URN: {"level": "lead", "skills": "coat,"},
}


def test_a_user_becomes_a_member_of_staff() -> None:
    """RO-1: name, address, number, language, zone, department, manager, level and skills."""
    made = person_of(canonical(RASA, USERS), NEW)
    assert made == replace(
        NEW,
        name="Rasa Kazlauskė",
        level=Level.LEAD,
        department="deliveries",
        languages=frozenset({"en-US"}),
        skills=frozenset({"coat"}),
        reports_to=UUID(int=3),
        email="rasa@shop.example",
        phone="+37060012345",
        time_zone="Europe/Vilnius",
    )


def test_what_was_said_is_handed_back_and_what_changed_here_is_shown() -> None:
    """RO-1: also what routing has no use for; a change in our own directory wins over what was said before."""
    document = canonical(RASA, USERS)
    made = person_of(document, NEW)
    assert document_of(made, account_of(document)) == document
    changed = replace(
        made, name="R. K.", phone=None, level=Level.AGENT, languages=frozenset({"lt"}), skills=frozenset()
    )
    shown = document_of(changed, account_of(document))
    assert (shown["displayName"], shown["nickName"]) == ("R. K.", "Ras")
    assert shown[STAFF_URN] == {"level": "agent", "languages": "lt"}
    assert "phoneNumbers" not in shown


@given(STAFF, st.sampled_from([None, {}, {"displayName": "Other", "emails": [{"value": "a@b.example"}]}]))
def test_whoever_is_shown_is_read_again_as_the_same(member: Staff, said: dict[str, Any] | None) -> None:
    """RO-1: over any directory and whatever was said before: no sync changes anybody by itself."""
    document = document_of(member, Account("somebody", None, said))
    assert person_of(document, member) == member
    assert document_of(member, account_of(document)) == document


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"emails": [{"value": "nobody"}]}, "/emails/0/value"),
        ({"timezone": "Mars/Base"}, "/timezone"),
        ({"displayName": "x" * 300}, "/displayName"),
        ({ENTERPRISE_URN: {"manager": {"value": "boss"}}}, f"/{ENTERPRISE_URN}/manager/value"),
        ({ENTERPRISE_URN: {"department": "x" * 101}}, f"/{ENTERPRISE_URN}/department"),
        ({STAFF_URN: {"level": "boss"}}, f"/{STAFF_URN}/level"),
        ({STAFF_URN: {"languages": "en, english language"}}, f"/{STAFF_URN}/languages"),
    ],
)
def test_a_value_that_can_not_be_is_named(wrong: dict[str, Any], pointer: str) -> None:
    """RO-1: as invalidValue."""
    with pytest.raises(InvalidValue) as refused:
        person_of(canonical(RASA | wrong, USERS), person(1))
    assert refused.value.fields[0].pointer == pointer


def test_a_number_that_is_none_is_kept_and_given_to_nobody() -> None:
    """RO-1: what an identity provider holds is its own; customers get numbers that can be called."""
    document = canonical(RASA | {"phoneNumbers": [{"value": "ext. 12"}]}, USERS)
    made = person_of(document, NEW)
    assert made.phone is None
    assert document_of(made, account_of(document))["phoneNumbers"] == [{"value": "ext. 12"}]
