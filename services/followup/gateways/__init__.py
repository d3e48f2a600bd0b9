"""The world outside followup: intake, which knows how to reach a customer, and the mail."""

from __future__ import annotations

from dataclasses import dataclass

from services.followup.gateways.intake import HttpIntake, Intake
from services.followup.settings import FollowupSettings
from shared.http.client import HttpClient
from shared.mail.way_out import Mail, mail_for


@dataclass(frozen=True, slots=True)
class Gateways:
    """What followup reaches outside itself."""

    intake: Intake
    mail: Mail


def open_gateways(settings: FollowupSettings, client: HttpClient) -> Gateways:
    """The gateways of one process."""
    return Gateways(intake=HttpIntake(client, settings.url_of("intake")), mail=mail_for(settings))
