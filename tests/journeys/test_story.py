"""The story of a complaint on the whole running suite: both ends of it, and the day off that praise earns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from uuid import UUID, uuid4

import httpx
import pytest

from tests.journeys import story
from tests.journeys.browser import fill_in
from tests.journeys.console import Console
from tests.journeys.installation import Installation, Json
from tests.support.suite import Suite


def surveys_to(suite: Suite, address: str) -> Iterator[EmailMessage]:
    """The messages in .redress/mail that asked this address whether it is solved."""
    for file in suite.installation.mail.glob("survey.*.eml"):
        message = message_from_bytes(file.read_bytes(), policy=default)
        assert isinstance(message, EmailMessage)
        if address in str(message["To"]):
            yield message


def resolved_complaint(there: Installation, team: story.Team, email: str) -> Json:
    """A complaint whose recap the customer confirmed, and which has a resolution."""
    complaint = story.record(there, team, email=email)
    story.case_of(there, complaint["id"])
    story.confirm_recap(there, team, complaint["id"])
    story.resolve(there, complaint["id"])
    return complaint


def refused(there: Installation, url: str, *, role: str, staff: UUID | None = None) -> httpx.Response:
    """The answer to a POST that may not go through."""
    headers = {"Authorization": f"Bearer {there.token(role, staff)}", "Idempotency-Key": str(uuid4())}
    return there.client.post(url, json={}, headers=headers)


def test_the_command_line_prints_a_bare_token_that_opens_every_door(there: Installation, console: Console) -> None:
    """SU-4, SU-7: a development token is one line and nothing else; without it the doors stay shut."""
    printed = console.redress("token", "--role", "admin")
    assert re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+\n", printed)
    lists = {
        there.doors.intake: "complaints",
        there.doors.routing: "cases",
        there.doors.followup: "surveys",
        there.doors.recognition: "rewards",
    }
    for door, name in lists.items():
        url = f"{door}/v1/{name}"
        assert there.client.get(url, headers={"Authorization": f"Bearer {printed.strip()}"}).status_code == 200
        assert there.client.get(url).status_code == 401


def test_a_complaint_ends_closed_by_the_word_of_the_customer(running_suite: Suite, there: Installation) -> None:
    """SU-7: the whole story on one machine: IN-1, IN-2, IN-10, IN-19, IN-20, RO-2 to RO-5, FO-1, FO-2.

    Recorded and owned at once, understood, handed over with a summary, resolved, asked about by one mail, closed.
    """
    email = f"ona.{uuid4().hex[:8]}@customer.example"
    team = story.hire(there)
    complaint = story.record(there, team, email=email)
    story.confirm_recap(there, team, complaint["id"])
    handoff = story.hand_over(there, complaint["id"])
    assert story.NARRATIVE in handoff["summary"]["text"], "nobody tells their story twice"
    story.resolve(there, complaint["id"])
    assert story.look(there, complaint["id"])["status"] == "resolved", "solved as we see it is not closed"

    survey = story.await_survey(there, complaint["id"])
    (mail,) = surveys_to(running_suite, email)
    assert complaint["reference"] in str(mail["Subject"]) + mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert survey["link"] in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]

    page = there.client.get(survey["link"])
    assert page.status_code == 200
    assert story.survey_of(there, complaint["id"])["status"] == "sent", "opening a link answers nothing"  # type: ignore[index]
    story.answer(there, survey, solved=True)
    closed = story.look(there, complaint["id"])
    assert (closed["status"], closed["closed_how"]) == ("closed", "confirmed")
    assert story.survey_of(there, complaint["id"])["status"] == "answered"  # type: ignore[index]
    url = f"{there.doors.routing}/v1/cases/{complaint['id']}"
    there.eventually("routing knows that it is closed", lambda: there.get(url)["status"] == "closed")
    assert {clock["status"] for clock in there.get(url)["clocks"]} == {"met"}


def test_not_solved_reopens_to_the_same_owner_with_the_whole_story(there: Installation) -> None:
    """IN-20, FO-2: "no" behind the link reopens to the same owner, nothing lost; solved anew, it is asked anew."""
    team = story.hire(there)
    complaint = resolved_complaint(there, team, f"jonas.{uuid4().hex[:8]}@customer.example")
    owner = story.look(there, complaint["id"])["owner_id"]
    first = story.await_survey(there, complaint["id"])
    story.answer(there, first, solved=False)

    again = story.look(there, complaint["id"])
    assert (again["status"], again["owner_id"], again["reopened_times"]) == ("reopened", owner, 1)
    assert again["narrative"] == story.NARRATIVE
    assert again["recap"]["status"] == "confirmed"
    url = f"{there.doors.routing}/v1/cases/{complaint['id']}"
    there.eventually(
        "the clock of the second resolution runs",
        lambda: any(clock["round"] == 2 and clock["status"] == "running" for clock in there.get(url)["clocks"]),
    )
    assert there.get(url)["owner_id"] == owner

    story.resolve(there, complaint["id"])
    there.eventually(
        "a second survey is planned",
        lambda: (now := story.survey_of(there, complaint["id"])) and now["resolution_number"] == 2,
    )
    second = story.await_survey(there, complaint["id"])
    assert second["id"] != first["id"]
    story.answer(there, second, solved=True)


def test_a_survey_without_the_answer_that_matters_is_shown_again(there: Installation) -> None:
    """FO-2: "is it truly solved?" is the one question that needs an answer; the page says so and keeps the rest."""
    team = story.hire(there)
    complaint = resolved_complaint(there, team, f"ieva.{uuid4().hex[:8]}@customer.example")
    survey = story.await_survey(there, complaint["id"])
    page = there.client.post(survey["link"], data={"comment": "Quick, thank you."})
    assert page.status_code == 422
    assert "Quick, thank you." in page.text
    assert story.survey_of(there, complaint["id"])["status"] == "sent"  # type: ignore[index]
    thanks = fill_in(there.client, survey["link"], {"solved": "yes", "comment": "Quick, thank you.", "effort": "1"})
    assert "<form" not in thanks.text
    shown = there.get(f"{there.doors.followup}/v1/surveys/{survey['id']}")
    assert (shown["answer"]["solved"], shown["answer"]["comment"]) == (True, "Quick, thank you.")


def test_five_comments_from_the_page_earn_one_day_off(there: Installation) -> None:
    """RE-1, FO-5: four earn nothing, the fifth one paid day off, the sixth no second one; comments come by the page."""
    team = story.hire(there)
    card = f"{there.doors.followup}/c?staff={team.agent}&desk=front"
    praised = f"{there.doors.recognition}/v1/staff/{team.agent}/compliments"
    rewards = f"{there.doors.recognition}/v1/rewards?staff_id={team.agent}"

    def praise(number: int) -> None:
        fill_in(there.client, card, {"rating": "5", "text": f"Called back when promised. ({number})"})
        there.eventually(f"{number} compliments count", lambda: there.get(praised)["valid"] == number)

    for number in range(1, 5):
        praise(number)
    assert there.get(rewards)["items"] == []
    praise(5)
    there.eventually("the reward is granted", lambda: there.get(rewards)["items"])
    praise(6)
    (reward,) = there.get(rewards)["items"]
    assert (reward["kind"], reward["days"], reward["status"]) == ("paid_day_off", "1.00", "granted")


def test_nobody_approves_their_own_day_off(there: Installation) -> None:
    """RE-6: granted, approved by another, redeemed on a day; the ledger keeps each step, and its sides sum to zero."""
    team = story.hire(there)
    reward = story.praise(there, team.agent)
    url = f"{there.doors.recognition}/v1/rewards/{reward['id']}"
    own = refused(there, f"{url}/approval", role="manager", staff=team.agent)
    assert own.status_code == 403
    assert own.headers["content-type"] == "application/problem+json"
    assert there.get(url)["status"] == "granted"

    approved = there.post(f"{url}/approval", {}, role="manager", staff=team.lead)
    assert (approved["status"], approved["approved_by"]) == ("approved", str(team.lead))
    day = (datetime.now(UTC) + there.advanced + timedelta(days=14)).date().isoformat()
    redeemed = there.post(f"{url}/redemption", {"on": day}, role="manager", staff=team.lead)
    assert (redeemed["status"], redeemed["redeemed_on"]) == ("redeemed", day)
    ledger = there.get(f"{url}/ledger")["items"]
    assert [entry["kind"] for entry in ledger] == ["granted", "approved", "redeemed"]
    assert all(sum(float(side["days"]) for side in entry["postings"]) == 0 for entry in ledger)


@pytest.mark.parametrize("span", ["yesterday", "-3h", ""])
def test_the_clock_is_moved_by_the_command_line_and_only_forward(console: Console, span: str) -> None:
    """SU-8: `redress clock advance` takes a span of time; anything else changes nothing."""
    before = console.redress("clock", "show")
    with pytest.raises(AssertionError, match="ended with"):
        console.redress("clock", "advance", span)
    assert console.redress("clock", "show").split("(")[1] == before.split("(")[1]
