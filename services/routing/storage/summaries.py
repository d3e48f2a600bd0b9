"""Summaries as they are kept with a handoff: JSON with the members of the structure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from services.routing.domain.brief import Attempt
from services.routing.domain.ledger_line import Line
from services.routing.domain.summary import Summary

_LEDGERS = ("promises", "spends", "callbacks", "conduct", "notes")
_TEXTS = ("additions", "facts", "refusals", "do_not_ask_again")


def stored_summary(summary: Summary) -> dict[str, Any]:
    """As JSON."""
    return asdict(summary)


def summary_of(stored: Mapping[str, Any]) -> Summary:
    """Back from JSON."""
    members: dict[str, Any] = dict(stored)
    for ledger in _LEDGERS:
        members[ledger] = tuple(_line(line) for line in stored[ledger])
    for texts in _TEXTS:
        members[texts] = tuple(stored[texts])
    members["tried"] = _attempts(stored["tried"])
    return Summary(**members)


def _line(stored: Mapping[str, Any]) -> Line:
    return Line(stored["code"], stored["values"])


def _attempts(stored: Sequence[Mapping[str, Any]]) -> tuple[Attempt, ...]:
    return tuple(Attempt(one["what"], one["wish_met"]) for one in stored)
