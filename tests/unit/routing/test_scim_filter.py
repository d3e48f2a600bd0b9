"""Filters over SCIM resources: read, refused, and compared with a brute reading of what they mean."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.scim.errors import InvalidFilter
from services.routing.domain.scim.parsing import parse_filter
from services.routing.domain.scim.schemas import ENTERPRISE_URN, STAFF_URN, USERS

RASA: dict[str, Any] = {
    "id": "0190-Rasa",
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
    "userName": "Rasa.K",
    "displayName": 'Rasa "R" Kazlauskė',
    "active": True,
    "name": {"familyName": "Kazlauskė"},
    "emails": [
        {"value": "rasa@shop.example", "type": "work", "primary": True},
        {"value": "rasa@home.example", "type": "home"},
    ],
    "meta": {"created": "2026-03-02T12:00:00Z", "lastModified": "2026-03-03T12:00:00+02:00"},
    ENTERPRISE_URN: {"department": "deliveries", "manager": {"value": "0190-boss"}},
    STAFF_URN: {"skills": "coat, shoe", "capacity": 12},
}


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ('userName eq "rasa.k"', True),
        ('USERNAME Eq "RASA.K"', True),
        ('id eq "0190-rasa"', False),
        ('userName ne "rasa.k"', False),
        ('userName co "sa."', True),
        ('userName sw "rasa" and userName ew "K"', True),
        ('userName sw "k"', False),
        ('name.familyName eq "KAZLAUSKĖ"', True),
        ('displayName eq "Rasa \\"R\\" Kazlauskė"', True),
        ('name pr and not (nickName pr)', True),
        ('title eq null and userName ne null', True),
        ('active eq true', True),
        ('active ne true', False),
        ('emails co "home.example"', True),
        ('emails.type eq "fax"', False),
        ('emails[type eq "work" and value co "home"]', False),
        ('emails[type eq "home" and value co "home"]', True),
        ('emails[not (type eq "work")] and active eq true', True),
        ('emails pr and emails.display pr', False),
        ('meta.created eq "2026-03-02T14:00:00+02:00"', True),
        ('meta.lastModified gt "2026-03-03T09:59:59Z"', True),
        ('meta.lastModified lt "2026-03-03T10:00:00Z"', False),
        (f'{ENTERPRISE_URN}:department eq "Deliveries"', True),
        (f'{ENTERPRISE_URN}:manager.value eq "0190-boss"', True),
        (f'{STAFF_URN}:skills co "shoe"', True),
        (f'{STAFF_URN}:capacity ge 12 and {STAFF_URN}:capacity lt 12.5', True),
        ('urn:ietf:params:scim:schemas:core:2.0:User:userName eq "rasa.k"', True),
        ('userName eq "x" or userName eq "rasa.k" and active eq false', False),
        ('(userName eq "rasa.k" or userName eq "x") and active eq true', True),
        ('not(active eq false)', True),
    ],
)  # fmt: skip
def test_a_filter_means_what_the_standard_says(text: str, fits: bool) -> None:
    """RO-1: operators, precedence, value paths, extensions, case, times (RFC 7644 section 3.4.2.2)."""
    assert parse_filter(text, USERS).fits(RASA) is fits


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "userName",
        "userName eq",
        "userName is \"x\"",
        'userName eq x',
        'userName eq "x',
        'userName eq "\\q"',
        'userName eq "a\\u0000b"',
        'userName eq "\\ud800"',
        'userName eq "x" and',
        'userName eq "x" "y"',
        '(userName eq "x"',
        'userName eq "x")',
        'not userName eq "x"',
        'emails[type eq "work"',
        'emails[value[type eq "x"]]',
        'emails[salary eq 1]',
        'userName[type eq "x"]',
        "active gt true",
        'active eq "yes"',
        "userName gt 5",
        'userName gt null',
        'name eq "x"',
        'meta.created gt "yesterday"',
        'meta.created gt "2026-03-02T12:00:00"',
        'salary eq 1',
        'userName.first eq "x"',
        f'{STAFF_URN}:salary eq 1',
        f'{STAFF_URN} eq 1',
        f'{STAFF_URN}:capacity eq 1e999',
        "(" * 100 + 'userName eq "x"' + ")" * 100,
        'userName eq "' + "x" * 5000 + '"',
    ],
)  # fmt: skip
def test_what_is_no_filter_is_refused(text: str) -> None:
    """RO-1, SU-2: as invalidFilter, whatever was sent."""
    with pytest.raises(InvalidFilter):
        parse_filter(text, USERS)


@given(st.text(max_size=60) | st.text(alphabet='()[]"\\ abceimnoqrstu.:$=', max_size=60))
def test_nothing_that_is_sent_breaks_the_reader(text: str) -> None:
    """RO-1, SU-2: a filter or a refusal, never anything else."""
    with suppress(InvalidFilter):
        parse_filter(text, USERS).fits(RASA)


ATOMS = st.sampled_from(
    [("active eq true", True), ("active eq false", False), ("title pr", False), ('userName sw "ra"', True)]
)


def _joined(inner: st.SearchStrategy[tuple[str, bool]]) -> st.SearchStrategy[tuple[str, bool]]:
    both = st.tuples(inner, inner)
    return (
        both.map(lambda two: (f"({two[0][0]}) and ({two[1][0]})", two[0][1] and two[1][1]))
        | both.map(lambda two: (f"({two[0][0]}) or ({two[1][0]})", two[0][1] or two[1][1]))
        | inner.map(lambda one: (f"not ({one[0]})", not one[1]))
    )


@given(st.recursive(ATOMS, _joined, max_leaves=8))
def test_logic_is_as_it_is_bracketed(case: tuple[str, bool]) -> None:
    """RO-1: and, or and not over any nesting."""
    text, fits = case
    assert parse_filter(text, USERS).fits(RASA) is fits
