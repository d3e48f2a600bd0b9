"""From facts to clocks: the order of hearing decides nothing, waiting moves, urgency only shortens."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.routing.domain.business_calendar import ROUND_THE_CLOCK, BusinessCalendar, Shift
from services.routing.domain.clock_fold import Pinned, clocks_of
from services.routing.domain.clocks import Clock, ClockStatus
from services.routing.domain.pack import RulePackMalformed, pack_of
from services.routing.domain.pause import EndsBeforeItBegins, Pause, PauseOver, PauseReason, waitings
from services.routing.domain.progress import Fact, Happening
from services.routing.storage.built_in_packs import BUILT_IN
from tests.unit.routing.people import NOON

COMPLAINT = UUID(int=7)
HOUR = timedelta(hours=1)
OFFICE = BusinessCalendar(
    "office", 1, "Europe/Vilnius", ((Shift(time(9), time(12)), Shift(time(13), time(17))),) * 5 + ((), ()), "LT"
)
OWN = (Pinned(BUILT_IN["own", 1], ROUND_THE_CLOCK),)
ALL = tuple(Pinned(pack, OFFICE) for pack in BUILT_IN.values())


def fact(version: int, what: str, hours: float, number: int = 0, **detail: object) -> Fact:
    """Something that happened so many hours after noon."""
    return Fact(COMPLAINT, version, Happening(what), NOON + hours * HOUR, number, detail)


def pause(since: float, until: float | None = None, ended: float | None = None) -> Pause:
    """Our word that we wait."""
    return Pause(
        UUID(int=int(since * 60)),
        COMPLAINT,
        NOON + since * HOUR,
        PauseReason.DOCUMENT,
        "test",
        until=None if until is None else NOON + until * HOUR,
        ended_at=None if ended is None else NOON + ended * HOUR,
    )


def by_kind(clocks: tuple[Clock, ...]) -> dict[tuple[str, int], Clock]:
    return {(clock.kind, clock.round): clock for clock in clocks}


@st.composite
def lives(draw: st.DrawFn) -> list[Fact]:
    """What can be told of a complaint after it was recorded, in versions that rise with the time."""
    told = [fact(1, "recorded", 0, urgency=draw(st.sampled_from(["normal", "high"])))]
    reopened = 0
    for version in range(2, draw(st.integers(2, 12))):
        at = version * draw(st.integers(1, 40))
        what = draw(st.sampled_from([happening.value for happening in Happening if happening.value != "recorded"]))
        reopened += what == "reopened"
        detail = {
            "contacted": {"direction": draw(st.sampled_from(["in", "out"])), "automatic": draw(st.booleans())},
            "classified": {"urgency": draw(st.sampled_from(["normal", "raised", "high", "critical"]))},
        }.get(what, {})
        told.append(fact(version, what, at, reopened, **detail))
    return told


pauses = st.lists(
    st.tuples(st.integers(0, 200), st.none() | st.integers(0, 300)).map(
        lambda told: pause(told[0], ended=None if told[1] is None else told[0] + told[1])
    ),
    max_size=3,
    unique_by=lambda one: one.id,
)


@settings(max_examples=150, deadline=None)
@given(life=lives(), waited=pauses, held=st.lists(st.integers(1, 900), max_size=2), seed=st.integers(0, 99))
def test_the_order_in_which_it_became_known_decides_nothing(
    life: list[Fact], waited: list[Pause], held: list[int], seed: int
) -> None:
    """RO-7, SU-1: any order of facts, pauses and holding responses gives the same clocks, of every pack."""
    random = Random(seed)
    moments = [NOON + hour * HOUR for hour in held]
    expected = clocks_of(life, waited, moments, ALL)
    shuffled = clocks_of(
        random.sample(life, len(life)), random.sample(waited, len(waited)), random.sample(moments, len(moments)), ALL
    )
    assert shuffled == expected
    assert all(clock.warn_at <= clock.due_at for clock in expected)
    assert len({(clock.pack, clock.kind, clock.round) for clock in expected}) == len(expected)


@settings(max_examples=150, deadline=None)
@given(life=lives(), waited=pauses)
def test_at_most_one_clock_of_a_kind_runs_and_none_of_a_closed_complaint(life: list[Fact], waited: list[Pause]) -> None:
    """RO-7: each start waits for the stop before it."""
    running = [(clock.pack, clock.kind) for clock in clocks_of(life, waited, [], ALL) if clock.stopped_at is None]
    assert len(set(running)) == len(running)
    if life[-1].what is Happening.CLOSED:
        assert running == []


@settings(max_examples=100, deadline=None)
@given(life=lives(), hours=st.integers(1, 100), urgency=st.sampled_from(["normal", "raised", "high", "critical"]))
def test_a_word_about_urgency_never_gives_more_time(life: list[Fact], hours: int, urgency: str) -> None:
    """RO-7: a raise may shorten what runs, and nothing ever lengthens it."""
    before = by_kind(clocks_of(life, [], [], OWN))
    word = fact(len(life) + 9, "classified", hours, urgency=urgency)
    after = by_kind(clocks_of([*life, word], [], [], OWN))
    assert before.keys() == after.keys()
    assert all(after[key].due_at <= before[key].due_at for key in before)


@settings(max_examples=100, deadline=None)
@given(life=lives(), since=st.integers(0, 100), length=st.integers(1, 100), longer=st.integers(1, 50))
def test_waiting_longer_is_never_due_earlier(life: list[Fact], since: int, length: int, longer: int) -> None:
    """RO-7: a pause moves what may stand still, in whatever it is counted, and a regulator's clock not at all."""
    without = clocks_of(life, [], [], ALL)
    short = clocks_of(life, [pause(since, ended=since + length)], [], ALL)
    long = clocks_of(life, [pause(since, ended=since + length + longer)], [], ALL)
    for none, some, more in zip(without, short, long, strict=True):
        # While nobody knows how long it waits, a clock shows when it would have been due.
        assert none.due_at <= some.due_at or some.stands_still
        assert some.due_at <= more.due_at or more.stands_still
        if none.pack in {"fca", "fca_payments", "cfpb"}:
            assert none == more


