"""What could be said better to a customer, as callers see it: one shape, wherever a text is minded (IN-14)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from pydantic import Field

from services.intake.domain.gate import Remark
from services.intake.domain.wording.finding import Finding, Weight
from shared.http.schemas import Out


class FindingOut(Out):
    """A phrase that a customer should not read, in the language of the text."""

    start: int = Field(description="In characters (Unicode code points) from the beginning of the text")
    end: int = Field(description="One past the last character")
    rule: str = Field(description="The same in every language")
    why: str
    better: str
    weight: Weight = Field(description="`refuse`: a text with it is not accepted where intake takes texts to customers")

    @classmethod
    def each(cls, findings: Iterable[Finding]) -> list[Self]:
        """As they are shown."""
        return [cls.model_validate(one) for one in findings]


class RemarkOut(FindingOut):
    """The same, where a body has several texts: `pointer` names which."""

    pointer: str

    @classmethod
    def of_each(cls, remarks: Iterable[Remark]) -> list[Self]:
        """As they are shown."""
        return [cls(pointer=one.pointer, **FindingOut.model_validate(one.finding).model_dump()) for one in remarks]
