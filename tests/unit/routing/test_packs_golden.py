"""Golden timelines: what each rule pack says of real days, counted by hand, each naming the rule it follows."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from services.routing.domain.business_calendar import ROUND_THE_CLOCK, BusinessCalendar, Shift
from services.routing.domain.clock_fold import Pinned, clocks_of
from services.routing.domain.pack import RulePack
from services.routing.domain.pause import Pause, PauseReason
from services.routing.domain.progress import Fact, Happening
from services.routing.storage.built_in_packs import BUILT_IN

DATA = Path(__file__).parents[2] / "data" / "packs"
COMPLAINT = UUID(int=7)
RELEASED = {
    ("cfpb", 1): "b3f4e7a33923eed9c19f40c2b91f044e3e72bd356c8739f1dcfa94e9dd51154f",
    ("fca", 1): "7b9fdfeb530e769f2f9e980174aba813954ca655907710aa25eea432924960cc",
    ("fca_payments", 1): "9b0b5f00d5883a66faa839349fde9aec5b5868574c6cf4b37699621dab0e15cf",
    ("iso10002", 1): "bf88146fd280b95f88201d7f32ab3e2a2530b4f5e843892d1684b1bef632922a",
    ("own", 1): "c1aef2ee33f558c865eb8d92b511dce90f60ba53c29ef28b6fe2768a3c0d875c",
}
"""A released edition never changes: whoever wants other rules adds a file with the next number, and a line here."""
TIMELINES = [
    pytest.param(timeline, id=f"{timeline['pack']}: {timeline['name']}")
    for path in sorted(DATA.glob("*.toml"))
    for timeline in tomllib.loads(path.read_text("utf-8"))["timeline"]
]


@pytest.mark.parametrize("timeline", TIMELINES)
def test_the_pack_says_what_the_rule_says(timeline: Mapping[str, Any]) -> None:
    """RO-7: every clock with its due time and where it stands, and no other."""
    zone = ZoneInfo(timeline.get("zone", "UTC"))
    pack = next(pack for pack in BUILT_IN.values() if pack.code == timeline["pack"])
    clocks = clocks_of(
        [_fact(number, told, zone) for number, told in enumerate(timeline["facts"], start=1)],
        [_pause(number, told, zone) for number, told in enumerate(timeline.get("pauses", []), start=1)],
        [_at(moment, zone) for moment in timeline.get("held", [])],
        [Pinned(pack, _calendar(timeline))],
    )
    seen = _at(timeline["seen"], zone)
    found = {(clock.kind, clock.round): (clock.due_at, clock.status(seen).value) for clock in clocks}
    assert found == {
        (clock["kind"], clock.get("round", 1)): (_at(clock["due"], zone), clock["status"])
        for clock in timeline["clocks"]
    }


@pytest.mark.parametrize("pack", BUILT_IN.values(), ids=lambda pack: f"{pack.code}-{pack.edition}")
def test_a_released_edition_never_changes(pack: RulePack) -> None:
    """RO-7: its content has the hash that it was released with, and every rule of it cites what it follows."""
    assert pack.sha256 == RELEASED[pack.code, pack.edition]
    assert all(rule.cites for rule in pack.rules)


def test_every_pack_and_every_rule_of_it_has_a_golden_timeline() -> None:
    """RO-7: no rule that nobody has counted by hand."""
    counted = {(line.values[0]["pack"], clock["kind"]) for line in TIMELINES for clock in line.values[0]["clocks"]}  # type: ignore[index]
    assert counted == {(pack.code, rule.kind) for pack in BUILT_IN.values() for rule in pack.rules}
    assert all(line.values[0]["cites"] for line in TIMELINES)  # type: ignore[index]


def test_regulators_clocks_wait_for_nobody() -> None:
    """RO-7: neither the FCA nor the CFPB knows a pause."""
    theirs = [pack for pack in BUILT_IN.values() if pack.code in {"fca", "fca_payments", "cfpb"}]
    assert not [rule.kind for pack in theirs for rule in pack.rules if rule.pausable]


def _at(text: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def _fact(version: int, told: Mapping[str, Any], zone: ZoneInfo) -> Fact:
    detail = {name: value for name, value in told.items() if name not in {"at", "what", "number"}}
    what = Happening(told["what"])
    return Fact(COMPLAINT, version, what, _at(told["at"], zone), told.get("number", 0), detail)


def _pause(number: int, told: Mapping[str, Any], zone: ZoneInfo) -> Pause:
    until = _at(told["until"], zone) if "until" in told else None
    return Pause(UUID(int=number), COMPLAINT, _at(told["since"], zone), PauseReason.ANSWER, "test", until)


def _calendar(timeline: Mapping[str, Any]) -> BusinessCalendar:
    if "zone" not in timeline:
        return ROUND_THE_CLOCK
    shifts = tuple(Shift(*map(time.fromisoformat, shift.split("-"))) for shift in timeline["shifts"])
    country, _, subdivision = timeline["place"].partition("-")
    week = (shifts,) * 5 + ((), ())
    return BusinessCalendar("test", 1, timeline["zone"], week, country, subdivision or None)
