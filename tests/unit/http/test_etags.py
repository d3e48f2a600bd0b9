"""If-Match and If-None-Match as RFC 9110 says them."""

from __future__ import annotations

import httpx
import pytest

from shared.http.etags import MalformedIfMatch, check, etag, none_match, parse_if_match, require
from shared.kernel.errors import PreconditionFailed, PreconditionRequired


def test_a_version_is_a_strong_etag() -> None:
    """SU-2: an ETag on every resource."""
    assert etag(3) == '"3"'
    assert parse_if_match(' "3" ') == 3


@pytest.mark.parametrize("header", [None, "*"])
def test_no_version_is_no_condition(header: str | None) -> None:
    """SU-2: If-Match is the caller's choice where it is not required."""
    assert parse_if_match(header) is None


@pytest.mark.parametrize("header", ["", "3", '"3', '3"', '"3", "4"', "'3'", '"a" b', "W/3", '"\x01"'])
def test_a_malformed_if_match_is_refused(header: str) -> None:
    """SU-2: malformed is 400, not 412."""
    with pytest.raises(MalformedIfMatch):
        parse_if_match(header)


@pytest.mark.parametrize("header", ['W/"3"', '"abc"', '""', '"-1"', '"9999999999999999999"'])
def test_a_tag_that_is_not_ours_never_matches(header: str) -> None:
    """SU-2: If-Match compares strongly (RFC 9110 13.1.1)."""
    with pytest.raises(PreconditionFailed):
        parse_if_match(header)


def test_a_stale_version_fails() -> None:
    """SU-2: 412, with the current version told."""
    check(None, 4)
    check(4, 4)
    with pytest.raises(PreconditionFailed) as failed:
        check(3, 4)
    assert failed.value.extra == {"current_version": 4}


def test_a_required_version_must_be_named() -> None:
    """SU-2: 428 (RFC 6585)."""
    assert require(0) == 0
    with pytest.raises(PreconditionRequired):
        require(None)


@pytest.mark.parametrize(
    ("header", "same"),
    [(None, False), ('"3"', True), ('W/"3"', True), ('"1", "3"', True), ("*", True), ('"30"', False), ("3", False)],
)
def test_if_none_match(header: str | None, same: bool) -> None:
    """SU-2: 304 by weak comparison (RFC 9110 13.1.2)."""
    assert none_match(header, '"3"') is same


async def test_a_malformed_if_match_is_a_400_problem(client: httpx.AsyncClient) -> None:
    """SU-2: the problem names the header."""
    answer = await client.post("/v1/things", json={"text": "a"}, headers={"if-match": "3"})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "If-Match"
