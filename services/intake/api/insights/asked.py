"""What may be asked of every insight: a period, and for some whose figures; what all answers have in common."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field

from services.intake.domain.dimension import NOT_SAID, Dimension
from services.intake.domain.period import Period, period
from services.intake.queries.insights.kept import Chosen
from services.intake.settings import IntakeSettings
from shared.charts.labels import NBSP
from shared.http.call import Call
from shared.http.schemas import In, Out
from shared.kernel.errors import FieldError, Invalid

_MONTH = r"^[0-9]{4}-[0-9]{2}$"
NOBODY_SAID = "not said"


class ByWithoutValue(Invalid):
    slug = "by-without-value"
    title = "`by` and `value` go together: whose figures are asked for"


class By(StrEnum):
    """What complaints can be divided by."""

    DEPARTMENT = Dimension.DEPARTMENT.value
    PRODUCT = Dimension.PRODUCT.value
    CAUSE = Dimension.CAUSE.value
    CATEGORY = Dimension.CATEGORY.value
    BRANCH = Dimension.BRANCH.value
    CHANNEL = Dimension.CHANNEL.value

    @property
    def dimension(self) -> Dimension:
        """As the rules know it."""
        return Dimension(self.value)


class Asked(In):
    """Which months; without them the twelve that end with the present one."""

    from_: str | None = Field(default=None, alias="from", pattern=_MONTH, description="The first month: 2026-01")
    to: str | None = Field(default=None, pattern=_MONTH, description="The last month; at most 120 in all")

    def period(self, call: Call) -> Period:
        """As the rules know it. Raises NotAMonth, PeriodBackwards, PeriodTooLong."""
        return period(first=self.from_, last=self.to, now=call.now)


class AskedOfOne(Asked):
    """And whose figures: everything's, or one department's, product's, ..."""

    by: By | None = Field(default=None, description="What `value` is one of")
    value: str | None = Field(
        default=None, max_length=200, description="Only complaints with this value; empty: those without one"
    )

    def chosen(self) -> Chosen:
        """As the queries know it. Raises ByWithoutValue."""
        if (self.by is None) != (self.value is None):
            missing = "value" if self.value is None else "by"
            raise ByWithoutValue(fields=(FieldError(missing, "is required with the other"),))
        return Chosen() if self.by is None else Chosen(self.by.dimension, self.value or NOT_SAID)


class PeriodOut(Out):
    """The first and the last month."""

    from_: str = Field(alias="from")
    to: str


class InsightOut(Out):
    """What every insight answers with."""

    name: str
    period: PeriodOut
    as_of: datetime | None = Field(description="When a complaint was last counted")
    definitions: dict[str, str] = Field(description="What each figure means")


def settings_of(call: Call) -> IntakeSettings:
    """Intake's own knobs."""
    found: IntakeSettings = call.context.settings
    return found


def subtitle(view: dict[str, Any]) -> str:
    """Below the title of a picture: which months, whose figures, and how fresh they are."""
    first, last = view["period"]["from"], view["period"]["to"]
    parts = [first if first == last else f"{first} to {last}"]
    if view.get("by") not in (None, "all") and "value" in view:
        parts.append(f"{view['by']}: {label(view['value'])}")
    parts.append(f"counted {view['as_of']:%Y-%m-%d %H:%M}{NBSP}UTC" if view["as_of"] else "nothing counted yet")
    return " · ".join(parts)


def label(value: str | None) -> str:
    """A value as a picture names it."""
    return NOBODY_SAID if value is None else value
