"""The services that routing asks."""

from __future__ import annotations

from dataclasses import dataclass

from services.routing.gateways.intake import HttpIntake, Intake
from services.routing.settings import RoutingSettings
from shared.http.client import HttpClient


@dataclass(frozen=True, slots=True)
class Gateways:
    """Whom routing can ask."""

    intake: Intake


def gateways(settings: RoutingSettings, client: HttpClient) -> Gateways:
    """The gateways of a running service."""
    return Gateways(intake=HttpIntake(settings.url_of("intake"), client))
