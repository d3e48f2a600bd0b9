"""The world outside intake: the staff directory, the mail, the store of attachments, and files that it reads."""

from __future__ import annotations

from dataclasses import dataclass

from services.intake.gateways import rulebook
from services.intake.gateways.attachment_store import AttachmentStore, store_for
from services.intake.gateways.routing import HttpRouting, Routing
from services.intake.settings import IntakeSettings
from shared.http.client import HttpClient
from shared.mail.way_out import Mail, mail_for


@dataclass(frozen=True, slots=True)
class Gateways:
    """What intake reaches outside itself."""

    routing: Routing
    mail: Mail
    attachments: AttachmentStore


def open_gateways(settings: IntakeSettings, client: HttpClient) -> Gateways:
    """The gateways of one process. Raises MalformedRules: a process with half its rules must not start."""
    rulebook.read_all()
    return Gateways(
        routing=HttpRouting(client, settings.url_of("routing")),
        mail=mail_for(settings),
        attachments=store_for(settings),
    )
