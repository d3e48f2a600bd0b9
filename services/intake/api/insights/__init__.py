"""Figures over all complaints: what may be asked of each, and how its answer is drawn (IN-15, IN-22)."""

from fastapi import APIRouter

from services.intake.api.insights.first_answer import FIRST_ANSWER
from services.intake.api.insights.outcomes import OUTCOMES
from services.intake.api.insights.pareto import PARETO
from services.intake.api.insights.quality import QUALITY
from services.intake.api.insights.silent_complainers import SILENT_COMPLAINERS
from services.intake.api.insights.trend import TREND
from shared.http.insights import offer

__all__ = ["INSIGHTS", "router"]

INSIGHTS = (PARETO, TREND, QUALITY, OUTCOMES, SILENT_COMPLAINERS, FIRST_ANSWER)
router = APIRouter(tags=["insights"])
for _insight in INSIGHTS:
    offer(router, _insight)
