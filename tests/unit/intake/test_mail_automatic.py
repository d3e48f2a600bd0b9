"""Mail that no person wrote is known for what it is (IN-1)."""

from __future__ import annotations

import pytest

from services.intake.domain.vocabulary import Disposition
from tests.unit.intake.test_mail_reading import EMAILS, mail, read

OURS = "<ack.0197a000-0000-7000-8000-000000000001@redress.example>"


@pytest.mark.parametrize("name", sorted(path.name for path in EMAILS.glob("auto-*.eml")))
def test_answering_machines_and_mass_mail_are_no_complaints(name: str) -> None:
    """IN-1: RFC 3834, lists, receipts, delays, our own mail coming back: none of it opens anything."""
    assert read(name).automatic is Disposition.AUTO_REPLY


@pytest.mark.parametrize("name", sorted(path.name for path in EMAILS.glob("bounce-*.eml")))
def test_bounces_name_what_came_back(name: str) -> None:
    """IN-1, IN-13: as a report, or as old servers write it."""
    found = read(name)
    assert found.automatic is Disposition.BOUNCE
    assert OURS in found.returned


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: no",
        "Auto-Submitted: No (a person)",
        "X-Auto-Response-Suppress: None",
        "Precedence: first-class",
        "Return-Path: <ona@customer.example>",
        "X-Priority: 1",
    ],
)
def test_what_a_person_sends_is_not_taken_for_a_machine(field: str) -> None:
    """IN-1: a complaint is not lost to a careless rule."""
    assert mail(f"From: ona@customer.example\n{field}\n\nThe coat is torn.").automatic is None


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: auto-generated",
        "Auto-Submitted: AUTO-REPLIED; owner-email=x@y.example",
        "Precedence: Bulk",
        "X-Autorespond: yes",
        "X-Auto-Response-Suppress: OOF, AutoReply",
        "List-Unsubscribe: <mailto:x@y.example>",
        "Return-Path: < >",
    ],
)
def test_each_mark_of_a_machine_counts(field: str) -> None:
    """IN-1: in any case, with comments and parameters."""
    assert mail(f"From: ona@customer.example\n{field}\n\nHello").automatic is Disposition.AUTO_REPLY