def test_nothing_runs_before_the_complaint_is_known() -> None:
    """RO-7: told of a resolution first, clocks wait for the recording."""
    assert clocks_of([fact(4, "resolved", 9, 1), fact(5, "reopened", 12, 1)], [], [], OWN) == ()


def test_an_offer_waits_for_the_customer_and_their_word_ends_it() -> None:
    """RO-7: paused while waiting for the customer, without anybody saying so."""
    life = [fact(1, "recorded", 0), fact(2, "offered", 1)]
    (clock,) = [clock for clock in clocks_of(life, [], [], OWN) if clock.kind == "first_answer"]
    assert clock.status(NOON + 99 * HOUR) is ClockStatus.PAUSED
    life.append(fact(3, "contacted", 11, direction="in"))
    (clock,) = [clock for clock in clocks_of(life, [], [], OWN) if clock.kind == "first_answer"]
    assert clock.due_at == NOON + 14 * HOUR
    assert clock.status(NOON + 13 * HOUR) is ClockStatus.WARNED


def test_whoever_answers_while_the_customer_is_waited_for_is_in_time() -> None:
    """RO-7: the wait goes on, and what was done in it is not late."""
    life = [fact(1, "recorded", 0), fact(2, "offered", 1), fact(3, "contacted", 60, direction="out")]
    found = by_kind(clocks_of(life, [], [], OWN))
    late = NOON + 99 * HOUR
    assert found["first_answer", 1].status(late) is ClockStatus.MET
    assert found["next_update", 1].status(late) is ClockStatus.MET
    assert found["next_update", 2].status(late) is ClockStatus.PAUSED
    assert found["first_answer", 1].next_moment() is None


@settings(max_examples=100, deadline=None)
@given(life=lives(), waited=pauses)
def test_waiting_never_makes_anything_late(life: list[Fact], waited: list[Pause]) -> None:
    """RO-7: what was in time without any pause of ours is in time with it, of every pack."""
    without, with_them = clocks_of(life, [], [], ALL), clocks_of(life, waited, [], ALL)
    late = (ClockStatus.LATE, ClockStatus.BREACHED)
    for before, after in zip(without, with_them, strict=True):
        now = max(fact.at for fact in life)
        assert after.status(now) not in late or before.status(now) in late


