"""The acknowledgement that goes out by itself: at once, personal, exactly once, through a real mail server (IN-13)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from uuid import UUID

import pytest

from services.intake.domain.personal_text import placeholders
from services.intake.domain.purposes import PAGE
from shared.kernel.ids import new_id
from tests.integration.intake.desk import Json
from tests.integration.intake.post_office import RASA, PostOffice

WEDDING = {
    "occasion": "my sister's wedding",
    "occasion_on": (datetime.now(UTC) + timedelta(days=3)).date().isoformat(),
}


def bodies(mail: EmailMessage) -> tuple[str, str]:
    """The text and the HTML of a mail."""
    text, html = (part.get_content() for part in mail.iter_parts())
    return text, html


class TestAtOnce:
    async def test_the_handler_writes_as_soon_as_there_is_one(self, post_office: PostOffice) -> None:
        """IN-13: thanks, reference, the named handler and how to reach them, how long, the customer's page."""
        told = await post_office.recorded(
            narrative="I ordered a blue coat and got a green one. Nobody called back.",
            impact=WEDDING,
            customer={"name": "Ona Jonaitienė", "email": "ona@customer.example", "language": "en"},
        )
        assert await post_office.run_due() == 0
        await post_office.arrived(told["id"])
        assert await post_office.run_due() == 1
        (mail,) = post_office.server.mails()
        text, html = bodies(mail)
        for said in (
            "Dear Ona Jonaitienė,",
            "how upsetting",
            "Thank you for telling us.",
            "I ordered a blue coat and got a green one.",
            "It is about: coat.",
            "an exchange (the blue coat)",
            "my sister's wedding, on ",
            "Rasa Kazlauskė looks after it, and can be reached here: +37060000001.",
            "You will hear from us about it by ",
            f"Your reference is {told['reference']}.",
        ):
            assert said in text
        assert text.index("how upsetting") < text.index("Thank you")
        (link,) = re.findall(r"https://care\.example/p/(\S+)", text)
        assert post_office.desk.context.links.open(PAGE, link, post_office.clock.now()) == UUID(told["id"])
        assert f'href="https://care.example/p/{link}"' in html
        assert mail["Message-ID"] == f"<ack.{told['id']}@redress.example>"
        assert mail["Auto-Submitted"] == "auto-generated"
        assert re.fullmatch(r"care\+[0-9a-z]{8}\.dev\.[a-z2-7]{20}@redress\.example", mail["Reply-To"])

    async def test_what_it_says_is_kept_without_the_key(self, post_office: PostOffice) -> None:
        """IN-13, SU-4: staff read what was said, and can't open the customer's page with it."""
        told = await post_office.recorded()
        await post_office.arrived(told["id"])
        await post_office.run_due()
        shown = await post_office.acknowledgement(told["id"])
        assert (shown["status"], shown["handler"], shown["by_person"]) == ("sent", "Rasa Kazlauskė", False)
        assert shown["handler_id"] == str(RASA)
        assert "/p/" not in shown["text"]

    async def test_the_first_answer_and_the_feeling_are_noted_and_told(self, post_office: PostOffice) -> None:
        """IN-8, IN-15: acknowledged is not accepted; the contact is an event."""
        told = await post_office.recorded()
        await post_office.arrived(told["id"])
        await post_office.run_due()
        row = await post_office.row(told["id"])
        assert row["first_answered_at"] == row["feeling_acknowledged_at"] == post_office.clock.now()
        contacted = (await post_office.desk.published(told["id"]))[-1]
        assert contacted["type"] == "redress.intake.complaint.contacted.v1"
        assert contacted["aggregateversion"] == row["version"]
        assert (contacted["data"]["direction"], contacted["data"]["channel"]) == ("out", "email")
        assert contacted["data"]["automatic"]

    async def test_a_calm_customer_is_told_nothing_about_feelings(self, post_office: PostOffice) -> None:
        """IN-8: there is nothing to acknowledge."""
        told = await post_office.recorded(feeling="calm")
        await post_office.arrived(told["id"])
        await post_office.run_due()
        assert (await post_office.row(told["id"]))["feeling_acknowledged_at"] is None

    async def test_without_routing_the_care_team_writes_two_minutes_later(self, post_office: PostOffice) -> None:
        """IN-13: nobody waits for a part that is away."""
        post_office.directory.broken = True
        told = await post_office.recorded(customer={"name": "Ona", "email": f"{new_id().hex}@customer.example"})
        post_office.clock.advance(timedelta(seconds=119))
        assert await post_office.run_due() == 0
        post_office.clock.advance(timedelta(seconds=2))
        assert await post_office.run_due() == 1
        text, _ = bodies(post_office.server.mails()[0])
        assert "the customer care team looks after it, and can be reached here: care@redress.example." in text
        assert (await post_office.acknowledgement(told["id"]))["handler_id"] is None

    @pytest.mark.parametrize("gone", [{"active": False}, {"contact": None}, {"name": None, "contact": {}}])
    async def test_a_handler_who_left_or_makes_no_sense_does_not_stop_it(
        self, post_office: PostOffice, gone: Json
    ) -> None:
        """IN-13: an odd answer of the directory costs nobody their acknowledgement."""
        post_office.directory.staff[str(RASA)] |= gone
        told = await post_office.recorded()
        await post_office.arrived(told["id"])
        await post_office.run_due()
        assert (await post_office.acknowledgement(told["id"]))["status"] == "sent"

    @pytest.mark.parametrize("language", ["en", "lt", "el", "ar"])
    async def test_all_languages_say_it_whole(self, post_office: PostOffice, language: str) -> None:
        """IN-13: nothing is left to fill in, whatever was told and felt."""
        bare = {"product": None, "desired_resolution": None}
        whole = {"impact": WEDDING, "order_reference": "A-4711"}
        for feeling in ("worried", "upset", "angry", "abusive", "calm", None):
            for changes in (whole, bare):
                customer = {"name": "Ona", "email": f"{new_id().hex}@customer.example", "language": language}
                told = await post_office.recorded(feeling=feeling, customer=customer, **changes)
                await post_office.arrived(told["id"])
                await post_office.run_due()
                mail = post_office.server.mails()[-1]
                text, html = bodies(mail)
                assert placeholders(text) == []
                assert placeholders(mail["Subject"]) == []
                assert told["reference"] in text
                assert f'lang="{language}"' in html
                assert ('dir="rtl"' in html) == (language == "ar")
                assert mail["Content-Language"] == language


