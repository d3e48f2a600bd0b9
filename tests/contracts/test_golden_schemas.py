"""Golden schemas of every event: within a version a change is additive, or it is a new version (SU-1)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shared.contracts.catalogue import BY_TYPE, EVENTS
from shared.contracts.envelope import Event

GOLDEN = Path(__file__).parent / "golden"
PERSONAL = {"name", "email", "phone", "address", "narrative", "text", "comment", "username", "account_number"}


def _fields(schema: dict[str, Any]) -> dict[str, Any]:
    return {name: {k: v for k, v in field.items() if k != "title"} for name, field in schema["properties"].items()}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.subject())
def test_within_a_version_changes_are_additive(event: type[Event]) -> None:
    """SU-1: nothing that a consumer relies on is renamed, retyped or taken away.

    A new event: write its schema with `python -m tests.contracts.golden_schemas` and review it.
    """
    golden = json.loads((GOLDEN / f"{event.type()}.json").read_text(encoding="utf-8"))
    now = event.model_json_schema()
    kept = {name: field for name, field in _fields(now).items() if name in golden["properties"]}
    assert kept == _fields(golden)
    added = set(now.get("required", [])) - set(golden.get("required", []))
    assert not added & set(golden["properties"])


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.subject())
def test_events_carry_no_personal_data(event: type[Event]) -> None:
    """SU-1: ids, codes, numbers, times and language; never a name, an address or a text."""
    assert not PERSONAL & set(event.model_fields)


def test_every_golden_schema_still_has_its_event() -> None:
    """SU-1: an event that was ever published is not taken away."""
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(BY_TYPE)


def test_names_are_unique() -> None:
    assert len({event.subject() for event in EVENTS}) == len(EVENTS) == len(BY_TYPE)
