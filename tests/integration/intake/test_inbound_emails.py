"""E-mails through the edge: what opens a complaint, what is added to one, and what gets nowhere (IN-1)."""

from __future__ import annotations

import asyncio
from email.message import EmailMessage
from uuid import UUID

import pytest

from services.intake.settings import DEVELOPMENT_DUTY_OWNER
from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk, recorded
from tests.integration.intake.letters import additions, ends, letter, look, ona, signed_address
from tests.integration.intake.post_office import received
from tests.unit.intake.test_mail_hostile import HEAVY
from tests.unit.intake.test_mail_reading import EMAILS


class TestOpening:
    async def test_a_letter_opens_a_complaint(self, desk: Desk) -> None:
        """IN-1, IN-2: through the same door as any other; the duty owner owns it, its event is told."""
        address = f"{new_id().hex}@Customer.example"
        raw = letter(sender=f"=?utf-8?q?Ona_Jonaitien=C4=97?= <{address}>", text="The coat is green.\n\n-- \nOna")
        made = await ends(desk, raw, "opened")
        complaint = await look(desk, f"/v1/complaints/{made['complaint_id']}")
        assert (complaint["channel"], complaint["narrative"]) == ("email", "The coat is green.")
        assert complaint["owner_id"] == str(DEVELOPMENT_DUTY_OWNER)
        assert complaint["attributes"] == {"subject": "The coat"}
        assert complaint["external"]["source"] == "email"
        contact = await look(desk, f"/v1/complaints/{made['complaint_id']}/contact")
        assert (contact["name"], contact["email"]) == ("Ona Jonaitienė", address.lower())
        assert [one["type"] for one in await desk.published(made["complaint_id"])] == [
            "redress.intake.complaint.recorded.v1"
        ]
        shown = await look(desk, f"/v1/inbound-emails/{made['id']}")
        assert (shown["new_text"], shown["signature"], shown["verified"]) == ("The coat is green.", "--\nOna", False)

    async def test_every_letter_of_the_collection_opens_one(self, desk: Desk) -> None:
        """IN-1: four languages, real programs."""
        for path in EMAILS.glob("[ael][nrlt]-*.eml"):
            fresh = path.read_bytes().replace(b"Message-ID: <", f"Message-ID: <{new_id().hex}".encode())
            made = await ends(desk, fresh, "opened")
            complaint = await look(desk, f"/v1/complaints/{made['complaint_id']}")
            assert complaint["language"] == path.name[:2]

    async def test_a_redelivered_letter_opens_nothing_twice(self, desk: Desk) -> None:
        """IN-1, SU-1: also when two deliveries come at once, by other ways."""
        raw = letter()
        answers = await asyncio.gather(
            *(received(desk, f"Received: by mx{number}.example; x\r\n{raw}") for number in range(8))
        )
        assert sorted(one.json()["disposition"] for one in answers) == ["duplicate"] * 7 + ["opened"]
        assert len({one.json()["complaint_id"] for one in answers}) == 1
        assert len({one.json()["id"] for one in answers}) == 1

    async def test_the_same_key_gets_the_same_answer(self, desk: Desk) -> None:
        """SU-2: a connector that repeats itself is answered as before."""
        raw = letter()
        key = {"idempotency-key": new_id().hex}
        first, again = await received(desk, raw, **key), await received(desk, raw, **key)
        assert first.json() == again.json()
        assert (await received(desk, letter(), **key)).status_code == 422

    async def test_the_customer_is_the_one_whom_other_doors_know(self, desk: Desk) -> None:
        """IN-3: by their address, however it is spelt."""
        told, address = await ona(desk)
        made = await ends(desk, letter(sender=address.upper()), "opened")
        complaint = await look(desk, f"/v1/complaints/{made['complaint_id']}")
        assert complaint["customer"] == {"id": told["customer"]["id"], "returning": True}


