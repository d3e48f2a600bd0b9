"""What we understood, and the customer's word on it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from services.intake.domain import recap as recaps
from services.intake.domain.errors import RecapNotFound, RecapOvertaken, RecapSettled
from services.intake.domain.recap import ConfirmedBy, Recap, RecapStatus
from services.intake.domain.vocabulary import Channel
from shared.kernel.errors import FieldError

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def proposed(count: int) -> list[Recap]:
    known: list[Recap] = []
    for _ in range(count):
        known.append(recaps.propose(known, text="green, not blue", by="ann", now=NOW))
    return known


def confirm(known: list[Recap], version: int, **changes: Any) -> tuple[Recap, ...]:
    values: dict[str, Any] = {
        "version": version,
        "correction": None,
        "confirmed_by": ConfirmedBy.CUSTOMER,
        "channel": Channel.PHONE,
        "by": "ann",
        "now": NOW,
    }
    return recaps.confirm(known, **(values | changes))


def test_versions_count_up() -> None:
    """IN-10: each recap is the next version, waiting for the customer."""
    assert [(one.version, one.status) for one in proposed(2)] == [
        (1, RecapStatus.PROPOSED),
        (2, RecapStatus.PROPOSED),
    ]


def test_a_confirmation_says_who_when_and_how() -> None:
    """IN-10: the customer's word, through staff, with the channel."""
    (settled,) = confirm(proposed(1), 1)
    assert settled.status is RecapStatus.CONFIRMED
    assert (settled.confirmed_by, settled.settled_by) == (ConfirmedBy.CUSTOMER, "ann")
    assert (settled.settled_channel, settled.settled_at) == (Channel.PHONE, NOW)


def test_a_correction_is_a_new_version_in_the_customers_words() -> None:
    """IN-10: the corrected version is kept, and the correction is what now holds."""
    old, new = confirm(proposed(1), 1, correction="teal, not blue")
    assert (old.version, old.status, old.text) == (1, RecapStatus.CORRECTED, "green, not blue")
    assert (new.version, new.status, new.text) == (2, RecapStatus.CONFIRMED, "teal, not blue")
    assert recaps.latest_confirmed([old, new]) == new


def test_a_recap_is_spoken_about_once_and_in_its_newest_form() -> None:
    """IN-10: an unknown, a settled or an overtaken version can't be confirmed."""
    with pytest.raises(RecapNotFound):
        confirm(proposed(1), 2)
    with pytest.raises(RecapSettled):
        confirm(list(confirm(proposed(1), 1)), 1)
    with pytest.raises(RecapOvertaken) as refused:
        confirm(proposed(2), 1)
    assert refused.value.extra == {"latest": 2}


def test_a_resolution_names_the_confirmed_version_that_it_answers() -> None:
    """IN-10: the one named, else the latest confirmed; for others it is said what is missing."""
    (settled,) = confirm(proposed(1), 1)
    waiting = recaps.propose([settled], text="more", by="ann", now=NOW)
    assert recaps.answered([settled, waiting], named=None, excused=False) == 1
    assert recaps.answered([settled, waiting], named=1, excused=False) == 1
    for named, why in ((2, "Recap 2 is proposed, not confirmed by the customer"), (7, "This complaint has no recap 7")):
        assert recaps.answered([settled, waiting], named=named, excused=True) == FieldError("/recap_version", why)


def test_only_an_unreachable_customer_excuses_a_missing_recap() -> None:
    """IN-10, IN-19: who can't be asked is not waited for; everybody else is."""
    assert recaps.answered(proposed(1), named=None, excused=True) is None
    missing = recaps.answered(proposed(1), named=None, excused=False)
    assert isinstance(missing, FieldError)
    assert missing.pointer == "/recap_version"
