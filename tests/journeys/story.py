"""The story that must always work (DESIGN.md), steps 1 to 7, told over HTTP to any running installation.

Each step is a function that asserts what must be true, and returns what the next one needs. Used by the
embedded journey, by the containers and by the demo.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID, uuid4

from tests.journeys.browser import fill_in
from tests.journeys.installation import Installation, Json
from tests.journeys.matter import COAT, Matter

Tell = Callable[[str], None]

NARRATIVE = COAT.narrative


@dataclass(frozen=True)
class Team:
    """The people of the story: who records and owns at first, and who can grant the wish."""

    agent: UUID
    lead: UUID


def hire(there: Installation, *, department: str = "deliveries") -> Team:
    """Step 2, first half: a lead, and an agent who reports to them."""

    def add(body: Json) -> UUID:
        return UUID(there.post(f"{there.doors.routing}/v1/staff", body, expect=201)["id"])

    def reached(name: str) -> Json:
        return {"contact": {"email": f"{name}.{uuid4().hex[:8]}@shop.example"}}

    common = {"department": department, "languages": ["en", "lt"]}
    lead = add({"name": "Rasa Kazlauskė", "level": "lead", **reached("rasa"), **common})
    agent = add({"name": "Tomas Petrauskas", "level": "agent", "reports_to": str(lead), **reached("tomas"), **common})
    return Team(agent=agent, lead=lead)


def record(there: Installation, team: Team, *, email: str, matter: Matter = COAT) -> Json:
    """Step 1: someone records a complaint, and owns it from that moment (IN-1, IN-2)."""
    complaint = there.post(
        f"{there.doors.intake}/v1/complaints",
        {
            "channel": "phone",
            "narrative": matter.narrative,
            "customer": {"name": matter.customer, "email": email, "language": "en"},
            "desired_resolution": matter.wish,
            "feeling": matter.feeling,
            "product": matter.product,
            "department": matter.department,
        },
        role="agent",
        staff=team.agent,
        expect=201,
    )
    assert complaint["status"] == "recorded"
    assert complaint["owner_id"], "a complaint without an owner"
    assert complaint["customer"]["id"]
    seen = look(there, complaint["id"])
    assert seen["reference"] == complaint["reference"]
    assert seen["narrative"] == matter.narrative, "the narrative is kept verbatim (IN-6)"
    return complaint


def look(there: Installation, complaint: str) -> Json:
    """The complaint as intake has it now."""
    return there.get(f"{there.doors.intake}/v1/complaints/{complaint}")


def case_of(there: Installation, complaint: str) -> Json:
    """Step 2, second half: routing has opened the case by event, and says who owns it and why (RO-2)."""
    url = f"{there.doors.routing}/v1/cases/{complaint}"
    headers = {"Authorization": f"Bearer {there.token('admin')}"}
    there.eventually("routing opens the case", lambda: there.client.get(url, headers=headers).status_code == 200)
    case = there.get(url)
    assert case["owner_id"], "a case without an owner"
    assert case["why"], "an assignment that explains nothing"
    assert "clocks" in case
    return case


def confirm_recap(there: Installation, team: Team, complaint: str, *, matter: Matter = COAT) -> None:
    """Step 3: what we understood, and the customer's word on it (IN-10)."""
    recaps = f"{there.doors.intake}/v1/complaints/{complaint}/recaps"
    recap = there.post(recaps, {"text": matter.recap}, role="agent", staff=team.agent, expect=201)
    url = f"{recaps}/{recap['version']}/confirmation"
    confirmed = there.post(url, {"channel": "phone"}, role="agent", staff=team.agent)
    assert confirmed["status"] == "confirmed"


def hand_over(there: Installation, complaint: str, *, matter: Matter = COAT) -> Json:
    """Step 4: escalated with a summary made by the system; the sender owns until acceptance (RO-3, RO-4, RO-5)."""
    case = case_of(there, complaint)
    sender = UUID(case["owner_id"])
    handoff = there.post(
        f"{there.doors.routing}/v1/cases/{complaint}/escalations",
        {"reason": "authority", "customer_told": matter.told},
        role="agent",
        staff=sender,
        expect=201,
    )
    assert handoff["status"] == "offered"
    assert handoff["summary"], "a handoff without a summary"
    assert UUID(case_of(there, complaint)["owner_id"]) == sender, "the sender owns until acceptance"
    receiver = UUID(handoff["to_id"])
    assert receiver != sender
    there.post(f"{there.doors.routing}/v1/handoffs/{handoff['id']}/acceptance", {}, role="lead", staff=receiver)
    assert UUID(case_of(there, complaint)["owner_id"]) == receiver, "acceptance moves the owner"
    there.eventually("intake follows the owner", lambda: UUID(look(there, complaint)["owner_id"]) == receiver)
    return handoff


def resolve(there: Installation, complaint: str, *, matter: Matter = COAT) -> None:
    """Step 5: solved as we see it, which is not closed (IN-19, IN-20)."""
    owner = UUID(look(there, complaint)["owner_id"])
    there.post(
        f"{there.doors.intake}/v1/complaints/{complaint}/resolution",
        matter.resolution,
        role="lead",
        staff=owner,
    )
    assert look(there, complaint)["status"] == "resolved"


