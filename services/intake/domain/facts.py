"""Nothing is concluded before the facts are in: what is still missing, in words (IN-7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.intake.domain.question import Question, QuestionStatus
from services.intake.domain.statement import Statement

_EXCERPT = 120


class Part(StrEnum):
    """What can be missing before something is concluded."""

    OPEN_QUESTION = "open_question"
    UNCHECKED_CLAIM = "unchecked_claim"
    INVESTIGATION = "investigation"
    CONCLUSION = "conclusion"
    HEARING = "hearing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One missing part: which, of what (`id`, where there is something already), and what to do, for a person."""

    part: Part
    id: UUID | None
    words: str


def missing_facts(statements: Sequence[Statement], questions: Sequence[Question]) -> tuple[Missing, ...]:
    """Open questions, then claims neither verified nor refuted, in the order given; empty: the facts are in."""
    asked = (
        Missing(
            part=Part.OPEN_QUESTION,
            id=one.id,
            words=f"the open question “{_short(one.text)}”: answer it, or say why it needs no answer",
        )
        for one in questions
        if one.status is QuestionStatus.OPEN
    )
    claimed = (
        Missing(
            part=Part.UNCHECKED_CLAIM,
            id=one.id,
            words=f"the claim “{_short(one.text)}”: verify or refute it, naming the source",
        )
        for one in statements
        if one.is_open
    )
    return (*asked, *claimed)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else f"{line[: _EXCERPT - 1]}…"
