"""Short tokens, for reply addresses: as hard to forge as links, and blind to case."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from shared.http.links import Links

_ONE = base64.urlsafe_b64encode(b"1" * 32).decode()
_TWO = base64.urlsafe_b64encode(b"2" * 32).decode()
LINKS = Links(SecretStr(f"k1:{_ONE}"))


def test_a_token_opens_what_it_was_signed_for_in_any_case() -> None:
    """SU-4: mail programs change the case of addresses."""
    token = LINKS.sign_short("reply", "RD-1")
    assert len(token) == 23
    for spelling in (token, token.upper(), token.title()):
        assert LINKS.opens_short("reply", "RD-1", spelling)


@pytest.mark.parametrize(("purpose", "name"), [("reply", "RD-2"), ("page", "RD-1"), ("reply", ""), ("", "RD-1")])
def test_it_opens_nothing_else(purpose: str, name: str) -> None:
    """SU-4: one name, one purpose."""
    assert not LINKS.opens_short(purpose, name, LINKS.sign_short("reply", "RD-1"))


def test_keys_are_rotated_and_die() -> None:
    """SU-4: an old key still opens while it is configured, and a foreign one never does."""
    old = LINKS.sign_short("reply", "RD-1")
    assert Links(SecretStr(f"k2:{_TWO},k1:{_ONE}")).opens_short("reply", "RD-1", old)
    assert not Links(SecretStr(f"k2:{_TWO}")).opens_short("reply", "RD-1", old)
    assert not Links(SecretStr(f"k1:{_TWO}")).opens_short("reply", "RD-1", old)


@given(st.text(max_size=40))
def test_nothing_made_up_opens(token: str) -> None:
    """SU-4: whatever is tried."""
    assert not LINKS.opens_short("reply", "RD-1", token)
    assert not LINKS.opens_short("reply", "RD-1", f"k1.{token}")
