"""The bodies of resolutions: bounds only; what must be there is the gate's to say (IN-19)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.intake.api.answers import ResolutionOut
from services.intake.api.finding_bodies import RemarkOut
from services.intake.api.schemas import NARRATIVE_MAX, MoneyIn
from services.intake.domain.lifecycle import Status
from services.intake.domain.resolution import GivenResolution
from services.intake.domain.vocabulary import RootCause
from shared.http.schemas import In, Out

_Words = Annotated[str, Field(max_length=2000)]


class ResolutionIn(In):
    """What was done about it; all but the cost must be there, unless the customer could not be asked."""

    what_was_done: Annotated[str, Field(max_length=NARRATIVE_MAX)] | None = Field(
        default=None, description="In words for the customer"
    )
    what_it_took: _Words | None = None
    recap_version: int | None = Field(
        default=None, ge=1, le=1_000_000, description="The confirmed recap that this answers; else the latest"
    )
    customer_unreachable: _Words | None = Field(
        default=None, description="Why the customer could not be asked to confirm a recap"
    )
    wish_met: bool | None = None
    root_cause: RootCause | None = None
    liability_accepted: bool | None = None
    cost: MoneyIn | None = None
    thanks: _Words | None = Field(default=None, description="Thanks and reassurance, in words for the customer")

    def given(self) -> GivenResolution:
        """As the domain takes it."""
        return GivenResolution(
            what_was_done=self.what_was_done,
            what_it_took=self.what_it_took,
            recap_version=self.recap_version,
            customer_unreachable=self.customer_unreachable,
            wish_met=self.wish_met,
            root_cause=self.root_cause,
            liability_accepted=self.liability_accepted,
            cost=self.cost.money() if self.cost else None,
            thanks=self.thanks,
        )


class ResolvedOut(Out):
    """The complaint after a resolution: solved as we see it, not closed; with remarks on the wording."""

    id: UUID
    reference: str
    status: Status
    version: int
    owner_id: UUID
    resolution: ResolutionOut
    wording: list[RemarkOut]
