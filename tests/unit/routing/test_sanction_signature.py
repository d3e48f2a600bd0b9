"""A manager's signed backing: what was changed afterwards is found out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from services.routing.domain.backing import PURPOSE, Decided, content_of, digest, is_genuine, signed
from shared.http.links import Links
from tests.unit.routing.test_conduct import HURT, NOW

OLD, NEW = "a:c2VjcmV0LXNlY3JldC1zZWNyZXQ", "b:YW5vdGhlci1zZWNyZXQtYWx0b2dldGhlcg"
LINKS = Links(SecretStr(OLD))
DECIDED = Decided(
    sanction_id=UUID(int=20),
    complaint_id=UUID(int=8),
    customer_id=UUID(int=7),
    staff_ids=(HURT, UUID(int=0)),
    level="threatening",
    measure="end_contact",
    since=NOW,
    until=NOW + timedelta(days=30),
    text="Jis grasino jai „aš tave surasiu“.",
    appeal_told="by letter",
    decided_by=UUID(int=10),
    decided_by_name="Rūta",
    decided_by_level="regional_manager",
    decided_at=NOW,
)
CONTENT = content_of(DECIDED)
SIGNATURE = signed(CONTENT, LINKS.sign_short)


@given(st.integers(0, len(CONTENT.encode()) - 1), st.integers(1, 255))
def test_any_byte_changed_is_found_out(position: int, flip: int) -> None:
    """RO-11: wherever it is and whatever it becomes."""
    raw = bytearray(CONTENT.encode())
    raw[position] ^= flip
    changed = bytes(raw).decode("utf-8", errors="surrogateescape")
    assert changed != CONTENT
    assert not is_genuine(changed.encode("utf-8", "replace").decode(), SIGNATURE, LINKS.opens_short)


def test_the_text_as_it_was_signed_is_genuine_also_after_the_key_was_changed() -> None:
    """RO-11: an employee shows it years later; a key that only opens still proves it."""
    assert is_genuine(CONTENT, SIGNATURE, LINKS.opens_short)
    assert is_genuine(CONTENT, SIGNATURE, Links(SecretStr(f"{NEW},{OLD}")).opens_short)
    assert not is_genuine(CONTENT, SIGNATURE, Links(SecretStr(NEW)).opens_short)


@given(st.integers(0, len(SIGNATURE) - 1), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567.-"))
def test_a_changed_signature_is_none(position: int, letter: str) -> None:
    """RO-11: no other signature passes."""
    forged = SIGNATURE[:position] + letter + SIGNATURE[position + 1 :]
    assert is_genuine(CONTENT, forged, LINKS.opens_short) == (forged == SIGNATURE)


def test_a_signature_made_for_something_else_is_none() -> None:
    """RO-11, SU-4: one key signs for many purposes, and each for itself."""
    other = LINKS.sign_short("reply-address", digest(CONTENT))
    assert not is_genuine(CONTENT, other, LINKS.opens_short)
    assert PURPOSE == "conduct-backing"


def test_the_same_decision_is_the_same_text_whatever_the_zone_and_the_order() -> None:
    """RO-11: so that others can check the digest by themselves."""
    elsewhere = replace(
        DECIDED, decided_at=NOW.astimezone(ZoneInfo("Asia/Tokyo")), staff_ids=tuple(reversed(DECIDED.staff_ids))
    )
    assert content_of(elsewhere) == CONTENT
    read = json.loads(CONTENT)
    assert list(read) == sorted(read)
    assert read["text"] == DECIDED.text
    assert read["decided_at"] == "2026-03-02T09:00:00Z"
    assert json.loads(content_of(replace(DECIDED, until=None, customer_id=None)))["until"] is None
