"""Precision and recall of the rules over labelled sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from services.intake.domain.wording.finding import Finding
from services.intake.gateways.rulebook import findings_in
from tests.wording.corpus import Expected, Sentence


@dataclass
class Score:
    """Counts: a finding is `right` when it overlaps words for which its rule is expected, and these are then `met`."""

    right: int = 0
    wrong: int = 0
    met: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """How many of the findings are right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """How many of the expected are met."""
        return self.met / self.expected if self.expected else 1.0

    @property
    def expected(self) -> int:
        """How many were expected."""
        return self.met + self.missed

    def add(self, other: Score) -> None:
        """Count another in."""
        self.right += other.right
        self.wrong += other.wrong
        self.met += other.met
        self.missed += other.missed


@dataclass(frozen=True, slots=True)
class Compared:
    """One sentence with what was found and what was not."""

    right: tuple[Finding, ...]
    wrong: tuple[Finding, ...]
    met: tuple[Expected, ...]
    missed: tuple[Expected, ...]


def compared(sentence: Sentence, *, language: str) -> Compared:
    """Hold the rules against a sentence."""
    found = findings_in(sentence.text, language=language)
    right = tuple(one for one in found if any(_meet(expected, one) for expected in sentence.expected))
    met = tuple(one for one in sentence.expected if any(_meet(one, finding) for finding in found))
    return Compared(
        right=right,
        wrong=tuple(one for one in found if one not in right),
        met=met,
        missed=tuple(one for one in sentence.expected if one not in met),
    )


def scores(sentences: Iterable[Sentence], *, language: str) -> dict[str, Score]:
    """A score for each rule."""
    by_rule: dict[str, Score] = defaultdict(Score)
    for sentence in sentences:
        result = compared(sentence, language=language)
        for finding in result.right:
            by_rule[finding.rule].right += 1
        for finding in result.wrong:
            by_rule[finding.rule].wrong += 1
        for expected in result.met:
            by_rule[expected.rule].met += 1
        for expected in result.missed:
            by_rule[expected.rule].missed += 1
    return dict(by_rule)


def total(by_rule: dict[str, Score]) -> Score:
    """All rules together."""
    whole = Score()
    for score in by_rule.values():
        whole.add(score)
    return whole


def _meet(expected: Expected, finding: Finding) -> bool:
    return expected.rule == finding.rule and expected.start < finding.end and finding.start < expected.end
