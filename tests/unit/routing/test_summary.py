"""The handoff summary."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.brief import Brief, Recap, Wish
from services.routing.domain.ladder import Reason
from services.routing.domain.summary import Circumstances, summarise
from services.routing.gateways.intake import read_brief
from shared.http.client import UnexpectedAnswer

WHY = Circumstances(reason=Reason.AUTHORITY, told="Rasa may send the courier today.", minutes=12, tellings=2)
ANSWER = {
    "complaint_id": "0197a000-0000-7000-8000-000000000001",
    "reference": "C-2026-1",
    "narrative": "It came green.\nAgain!",
    "additions": [{"text": "The party is on Saturday.", "added_at": "2026-03-03T08:00:00Z", "channel": "phone"}],
    "recap": {"version": 2, "text": "A green coat came.", "confirmed_at": "2026-03-02T13:00:00Z"},
    "desired_resolution": {"kind": "exchange", "detail": "the blue coat"},
    "feeling": "upset",
    "product": "coat",
    "department": "deliveries",
    "language": "en",
    "contacts_so_far": 3,
    "resolutions": [{"number": 1, "what_was_done": "Sent a voucher.", "wish_met": False}],
    "reopened_times": 1,
    "status": "reopened",
    "a_member_of_tomorrow": {},
}


def test_everything_that_is_known_is_in_the_structure_and_in_the_text() -> None:
    """RO-3: verbatim story, confirmed recap, wish, facts, feeling, what was tried, what not to ask again."""
    summary = summarise(read_brief(ANSWER), WHY)
    assert summary.story == ANSWER["narrative"]
    assert (summary.recap, summary.recap_confirmed) == ("A green coat came.", True)
    assert summary.wish == "exchange: the blue coat"
    assert summary.tried == (
        "contacts with the customer so far: 3",
        "reopened by the customer: 1",
        "Sent a voucher. (wish not met)",
    )
    assert "whether we understood them" in summary.do_not_ask_again
    for part in (summary.story, summary.additions[0], summary.recap, summary.wish, "upset", *summary.tried, WHY.told):
        assert part is not None
        assert part in summary.text


def test_what_is_not_on_record_says_so() -> None:
    """RO-3: an empty part is visible, so that the receiver knows what to ask."""
    summary = summarise(Brief(reference="C-1", narrative="Cold soup."), Circumstances(Reason.ABUSE, told=None))
    assert "not yet asked: ask it first" in summary.text
    assert "Promised: nothing on record" in summary.text
    assert summary.do_not_ask_again == ("what happened",)


@given(st.text(min_size=1), st.text(), st.booleans())
def test_the_story_is_never_shortened_or_changed(narrative: str, recap: str, confirmed: bool) -> None:
    """IN-6, RO-3: the customer's words reach the receiver verbatim, in structure and text."""
    brief = Brief(reference="C-1", narrative=narrative, recap=Recap(1, recap, confirmed), wish=Wish("refund"))
    summary = summarise(brief, WHY)
    assert summary.story == narrative
    assert narrative in summary.text
    assert "text" in asdict(summary)


@pytest.mark.parametrize("answer", [None, [], {"reference": "C-1"}, {**ANSWER, "additions": ["bare"]}])
def test_a_brief_that_is_none_is_refused(answer: object) -> None:
    """RO-3: no summary is built from an answer that makes no sense."""
    with pytest.raises(UnexpectedAnswer):
        read_brief(answer)
