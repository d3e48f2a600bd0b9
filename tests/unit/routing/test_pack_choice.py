"""Which packs hold for whom; editions that follow one another; a calendar as a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest

from services.routing.domain.business_time import Span
from services.routing.domain.calendar_content import CalendarMalformed, calendar_of, released, with_day
from services.routing.domain.edition import EditionExists, EditionOutOfTurn, in_force, require_next
from services.routing.domain.pack_choice import DEFAULT, PackChoice, chosen, pins
from services.routing.domain.progress import Fact, Happening
from services.routing.storage.built_in_packs import BUILT_IN
from tests.unit.routing.people import NOON

DAY = timedelta(days=1)
OFFICE = {
    "time_zone": "Europe/Vilnius",
    "country": "LT",
    "subdivision": None,
    "week": [[{"from": "09:00", "to": "17:00"}]] * 5 + [[], []],
    "days": {},
}


@dataclass(frozen=True)
class Released:
    edition: int
    valid_from: datetime


def choice(number: int, *, since: datetime = NOON, codes: tuple[str, ...] = ("own",), **names: str) -> PackChoice:
    department, product, branch = (names.get(name) for name in ("department", "product", "branch"))
    return PackChoice(UUID(int=number), department, product, branch, codes, names.get("calendar"), since, "test")


def test_the_choice_that_names_most_holds_then_the_latest() -> None:
    """RO-7: whatever the order in which they are read, and none before its day."""
    choices = [
        choice(1),
        choice(2, since=NOON + DAY),
        choice(3, department="lending"),
        choice(4, department="lending", product="card"),
        choice(5, department="lending", product="card", since=NOON + DAY),
        choice(6, branch="north"),
    ]
    for seed in range(5):
        shuffled = Random(seed).sample(choices, len(choices))
        for about, at, expected in (
            (("garden", None, None), NOON, 1),
            (("garden", None, None), NOON + DAY, 2),
            (("lending", "loan", "south"), NOON + DAY, 3),
            (("lending", "card", "north"), NOON, 4),
            (("lending", "card", "north"), NOON + DAY, 5),
            ((None, None, "north"), NOON, 6),
        ):
            assert chosen(shuffled, about, at).id == UUID(int=expected)
    assert chosen(choices, ("garden", None, None), NOON - DAY) is DEFAULT


def test_the_recording_alone_says_what_is_pinned() -> None:
    """RO-7: its moment and its words; a later classification pins nothing else."""
    packs = {"own": [BUILT_IN["own", 1], Released(2, NOON + DAY)], "cfpb": [BUILT_IN["cfpb", 1]]}
    calendars = {"office": [Released(1, NOON), Released(2, NOON + DAY)]}
    both = [choice(1, codes=("own", "cfpb"), department="lending", calendar="office")]
    for at, edition in ((NOON + DAY - timedelta(seconds=1), 1), (NOON + DAY, 2)):
        recorded = Fact(UUID(int=9), 1, Happening.RECORDED, at, 0, {"department": "lending"})
        found = pins(recorded, both, packs, calendars)
        assert [(pin.pack, pin.edition, pin.calendar, pin.calendar_edition) for pin in found] == [
            ("own", edition, "office", edition),
            ("cfpb", 1, "office", edition),
        ]
    assert pins(Fact(UUID(int=9), 2, Happening.CLASSIFIED, NOON, 0, {}), both, packs, calendars) == ()


def test_editions_follow_one_another() -> None:
    """RO-7: the next number, not in the past, not before the one before; the earliest holds where none is valid yet."""
    before = [Released(1, NOON - DAY), Released(2, NOON + DAY)]
    require_next(3, NOON + DAY, before, now=NOON)
    with pytest.raises(EditionExists):
        require_next(2, NOON + DAY, before, now=NOON)
    for edition, valid_from, pointers in (
        (4, NOON + DAY, ["/edition"]),
        (3, NOON, ["/valid_from"]),
        (9, NOON - DAY, ["/edition", "/valid_from", "/valid_from"]),
    ):
        with pytest.raises(EditionOutOfTurn) as found:
            require_next(edition, valid_from, before, now=NOON)
        assert [one.pointer for one in found.value.fields] == pointers
    assert in_force(before, NOON) == before[0]
    assert in_force(before, NOON + DAY) == before[1]
    assert in_force(before, NOON - 9 * DAY) == before[0]


def test_a_released_calendar_keeps_the_holidays_that_are_known_today() -> None:
    """RO-7: six years of them, whatever a later library says; read back it is the same calendar."""
    content = released(OFFICE, year=2026)
    assert content["holidays_until"] == 2030
    of = calendar_of("office", 1, content)
    assert of.is_holiday(date(2026, 3, 11))
    silent = calendar_of("office", 1, content | {"holidays": []})
    assert not silent.is_holiday(date(2026, 3, 11))
    assert silent.is_holiday(date(2031, 3, 11))
    assert released(content, year=2026) == content


def test_a_day_is_set_and_taken_back() -> None:
    """RO-7: off, other hours, and as in any such week again."""
    tuesday = date(2026, 3, 3)
    off = with_day(OFFICE, tuesday, ())
    assert calendar_of("office", 1, off).shifts_on(tuesday) == ()
    short = calendar_of("office", 1, with_day(off, tuesday, [{"from": "10:00", "to": "11:00"}]))
    assert short.add(datetime(2026, 3, 3, 7, tzinfo=UTC), Span.read("1 business_hours")) == datetime(
        2026, 3, 3, 9, tzinfo=UTC
    )
    assert with_day(off, tuesday, None) == OFFICE


@pytest.mark.parametrize(
    ("wrong", "pointers"),
    [
        ({"time_zone": "Nowhere", "week": [[]] * 7}, {"/time_zone", "/week"}),
        ({"country": None, "subdivision": "ENG"}, {"/country"}),
        ({"country": "GB", "subdivision": "ATL"}, {"/subdivision"}),
        (
            {"days": {"2026-03-03": [{"from": "09:00", "to": "12:00"}, {"from": "11:00", "to": "13:00"}]}},
            {"/days/2026-03-03"},
        ),
    ],
)
def test_all_that_is_wrong_with_a_calendar_is_named(wrong: dict[str, object], pointers: set[str]) -> None:
    """RO-7, SU-3: every fault with its pointer."""
    with pytest.raises(CalendarMalformed) as found:
        released(OFFICE | wrong, year=2026)
    assert {one.pointer for one in found.value.fields} == pointers
