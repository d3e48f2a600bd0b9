"""What the suite must know of each service: one POST that changes something, and the events that it hears."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.contracts.envelope import Message
from shared.contracts.followup import CommentReceived, CommentWithdrawn, SolutionDenied
from shared.contracts.intake import (
    ComplaintClosed,
    ComplaintReopened,
    ComplaintResolved,
)
from shared.contracts.routing import CaseAssigned, ClockBreached, PromiseBroken
from shared.http.roles import Role
from shared.kernel.ids import new_id
from shared.messaging.subscription import Received
from tests.conformance.house import House
from tests.conformance.lives import NOW, PERSON, TOLD, life, other_ends

RESOLUTION = {
    "what_was_done": "The blue coat was sent by courier.",
    "what_it_took": "One courier trip.",
    "wish_met": True,
    "root_cause": "delivery",
    "liability_accepted": True,
    "thanks": "Thank you for telling us.",
}


@dataclass(frozen=True)
class Specimen:
    """One service, as the conformance suite sees it."""

    name: str
    path: Callable[[House], Awaitable[str]]
    """Prepares what the POST needs, and gives its path."""
    body: dict[str, Any]
    required: str
    """A member that can't be left out."""
    events: Callable[[House], Awaitable[list[Message]]]
    """What it hears, in the order of causes; prepares what they are about."""
    outcome: str
    """A query for what must come of these, in whatever order they are heard."""
    status: int = 201

    def __str__(self) -> str:
        return self.name


async def _intake_path(_: House) -> str:
    return "/v1/complaints"


async def _routing_path(_: House) -> str:
    return "/v1/staff"


async def _followup_path(_: House) -> str:
    return "/v1/comments"


async def _recognition_path(house: House) -> str:
    """A reward that was approved and waits to be redeemed."""
    reward = await _grant(house)
    answer = await house.client.post(
        f"/v1/rewards/{reward}/approval", headers=house.bearer(Role.HR, staff_id=PERSON, teams=["*"])
    )
    assert answer.status_code == 200, answer.text
    return f"/v1/rewards/{reward}/redemption"


async def _grant(house: House) -> UUID:
    staff = new_id()
    reaction = next(one.reaction for one in house.service.subscriptions if one.event is CommentReceived)
    async with house.context.transactions.begin() as tx:
        await reaction([received(_comment(staff)) for _ in range(5)], tx, NOW)
    found = await house.get(f"/v1/rewards?staff_id={staff}")
    return UUID(found.json()["items"][0]["id"])


def received(message: Message) -> Received[Any]:
    """A message as a reaction gets it."""
    about, version = message.aggregate_id, message.aggregate_version
    return Received(message.event, new_id(), about, version, message.time, "conformance")


def _comment(staff: UUID) -> Message:
    comment = CommentReceived(
        comment_id=new_id(),
        customer_id=new_id(),
        staff_ids=(staff,),
        rating=5,
        voluntary=True,
        language="en",
        source="card",
        received_at=NOW,
    )
    return Message(comment, comment.comment_id, 1, NOW)


async def _heard_by_intake(house: House) -> list[Message]:
    complaint = (await house.post("/v1/complaints", INTAKE.body)).json()["id"]
    at = f"/v1/complaints/{complaint}"
    version = (await house.post(f"{at}/recaps", {"text": "A green coat instead of a blue one."})).json()["version"]
    confirmed = {"confirmed_by": "customer", "channel": "phone"}
    for path, body in (
        (f"{at}/recaps/{version}/confirmation", confirmed),
        (f"{at}/resolution", RESOLUTION),
    ):
        answer = await house.post(path, body)
        assert answer.status_code < 300, answer.text
    about, survey = UUID(complaint), new_id()
    assigned = CaseAssigned(
        complaint_id=about, owner_id=new_id(), previous_owner_id=new_id(), how="arrival", assigned_at=NOW
    )
    moved = assigned.model_copy(update={"owner_id": new_id(), "how": "handoff"})
    denied = SolutionDenied(survey_id=survey, complaint_id=about, resolution_number=1, denied_at=NOW)
    breached = ClockBreached(complaint_id=about, clock="first_answer", due_at=NOW, breached_at=NOW)
    later = breached.model_copy(update={"clock": "resolution"})
    broken = PromiseBroken(promise_id=new_id(), complaint_id=about, due_at=NOW, broken_at=NOW)
    return [
        Message(assigned, about, 2, NOW),
        Message(breached, about, 3, NOW),
        Message(later, about, 4, NOW),
        Message(moved, about, 5, NOW),
        Message(broken, broken.promise_id, 2, NOW),
        Message(denied, survey, 3, NOW),
    ]