class TestThreading:
    async def test_the_signed_address_proves_who_writes(self, desk: Desk) -> None:
        """IN-1, IN-6: from whatever address, in whatever case; only the new text is added."""
        told, _ = await ona(desk)
        to = signed_address(desk, told["reference"])
        quoting = "Saturday, please.\n\nOn 4 Mar 2026 at 10:02, Care <care@redress.example> wrote:\n> Dear Ona,"
        for number, address in enumerate((to, to.upper(), f"Customer care <{to}>"), start=1):
            raw = letter(sender="Ona <another@work.example>", to=address, subject=f"no {number}", text=quoting)
            made = await ends(desk, raw, "added")
            assert (made["complaint_id"], made["verified"]) == (told["id"], True)
        added = await additions(desk, told["id"])
        assert [(one["text"], one["channel"], one["verified"]) for one in added] == [
            ("Saturday, please.", "email", True)
        ] * 3
        told_of = [one["data"] for one in await desk.published(told["id"]) if "contacted" in one["type"]]
        assert [one["direction"] for one in told_of] == ["in"] * 3

    @pytest.mark.parametrize("how", ["In-Reply-To", "References", "Subject"])
    async def test_a_known_sender_adds_as_unproven(self, desk: Desk, how: str) -> None:
        """IN-1: by Message-ID or reference, from the customer's address; From can be forged, and that is said."""
        told, address = await ona(desk)
        await desk.context.database.pool.execute(
            "INSERT INTO acknowledgement (complaint_id, status, text, channel, handler, message_id, made_at, sent_at)"
            " VALUES ($1, 'sent', '', 'email', '', $2, now(), now())",
            told["id"],
            f"<ack.{told['id']}@redress.example>",
        )
        value = (
            f"Re: {told['reference'].lower()}"
            if how == "Subject"
            else f"<x@y.example> <ack.{told['id']}@redress.example>"
        )
        made = await ends(desk, letter(sender=f"Ona <{address.upper()}>", **{how: value}), "added")
        assert (made["complaint_id"], made["verified"]) == (told["id"], False)
        assert [one["verified"] for one in await additions(desk, told["id"])] == [False]

    async def test_an_answer_to_ones_own_letter_stays_with_it(self, desk: Desk) -> None:
        """IN-1: before we answered anything, the customer writes again."""
        address = f"{new_id().hex}@customer.example"
        first = letter(sender=address, Message_ID="<first-" + address[:8] + "@customer.example>")
        opened = await ends(desk, first, "opened")
        again = letter(
            sender=address, In_Reply_To="<first-" + address[:8] + "@customer.example>", text="And it is torn."
        )
        added = await ends(desk, again, "added")
        assert added["complaint_id"] == opened["complaint_id"]

    async def test_what_was_merged_goes_on_where_it_went(self, desk: Desk) -> None:
        """IN-1, IN-21: an answer to the old mail is added to the living complaint."""
        old, _ = await ona(desk)
        new, _ = await ona(desk)
        await desk.context.database.pool.execute(
            "UPDATE complaint SET status = 'merged', merged_into = $2,"
            " customer_id = (SELECT customer_id FROM complaint WHERE id = $2) WHERE id = $1",
            old["id"],
            new["id"],
        )
        made = await ends(desk, letter(to=signed_address(desk, old["reference"])), "added")
        assert made["complaint_id"] == new["id"]

    async def test_an_answer_with_nothing_new_is_for_a_person(self, desk: Desk) -> None:
        """IN-1: somebody who wrote inside the quotation is not lost."""
        told, _ = await ona(desk)
        raw = letter(to=signed_address(desk, told["reference"]), text="> Which kettle is it?\n> the steel one")
        made = await ends(desk, raw, "unreadable")
        assert made["complaint_id"] == told["id"]
        assert await additions(desk, told["id"]) == []


