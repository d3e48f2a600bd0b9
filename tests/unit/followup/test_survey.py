"""The states of a survey, and what overtakes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.followup.domain.answer import Answer
from services.followup.domain.course import Course
from services.followup.domain.errors import SurveyNotOpen
from services.followup.domain.survey import TRANSITIONS, Missed, Step, Survey, SurveyStatus
from shared.kernel.ids import new_id

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def a_survey(status: SurveyStatus = SurveyStatus.SCHEDULED, *, claim_id: UUID | None = None) -> Survey:
    """A survey in a state."""
    return Survey(
        id=new_id(),
        complaint_id=new_id(),
        resolution_number=1,
        complaint_version=4,
        customer_id=None,
        owner_id=new_id(),
        department=None,
        product=None,
        language="en",
        time_zone=None,
        resolved_at=NOW - timedelta(hours=25),
        scheduled_for=NOW,
        created_at=NOW - timedelta(hours=25),
        status=status,
        claim_id=claim_id,
    )


class TestSurvey:
    def test_is_sent_once(self) -> None:
        """FO-1: whoever claims it sends it; nobody claims it twice, and the end is recorded once."""
        claim = new_id()
        sending = a_survey().claim(claim_id=claim, link_expires_at=NOW)
        with pytest.raises(SurveyNotOpen):
            sending.claim(claim_id=new_id(), link_expires_at=NOW)
        sent = sending.record_sent(claim_id=claim, channel="email", now=NOW)
        assert (sent.status, sent.sent_at, sent.version) == (SurveyStatus.SENT, NOW, 3)
        with pytest.raises(SurveyNotOpen):
            sent.record_sent(claim_id=claim, channel="email", now=NOW)

    def test_takes_no_record_from_another_attempt(self) -> None:
        """FO-1: a worker that lost its claim changes nothing."""
        sending = a_survey().claim(claim_id=new_id(), link_expires_at=NOW)
        with pytest.raises(SurveyNotOpen):
            sending.record_sent(claim_id=new_id(), channel="email", now=NOW)
        with pytest.raises(SurveyNotOpen):
            sending.release(claim_id=new_id(), until=NOW)

    def test_can_never_be_claimed_again_once_unknown(self) -> None:
        """FO-1: after a crash between claim and record it is reported, not sent again."""
        unknown = a_survey().claim(claim_id=new_id(), link_expires_at=NOW).lose_sight()
        assert unknown.status is SurveyStatus.UNKNOWN
        assert not any(unknown.may(step) for step in (Step.CLAIM, Step.RELEASE, Step.POSTPONE, Step.ASSUME))

    def test_withdrawn_while_it_goes_out_stays_withdrawn(self) -> None:
        """FO-1: reopened means withdrawn, also when the mail had left already; that it left is noted."""
        claim = new_id()
        withdrawn = a_survey().claim(claim_id=claim, link_expires_at=NOW).withdraw()
        recorded = withdrawn.record_sent(claim_id=claim, channel="email", now=NOW)
        assert (recorded.status, recorded.sent_at) == (SurveyStatus.WITHDRAWN, NOW)

    def test_can_be_answered_after_silence_was_taken_for_an_answer(self) -> None:
        """FO-2: whoever was taken for content may still say otherwise."""
        assert a_survey(SurveyStatus.ASSUMED).answer().status is SurveyStatus.ANSWERED

    def test_missed_says_why(self) -> None:
        """FO-1: missed is recorded."""
        assert a_survey().miss(Missed.LATE).why_missed is Missed.LATE

    @pytest.mark.parametrize("end", [SurveyStatus.MISSED, SurveyStatus.WITHDRAWN, SurveyStatus.ANSWERED])
    def test_never_goes_out_again_from_an_end(self, end: SurveyStatus) -> None:
        """FO-1: nothing leads from an end back to scheduled or sending."""
        reached = {to for (source, _), to in TRANSITIONS.items() if source is end}
        assert reached <= {end}


courses = st.builds(
    Course, complaint_id=st.just(UUID(int=1)), reopened_times=st.integers(0, 5), closed_version=st.integers(0, 20)
)


class TestCourse:
    @given(
        st.lists(courses, min_size=1, max_size=6).flatmap(lambda all_: st.tuples(st.just(all_), st.permutations(all_)))
    )
    def test_is_the_same_in_whatever_order_news_arrives(self, both: tuple[list[Course], list[Course]]) -> None:
        """FO-1: duplicates and order of events have no effect."""
        told, shuffled = both

        def together(news: list[Course]) -> Course:
            course = news[0]
            for one in news:
                course = course.and_then(one)
            return course

        assert together(told) == together(shuffled + told)

    def test_a_reopening_overtakes_its_own_resolution_and_earlier_ones_only(self) -> None:
        """FO-1: the second resolution is asked about although the first was reopened."""
        course = Course(complaint_id=UUID(int=1), reopened_times=1)
        assert course.overtakes(resolution_number=1, complaint_version=4)
        assert not course.overtakes(resolution_number=2, complaint_version=6)


class TestAnswer:
    @pytest.mark.parametrize("field", [{"satisfaction": 6}, {"effort": 0}, {"recommendation": 11}])
    def test_refuses_what_is_off_its_scale(self, field: dict[str, int]) -> None:
        """FO-3: CSAT and CES are 1 to 5, NPS is 0 to 10."""
        with pytest.raises(ValueError, match=next(iter(field))):
            Answer(solved=True, **field)
