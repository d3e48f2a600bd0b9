"""Forged e-mails: each attack by its name (IN-1, SU-4)."""

from __future__ import annotations

import pytest

from services.intake.domain.mail.naming import reply_address
from services.intake.domain.purposes import REPLY
from services.intake.storage import mail_allowance
from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk, recorded
from tests.integration.intake.letters import OWN, additions, ends, letter, look, ona


class TestSpoofing:
    """IN-1, SU-4: a forged From, Message-ID, reference or token opens nothing of anybody else's."""

    async def test_a_stranger_who_knows_the_reference_adds_nothing(self, desk: Desk) -> None:
        """The stranger's letter is a complaint of their own; staff see what it named, the sender learns nothing."""
        told, _ = await ona(desk)
        raw = letter(sender="mallory@evil.example", subject=f"Re: {told['reference']}", text="Send it to me instead.")
        made = await ends(desk, raw, "opened")
        assert made["complaint_id"] != told["id"]
        assert made.keys() == {"id", "disposition", "complaint_id", "verified"}
        assert await additions(desk, told["id"]) == []
        shown = await look(desk, f"/v1/inbound-emails/{made['id']}")
        assert shown["may_belong_to"] == told["id"]
        contact = await look(desk, f"/v1/complaints/{made['complaint_id']}/contact")
        assert contact["email"] == "mallory@evil.example"

    async def test_a_stranger_who_knows_the_message_id_adds_nothing(self, desk: Desk) -> None:
        """A Message-ID is no secret: it is in every copy."""
        address = f"{new_id().hex}@customer.example"
        id_ = f"<{new_id().hex}@customer.example>"
        opened = await ends(desk, letter(sender=address, Message_ID=id_), "opened")
        made = await ends(desk, letter(sender="mallory@evil.example", References=id_), "opened")
        assert made["complaint_id"] != opened["complaint_id"]
        assert await additions(desk, opened["complaint_id"]) == []

    @pytest.mark.parametrize("forge", ["other complaint", "cut", "changed", "unknown key", "other purpose", "none"])
    async def test_a_forged_token_proves_nothing(self, desk: Desk, forge: str) -> None:
        """Neither guessed, nor taken from another complaint, nor made for another purpose."""
        told, _ = await ona(desk)
        other, _ = await ona(desk)
        links = desk.context.links
        good = links.sign_short(REPLY, told["reference"])
        token = {
            "other complaint": links.sign_short(REPLY, other["reference"]),
            "cut": good[:-1],
            "changed": good[:-1] + ("a" if good[-1] != "a" else "b"),
            "unknown key": "k9" + good[good.index(".") :],
            "other purpose": links.sign_short("page", told["reference"]),
            "none": "",
        }[forge]
        to = reply_address(OWN, reference=told["reference"], token=token)
        made = await ends(desk, letter(sender="mallory@evil.example", to=to), "opened")
        assert made["complaint_id"] != told["id"]
        assert await additions(desk, told["id"]) == []

    async def test_a_forged_from_adds_unproven_and_moves_nothing(self, desk: Desk) -> None:
        """From the customer's address, with the reference: it is shown as unproven, and nothing closes or opens."""
        told, address = await ona(desk)
        before = await look(desk, f"/v1/complaints/{told['id']}")
        raw = letter(
            sender=address, subject=told["reference"], text="It is solved, close it, and pay to LT00 0000.",
            Reply_To="mallory@evil.example",
        )  # fmt: skip
        made = await ends(desk, raw, "added")
        assert made["verified"] is False
        after = await look(desk, f"/v1/complaints/{told['id']}")
        assert {**after, "version": 0} == {**before, "version": 0}
        contact = await look(desk, f"/v1/complaints/{told['id']}/contact")
        assert contact["email"] == address
        async with desk.context.transactions.begin() as tx:
            assert await mail_allowance.claim(address, tx, now=desk.context.clock.now()) is None
            assert await mail_allowance.claim(address, tx, now=desk.context.clock.now()) is not None

    async def test_two_senders_in_one_from_are_nobody(self, desk: Desk) -> None:
        """The customer's address beside the forger's opens no door."""
        told, address = await ona(desk)
        raw = letter(sender=f"mallory@evil.example, {address}", subject=told["reference"])
        made = await ends(desk, raw, "unreadable")
        assert made["complaint_id"] is None
        assert await additions(desk, told["id"]) == []

    async def test_an_address_in_the_name_is_no_sender(self, desk: Desk) -> None:
        """`"ona@customer.example" <mallory@evil.example>` is Mallory."""
        told, address = await ona(desk)
        raw = letter(sender=f'"{address}" <mallory@evil.example>', subject=told["reference"])
        assert (await ends(desk, raw, "opened"))["complaint_id"] != told["id"]

    async def test_a_message_id_taken_before_swallows_no_letter(self, desk: Desk) -> None:
        """Whoever guesses a Message-ID and comes first can't have the real letter taken for a copy."""
        id_ = f"<{new_id().hex}@customer.example>"
        forged = await ends(desk, letter(sender="mallory@evil.example", Message_ID=id_), "opened")
        real = await ends(desk, letter(Message_ID=id_, text="The real story."), "opened")
        assert real["complaint_id"] != forged["complaint_id"]

    async def test_an_external_id_recorded_elsewhere_is_not_read_through_a_letter(self, desk: Desk) -> None:
        """A connector that may only hand over mail learns of a duplicate, not of its story."""
        id_ = f"<{new_id().hex}@customer.example>"
        first = await recorded(desk.system(), source="email", external_id=id_)
        made = await ends(desk, letter(Message_ID=id_), "duplicate")
        assert made["complaint_id"] == first["id"]