class TestMachines:
    async def test_automatic_mail_is_kept_and_opens_nothing(self, desk: Desk) -> None:
        """IN-1: the whole collection of machines, each with its disposition."""
        before = await desk.count("complaint")
        for path in [*EMAILS.glob("auto-*.eml"), *EMAILS.glob("bounce-*.eml")]:
            await ends(desk, path.read_bytes(), "auto_reply" if path.name.startswith("auto") else "bounce")
        assert await desk.count("complaint") == before

    async def test_a_bounced_acknowledgement_is_left_to_a_person(self, desk: Desk) -> None:
        """IN-13: the mail went out and did not arrive; whoever looks sees it."""
        told, _ = await ona(desk)
        await desk.context.database.pool.execute(
            "INSERT INTO acknowledgement (complaint_id, status, text, channel, handler, message_id, made_at, sent_at)"
            " VALUES ($1, 'sent', '', 'email', '', $2, now(), now())",
            told["id"],
            f"<ack.{told['id']}@redress.example>",
        )
        raw = (EMAILS / "bounce-postfix.eml").read_bytes()
        raw = raw.replace(b"0197a000-0000-7000-8000-000000000001", told["id"].encode())
        made = await ends(desk, raw.replace(b"<bounce@", f"<{new_id().hex}@".encode()), "bounce")
        assert made["complaint_id"] == told["id"]
        shown = await look(desk, f"/v1/complaints/{told['id']}/acknowledgement")
        assert shown["status"] == "sent"
        assert shown["bounced_at"]
        assert shown["by_person"]


