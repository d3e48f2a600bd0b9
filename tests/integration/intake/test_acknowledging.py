"""The acknowledgement that goes out by itself: at once, personal, exactly once, through a real mail server (IN-13)."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from services.intake.domain.personal_text import placeholders
from services.intake.domain.purposes import PAGE
from services.intake.service import SERVICE
from services.intake.storage import mail_allowance
from shared.embedded.child import Child
from shared.kernel.ids import new_id
from shared.messaging.timer_runner import TimerRunner
from shared.messaging.timers import LeaseLost
from tests.conformance.house import environment_of
from tests.conftest import DatabaseFor
from tests.integration.intake.desk import Json
from tests.integration.intake.post_office import RASA, PostOffice
from tests.support.suite import free_ports
from tests.support.waiting import until

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


class TestExactlyOnce:
    async def test_two_who_hold_the_same_timer_send_one_mail(self, post_office: PostOffice) -> None:
        """IN-13: who lost the lease sends nothing."""
        told = await post_office.recorded()
        await post_office.arrived(told["id"])
        (due,) = await post_office.due()
        handler = SERVICE.timers[due.kind]
        ends = await asyncio.gather(*(handler(due, post_office.desk.context) for _ in range(4)), return_exceptions=True)
        assert sorted(map(type, ends), key=str) == sorted([LeaseLost, LeaseLost, LeaseLost, type(None)], key=str)
        assert len(post_office.server.taken) == 1

    async def test_two_workers_send_each_once(self, post_office: PostOffice) -> None:
        """IN-13: twenty complaints, two runners, twenty mails."""
        told = [await post_office.recorded() for _ in range(20)]
        for one in told:
            await post_office.arrived(one["id"])
        stop = asyncio.Event()
        runners = [
            asyncio.create_task(TimerRunner(post_office.desk.context, SERVICE.timers).run(stop)) for _ in range(2)
        ]

        async def all_sent() -> bool:
            found = await post_office.desk.context.database.pool.fetchval(
                "SELECT count(*) FROM acknowledgement WHERE status = 'sent'"
            )
            return bool(found == len(told))

        await until(all_sent)
        stop.set()
        await asyncio.gather(*runners)
        ids = [mail["Message-ID"] for mail in post_office.server.mails()]
        assert sorted(ids) == sorted(f"<ack.{one['id']}@redress.example>" for one in told)

    async def test_a_busy_server_is_tried_again_within_the_day(self, post_office: PostOffice) -> None:
        """IN-13: and after a day a person has to."""
        told = await post_office.recorded()
        await post_office.arrived(told["id"])
        post_office.server.to_data = "451 try later"
        await post_office.run_due()
        assert (await post_office.acknowledgement(told["id"]))["status"] is None
        tries = 1
        for _ in range(60):
            post_office.clock.advance(timedelta(minutes=30))
            tries += await post_office.run_due()
        shown = await post_office.acknowledgement(told["id"])
        assert (shown["status"], shown["by_person"]) == ("refused", True)
        assert 20 < tries < 40
        assert post_office.server.taken == []

    async def test_a_server_that_is_free_again_takes_it(self, post_office: PostOffice) -> None:
        """IN-13: the allowance of an hour is not used up by a mail that never went."""
        told = await post_office.recorded()
        await post_office.arrived(told["id"])
        post_office.server.to_data = "451 try later"
        await post_office.run_due()
        post_office.server.to_data = "250 OK"
        post_office.clock.advance(timedelta(minutes=3))
        await post_office.run_due()
        assert (await post_office.acknowledgement(told["id"]))["status"] == "sent"

    async def test_a_refused_recipient_is_left_to_a_person(self, post_office: PostOffice) -> None:
        """IN-13: with the reason, without the address (SU-5)."""
        told = await post_office.recorded()
        await post_office.arrived(told["id"])
        post_office.server.to_recipient = "550 5.1.1 no such person"
        await post_office.run_due()
        shown = await post_office.acknowledgement(told["id"])
        assert (shown["status"], shown["why"], shown["by_person"]) == ("refused", "550 5.1.1", True)

    async def test_what_may_have_gone_out_is_not_repeated(self, post_office: PostOffice) -> None:
        """IN-13: the answer was lost: unknown, and never sent again by itself."""
        told = await post_office.recorded()
        await post_office.arrived(told["id"])
        post_office.server.hang_up = True
        await post_office.run_due()
        shown = await post_office.acknowledgement(told["id"])
        assert (shown["status"], shown["by_person"]) == ("unknown", True)
        post_office.clock.advance(timedelta(hours=10))
        assert await post_office.run_due() == 0
        assert len(post_office.server.taken) == 1

    @pytest.mark.parametrize(("moment", "sent"), [("claimed", 0), ("mailed", 1)])
    async def test_a_worker_killed_while_sending_never_sends_twice(
        self, post_office: PostOffice, database_for: DatabaseFor, tmp_path: Path, moment: str, sent: int
    ) -> None:
        """IN-13, SU-1: kill -9 between claim and record: sending, then unknown, and no second mail."""
        told = await post_office.recorded()
        await post_office.arrived(told["id"])
        context = post_office.desk.context
        dsn = context.common.database_url.get_secret_value()
        own = {
            "REDRESS_FAILPOINT": f"acknowledgement.{moment}",
            "REDRESS_SMTP_URL": f"smtp://127.0.0.1:{post_office.server.port}",
            "REDRESS_WORKER_PORT": str(free_ports(1)[0]),
        }
        environment = environment_of(database_url=dsn, nats_url="nats://127.0.0.1:1", home=tmp_path / "worker")
        command = [sys.executable, "-m", "services.intake", "worker"]
        child = Child("intake", command, tmp_path / "worker.log", environment=os.environ | environment | own)
        child.start()
        try:
            await until(_gone(child), seconds=60)
        finally:
            child.stop()
        assert (await post_office.acknowledgement(told["id"]))["status"] == "sending"
        assert len(post_office.server.taken) == sent
        post_office.clock.advance(timedelta(minutes=15))
        await post_office.run_due()
        assert (await post_office.acknowledgement(told["id"]))["status"] == "unknown"
        post_office.clock.advance(timedelta(days=1))
        assert await post_office.run_due() == 0
        assert len(post_office.server.taken) == sent


def _gone(child: Child) -> Any:
    async def gone() -> bool:
        return child.exit_code is not None

    return gone


class TestOncePerHour:
    async def test_an_unproven_address_gets_one_mail_an_hour(self, post_office: PostOffice) -> None:
        """IN-13: three complaints in a minute are three mails in two hours; a spelling makes no difference."""
        for spelling in ("Ona@customer.example", "ona@CUSTOMER.example", "ona+1@customer.example"):
            told = await post_office.recorded(customer={"name": "Ona", "email": spelling})
            await post_office.arrived(told["id"])
        counts = []
        for _ in range(4):
            while await post_office.run_due():
                pass
            counts.append(len(post_office.server.taken))
            post_office.clock.advance(timedelta(minutes=61))
        assert counts == [1, 2, 3, 3]

    async def test_a_proven_address_gets_each_at_once(self, post_office: PostOffice) -> None:
        """IN-13: who used their signed reply address is known to read that mailbox."""
        address = f"{new_id().hex}@customer.example"
        async with post_office.desk.context.transactions.begin() as tx:
            await mail_allowance.verify(address, tx, now=post_office.clock.now())
        for _ in range(3):
            told = await post_office.recorded(customer={"name": "Ona", "email": address})
            await post_office.arrived(told["id"])
        await post_office.run_due()
        assert len(post_office.server.taken) == 3

    async def test_of_many_at_once_one_gets_the_allowance(self, post_office: PostOffice) -> None:
        """IN-13: the database decides, also between workers."""
        address, now = f"{new_id().hex}@customer.example", post_office.clock.now()

        async def take() -> datetime | None:
            async with post_office.desk.context.transactions.begin() as tx:
                return await mail_allowance.claim(address, tx, now=now)

        ends = await asyncio.gather(*(take() for _ in range(40)))
        assert ends.count(None) == 1
        assert set(ends) == {None, now + timedelta(hours=1)}
