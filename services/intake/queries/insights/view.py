"""The shape of every insight: its period, when it was counted, its rows, and what each figure in it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.intake.domain.dimension import NOT_SAID
from services.intake.domain.period import Period

View = dict[str, Any]

_COHORT = (
    "Complaints count in the month (UTC) in which they reached us, whatever happened to them later: "
    "a month tells what became of its complaints up to now, so recent months still change."
)
DEFINITIONS: dict[str, str] = {
    "recorded": "Complaints recorded, those included that were later merged into another.",
    "value": "Of the aspect in `by`; null where nobody has said it, or a cause is not concluded yet.",
    "merged": "Found to be told before, and merged into another complaint: counted here and nowhere else.",
    "complaints": "Complaints recorded, less those that were merged into another: told twice is one.",
    "count": "Complaints recorded, less those that were merged into another: told twice is one.",
    "share": "This count as a share of all complaints of the period.",
    "cumulative_share": "The share of this value and all larger ones together.",
    "vital": "One of the vital few: the fewest values from the top that together make up 80 % of all complaints.",
    "others": "The values beyond `limit`, together.",
    "resolved": "A resolution stands: given, and not overtaken by a reopening; closed or not.",
    "reopened": "Reopened at least once because the customer said that it was not solved, whatever came after.",
    "closed": "Closed on the customer's word or by documented silence; solved is not closed.",
    "late_first_answers": "First answered after `within_hours` or more; those still unanswered are in `unanswered`.",
    "late": "Complaints of which at least one clock ran out.",
    "broken_promises": "Promises that were not kept, and of whose delay the customer was not told in time.",
    "answered": "Complaints whose customer has heard from us after telling it.",
    "unanswered": "Still open, and the customer has not heard from us yet: waiting.",
    "resolved_once": "Complaints for which at least one resolution was given, whether it held or not.",
    "confirmed_rate": "Of those with a resolution: closed because the customer said that it is solved.",
    "reopened_rate": "Of those with a resolution: the customer said that it is not solved, at least once.",
    "late_rate": "Of the complaints: at least one clock ran out.",
    "promise_broken_rate": "Of the complaints: at least one promise was broken.",
    "median_hours_to_first_answer": (
        "Half of the first answers came sooner. From a histogram: at most a fourth, or a minute, off."
    ),
    "p90_hours_to_first_answer": "Nine of ten first answers came sooner; as precise as the median.",
    "mean_hours_to_first_answer": "From the moment at which it reached us to our first answer; exact.",
    "median_hours_to_resolution": (
        "Half of the resolutions that stand came sooner; to the latest one where there were several. As precise."
    ),
    "mean_hours_to_resolution": "From the moment at which it reached us to the resolution that stands; exact.",
}
"""What each figure means; a manager reads them beside the figures."""


def view(
    name: str,
    *,
    period: Period,
    as_of: datetime | None,
    rows: Sequence[Mapping[str, Any]],
    defined: Iterable[str] = (),
    more: Mapping[str, str] | None = None,
    **members: Any,
) -> View:
    """An insight; `defined` names figures of DEFINITIONS, `more` are definitions of its own."""
    return {
        "name": name,
        "period": {"from": f"{period.first:%Y-%m}", "to": f"{period.last:%Y-%m}"},
        "as_of": as_of,
        **members,
        "rows": list(rows),
        "definitions": {
            "period": _COHORT,
            "as_of": "When a complaint was last counted; what happened after it is not in these figures.",
            **{figure: DEFINITIONS[figure] for figure in defined},
            **(more or {}),
        },
    }


def shown(value: str) -> str | None:
    """A value as readers meet it: null where nobody has said it."""
    return None if value == NOT_SAID else value


def rounded(hours: float | None) -> float | None:
    """Hours to a hundredth: more digits would claim more than is known."""
    return None if hours is None else round(hours, 2)
