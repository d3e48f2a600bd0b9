"""Rule packs: which clocks run, from what until what, for how long, and the rule that says so (RO-7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.routing.domain.business_time import Span, SpanNotReadable
from services.routing.domain.edition import digest
from services.routing.domain.milestones import Milestone
from shared.kernel.errors import FieldError, Invalid, NotFound

URGENCIES = ("normal", "raised", "high", "critical")
WARN_AT = 0.75
"""After which share of its length a clock warns, where its rule says nothing else."""


class RulePackMalformed(Invalid):
    slug = "rule-pack-malformed"
    title = "This is no rule pack"


class RulePackNotFound(NotFound):
    slug = "rule-pack-not-found"
    title = "There is no such edition of a rule pack"


@dataclass(frozen=True, slots=True)
class Rule:
    """One clock. `within` holds its length by urgency, filled up from the next lower one; `warn_at` is a share of it.

    A `pausable` clock stands still while it is the customer's turn. An `optional` one is a chance, no duty: running
    out is no breach. `cites` names the rule that it follows, `escalates` whether a breach takes the case higher.
    """

    kind: str
    starts: frozenset[Milestone]
    stops: frozenset[Milestone]
    within: Mapping[str, Span]
    cites: str
    warn_at: float = WARN_AT
    pausable: bool = False
    escalates: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class RulePack:
    """An edition of a pack; it holds for complaints recorded from `valid_from` on, until a later one does."""

    code: str
    edition: int
    title: str
    valid_from: datetime
    rules: tuple[Rule, ...]
    content: Mapping[str, Any]

    @property
    def needs_calendar(self) -> bool:
        """Whether it counts business days or hours, so that somebody must say when the company is open."""
        return any(span.unit.needs_calendar for rule in self.rules for span in rule.within.values())

    @property
    def sha256(self) -> str:
        """What tells one content from another, whatever the order of its members."""
        return digest(self.content)

    def rule(self, kind: str) -> Rule | None:
        """The rule of a kind of clock."""
        return next((rule for rule in self.rules if rule.kind == kind), None)


def pack_of(code: str, edition: int, valid_from: datetime, content: Mapping[str, Any]) -> RulePack:
    """The pack that a content states: `title` and `rules`. Raises RulePackMalformed, which names all that is wrong."""
    wrong: list[FieldError] = []
    rules = tuple(_rule(written, f"/rules/{index}", wrong) for index, written in enumerate(content["rules"]))
    kinds = [rule.kind for rule in rules]
    wrong += [
        FieldError(f"/rules/{index}/kind", "another rule has this kind")
        for index, kind in enumerate(kinds)
        if kind in kinds[:index]
    ]
    if wrong:
        raise RulePackMalformed(fields=tuple(wrong))
    return RulePack(code, edition, content["title"], valid_from, rules, content)


def _rule(written: Mapping[str, Any], at: str, wrong: list[FieldError]) -> Rule:
    starts = _milestones(written["starts"], f"{at}/starts", wrong)
    stops = _milestones(written["stops"], f"{at}/stops", wrong)
    if Milestone.HELD in starts:
        wrong.append(FieldError(f"{at}/starts", "a holding response only stops clocks"))
    return Rule(
        kind=written["kind"],
        starts=starts,
        stops=stops,
        within=_within(written["within"], f"{at}/within", wrong),
        cites=written["cites"],
        warn_at=written.get("warn_at") or WARN_AT,
        pausable=written.get("pausable", False),
        escalates=written.get("escalates", False),
        optional=written.get("optional", False),
    )


def _milestones(names: Sequence[str], at: str, wrong: list[FieldError]) -> frozenset[Milestone]:
    known = {milestone.value: milestone for milestone in Milestone}
    wrong += [FieldError(f"{at}/{index}", "no milestone") for index, name in enumerate(names) if name not in known]
    if not names:
        wrong.append(FieldError(at, "name at least one milestone"))
    return frozenset(known[name] for name in names if name in known)


def _within(written: str | Mapping[str, str], at: str, wrong: list[FieldError]) -> dict[str, Span]:
    """By urgency; one length alone holds for all, and what is left out is as for the next less urgent."""
    stated = {URGENCIES[0]: written} if isinstance(written, str) else written
    if URGENCIES[0] not in stated:
        wrong.append(FieldError(at, "say at least how long it is for `normal`"))
        return {}
    wrong += [FieldError(f"{at}/{name}", "no urgency") for name in stated if name not in URGENCIES]
    lengths: dict[str, Span] = {}
    last: Span | None = None
    for urgency in URGENCIES:
        try:
            last = Span.read(stated[urgency]) if urgency in stated else last
        except SpanNotReadable as error:
            wrong.append(FieldError(f"{at}/{urgency}", error.detail))
        if last is not None:
            lengths[urgency] = last
    return lengths
