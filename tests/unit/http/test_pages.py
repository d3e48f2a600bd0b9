"""Cursors are ours or they are refused; pages say whether there is a next one."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, DateTime, Integer, MetaData, Table, Uuid, select
from sqlalchemy.dialects import postgresql

from shared.http.pages import MalformedCursor, Page, after, decode, encode, page

ID = UUID("0190d7c8-0000-7000-8000-000000000001")
AT = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
ROWS = Table("rows", MetaData(), Column("at", DateTime(timezone=True)), Column("id", Uuid), Column("n", Integer))

members = st.one_of(
    st.uuids(),
    st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
    st.dates(),
    st.integers(min_value=-(2**63), max_value=2**63 - 1),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=50),
)


@given(st.lists(members, min_size=1, max_size=4).map(tuple))
def test_a_cursor_comes_back_as_it_was(key: tuple[object, ...]) -> None:
    """SU-2: keyset pages."""
    assert decode(encode(key)) == key


@given(st.text(max_size=80))
def test_a_cursor_that_we_did_not_make_is_refused(cursor: str) -> None:
    """SU-2: a forged cursor is a 422, never a 500."""
    try:
        key = decode(cursor)
    except MalformedCursor:
        return
    assert encode(key) == cursor


FORGED = {
    "empty": "",
    "no base64": "!!!",
    "padded": encode((ID,)) + "=",
    "cut": encode((AT, ID))[:-3],
    "no list": base64.urlsafe_b64encode(b'{"a":1}').decode().rstrip("="),
    "empty list": base64.urlsafe_b64encode(b"[]").decode().rstrip("="),
    "bare number": base64.urlsafe_b64encode(b"[1]").decode().rstrip("="),
    "unknown tag": base64.urlsafe_b64encode(b'["zx"]').decode().rstrip("="),
    "naive time": base64.urlsafe_b64encode(b'["t2026-01-01T00:00:00"]').decode().rstrip("="),
    "time beyond the calendar": base64.urlsafe_b64encode(b'["t9999-12-31T23:59:59-12:00"]').decode().rstrip("="),
    "huge number": base64.urlsafe_b64encode(b'["i99999999999999999999999"]').decode().rstrip("="),
    "NUL": base64.urlsafe_b64encode(b'["sa\\u0000"]').decode().rstrip("="),
    "too long": "A" * 2000,
    "not ASCII": "é",
}


@pytest.mark.parametrize("cursor", FORGED.values(), ids=FORGED.keys())
async def test_a_forged_cursor_is_a_422_that_names_it(client: httpx.AsyncClient, cursor: str) -> None:
    """SU-2: the problem names `cursor`."""
    answer = await client.get("/v1/things", params={"cursor": cursor})

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["cursor"]


@pytest.mark.parametrize("limit", ["0", "201", "-1", "x", "1.5", "99999999999999999999"])
async def test_a_limit_out_of_bounds_is_a_422_that_names_it(client: httpx.AsyncClient, limit: str) -> None:
    """SU-2: 1 to 200."""
    answer = await client.get("/v1/things", params={"limit": limit})

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["limit"]


async def test_the_default_limit_is_25(client: httpx.AsyncClient) -> None:
    """SU-2: lists are paged without asking."""
    assert (await client.get("/v1/things")).text == "25"


def test_a_page_has_a_next_only_when_there_is_more() -> None:
    """SU-2: the row too many is not shown."""
    full = page([3, 2, 1], limit=2, key=lambda n: (n,))
    last = page([3, 2], limit=2, key=lambda n: (n,))

    assert full["items"] == [3, 2]
    assert decode(full["next"]) == (2,)
    assert last == {"items": [3, 2], "next": None}
    assert page([], limit=2, key=lambda n: (n,)) == {"items": [], "next": None}


def test_the_next_page_begins_after_the_last_row() -> None:
    """SU-2: by created_at and id, descending, in one comparison that an index serves."""
    condition = after(Page(after=(AT, ID)), ROWS.c.at, ROWS.c.id)
    sql = str(select(ROWS.c.n).where(condition).compile(dialect=postgresql.dialect()))

    assert "rows.at <= " in sql
    assert "rows.at < " in sql
    assert "rows.id < " in sql


@pytest.mark.parametrize("key", [(ID, AT), (AT,), (AT, ID, 1), (AT, "x"), (date(2026, 1, 1), ID)])
def test_a_cursor_of_another_list_is_refused(key: tuple[object, ...]) -> None:
    """SU-2: its members must fit the columns."""
    with pytest.raises(MalformedCursor):
        after(Page(after=key), ROWS.c.at, ROWS.c.id)
    with pytest.raises(MalformedCursor):
        Page(after=key).expect(datetime, UUID)


def test_the_first_page_has_no_condition() -> None:
    """SU-2: without a cursor from the start."""
    assert str(after(Page(), ROWS.c.at)) == "true"
    assert Page().expect(datetime, UUID) is None
