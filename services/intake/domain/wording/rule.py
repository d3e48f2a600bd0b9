"""What a rule of wording is made of; the rules themselves are data (IN-14)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.intake.domain.wording.finding import Weight


class Category(StrEnum):
    """What is wrong with such a phrase."""

    NEVER_SAY = "never-say"
    BLAME = "blame"
    JARGON = "jargon"
    CANNOT = "cannot"
    APOLOGY = "apology"
    CANNED = "canned"


class Kind(StrEnum):
    """How a rule is looked for."""

    PHRASE = "phrase"
    """Each phrase is a finding."""
    REPEATED = "repeated"
    """Each phrase after the first of the text is one."""
    UNEXPLAINED = "unexplained"
    """A phrase is one when its sentence doesn't say for what."""
    PLACEHOLDER = "placeholder"
    """A slot of a template that nobody filled."""


class Part(StrEnum):
    """What the phrases of a rule are for; each is a list in its file."""

    SAY = "say"
    """What not to say."""
    UNLESS = "unless"
    """What it overlaps when it is harmless."""
    EXPLAINED = "explained"
    """What follows an apology that says for what."""
    VAGUE = "vague"
    """What follows at once and only seems to."""
    SLOTS = "slots"
    """What templates call their slots."""

    @property
    def is_near(self) -> bool:
        """Whether it is looked for only where something else was found: these are everyday words."""
        return self in (Part.EXPLAINED, Part.SLOTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`why` and `better` are in the language of the text; `words_before` an apology say for what it is."""

    id: str
    category: Category
    weight: Weight
    why: str
    better: str
    examples: tuple[str, ...]
    kind: Kind = Kind.PHRASE
    say: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    words_before: int = 4

    def phrases(self, part: Part) -> tuple[str, ...]:
        """The phrases of one part."""
        found: tuple[str, ...] = getattr(self, part.value)
        return found
