"""An acknowledgement that a person makes: noted when it is about this customer, refused when it is canned (IN-13)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk, recorded
from tests.integration.intake.post_office import PostOffice

GOOD = "Ačiū, kad paskambinote. Mėlyną paltą išsiųsime dar šiandien."


async def test_a_personal_text_is_noted(desk: Desk) -> None:
    """IN-13, IN-15: who said what, over which channel; the customer was answered, and the event says so."""
    staff = new_id()
    async with desk.agent(staff) as client:
        told = await recorded(
            client, customer={"name": "Ona", "phone": "+37061234567", "language": "lt"}, product="paltas"
        )
        path = f"/v1/complaints/{told['id']}/acknowledgement"
        assert (await client.get(path)).json()["by_person"]
        made = await client.post(path, json={"text": GOOD, "channel": "phone"})
        assert made.status_code == 201, made.text
        assert made.json()["status"] == "by_person"
        shown = (await client.get(path)).json()
        assert (shown["text"], shown["channel"], shown["handler_id"]) == (GOOD, "phone", str(staff))
        assert not shown["by_person"]
        assert made.headers["etag"] == (await client.get(f"/v1/complaints/{told['id']}")).headers["etag"]
    contacted = (await desk.published(told["id"]))[-1]["data"]
    assert (contacted["direction"], contacted["channel"]) == ("out", "phone")


async def test_a_canned_text_is_refused_with_all_its_flaws(desk: Desk) -> None:
    """IN-13: unfilled places, nobody's matter, no thanks, a channel that is none: one 422 that lists them."""
    async with desk.agent() as client:
        told = await recorded(client, customer={"name": "Ona", "email": f"{new_id().hex}@x.example", "language": "en"})
        path = f"/v1/complaints/{told['id']}/acknowledgement"
        text = "Dear [NAME], we got your complaint about {product}."
        refused = await client.post(path, json={"text": text, "channel": "import"})
        assert refused.status_code == 422
        problem = refused.json()
        assert problem["type"] == "/problems/acknowledgement-not-personal"
        # Each unfilled place is named twice: nobody's own matter, and what the wording rules say of it.
        assert sorted(one["pointer"] for one in problem["errors"]) == ["/channel"] + ["/text"] * 6
        assert (await client.get(path)).json()["status"] is None


async def test_what_was_said_is_not_said_again(post_office: PostOffice) -> None:
    """IN-13: neither by a mail after a person, nor by a person after a mail that arrived."""
    by_person, by_mail = await post_office.recorded(), await post_office.recorded()
    for told in (by_person, by_mail):
        async with post_office.desk.agent() as client:
            body = {"text": f"Ačiū, {told['reference']}.", "channel": "phone"}
            if told is by_mail:
                await post_office.arrived(told["id"])
                await post_office.run_due()
            made = await client.post(f"/v1/complaints/{told['id']}/acknowledgement", json=body)
            assert made.status_code == (409 if told is by_mail else 201)
            again = await client.post(f"/v1/complaints/{told['id']}/acknowledgement", json=body)
            assert again.status_code == 409
    post_office.clock.advance(timedelta(minutes=5))
    await post_office.run_due()
    assert len(post_office.server.taken) == 1


@pytest.mark.parametrize("trouble", ["unknown", "refused", "bounced"])
async def test_a_person_takes_over_what_did_not_arrive(post_office: PostOffice, trouble: str) -> None:
    """IN-13: lost, refused or come back: then somebody calls."""
    told = await post_office.recorded()
    await post_office.arrived(told["id"])
    post_office.server.hang_up = trouble == "unknown"
    post_office.server.to_recipient = "550 no" if trouble == "refused" else "250 OK"
    await post_office.run_due()
    if trouble == "bounced":
        bounce = (
            "From: mailer-daemon@mx.example\r\nMessage-ID: <b@mx.example>\r\nReferences: "
            f"<ack.{told['id']}@redress.example>\r\n\r\nno such user"
        )
        assert (await post_office.receive(bounce)).json()["disposition"] == "bounce"
    assert (await post_office.acknowledgement(told["id"]))["by_person"]
    async with post_office.desk.agent() as client:
        body = {"text": f"Ačiū, {told['reference']}.", "channel": "phone"}
        assert (await client.post(f"/v1/complaints/{told['id']}/acknowledgement", json=body)).status_code == 201
    shown = await post_office.acknowledgement(told["id"])
    assert (shown["status"], shown["by_person"], shown["bounced_at"]) == ("by_person", False, None)


async def test_versions_and_foreign_complaints_are_minded(desk: Desk) -> None:
    """SU-2, SU-4: 412 for an old version, 404 for what is not theirs."""
    told = await recorded(desk.system(), department="deliveries")
    path = f"/v1/complaints/{told['id']}/acknowledgement"
    body = {"text": f"Ačiū, {told['reference']}.", "channel": "letter"}
    async with desk.agent(None, "returns") as stranger:
        assert (await stranger.get(path)).status_code == 404
        assert (await stranger.post(path, json=body)).status_code == 404
    async with desk.agent(None, "deliveries") as client:
        assert (await client.post(path, json=body, headers={"if-match": '"7"'})).status_code == 412
        assert (await client.post(path, json=body, headers={"if-match": '"1"'})).status_code == 201


async def test_an_answer_to_the_acknowledgement_comes_home_and_proves_the_address(post_office: PostOffice) -> None:
    """IN-1, IN-13: the Reply-To of our mail, used, threads and verifies; from then on no hour has to pass."""
    address = f"{new_id().hex}@customer.example"
    customer = {"name": "Ona", "email": address, "language": "en"}
    told = await post_office.recorded(customer=customer)
    await post_office.arrived(told["id"])
    await post_office.run_due()
    (mail,) = post_office.server.mails()
    answer = (
        f"From: Ona <{address}>\r\nTo: {mail['Reply-To']}\r\nSubject: Re: {mail['Subject']}\r\n"
        f"In-Reply-To: {mail['Message-ID']}\r\nMessage-ID: <answer@customer.example>\r\n\r\nOn Saturday, please.\r\n"
    )
    made = (await post_office.receive(answer.encode())).json()
    assert (made["disposition"], made["complaint_id"], made["verified"]) == ("added", told["id"], True)
    again = await post_office.recorded(customer=customer)
    await post_office.arrived(again["id"])
    await post_office.run_due()
    assert len(post_office.server.taken) == 2


async def test_a_letter_is_answered_in_its_own_thread(post_office: PostOffice) -> None:
    """IN-1, IN-13: opened by e-mail, acknowledged to its sender with In-Reply-To, in the letter's language."""
    raw = (
        "From: =?utf-8?q?Ona_Jonaitien=C4=97?= <ona.j@customer.example>\r\nTo: care@redress.example\r\n"
        "Subject: paltas\r\nMessage-ID: <opening@customer.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        "Laba diena, paltas atėjo žalias, o užsakiau mėlyną.\r\n"
    )
    made = (await post_office.receive(raw)).json()
    await post_office.heard(made["complaint_id"])
    post_office.clock.advance(timedelta(minutes=3))
    await post_office.run_due()
    (mail,) = post_office.server.mails()
    assert post_office.server.taken[0].rcpt_tos == ["ona.j@customer.example"]
    assert (mail["In-Reply-To"], mail["Auto-Submitted"]) == ("<opening@customer.example>", "auto-replied")
    assert "Mums rašėte: „Laba diena, paltas atėjo žalias, o užsakiau mėlyną.“" in next(mail.iter_parts()).get_content()
