"""From a resolution to a survey that went out once."""

from __future__ import annotations

import asyncio
import itertools
import random
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from services.followup.reactions.to_intake import ask
from services.followup.service import SERVICE
from shared.db.engine import plain_url
from shared.db.migrate import differences
from shared.kernel.ids import new_id
from tests.integration.followup.world import REACTIONS, World, closed, reopened, resolved

ROWS = "SELECT complaint_id, resolution_number, status, version, resolved_at, scheduled_for FROM survey ORDER BY 1, 2"
TIMERS = "SELECT kind, due_at FROM timer ORDER BY 1, 2"
COURSES = "SELECT * FROM complaint_course ORDER BY 1"


class TestSchema:
    async def test_is_what_the_tables_in_code_say(self, database_url: str) -> None:
        """SU-1: the migrations and the tables agree."""
        engine = create_async_engine(plain_url(database_url).set(drivername="postgresql+asyncpg"))
        async with engine.connect() as connection:
            assert await differences(connection, SERVICE.metadata) == []
        await engine.dispose()


class TestScheduling:
    async def test_a_resolution_heard_three_times_is_one_survey(self, world: World) -> None:
        """FO-1: duplicates have no effect."""
        complaint = new_id()
        news = resolved(complaint, world.clock.now())
        await world.hear(news, news)
        async with world.context.transactions.begin() as tx:
            await ask([news, news], tx, world.clock.now())
        assert len(await world.rows(ROWS)) == 1
        assert len(await world.rows(TIMERS)) == 1

    async def test_ends_the_same_in_whatever_order_the_events_come(self, world: World) -> None:
        """FO-1: shuffled and repeated events leave the same rows."""
        now = world.clock.now()
        ends = set()
        complaint = UUID(int=99)
        events = [
            resolved(complaint, now, number=1, version=4),
            reopened(complaint, now, times=1, version=5),
            resolved(complaint, now, number=2, version=7, time_zone="Europe/Vilnius"),
        ]
        shuffler = random.Random(7)
        for order in itertools.permutations(events):
            await world.rows("TRUNCATE survey, complaint_course, timer CASCADE")
            again = list(order) + shuffler.sample(events, 2)
            await world.hear(*again)
            ends.add(str((await world.rows(ROWS), await world.rows(TIMERS), await world.rows(COURSES))))
        assert len(ends) == 1
        assert [row["status"] for row in await world.rows(ROWS)] == ["withdrawn", "scheduled"]

    @pytest.mark.parametrize("reopening_first", [True, False])
    async def test_two_workers_that_hear_at_once_withdraw_it_too(self, world: World, reopening_first: bool) -> None:
        """FO-1: a resolution and its reopening in two open transactions end as if one after the other."""
        complaint, now = new_id(), world.clock.now()
        both = [resolved(complaint, now), reopened(complaint, now)]
        first, second = reversed(both) if reopening_first else both
        async with world.context.transactions.begin() as tx:
            await REACTIONS[type(first.event)]([first], tx, now)
            other = asyncio.create_task(world.hear(second))
            waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            async with asyncio.timeout(20):
                while not await world.rows(waiting):
                    await asyncio.sleep(0.01)
        await other
        assert [row["status"] for row in await world.rows(ROWS)] == ["withdrawn"]
        assert await world.rows(TIMERS) == []

    @pytest.mark.parametrize("closing_first", [True, False])
    async def test_a_complaint_closed_before_asking_is_not_asked_about(self, world: World, closing_first: bool) -> None:
        """FO-1: closed before sending means withdrawn, also when the closing is heard of first."""
        complaint, now = new_id(), world.clock.now()
        events = [resolved(complaint, now, version=4), closed(complaint, now, version=5)]
        await world.hear(*(reversed(events) if closing_first else events))
        assert [row["status"] for row in await world.rows(ROWS)] == ["withdrawn"]
        assert await world.rows(TIMERS) == []