class TestHostile:
    async def test_nothing_is_a_server_error(self, desk: Desk) -> None:
        """IN-1, SU-2: a problem or a disposition, whatever comes."""
        raws: list[bytes] = [
            b"",
            b"\x00" * 1000,
            b"not a mail",
            b"From: \r\n\r\n",
            b"Subject: only\r\n\r\n",
            b"From: ona@customer.example\r\n\r\n",
            b"From: ona@customer.example\r\nSubject: a\x00b\xed\xa0\x80\r\n\r\n\x00\xed\xa0\x80",
            b"From: ona@customer.example\r\nSubject: =?utf-8?q?x=0D=0ABcc:_y@z.example?=\r\n\r\nhi",
            b"From: ona@customer.example\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n+2AA-hi",
            b"From: ona@customer.example\r\nMessage-ID: <" + b"x" * 5000 + b">\r\n\r\nlong key",
            b"From: ona@customer.example\r\nReceived: by x; Fri, 99 Foo 9999 99:99:99 +9999\r\n\r\nno time",
            b"From: ona@customer.example\r\nReceived: by x; Fri, 31 Dec 9999 23:59:59 -2359\r\n\r\nno time either",
            b"From: ona@customer.example\r\nContent-Language: x-klingon\r\n\r\nhi there",
            b"From: " + b"=?utf-8?q?" + b"a" * 3000 + b"?= <ona@customer.example>\r\n\r\nlong name",
            *HEAVY.values(),
        ]
        for raw in raws:
            answer = await received(desk, raw)
            assert answer.status_code in {201, 422}, (raw[:80], answer.text)

    async def test_what_nobody_can_read_is_kept_for_a_person(self, desk: Desk) -> None:
        """IN-1: no sender, no words, or nested without end: nothing is lost."""
        for raw in (
            letter(text=""),
            letter(sender=""),
            "From: a@customer.example\r\n" + HEAVY["nested"].decode()[40:90000],
        ):
            made = await ends(desk, raw, "unreadable")
            kept = await desk.context.database.pool.fetchval(
                "SELECT raw FROM inbound_email WHERE id = $1", UUID(made["id"])
            )
            assert kept == raw.encode()

    async def test_ten_megabytes_are_taken_and_more_are_not(self, desk: Desk) -> None:
        """IN-1, SU-2: to the byte of the setting; the story of a complaint is a readable part of it."""
        bound = desk.context.settings.max_email_bytes
        head = letter(text="").encode()
        raw = head + b"word " * ((bound - len(head)) // 5)
        made = await ends(desk, raw, "opened")
        complaint = await look(desk, f"/v1/complaints/{made['complaint_id']}")
        assert len(complaint["narrative"]) <= 20_000
        assert complaint["attributes"]["shortened"]
        assert (await received(desk, raw + b"x" * 10)).status_code == 413

    async def test_another_content_type_is_refused(self, desk: Desk) -> None:
        """SU-2: 415 for what is not called a message."""
        for kind in ("application/octet-stream", "text/plain", ""):
            assert (await received(desk, letter(), **{"content-type": kind})).status_code == 415


class TestLooking:
    async def test_only_who_hands_over_mail_may(self, desk: Desk) -> None:
        """SU-4: reading complaints is another right, and no person but an admin has this one."""
        for client in (desk.agent(), desk.caller(scopes=["complaints:read"])):
            answer = await client.post(
                "/v1/inbound-emails", content=letter(), headers={"content-type": "message/rfc822"}
            )
            assert answer.status_code == 403

    async def test_people_see_what_is_theirs_and_leads_what_is_nobodys(self, desk: Desk) -> None:
        """SU-4: mail of a complaint goes with it; what has none yet is a lead's to look at."""
        told = await recorded(desk.system(), department="deliveries")
        theirs = await ends(desk, letter(to=signed_address(desk, told["reference"])), "added")
        nobodys = await ends(desk, letter(sender=""), "unreadable")
        seen = {}
        for name, client in {
            "deliveries": desk.agent(None, "deliveries"),
            "returns": desk.agent(None, "returns"),
            "lead": desk.caller(roles=["lead"], staff_id=new_id(), teams=["returns"]),
            "system": desk.system(),
        }.items():
            found = [(await client.get(f"/v1/inbound-emails/{one['id']}")).status_code for one in (theirs, nobodys)]
            listed = (await client.get("/v1/inbound-emails", params={"limit": 200})).json()["items"]
            assert {theirs["id"], nobodys["id"]} & {one["id"] for one in listed} == {
                one["id"] for one, status in zip((theirs, nobodys), found, strict=True) if status == 200
            }
            seen[name] = found
        assert seen == {"deliveries": [200, 404], "returns": [404, 404], "lead": [404, 200], "system": [200, 200]}

    async def test_lists_are_paged_and_filtered(self, desk: Desk) -> None:
        """SU-2: newest first, by disposition and complaint."""
        told, _ = await ona(desk)
        to = signed_address(desk, told["reference"])
        made = [await ends(desk, letter(to=to, text=f"part {number}"), "added") for number in range(3)]
        path = f"/v1/inbound-emails?disposition=added&complaint_id={told['id']}&limit=2"
        first = await look(desk, path)
        rest = await look(desk, f"{path}&cursor={first['next']}")
        assert [one["id"] for one in first["items"] + rest["items"]] == [one["id"] for one in reversed(made)]
        assert rest["next"] is None
        assert (await look(desk, f"/v1/inbound-emails?disposition=bounce&complaint_id={told['id']}"))["items"] == []


async def test_the_files_of_a_letter_are_kept_with_its_complaint(desk: Desk) -> None:
    """IN-1: a photograph comes along; a program does not, but the letter says that it was there."""
    mail = EmailMessage()
    mail["From"] = f"Ona <{new_id().hex}@example.lt>"
    mail["To"] = "care@redress.example"
    mail["Subject"] = "The wrong coat"
    mail["Message-ID"] = f"<{new_id().hex}@example.lt>"
    mail.set_content("I ordered a blue coat and got a green one. See the photograph.")
    mail.add_attachment(b"\x89PNG\r\n\x1a\n" + bytes(64), maintype="image", subtype="png", filename="coat.png")
    mail.add_attachment(b"MZ" + bytes(64), maintype="application", subtype="octet-stream", filename="coat.exe")
    async with desk.caller(scopes=["emails:receive", "complaints:read"]) as client:
        posted = await client.post(
            "/v1/inbound-emails", content=bytes(mail), headers={"content-type": "message/rfc822"}
        )
        assert posted.status_code == 201, posted.text
        found = posted.json()
        files = (await client.get(f"/v1/complaints/{found['complaint_id']}/attachments")).json()["items"]
        told = (await client.get(f"/v1/inbound-emails/{found['id']}")).json()["attachments"]
    assert [(one["name"], one["media_type"]) for one in files] == [("coat.png", "image/png")]
    assert [one["name"] for one in told] == ["coat.png", "coat.exe"]