async def _heard_by_routing(_: House) -> list[Message]:
    ended = new_id()
    closed = ComplaintClosed(complaint_id=ended, how="confirmed", closed_at=NOW)
    return [*life(new_id()), *life(ended), Message(closed, ended, 7, NOW), *other_ends()]


async def _heard_by_followup(_: House) -> list[Message]:
    ended = new_id()
    closed = ComplaintClosed(complaint_id=ended, how="confirmed", closed_at=NOW)
    hears = (ComplaintResolved, ComplaintReopened)
    lives = [one for told in (life(new_id()), life(ended)) for one in told if isinstance(one.event, hears)]
    return [*lives, Message(closed, ended, 7, NOW), *(one for one in other_ends() if not isinstance(one.event, TOLD))]


async def _heard_by_recognition(_: House) -> list[Message]:
    staff = new_id()
    comments = [_comment(staff) for _ in range(7)]
    taken_back = [
        Message(
            CommentWithdrawn(comment_id=one.aggregate_id, staff_ids=(staff,), withdrawn_at=NOW),
            one.aggregate_id,
            2,
            NOW,
        )
        for one in comments[:3]
    ]
    return [*comments, *taken_back]


INTAKE = Specimen(
    name="intake",
    path=_intake_path,
    body={
        "channel": "phone",
        "narrative": "I ordered a blue coat and got a green one.",
        "customer": {"name": "Ona Jonaitienė", "email": "ona@customer.example"},
        "department": "deliveries",
        "desired_resolution": {"kind": "exchange", "detail": "the blue coat"},
    },
    required="narrative",
    events=_heard_by_intake,
    outcome="""
        SELECT c.status, c.owner_id, c.owner_version, c.reopened_times, c.resolution_number, c.late_times,
            c.broken_promises, (SELECT count(*) FROM change WHERE kind IN ('late', 'promise_broken')),
            r.recorded, r.resolved_once, r.open_again, r.reopened
        FROM complaint c CROSS JOIN rollup r WHERE r.dimension = 'department'
    """,
)
ROUTING = Specimen(
    name="routing",
    path=_routing_path,
    body={"name": "Rasa Kazlauskė", "department": "deliveries", "level": "agent", "languages": ["en", "lt"]},
    required="name",
    events=_heard_by_routing,
    outcome="""
        SELECT c.complaint_id, c.owner_id, c.status, c.version, c.urgency, c.hot, c.feeling, c.department,
            c.last_out_at, c.last_in_at, k.kind, k.round, k.due_at, k.stopped_at IS NOT NULL
        FROM case_file c JOIN clock k USING (complaint_id)
    """,
)
FOLLOWUP = Specimen(
    name="followup",
    path=_followup_path,
    body={"text": "She listened, and she called back.", "rating": 5, "staff_ids": [str(PERSON)], "language": "en"},
    required="rating",
    events=_heard_by_followup,
    outcome="""
        SELECT s.complaint_id, s.resolution_number, s.status, c.reopened_times, c.closed_version, t.kind
        FROM survey s JOIN complaint_course c USING (complaint_id) LEFT JOIN timer t ON t.key = s.id
    """,
)
RECOGNITION = Specimen(
    name="recognition",
    path=_recognition_path,
    body={"on": "2026-12-01"},
    required="on",
    events=_heard_by_recognition,
    outcome="""
        SELECT t.staff_id, t.valid, t.granted, count(*) FILTER (WHERE c.withdrawn_at IS NOT NULL),
            (SELECT count(*) FROM compliment WHERE status = 'valid'),
            (SELECT count(*) FROM reward WHERE reversed_at IS NULL)
        FROM staff_tally t CROSS JOIN comment c GROUP BY t.staff_id, t.valid, t.granted
    """,
    status=200,
)
SPECIMENS = (INTAKE, ROUTING, FOLLOWUP, RECOGNITION)
