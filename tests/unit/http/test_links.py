"""Signed links: any flipped byte, another purpose, another key or a late hour opens nothing."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from shared.http.links import LinkExpired, LinkInvalid, Links, MalformedLinkKeys
from shared.kernel.ids import new_id

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=7)
ONE = "k1:" + base64.b64encode(b"1" * 32).decode()
TWO = "k2:" + base64.urlsafe_b64encode(b"\xff" * 32).decode().rstrip("=")
LINKS = Links(SecretStr(ONE))
ID = UUID("0190d7c8-0000-7000-8000-000000000001")
TOKEN = LINKS.sign("survey", ID, LATER)


def test_a_link_opens_what_it_was_signed_for() -> None:
    """SU-4: opaque id, one purpose."""
    assert LINKS.open("survey", TOKEN, NOW) == ID


@pytest.mark.parametrize("position", range(len(TOKEN)))
def test_any_changed_character_is_refused(position: int) -> None:
    """IN-24, SU-4: forged links."""
    for other in "AB-_z9.=":
        if other != TOKEN[position]:
            with pytest.raises(LinkInvalid):
                LINKS.open("survey", TOKEN[:position] + other + TOKEN[position + 1 :], NOW)


@given(st.text(max_size=120))
def test_whatever_else_is_sent_is_refused(token: str) -> None:
    """SU-4: a link that we did not sign never opens, and never fails otherwise."""
    with pytest.raises(LinkInvalid):
        LINKS.open("survey", token, NOW)


@given(st.binary(min_size=56, max_size=56))
def test_random_bytes_of_the_right_shape_are_refused(raw: bytes) -> None:
    """SU-4: forged links."""
    with pytest.raises(LinkInvalid):
        LINKS.open("survey", "k1." + base64.urlsafe_b64encode(raw).rstrip(b"=").decode(), NOW)


def test_another_purpose_is_refused() -> None:
    """SU-4: single purpose."""
    with pytest.raises(LinkInvalid):
        LINKS.open("comment", TOKEN, NOW)


def test_a_link_ends() -> None:
    """SU-4: expiry, to the second."""
    assert LINKS.open("survey", TOKEN, LATER - timedelta(seconds=1)) == ID
    with pytest.raises(LinkExpired):
        LINKS.open("survey", TOKEN, LATER)


def test_keys_rotate() -> None:
    """SU-4: the first key signs, the others still open."""
    rotated = Links(SecretStr(f"{TWO},{ONE}"))

    assert rotated.open("survey", TOKEN, NOW) == ID
    fresh = rotated.sign("survey", ID, LATER)
    assert fresh.startswith("k2.")
    with pytest.raises(LinkInvalid):
        LINKS.open("survey", fresh, NOW)


def test_a_key_under_another_name_opens_nothing() -> None:
    """SU-4: the key id is signed too."""
    renamed = Links(SecretStr(ONE.replace("k1", "k9")))
    with pytest.raises(LinkInvalid):
        renamed.open("survey", TOKEN.replace("k1.", "k9."), NOW)


def test_a_link_tells_nothing_but_its_id() -> None:
    """SU-5: no personal data, and it fits into a URL."""
    token = LINKS.sign("survey", new_id(), LATER)
    assert len(token) < 100
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


@pytest.mark.parametrize("setting", ["", "k1", "k1:", "k1:!!!!", "k1:c2hvcnQ=", f"{ONE},{ONE}", "a b:" + "A" * 44])
def test_a_malformed_key_setting_is_refused_at_start(setting: str) -> None:
    """SU-6: a wrong setting is found at once."""
    with pytest.raises(MalformedLinkKeys):
        Links(SecretStr(setting))
