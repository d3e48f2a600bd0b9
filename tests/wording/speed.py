"""How long a check of 10 kB takes, beside a plain scan of the same text in the same run."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from services.intake.gateways.rulebook import guide
from tests.wording.corpus import corpus

BYTES = 10_000
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds of processor time: the best of many runs of 10 kB (UTF-8) of ordinary agents' text, of text in which
    every second sentence has something to find, and of taking the ordinary text apart into lower-case words.
    """

    ordinary: float
    flawed: float
    words: float


def speed(language: str) -> Speed:
    """Measure one language; its first, slower run, in which states are made, is not counted."""
    sentences = corpus(language)
    ordinary = _kilobytes(" ".join(one.text for one in sentences if not one.expected))
    flawed = _kilobytes(" ".join(one.text for one in sentences))
    check = guide(language).findings
    return Speed(
        ordinary=_best(lambda: check(ordinary)),
        flawed=_best(lambda: check(flawed)),
        words=_best(lambda: _WORD.findall(ordinary.lower())),
    )


def _kilobytes(text: str) -> str:
    return ((text + "\n") * (BYTES // len(text) + 1)).encode()[:BYTES].decode(errors="ignore")


def _best(run: Callable[[], object], *, runs: int = 60) -> float:
    taken = []
    run()
    for _ in range(runs):
        begun = time.thread_time()
        run()
        taken.append(time.thread_time() - begun)
    return min(taken) * 1000
