"""The bodies of the wording check (IN-14)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from services.intake.api.finding_bodies import FindingOut
from shared.http.schemas import In, LanguageTag, Out

TEXT_MAX = 20_000


class WordingCheckIn(In):
    """A text that is to go to a customer; nothing is stripped, for the offsets count in it as it is."""

    text: Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=TEXT_MAX)]
    language: LanguageTag = Field(description="Of the text; a language without rules finds nothing")


class WordingCheckOut(Out):
    """What was found, in the order of the text; an empty list is a clean text."""

    findings: list[FindingOut]
    language: str | None = Field(description="Whose rules were used; null when we have none for it")
