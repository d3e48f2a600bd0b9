"""Lists of staff as CSV: read line by line, and what they make of a directory."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.actor import Actor
from services.routing.domain.staff import Level, Staff
from services.routing.domain.staff_cells import COLUMNS, cells_of
from services.routing.domain.staff_csv import NoListOfStaff, Row, RowError, read_rows
from services.routing.domain.staff_import import Plan, planned
from tests.unit.routing.people import STAFF, may_grant, person

ADMIN = Actor(subject="admin", staff_id=None, teams=None, is_admin=True)


def text_of(people: Sequence[Staff]) -> str:
    """The directory as it is written."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(COLUMNS))
    writer.writeheader()
    writer.writerows(cells_of(one) for one in people)
    return out.getvalue()


def plan(text: str, *people: Staff, by: Actor = ADMIN, giver: Staff | None = None) -> Plan:
    """What a text makes of these people; the new ones get numbers from 100 on."""
    numbers = iter(range(100, 200))
    return planned(read_rows(text), people, by=by, giver=giver, new_id=lambda: UUID(int=next(numbers)))


def told(found: Plan) -> list[tuple[int, str]]:
    """What was wrong: line and column."""
    return [(error.line, error.field) for error in found.errors]


@given(st.lists(STAFF, max_size=6, unique_by=lambda one: one.id))
def test_what_is_written_and_read_again_changes_nothing(people: list[Staff]) -> None:
    """RO-1: over any directory."""
    known = [one for one in people if one.languages]
    found = plan(text_of(known), *known)
    assert (found.created, found.changed, found.unchanged, found.errors) == ((), (), len(known), ())


def test_good_lines_land_and_bad_ones_are_told() -> None:
    """RO-1: by line and column, all that is wrong in a line."""
    text = (
        "email;name;languages;level;capacity;authority;time_zone\r\n"
        "a@x.example;Ann;en|lt;senior;5;refund:100:EUR|voucher:20.50:EUR;Europe/Vilnius\r\n"
        "b@x.example;;en;boss;501;refund;Mars/Base\r\n"
        ";Nobody;en;agent;5;;\r\n"
        "c@x.example;Cid;;agent;5;;\r\n"
        "d@x.example;too;few\r\n"
        "A@X.example;Again;en;agent;5;;\r\n"
    )
    found = plan(text)
    (ann,) = found.created
    assert (ann.name, ann.level, ann.capacity, ann.languages) == ("Ann", Level.SENIOR, 5, {"en", "lt"})
    assert [str(one.limit) for one in ann.authority] == ["100.00 EUR", "20.50 EUR"]
    assert told(found) == [
        (3, "authority"),
        (3, "capacity"),
        (3, "level"),
        (3, "name"),
        (3, "time_zone"),
        (4, ""),
        (5, "languages"),
        (6, ""),
        (7, ""),
    ]


def test_a_column_that_is_not_there_leaves_all_as_it_is() -> None:
    """RO-1: and an empty cell empties what can be empty."""
    before = person(1, email="a@x.example", branch="Vilnius", skills=frozenset({"coat"}), capacity=7)
    (after,) = plan("email,branch,capacity\na@x.example,,\n", before).changed
    assert (after.branch, after.capacity, after.skills, after.version) == (None, 7, {"coat"}, 2)


def test_lines_point_to_each_other_in_any_order() -> None:
    """RO-1: to whom somebody reports and who stands in, by address or id; a circle is told, the rest lands."""
    boss = person(1, email="boss@x.example")
    text = (
        "email,name,languages,reports_to,deputy\n"
        f"a@x.example,A,en,b@x.example,{boss.id}\n"
        "b@x.example,B,en,boss@x.example,a@x.example\n"
        "c@x.example,C,en,nobody@x.example,c@x.example\n"
        "boss@x.example,Boss,en,a@x.example,\n"
    )
    found = plan(text, boss)
    a, b, c = found.created
    assert (a.reports_to, a.deputy_id, b.reports_to, b.deputy_id) == (b.id, boss.id, boss.id, a.id)
    assert (c.reports_to, c.deputy_id) == (None, None)
    assert told(found) == [(4, "deputy"), (4, "reports_to"), (5, "reports_to")]


def test_a_lead_changes_their_own_team_and_gives_what_they_hold() -> None:
    """RO-1, SU-4: what they may not is told by line."""
    lead = person(1, Level.LEAD, email="lead@x.example", authority=may_grant("refund"))
    other = person(2, email="other@x.example", department="billing")
    by = Actor(subject="lead", staff_id=lead.id, teams=frozenset({"deliveries"}))
    text = (
        "email,name,languages,department,level,authority,reports_to\n"
        "new@x.example,New,en,deliveries,senior,refund:100.00:EUR,lead@x.example\n"
        "high@x.example,High,en,deliveries,head,,\n"
        "rich@x.example,Rich,en,deliveries,agent,refund:100.01:EUR,\n"
        "away@x.example,Away,en,billing,agent,,\n"
        "other@x.example,Person 2,en,billing,agent,,lead@x.example\n"
    )
    found = plan(text, lead, other, by=by, giver=lead)
    assert [one.name for one in found.created] == ["New"]
    assert (found.changed, found.unchanged) == ((), 1)
    assert told(found) == [(3, "level"), (4, "authority"), (5, "department"), (6, "department")]


def test_a_cell_that_looked_like_a_formula_is_read_as_it_was() -> None:
    """RO-1: a spreadsheet's apostrophe is not part of the number."""
    (row,) = read_rows("\ufeffid,phone,name\n00000000-0000-0000-0000-000000000001,'+37060012345,'tis\n")
    assert isinstance(row, Row)
    assert (row.changes["phone"], row.changes["name"]) == ("+37060012345", "'tis")


@pytest.mark.parametrize(
    "text", ["", "name\nAnn\n", "id,salary\n", "id,id\n", 'id,name\n1,"x"y\n', "id,name\n1," + "x" * 200_000]
)
def test_what_is_no_list_is_refused_whole(text: str) -> None:
    """RO-1, SU-2: nothing of it lands, whatever bound others have set for the csv module."""
    for limit in (131_072, 10_000_000):
        before = csv.field_size_limit(limit)
        try:
            with pytest.raises(NoListOfStaff):
                read_rows(text)
        finally:
            csv.field_size_limit(before)


@given(st.text(max_size=200), st.sampled_from(list(COLUMNS)))
def test_nothing_that_is_sent_breaks_the_reader(text: str, column: str) -> None:
    """RO-1, SU-2: rows and errors by line, or a refusal, never anything else."""
    try:
        found = read_rows(f"email,{column if column != 'email' else 'name'}\na@x.example,{text}\n")
    except NoListOfStaff:
        return
    assert all(isinstance(one, Row | RowError) for one in found)
