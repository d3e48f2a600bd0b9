"""The handoff summary."""

from __future__ import annotations

import pytest

from services.routing.domain.brief import Attempt, Brief
from services.routing.domain.ladder import Reason
from services.routing.domain.summary import Circumstances, Known, summarise
from services.routing.gateways.intake import read_brief
from services.routing.pages.summary_text import summary_text
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


def test_everything_that_is_known_is_in_the_structure() -> None:
    """RO-3: verbatim story, confirmed recap, wish, facts, feeling, what was tried, what not to ask again."""
    summary = summarise(read_brief(ANSWER), WHY)
    assert summary.story == ANSWER["narrative"]
    assert (summary.recap, summary.recap_confirmed) == ("A green coat came.", True)
    assert (summary.wish_kind, summary.wish_detail) == ("exchange", "the blue coat")
    assert summary.wish == "exchange: the blue coat"
    assert (summary.contacts_so_far, summary.reopened_times) == (3, 1)
    assert summary.tried == (Attempt("Sent a voucher.", wish_met=False),)
    assert summary.do_not_ask_again == tuple(known.value for known in Known)
    assert (summary.product, summary.department, summary.language) == ("coat", "deliveries", "en")


def test_minutes_and_tellings_are_counted_from_the_record_unless_the_sender_says_otherwise() -> None:
    """RO-5: nobody has to count what the log knows."""
    counted = read_brief({**ANSWER, "minutes_so_far": 25, "tellings_so_far": 3})
    summary = summarise(counted, Circumstances(Reason.SKILL, told=None))
    assert (summary.minutes, summary.tellings) == (25, 3)
    assert (summarise(counted, WHY).minutes, summarise(counted, WHY).tellings) == (12, 2)
    assert summarise(read_brief(ANSWER), Circumstances(Reason.SKILL, told=None)).minutes is None


def test_what_is_not_on_record_says_so() -> None:
    """RO-3: an empty part is visible, so that the receiver knows what to ask."""
    summary = summarise(Brief(reference="C-1", narrative="Cold soup."), Circumstances(Reason.ABUSE, told=None))
    text = summary_text(summary, "en").text
    assert "not yet asked; ask it first" in text
    assert "Promised: nothing on record" in text
    assert summary.do_not_ask_again == ("what_happened",)


@pytest.mark.parametrize("answer", [None, [], {"reference": "C-1"}, {**ANSWER, "additions": ["bare"]}])
def test_a_brief_that_is_none_is_refused(answer: object) -> None:
    """RO-3: no summary is built from an answer that makes no sense."""
    with pytest.raises(UnexpectedAnswer):
        read_brief(answer)
