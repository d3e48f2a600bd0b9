"""What can be wrong with asking for an e-mail that came in."""

from __future__ import annotations

from shared.kernel.errors import NotFound


class InboundEmailNotFound(NotFound):
    slug = "inbound-email-not-found"
    title = "There is no such e-mail here"
