"""`make wording-report`: precision, recall and speed of the wording rules; with --write into docs/wording.md."""

from __future__ import annotations

import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from services.intake.gateways.rulebook import guide, languages
from tests.wording.corpus import corpus
from tests.wording.measure import Score, scores, total
from tests.wording.speed import speed

PAGE = Path(__file__).resolve().parents[2] / "docs" / "wording.md"
MARK = "<!-- figures: written by make wording-report -->"
NAMES = {"en": "English", "ar": "Arabic", "lt": "Lithuanian", "el": "Greek"}


def report() -> str:
    """The figures as Markdown."""
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    heading = f"Measured {datetime.now(UTC):%Y-%m-%d} on {machine}."
    return "\n\n".join([heading, *_by_language(), *_by_rule(), *_speed()])


def _by_language() -> list[str]:
    rows = ["| language | sentences | clean | expected | precision | recall |", "|---|---|---|---|---|---|"]
    for language in languages():
        sentences = corpus(language)
        clean = sum(not one.expected for one in sentences)
        score = total(scores(sentences, language=language))
        counts = f"{len(sentences)} | {clean} | {score.expected}"
        rows.append(f"| {NAMES.get(language, language)} | {counts} | {_both(score, ' | ')} |")
    return ["### By language", "\n".join(rows)]


def _by_rule() -> list[str]:
    known = languages()
    rows = [
        "| rule | weight | " + " | ".join(NAMES.get(one, one) for one in known) + " | all |",
        "|---|---|" + "---|" * (len(known) + 1),
    ]
    measured = {language: scores(corpus(language), language=language) for language in known}
    for rule in guide(known[0]).rules:
        together = Score()
        for language in known:
            together.add(measured[language].get(rule.id, Score()))
        cells = [_both(measured[language].get(rule.id, Score())) for language in known]
        rows.append(f"| `{rule.id}` | {rule.weight} | {' | '.join(cells)} | {_both(together)} ({together.expected}) |")
    return ["### By rule: precision / recall (expected findings)", "\n".join(rows)]


def _speed() -> list[str]:
    rows = [
        "| language | ordinary text, ms | half of it to be found, ms | taking it apart into words, ms |",
        "|---|---|---|---|",
    ]
    for language in languages():
        found = speed(language)
        rows.append(
            f"| {NAMES.get(language, language)} | {found.ordinary:.1f} | {found.flawed:.1f} | {found.words:.1f} |"
        )
    return ["### 10 kB of text", "\n".join(rows)]


def _both(score: Score, between: str = " / ") -> str:
    return f"{score.precision:.2f}{between}{score.recall:.2f}"


if __name__ == "__main__":
    figures = f"{MARK}\n\n{report()}\n"
    sys.stdout.write(figures)
    if "--write" in sys.argv:
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(text[: text.index(MARK)] + figures, encoding="utf-8")
