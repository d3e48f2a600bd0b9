"""The world outside intake: the staff directory, the mail, files of complaints, the wording rules."""

from __future__ import annotations

from dataclasses import dataclass

from services.intake.gateways.routing import HttpRouting, Routing
from services.intake.settings import IntakeSettings
from shared.http.client import HttpClient
from shared.mail.way_out import Mail, mail_for


@dataclass(frozen=True, slots=True)
class Gateways:
    """What intake reaches outside itself."""

    routing: Routing
    mail: Mail


def open_gateways(settings: IntakeSettings, client: HttpClient) -> Gateways:
    """The gateways of one process."""
    return Gateways(routing=HttpRouting(client, settings.url_of("routing")), mail=mail_for(settings))
