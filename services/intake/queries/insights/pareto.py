"""Which values most complaints come from, and what became of those (IN-22)."""

from __future__ import annotations

from services.intake.domain.dimension import Dimension
from services.intake.domain.figures import share
from services.intake.domain.pareto import pareto
from services.intake.domain.period import Period
from services.intake.queries.insights import kept
from services.intake.queries.insights.view import View, shown, view
from shared.messaging.transaction import Transaction

SUMMED = ("recorded", "merged", "awaiting_word", "confirmed", "by_silence", "reopened")
"""What complaints, resolved and reopened of a value are told from."""


async def pareto_view(dimension: Dimension, period: Period, tx: Transaction, *, limit: int) -> View:
    """The largest first, at most `limit`; what was cut off is told together."""
    total = await kept.total(kept.Chosen(), period, tx)
    largest, known = await kept.top(dimension, period, tx, limit=limit, of=SUMMED)
    bars = pareto([figures.complaints for _, figures in largest], total=total.complaints)
    rest = total.complaints - sum(bar.count for bar in bars)
    return view(
        "pareto",
        period=period,
        as_of=await kept.as_of(tx),
        by=dimension.value,
        totals={
            "complaints": total.complaints,
            "resolved": total.resolved,
            "reopened": total.reopened,
            "values": known,
            "vital_values": sum(bar.vital for bar in bars),
        },
        others={"values": known - len(largest), "count": rest, "share": share(rest, total.complaints)},
        rows=[
            {
                "value": shown(value),
                "count": bar.count,
                "share": bar.share,
                "cumulative_share": bar.cumulative_share,
                "vital": bar.vital,
                "resolved": figures.resolved,
                "reopened": figures.reopened,
            }
            for (value, figures), bar in zip(largest, bars, strict=True)
        ],
        defined=("value", "count", "share", "cumulative_share", "vital", "others", "resolved", "reopened"),
    )
