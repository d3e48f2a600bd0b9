"""How a customer reaches who looks after their complaint (IN-24)."""

from __future__ import annotations

import pytest

from services.intake.pages.handler import Way, ways


@pytest.mark.parametrize(
    ("contact", "found"),
    [
        ("+370 600 00001", [Way("+370 600 00001", "tel:+37060000001")]),
        ("(02) 123-456", [Way("(02) 123-456", "tel:02123456")]),
        ("rasa@redress.example", [Way("rasa@redress.example", "mailto:rasa@redress.example")]),
        ("a?bcc=x@y.example", [Way("a?bcc=x@y.example", "mailto:a%3Fbcc%3Dx@y.example")]),
        ("the desk on the ground floor", [Way("the desk on the ground floor", None)]),
        ("javascript:alert(1)", [Way("javascript:alert(1)", None)]),
        (", ,", []),
    ],
)
def test_each_way_has_the_link_that_a_phone_opens(contact: str, found: list[Way]) -> None:
    """IN-24: a number is called, an address is written to, anything else is read."""
    assert ways(contact) == found


def test_several_ways_keep_their_order() -> None:
    """IN-24: as whoever wrote them wanted."""
    assert [one.text for one in ways("+37060000001, rasa@redress.example,at the shop")] == [
        "+37060000001",
        "rasa@redress.example",
        "at the shop",
    ]