class TestNobodyIsWrittenToWithoutReason:
    @pytest.mark.parametrize(
        "changes",
        [
            {"anonymous": True, "customer": None},
            {"customer": {"name": "Ona", "phone": "+37061234567"}},
            {"channel": "import"},
            {"received_at": (datetime.now(UTC) - timedelta(days=8)).isoformat()},
        ],
        ids=["anonymous", "no address", "import", "long ago"],
    )
    async def test_nothing_is_sent(self, post_office: PostOffice, changes: Json) -> None:
        """IN-13: and a person sees what is left to them."""
        told = await post_office.recorded(**changes)
        await post_office.arrived(told["id"])
        post_office.clock.advance(timedelta(minutes=5))
        assert await post_office.run_due() == 0
        assert post_office.server.taken == []
        shown = await post_office.acknowledgement(told["id"])
        assert (shown["status"], shown["by_person"]) == (None, not ({"anonymous", "channel"} & changes.keys()))

    async def test_what_was_resolved_meanwhile_is_not_acknowledged_any_more(self, post_office: PostOffice) -> None:
        """IN-13: "we have your complaint" after "it is solved" helps nobody."""
        told = await post_office.recorded()
        await post_office.desk.context.database.pool.execute(
            "UPDATE complaint SET status = 'resolved' WHERE id = $1", told["id"]
        )
        post_office.clock.advance(timedelta(minutes=5))
        await post_office.run_due()
        assert post_office.server.taken == []

    async def test_a_handoff_later_thanks_nobody_again(self, post_office: PostOffice) -> None:
        """IN-13: only the first owner is told, and an old assignment heard late is no news."""
        told = await post_office.recorded()
        await post_office.arrived(told["id"])
        await post_office.run_due()
        await post_office.arrived(told["id"], new_id(), version=5, how="handoff")
        await post_office.arrived(told["id"])
        await post_office.heard(told["id"])
        post_office.clock.advance(timedelta(hours=1))
        assert await post_office.run_due() == 0
        assert len(post_office.server.taken) == 1

    async def test_strangers_words_make_no_links(self, post_office: PostOffice) -> None:
        """IN-13, SU-4: whoever gives somebody else's address can't have us send them their link."""
        await post_office.recorded(
            narrative="You won! Go to https://evil.example/prize or evil.example or mail win@evil.example now",
            product="www.evil.example",
            order_reference="evil.example/x",
            impact={"occasion": "prize at evil.example"},
            customer={"name": "See evil.example", "email": f"{new_id().hex}@customer.example"},
        )
        post_office.clock.advance(timedelta(minutes=3))
        await post_office.run_due()
        assert b"evil" not in post_office.server.taken[0].content
