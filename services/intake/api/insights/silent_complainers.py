"""`/v1/insights/silent-complainers`: who stands behind those who complain (IN-22)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pydantic import Field

from services.intake.api.insights.asked import AskedOfOne, InsightOut, settings_of, subtitle
from services.intake.domain.tarp import Assumptions
from services.intake.queries.insights.silent_complainers import silent_view
from shared.charts.funnel import Funnel, Stage, funnel
from shared.charts.labels import number, percent
from shared.http.call import Call
from shared.http.insights import Ask, Insight
from shared.http.schemas import Out


def _share(description: str) -> Any:
    return Field(default=None, ge=0, le=1, max_digits=7, decimal_places=6, description=description)


def _people(description: str) -> Any:
    return Field(default=None, ge=0, le=10_000, max_digits=7, decimal_places=2, description=description)


class SilentAsked(AskedOfOne):
    """The assumptions; each as the settings say, unless it is replaced here."""

    never_complain: Decimal | None = _share("Share of the dissatisfied who never complain; below 1")
    dont_return: Decimal | None = _share("Share of those who don't come back")
    each_tells: Decimal | None = _people("How many people a dissatisfied customer tells")
    tell_many_share: Decimal | None = _share("Share of the dissatisfied who tell many")
    tell_many: Decimal | None = _people("How many people these tell at least")


class AssumptionsOut(Out):
    """What was assumed, as decimals."""

    never_complain: str
    dont_return: str
    each_tells: str
    tell_many_share: str
    tell_many: str


class StageRow(Out):
    """One stage; people are whole."""

    stage: str
    people: int


class SilentOut(InsightOut):
    """From those who complained to those who were told."""

    by: str
    value: str | None
    assumptions: AssumptionsOut
    rows: list[StageRow]


def _ask(asked: SilentAsked, call: Call) -> Ask:
    period, chosen, settings = asked.period(call), asked.chosen(), settings_of(call)
    assumed = Assumptions(
        **{
            name: getattr(settings, f"tarp_{name}") if (given := getattr(asked, name)) is None else given
            for name in AssumptionsOut.model_fields
        }
    )
    return lambda tx: silent_view(chosen, assumed, period, tx)


def _draw(view: dict[str, Any]) -> str:
    people = {row["stage"]: row["people"] for row in view["rows"]}
    assumed = {name: Decimal(value) for name, value in view["assumptions"].items()}
    never, gone = percent(float(assumed["never_complain"])), percent(float(assumed["dont_return"]))
    note = (
        f"They tell about {number(people['people_told'])} people ({assumed['each_tells']:g} each); "
        f"{number(people['telling_many'])} of them tell {assumed['tell_many']:g} or more."
        " An estimate (TARP), no measurement."
    )
    return funnel(
        Funnel(
            title="Behind those who complain",
            subtitle=subtitle(view),
            stages=(
                Stage("Complained", people["complained"], "counted"),
                Stage("Dissatisfied", people["dissatisfied"], f"if {never} of them never complain"),
                Stage("Silent", people["silent"], "dissatisfied, less those who complained"),
                Stage("Lost", people["lost"], f"if {gone} of the silent don't come back"),
            ),
            note=note if people["complained"] else "",
        )
    )


SILENT_COMPLAINERS = Insight(
    name="silent-complainers",
    summary="How many dissatisfied customers never told us: an estimate, with its assumptions",
    asked=SilentAsked,
    answer=SilentOut,
    ask=_ask,
    columns=tuple(StageRow.model_fields),
    draw=_draw,
)
