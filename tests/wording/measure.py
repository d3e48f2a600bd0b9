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
    """Counts; `right` is a finding of the expected rule that overlaps the expected words."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def expected(self) -> int:
        return self.right + self.missed

    def add(self, other: Score) -> None:
        """Count another in."""
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed


@dataclass(frozen=True, slots=True)
class Compared:
    """One sentence with what was found and what was not."""

    sentence: Sentence
    right: tuple[Finding, ...]
    wrong: tuple[Finding, ...]
    missed: tuple[Expected, ...]


def compared(sentence: Sentence, *, language: str) -> Compared:
    """Hold the rules against a sentence: each expectation is met by one finding at most."""
    open_ = list(sentence.expected)
    right: list[Finding] = []
    wrong: list[Finding] = []
    for finding in findings_in(sentence.text, language=language):
        met = next((one for one in open_ if one.rule == finding.rule and _overlap(one, finding)), None)
        if met is None:
            wrong.append(finding)
        else:
            open_.remove(met)
            right.append(finding)
    return Compared(sentence, tuple(right), tuple(wrong), tuple(open_))


def scores(sentences: Iterable[Sentence], *, language: str) -> dict[str, Score]:
    """A score for each rule."""
    by_rule: dict[str, Score] = defaultdict(Score)
    for sentence in sentences:
        result = compared(sentence, language=language)
        for finding in result.right:
            by_rule[finding.rule].right += 1
        for finding in result.wrong:
            by_rule[finding.rule].wrong += 1
        for expected in result.missed:
            by_rule[expected.rule].missed += 1
    return dict(by_rule)


def total(by_rule: dict[str, Score]) -> Score:
    """All rules together."""
    whole = Score()
    for score in by_rule.values():
        whole.add(score)
    return whole


def _overlap(expected: Expected, finding: Finding) -> bool:
    return expected.start < finding.end and finding.start < expected.end
