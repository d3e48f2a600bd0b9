"""E-mails for tests, and what became of them."""

from __future__ import annotations

from services.intake.domain.mail.naming import reply_address
from services.intake.domain.purposes import REPLY
from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk, Json, recorded
from tests.integration.intake.post_office import received

OWN = "care@redress.example"


def letter(
    *,
    sender: str = "Ona Jonaitienė <ona@customer.example>",
    to: str = OWN,
    subject: str = "The coat",
    text: str = "I ordered a blue coat and got a green one.",
    **fields: str,
) -> str:
    """A message with a Message-ID of its own."""
    head = {"From": sender, "To": to, "Subject": subject, "Message-ID": f"<{new_id().hex}@mail.customer.example>"}
    head |= {name.replace("_", "-"): value for name, value in fields.items()}
    return "".join(f"{name}: {value}\r\n" for name, value in head.items()) + f"\r\n{text}\r\n"


def signed_address(desk: Desk, reference: str) -> str:
    """The reply address that our mails about a complaint carry."""
    return reply_address(OWN, reference=reference, token=desk.context.links.sign_short(REPLY, reference))


async def ends(desk: Desk, raw: str | bytes, disposition: str) -> Json:
    """What became of a message; it is what the test says."""
    answer = await received(desk, raw)
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    assert found["disposition"] == disposition, found
    assert answer.headers["location"] == f"/v1/inbound-emails/{found['id']}"
    return found


async def look(desk: Desk, path: str) -> Json:
    """What a system that may read sees."""
    async with desk.system() as client:
        answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    shown: Json = answer.json()
    return shown


async def additions(desk: Desk, complaint_id: str) -> list[Json]:
    """What was added to a story."""
    found: list[Json] = (await look(desk, f"/v1/complaints/{complaint_id}/additions"))["items"]
    return found


async def ona(desk: Desk) -> tuple[Json, str]:
    """A complaint of a customer whose address is known, and that address."""
    address = f"{new_id().hex}@customer.example"
    told = await recorded(desk.system(), customer={"name": "Ona", "email": address, "language": "en"})
    return told, address