def survey_of(there: Installation, complaint: str) -> Json | None:
    """The latest survey that followup keeps on a complaint."""
    items = there.get(f"{there.doors.followup}/v1/surveys?complaint_id={complaint}")["items"]
    return items[0] if items else None


def await_survey(there: Installation, complaint: str) -> Json:
    """Step 6, first half: 30 h pass (more, where it is night then) and the survey is sent, once (FO-1)."""
    planned: Json = there.eventually("followup plans the survey", lambda: survey_of(there, complaint))
    resolved, due = (datetime.fromisoformat(planned[name]) for name in ("resolved_at", "scheduled_for"))
    assert timedelta(hours=24) <= due - resolved <= timedelta(hours=48)
    there.advance(timedelta(hours=30))
    missing = due - (resolved + timedelta(hours=30))
    if missing > timedelta(0):
        there.advance(missing)
    sent: Json = there.eventually(
        "the survey is sent", lambda: (now := survey_of(there, complaint)) and now["sent_at"] and now
    )
    assert sent["status"] == "sent"
    assert datetime.fromisoformat(sent["sent_at"]).astimezone(UTC) >= due
    return sent


def answer(there: Installation, survey: Json, *, solved: bool) -> None:
    """Step 6, second half: the customer answers on the page behind the link, without an account (FO-2, FO-3)."""
    thanks = fill_in(there.client, page_at(there, survey["link"]), {"solved": "yes" if solved else "no"})
    assert thanks.text.strip()
    complaint, status = survey["complaint_id"], "closed" if solved else "reopened"
    there.eventually(f"intake has it {status}", lambda: look(there, complaint)["status"] == status)


def page_at(there: Installation, link: str) -> str:
    """The customer's link, on the door that this installation was reached by."""
    door, path = urlsplit(there.doors.followup), urlsplit(link)
    return urlunsplit((door.scheme, door.netloc, path.path, path.query, ""))


def praise(there: Installation, staff: UUID, *, times: int = 5) -> Json:
    """Step 7: voluntary praise from different customers counts, and the fifth earns one day off (RE-1, RE-2)."""
    for number in range(times):
        there.post(
            f"{there.doors.followup}/v1/comments",
            {
                "text": f"Called back when promised, and the coat came. ({number + 1})",
                "rating": 5,
                "language": "en",
                "staff_ids": [str(staff)],
                "voluntary": True,
                "customer_id": str(uuid4()),
            },
            role="agent",
            expect=201,
        )
    url = f"{there.doors.recognition}/v1/staff/{staff}/compliments"
    there.eventually(f"{times} compliments count", lambda: there.get(url)["valid"] == times)
    rewards = f"{there.doors.recognition}/v1/rewards?staff_id={staff}"
    there.eventually("the reward is granted", lambda: len(there.get(rewards)["items"]) == times // 5)
    reward: Json = there.get(rewards)["items"][0]
    assert (reward["kind"], reward["status"]) == ("paid_day_off", "granted")
    return reward


def enjoy(there: Installation, reward: Json, *, manager: UUID) -> None:
    """Step 7, last: somebody else approves it, and the day is taken (RE-6)."""
    url = f"{there.doors.recognition}/v1/rewards/{reward['id']}"
    there.post(f"{url}/approval", {}, role="manager", staff=manager)
    on = (datetime.now(UTC) + there.advanced + timedelta(days=14)).date()
    there.post(f"{url}/redemption", {"on": on.isoformat()}, role="manager", staff=manager)
    assert there.get(url)["status"] == "redeemed"


def play(there: Installation, *, tell: Tell = lambda _: None) -> None:
    """The whole story: one complaint that ends closed, one that the customer reopens, and a day off earned."""
    team = hire(there)
    tell("A lead and an agent joined the staff.")
    happy = record(there, team, email=f"ona.{uuid4().hex[:8]}@customer.example")
    unhappy = record(there, team, email=f"jonas.{uuid4().hex[:8]}@customer.example")
    tell(f"Complaints {happy['reference']} and {unhappy['reference']} were recorded, each with an owner.")
    tell(f"Routing took over: {'; '.join(case_of(there, happy['id'])['why'])}.")
    confirm_recap(there, team, happy["id"])
    confirm_recap(there, team, unhappy["id"])
    tell("The customers confirmed what we understood.")
    hand_over(there, happy["id"])
    tell("The case was escalated with a summary, accepted, and its owner moved.")
    resolve(there, happy["id"])
    resolve(there, unhappy["id"])
    tell("Both complaints have a resolution; none is closed yet.")
    survey = await_survey(there, happy["id"])
    other = there.eventually(
        "the second survey is sent", lambda: (now := survey_of(there, unhappy["id"])) and now["sent_at"] and now
    )
    tell("A day and more went by, and each customer was asked once whether it is truly solved.")
    answer(there, survey, solved=True)
    answer(there, other, solved=False)
    tell(f"{happy['reference']} was closed by the customer's word; {unhappy['reference']} is open again.")
    reward = praise(there, team.agent)
    tell("Five customers praised the agent unasked: one paid day off, granted.")
    enjoy(there, reward, manager=team.lead)
    tell("The reward was approved by somebody else, and redeemed.")
