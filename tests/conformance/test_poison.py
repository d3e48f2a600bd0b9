"""Every service: what it can't take is kept, shown and replayed, and holds up nothing (SU-1)."""

from __future__ import annotations

from uuid import UUID

import orjson

from shared.contracts.envelope import Sealed
from shared.http.roles import Role
from shared.kernel.ids import new_id
from tests.conformance.broker import Upstream, sealed
from tests.conformance.house import FROM_OTHERS, House
from tests.conformance.specimens import Specimen
from tests.conformance.test_requests import problem

LETTERS = "/v1/ops/dead-letters"
GARBAGE = (b"", b"\x00\xff\xfe", b"{", b"[]", b'{"specversion":"0.3"}')
REFUSE = """
CREATE FUNCTION refuse_it() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a rule says no' USING ERRCODE = '23514'; END $$;
CREATE TRIGGER refuse_it BEFORE INSERT ON inbox FOR EACH ROW WHEN (NEW.event_id = '{event}')
EXECUTE FUNCTION refuse_it();
"""
MEND = "DROP FUNCTION refuse_it() CASCADE"


def hollow(event: Sealed) -> Sealed:
    """A whole envelope around data that lack everything."""
    event_id = new_id()
    envelope = orjson.loads(event.body) | {"id": str(event_id), "data": {"surprise": True}}
    return Sealed(event_id, event.subject, orjson.dumps(envelope))


async def test_garbage_is_kept_and_holds_up_nothing(house: House, specimen: Specimen, upstream: Upstream) -> None:
    """SU-1: bytes that are no envelope become dead letters; everything behind them goes on."""
    events = sealed(await specimen.events(house))
    await upstream.declare()
    for garbage in GARBAGE:
        await upstream.publish_raw(events[0].subject, garbage)
    await upstream.publish(*events)
    async with house.working():
        await upstream.heard()
    assert await house.count("inbox", FROM_OTHERS) == len(events)
    letters = (await house.get(LETTERS)).json()["items"]
    assert {letter["subject"] for letter in letters} == {events[0].subject}
    assert all("not an envelope" in letter["error"] for letter in letters)
    shown = [(await house.get(f"{LETTERS}/{letter['event_id']}")).json()["body"] for letter in letters]
    assert sorted(shown) == sorted(garbage.decode(errors="replace") for garbage in GARBAGE)
    problem(await house.post(f"{LETTERS}/{letters[0]['event_id']}/replay", None), 409)
    assert await house.count("dead_letter", "replayed_at IS NULL") == len(GARBAGE)


async def test_an_envelope_with_wrong_data_says_what_is_wrong(
    house: House, specimen: Specimen, upstream: Upstream
) -> None:
    """SU-1: the dead letter keeps the event's own id and names the members, and those behind it go on."""
    events = sealed(await specimen.events(house))
    bad = hollow(events[0])
    await upstream.declare()
    await upstream.publish(bad, *events)
    async with house.working():
        await upstream.heard()
    assert await house.count("inbox", FROM_OTHERS) == len(events)
    shown = (await house.get(f"{LETTERS}/{bad.id}")).json()
    assert "Field required" in shown["error"]
    assert shown["body"].encode() == bad.body
    assert shown["stream"] in upstream.streams


async def test_what_failed_is_replayed_once_its_reason_is_gone(
    house: House, specimen: Specimen, upstream: Upstream
) -> None:
    """SU-1: the effect of a replay is that of the event, and a second replay has none."""
    *others, last = sealed(await specimen.events(house))
    await house.database.execute(REFUSE.format(event=last.id))
    await upstream.declare()
    await upstream.publish(*others, last)
    async with house.working():
        await upstream.heard()
        await house.drained()
    replay = f"{LETTERS}/{last.id}/replay"
    assert await house.count("inbox", FROM_OTHERS) == len(others)
    assert "a rule says no" in (await house.get(f"{LETTERS}/{last.id}")).json()["error"]
    without = await house.dump()
    problem(await house.post(replay, None), 409)
    assert await house.dump() == without

    await house.database.execute(MEND)
    assert (await house.post(replay, None)).json() == {"event_id": str(last.id), "applied": True}
    assert await _heard(house, last.id)
    after = await house.dump()
    changed = {table for table in after if after[table] != without[table]}
    assert changed > {"inbox", "dead_letter"}, "the event had no effect"
    assert (await house.get(f"{LETTERS}/{last.id}")).json()["replayed_at"]
    assert (await house.get(LETTERS)).json()["items"] == []
    assert [one["event_id"] for one in (await house.get(f"{LETTERS}?replayed=true")).json()["items"]] == [str(last.id)]

    assert (await house.post(replay, None)).json() == {"event_id": str(last.id), "applied": False}
    assert await house.dump() == after
    await upstream.publish(last, known_to_stream=False)
    async with house.working():
        await upstream.heard()
        await house.drained()
    assert await house.dump() == after


async def _heard(house: House, event_id: UUID) -> bool:
    return await house.count("inbox", f"event_id = '{event_id}'") == 1


async def test_who_may_see_and_replay(house: House) -> None:
    """SU-4: seeing needs ops:read, replaying needs ops:write; what is not there is a 404."""
    unknown = f"{LETTERS}/{new_id()}"
    for path in (LETTERS, unknown):
        problem(await house.client.get(path), 401)
        problem(await house.client.get(path, headers=house.bearer(Role.AGENT)), 403)
    assert (await house.client.get(LETTERS, headers=house.bearer(Role.LEAD))).status_code == 200
    problem(await house.client.get(unknown, headers=house.bearer(Role.LEAD)), 404)
    problem(await house.client.post(f"{unknown}/replay"), 401)
    problem(await house.client.post(f"{unknown}/replay", headers=house.bearer(Role.LEAD)), 403)
    problem(await house.client.post(f"{unknown}/replay", headers=house.bearer(Role.ADMIN)), 404)
