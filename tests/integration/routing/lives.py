"""People, complaints and what happens to them, as the machine of ownership draws them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from shared.contracts.intake import ComplaintReopened, ComplaintResolved
from shared.messaging.subscription import Received
from tests.integration.routing.intake_beside import START, classified, closed, contacted, received

PEOPLE = (
    ("head", {"languages": ["en"]}),
    ("lead", {"languages": ["en", "lt"]}),
    ("lead", {"languages": ["lt"], "department": "billing"}),
    ("senior", {"languages": ["en"], "capacity": 3}),
    ("agent", {"languages": ["en"], "capacity": 1}),
    ("agent", {"languages": ["en", "lt"], "capacity": 2}),
    ("agent", {"languages": ["en"], "department": "billing", "capacity": 2}),
    ("agent", {"languages": ["lt"], "skills": ["coat"], "department": "billing", "capacity": 4}),
)
"""The head is always here: without any lead nobody could answer for a queue."""
COMPLAINTS = st.lists(
    st.fixed_dictionaries(
        {
            "language": st.sampled_from(["en", "en", "lt", "el"]),
            "department": st.sampled_from(["deliveries", "deliveries", "billing", None]),
            "feeling": st.sampled_from(["calm", "upset", "angry"]),
            "urgency": st.sampled_from(["normal", "high", "critical"]),
            "recorder": st.integers(-1, len(PEOPLE) - 1),
        }
    ),
    min_size=1,
    max_size=4,
)
PICK = st.integers(0, 99)
PERSON = st.integers(0, len(PEOPLE) - 1)


class Life:
    """What was told of one complaint so far, and what could be told next."""

    def __init__(self, first: Received[Any]) -> None:
        self.complaint_id: UUID = first.event.complaint_id
        self.told: list[Received[Any]] = [first]
        self.version = 1
        self._reopened = 0

    def next(self, what: str, owner: UUID) -> Received[Any]:
        """The next thing that happens to it."""
        self.version += 1
        at = START + timedelta(minutes=self.version)
        event: Any
        match what:
            case "resolved":
                event = ComplaintResolved(
                    complaint_id=self.complaint_id,
                    customer_id=None,
                    language="en",
                    time_zone=None,
                    department=None,
                    product=None,
                    owner_id=owner,
                    resolution_number=self.version,
                    resolved_at=at,
                )
            case "reopened":
                self._reopened += 1
                event = ComplaintReopened(
                    complaint_id=self.complaint_id, owner_id=owner, times=self._reopened, reopened_at=at
                )
            case _:
                made = {"closed": closed, "classified": classified, "contacted": contacted}[what]
                return self._keep(made(self.complaint_id, version=self.version))
        return self._keep(received(event, version=self.version))

    def _keep(self, told: Received[Any]) -> Received[Any]:
        self.told.append(told)
        return told
