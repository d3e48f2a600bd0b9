"""The world outside intake: the store of attachments, the mail, and files that come in."""

from __future__ import annotations

from dataclasses import dataclass

from services.intake.gateways.attachment_store import AttachmentStore, store_for
from services.intake.settings import IntakeSettings
from shared.http.client import HttpClient
from shared.mail.way_out import Mail, mail_for


@dataclass(frozen=True, slots=True)
class Gateways:
    """What intake reaches outside itself."""

    attachments: AttachmentStore
    mail: Mail


def open_gateways(settings: IntakeSettings, client: HttpClient) -> Gateways:  # noqa: ARG001 - the factory's signature
    """The gateways of one process."""
    return Gateways(attachments=store_for(settings), mail=mail_for(settings))
