"""How customers are recognised, and references read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.intake.domain.actor import Actor
from services.intake.domain.errors import CustomerNotIdentified, MalformedPhone
from services.intake.domain.identity import match_key, phone_e164
from services.intake.domain.reference import ALPHABET, as_reference, reference_of
from shared.kernel.ids import new_id


def test_the_strongest_identifier_is_the_key() -> None:
    """IN-3: e-mail, then account number, then username, then phone."""
    told = {"email": "Ona@Example.LT ", "account_number": "A-1", "username": "ona", "phone": "+37061234567"}
    for kind, key in (
        ("email", "email:ona@example.lt"),
        ("account_number", "account:a-1"),
        ("username", "username:ona"),
        ("phone", "phone:+37061234567"),
    ):
        assert match_key(**told) == key
        del told[kind]


def test_people_who_share_something_weaker_are_not_merged() -> None:
    """IN-3: two people behind one phone, or one value in two roles, stay two people."""
    assert match_key(email="a@example.lt", phone="+37061234567") != match_key(
        email="b@example.lt", phone="+37061234567"
    )
    assert match_key(username="4711") != match_key(account_number="4711")


def test_a_letter_writer_is_known_by_name_and_address() -> None:
    """IN-1, IN-3: an address reaches somebody; with another name it is another person."""
    first = match_key(name="Ona J.", address="Gedimino pr. 1\n Vilnius")
    assert first == match_key(name="ONA  J.", address="gedimino pr. 1 vilnius")
    assert first != match_key(name="Jonas J.", address="Gedimino pr. 1 Vilnius")


@pytest.mark.parametrize("told", [{}, {"name": "Ona"}, {"email": "  "}, {"address": "\u2003"}])
def test_nobody_can_be_found_by_a_name_alone(told: dict[str, str]) -> None:
    """IN-1: without an identifier the complaint must say that it is anonymous."""
    with pytest.raises(CustomerNotIdentified) as refused:
        match_key(**told)
    assert refused.value.fields[0].pointer == "/customer"


@pytest.mark.parametrize("written", ["+370 612 34567", "00370-612-34567", "+370 (612) 345.67", "+３７０61234567"])
def test_a_phone_is_kept_as_e164(written: str) -> None:
    """IN-3: however people write it."""
    assert phone_e164(written) == "+37061234567"


@pytest.mark.parametrize(
    "written", ["861234567", "+0123456789", "+37", "+370 612 345 67 890 12", "call me", "+37061234٥٦٧"]
)
def test_a_phone_without_its_country_is_refused(written: str) -> None:
    """IN-3: and the refusal names the field."""
    with pytest.raises(MalformedPhone) as refused:
        phone_e164(written)
    assert refused.value.fields[0].pointer == "/customer/phone"


@given(number=some.integers(0, 2**40 - 1))
def test_a_reference_survives_being_typed(number: int) -> None:
    """IN-1: lower case, spaces and the letters that look like digits still find it."""
    reference = reference_of(number)
    assert set(reference.replace("-", "")[2:]) <= set(ALPHABET)
    typed = reference.removeprefix("RD-").lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert as_reference(typed) == as_reference(f"rd {typed}") == as_reference(reference) == reference


def test_words_are_no_reference() -> None:
    """IN-1: a search for words stays one; a word that could be both is looked for as both."""
    assert as_reference("blue coat") is None
    assert as_reference("computer") is None
    assert as_reference("delivery") == "RD-DE11-VERY"


def test_people_see_their_teams_and_their_own() -> None:
    """SU-4: a department of theirs, or a complaint that they own or recorded; nothing else."""
    me = new_id()
    agent = Actor(subject="a", staff_id=me, teams=frozenset({"loans"}))
    other = new_id()
    assert agent.sees(department="loans", owner_id=other, recorder_id=None)
    assert agent.sees(department="cards", owner_id=me, recorder_id=None)
    assert agent.sees(department=None, owner_id=other, recorder_id=me)
    assert not agent.sees(department="cards", owner_id=other, recorder_id=other)
    assert not agent.sees(department=None, owner_id=other, recorder_id=None)
    nobody = Actor(subject="b", staff_id=None, teams=frozenset())
    assert not nobody.sees(department=None, owner_id=other, recorder_id=None)
    assert Actor(subject="s", staff_id=None, teams=None).sees(department=None, owner_id=other, recorder_id=None)
