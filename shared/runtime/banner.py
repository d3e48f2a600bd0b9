"""What `redress up` tells when everything runs: addresses, a token, and a first complaint to try."""

from __future__ import annotations

import json
import shlex
from datetime import timedelta
from pathlib import Path

from shared.http.issuer import TokenIssuer
from shared.http.roles import Role
from shared.runtime.installation import SERVICES, Installation
from shared.runtime.plan import Plan

TOKEN_LIFETIME = timedelta(hours=24)

_COMPLAINT = {
    "channel": "phone",
    "narrative": "I ordered a blue coat as a birthday gift for Saturday and got a green one.",
    "customer": {"name": "Ona Petrauskiene", "email": "ona@customer.example", "language": "en"},
    "desired_resolution": {"kind": "exchange", "detail": "The blue one, before Saturday"},
    "feeling": "upset",
    "product": "coat",
    "department": "deliveries",
}


def banner(plan: Plan, installation: Installation) -> str:
    """The text, with a token that may do everything for a day."""
    settings = plan.settings_of("intake", installation, database_url="", nats_url="")
    issuer = TokenIssuer.from_file(
        Path(settings["REDRESS_SIGNING_KEY_FILE"]),
        issuer=plan.given.get("REDRESS_ISSUER", "redress"),
        audience=plan.given.get("REDRESS_AUDIENCE", "redress"),
    )
    token = issuer.mint(subject="developer", roles=[Role.ADMIN.value], teams=["*"], lifetime=TOKEN_LIFETIME)
    width = max(map(len, SERVICES))
    urls = [f"  {name:{width}}  {plan.url_of(name)}   {plan.url_of(name)}/docs" for name in SERVICES]
    mail = "the server in REDRESS_SMTP_URL" if plan.given.get("REDRESS_SMTP_URL") else f"files in {installation.mail}"
    curl = (
        f"curl -sS {plan.url_of('intake')}/v1/complaints -H 'Authorization: Bearer {token}' "
        f"-H 'Content-Type: application/json' -d {shlex.quote(json.dumps(_COMPLAINT))}"
    )
    return "\n".join(
        [
            "",
            "Redress is running. Ctrl-C stops it.",
            "",
            *urls,
            "",
            f"  E-mail goes to {mail}; logs are in {installation.logs}.",
            "  More tokens: .venv/bin/redress token --role agent. Move the clock: .venv/bin/redress clock advance 30h.",
            "",
            f"A token that may do everything, for {TOKEN_LIFETIME.total_seconds() / 3600:.0f} hours:",
            "",
            token,
            "",
            "Record a complaint:",
            "",
            curl,
            "",
        ]
    )