class TestSending:
    async def test_goes_out_once_with_a_link_that_works(self, world: World) -> None:
        """FO-1: thirty hours later the survey is sent, in the customer's language, with its link in the mail."""
        complaint = await world.resolved_complaint(
            contact={"name": "Άννα", "email": "anna@example.com", "language": "el-GR"}
        )
        before = await world.survey(complaint)
        assert (before["status"], before["link"], before["sent_at"]) == ("scheduled", None, None)
        world.clock.advance(timedelta(hours=30))
        assert await world.run_due() == 1
        assert await world.run_due() == 0
        after = await world.survey(complaint)
        assert after["status"] == "sent"
        waited = datetime.fromisoformat(after["sent_at"]) - datetime.fromisoformat(after["resolved_at"])
        assert timedelta(hours=24) <= waited <= timedelta(hours=48)
        (mail,) = world.mails()
        assert after["link"] in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        assert mail["Content-Language"] == "el"
        assert await world.said() == ["survey.sent"]
        assert (await world.api.get(after["link"])).status_code == 200

    async def test_keeps_no_name_or_address(self, world: World) -> None:
        """SU-5, SU-1: what intake told lives only in the mail: neither in the tables nor in the events."""
        await world.sent_survey(contact={"name": "Anna Berg", "email": "berg@example.com", "language": "en"})
        assert world.mails()[0]["To"] == "Anna Berg <berg@example.com>"
        kept = str(await world.rows("SELECT * FROM survey")) + str(await world.told())
        assert "berg" not in kept.lower()

    async def test_is_missed_when_nobody_can_be_reached(self, world: World) -> None:
        """FO-1: without an e-mail address, or after erasure, it is missed and says why."""
        without = await world.resolved_complaint(contact={"name": "Anna", "email": None, "language": "en"})
        erased = await world.resolved_complaint()
        del world.intake.contacts[str(erased)]
        world.clock.advance(timedelta(hours=30))
        await world.run_due()
        for complaint in (without, erased):
            survey = await world.survey(complaint)
            assert (survey["status"], survey["why_missed"], survey["link"]) == ("missed", "unreachable", None)
        assert await world.said() == ["survey.missed", "survey.missed"]
        assert world.mails() == []

    async def test_is_missed_and_never_sent_late_after_a_long_outage(self, world: World) -> None:
        """FO-1: past 48 hours it is missed."""
        complaint = await world.resolved_complaint()
        world.clock.advance(timedelta(hours=48, seconds=1))
        await world.run_due()
        survey = await world.survey(complaint)
        assert (survey["status"], survey["why_missed"]) == ("missed", "late")
        assert world.mails() == []

    async def test_waits_while_intake_does_not_answer(self, world: World) -> None:
        """FO-1: intake's trouble delays a survey and loses none."""
        complaint = await world.resolved_complaint()
        world.clock.advance(timedelta(hours=30))
        world.intake.broken = True
        with pytest.raises(Exception, match="does not answer"):
            await world.run_due()
        world.intake.broken = False
        assert (await world.survey(complaint))["status"] == "scheduled"
        world.clock.advance(timedelta(minutes=2))
        await world.run_due()
        assert (await world.survey(complaint))["status"] == "sent"

    async def test_cut_off_while_sending_becomes_unknown_and_stays_so(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """FO-1: a crash between claim and send is reported, and never sent again by itself."""
        complaint = await world.resolved_complaint()
        world.clock.advance(timedelta(hours=30))

        class PowerCut(BaseException):
            pass

        async def cut(*_: object) -> None:
            raise PowerCut

        monkeypatch.setattr(world.context.gateways.mail, "send", cut)
        with pytest.raises(PowerCut):
            await world.run_due()
        monkeypatch.undo()
        assert (await world.survey(complaint))["status"] == "sending"
        world.clock.advance(timedelta(minutes=11))
        await world.run_due()
        assert (await world.survey(complaint))["status"] == "unknown"
        world.clock.advance(timedelta(hours=5))
        assert await world.run_due() == 0
        assert world.mails() == []

    async def test_reopened_after_sending_is_withdrawn_and_its_link_says_so(self, world: World) -> None:
        """FO-1: reopened means withdrawn."""
        survey = await world.sent_survey()
        await world.hear(reopened(UUID(survey["complaint_id"]), world.clock.now()))
        assert (await world.survey(UUID(survey["complaint_id"])))["status"] == "withdrawn"
        assert (await world.api.get(survey["link"])).status_code == 410
        world.clock.advance(timedelta(days=8))
        assert await world.run_due() == 0


class TestSilence:
    async def test_counts_as_solved_after_seven_days(self, world: World) -> None:
        """FO-2: silence is documented, once."""
        survey = await world.sent_survey()
        world.clock.advance(timedelta(days=6))
        assert await world.run_due() == 0
        world.clock.advance(timedelta(days=1, minutes=1))
        await world.run_due()
        assert (await world.survey(UUID(survey["complaint_id"])))["status"] == "assumed"
        assert await world.said() == ["survey.sent", "solution.assumed"]
        assert (await world.told())[-1]["data"]["resolution_number"] == 1

    async def test_is_nothing_when_the_complaint_was_closed_otherwise(self, world: World) -> None:
        """FO-2: what is closed already needs no silence."""
        survey = await world.sent_survey()
        await world.hear(closed(UUID(survey["complaint_id"]), world.clock.now(), version=5))
        world.clock.advance(timedelta(days=8))
        assert await world.run_due() == 0
