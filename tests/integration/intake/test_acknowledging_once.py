"""The acknowledgement goes out once, whoever is killed; an unproven address gets one mail an hour (IN-13)."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.intake.service import SERVICE
from services.intake.storage import mail_allowance
from shared.embedded.child import Child
from shared.kernel.ids import new_id
from shared.messaging.timer_runner import TimerRunner
from shared.messaging.timers import LeaseLost
from tests.conformance.house import environment_of
from tests.conftest import DatabaseFor
from tests.integration.intake.post_office import PostOffice
from tests.support.suite import free_ports
from tests.support.waiting import until


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
