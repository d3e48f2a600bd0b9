"""Ladders: the one that is built in, and the editions that a company wrote since; an edition never changes (RO-6)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from services.routing.domain.ladder import Ability, Ladder, Reason, Step, Way, sound_ladder
from services.routing.domain.staff import Level

OWN = "own"
_BUILT_IN = Path(__file__).parent / "ladders" / "own-1.toml"


@cache
def built_in() -> Ladder:
    """The ladder of a company that has written none."""
    return sound_ladder(OWN, 1, steps_of(tomllib.loads(_BUILT_IN.read_text(encoding="utf-8"))["step"]))


def steps_of(content: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Steps as they are kept: codes, and minutes for lengths of time."""
    return tuple(
        Step(
            reason=Reason(one["reason"]),
            position=one["position"],
            level=Level(one["level"]),
            within=timedelta(minutes=one["within"]) if one.get("within") is not None else None,
            how=tuple(Way(way) for way in one["how"]),
            needs=frozenset(Ability(need) for need in one.get("needs", ())),
            prefers=frozenset(Ability(wanted) for wanted in one.get("prefers", ())),
            same_level=one.get("same_level", False),
            tell_customer=one.get("tell_customer", True),
            contact=one.get("contact", False),
        )
        for one in content
    )