@pytest.mark.parametrize("word", [{"direction": "in"}, {"direction": "in", "automatic": False}])
def test_the_customers_word_ends_our_pause_before_its_time(word: dict[str, object]) -> None:
    """RO-7: who was waited for until Friday and calls on Tuesday is waited for until Tuesday."""
    life = [fact(1, "recorded", 0), fact(2, "contacted", 6, **word)]
    assert waitings(life, [pause(1, until=100)])[0].end == NOON + 6 * HOUR
    with pytest.raises(PauseOver):
        pause(1, until=100).end(life, now=NOON + 7 * HOUR)
    assert pause(1, until=100).end(life, now=NOON + 5 * HOUR).ended_at == NOON + 5 * HOUR


def test_pauses_that_overlap_count_once() -> None:
    """RO-7: an offer within our own pause moves nothing twice."""
    life = [fact(1, "recorded", 0), fact(2, "offered", 2)]
    clock = by_kind(clocks_of([*life, fact(3, "contacted", 5, direction="in")], [pause(1, ended=3)], [], OWN))
    assert clock["first_answer", 1].due_at == NOON + 8 * HOUR
    with pytest.raises(EndsBeforeItBegins):
        pause(3, until=3)


@pytest.mark.parametrize(
    ("kind", "since", "resumed", "due"),
    [
        # An hour was gone on Friday, so three are left: two on Monday and one on Tuesday.
        ("hours", "2026-03-06T15:00", "2026-03-09T15:00", "2026-03-10T10:00"),
        ("day", "2026-03-06T15:00", "2026-03-09T15:00", "2026-03-10T17:00"),
        # It was due on the day of the pause: now on that of the resumption, or the next open one after its close.
        ("day", "2026-03-09T09:30", "2026-03-12T10:00", "2026-03-12T17:00"),
        ("day", "2026-03-09T09:30", "2026-03-12T18:00", "2026-03-13T17:00"),
        # Five days were left, and Wednesday 11 March is a holiday.
        ("week", "2026-03-06T15:00", "2026-03-09T15:00", "2026-03-17T17:00"),
        ("wall", "2026-03-28T14:00", "2026-03-30T14:00", "2026-04-07T14:00"),
    ],
)
def test_as_much_is_left_after_a_pause_as_before(kind: str, since: str, resumed: str, due: str) -> None:
    """RO-7: of hours, of days and of weeks, in Vilnius; recorded on Friday 6 March at two."""
    friday = datetime.fromisoformat("2026-03-06T14:00+02:00")
    within = {"hours": "4 business_hours", "day": "1 business_days", "week": "5 business_days", "wall": "30 days"}
    common = {"kind": kind, "starts": ["recorded"], "stops": ["resolved"], "pausable": True, "cites": "test"}
    pack = pack_of("test", 1, NOON, {"title": "test", "rules": [common | {"within": within[kind]}]})
    zone = ZoneInfo("Europe/Vilnius")
    begins, ends, expected = (datetime.fromisoformat(text).replace(tzinfo=zone) for text in (since, resumed, due))
    waited = Pause(UUID(int=1), COMPLAINT, begins, PauseReason.ANSWER, "test", ended_at=ends)
    recorded = [Fact(COMPLAINT, 1, Happening.RECORDED, friday)]
    (clock,) = clocks_of(recorded, [waited], [], [Pinned(pack, OFFICE)])
    assert clock.due_at == expected


def test_a_pack_names_all_that_is_wrong_with_it() -> None:
    """RO-7, SU-3: every fault with its pointer, at once."""
    rule = {"kind": "answer", "starts": ["recorded"], "stops": ["answered"], "within": "4 hours", "cites": "test"}
    content = {
        "title": "test",
        "rules": [
            rule,
            rule | {"starts": ["held", "born"], "within": {"high": "1 hours"}},
            rule | {"kind": "other", "stops": [], "within": {"normal": "soon", "extreme": "1 hours"}},
        ],
    }
    with pytest.raises(RulePackMalformed) as found:
        pack_of("test", 1, NOON, content)
    assert {one.pointer for one in found.value.fields} == {
        "/rules/1/kind",
        "/rules/1/starts",
        "/rules/1/starts/1",
        "/rules/1/within",
        "/rules/2/stops",
        "/rules/2/within/extreme",
        "/rules/2/within/normal",
    }
