"""Escalations that need not have been."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.ladder import Reason
from services.routing.domain.needless import Needless, asked_needless
from services.routing.domain.staff import Staff
from tests.unit.routing.people import STAFF, may_grant, person


def needless(sender: Staff | None, reason: Reason, **case: str | None) -> Needless | None:
    asked: dict[str, str | None] = {"wish": "refund", "department": "deliveries", "product": None} | case
    return asked_needless(
        sender,
        reason,
        wish=asked["wish"],
        language=case.get("language") or "en",
        department=asked["department"],
        product=asked["product"],
    )


@pytest.mark.parametrize(
    ("reason", "case", "had"),
    [
        (Reason.AUTHORITY, {}, None),
        (Reason.AUTHORITY, {"wish": "repair"}, None),
        (Reason.AUTHORITY, {"wish": None}, None),
        (Reason.AUTHORITY, {"wish": "apology"}, Needless.HAD_AUTHORITY),
        (Reason.AUTHORITY, {"wish": "other"}, None),
        (Reason.LANGUAGE, {"language": "en-GB"}, Needless.HAD_LANGUAGE),
        (Reason.LANGUAGE, {"language": "el"}, None),
        (Reason.SKILL, {}, Needless.HAD_SKILL),
        (Reason.SKILL, {"product": "coat"}, Needless.HAD_SKILL),
        (Reason.SKILL, {"product": "boiler"}, None),
        (Reason.SKILL, {"department": None}, None),
        (Reason.CUSTOMER_ASKS, {}, None),
    ],
)
def test_what_the_sender_had_all_along_is_named(
    reason: Reason, case: dict[str, str | None], had: Needless | None
) -> None:
    """RO-5: only where the record contradicts the reason; a wish of the customer's is never needless."""
    sender = person(1, authority=may_grant("refund"), skills=frozenset({"coat"}))
    assert needless(sender, reason, **case) is had


OTHERS = [reason for reason in Reason if reason not in (Reason.AUTHORITY, Reason.LANGUAGE, Reason.SKILL)]


@given(STAFF, st.sampled_from(OTHERS))
def test_no_other_reason_is_ever_called_needless_by_the_record(sender: Staff, reason: Reason) -> None:
    """RO-5: whether abuse, a broken clock or a customer's request needed somebody else is not for a record to say."""
    assert needless(sender, reason) is None


def test_a_sender_who_is_not_in_the_directory_had_nothing_on_record() -> None:
    """RO-5: the duty owner of a system is nobody of whom it could be said."""
    assert needless(None, Reason.AUTHORITY) is None
