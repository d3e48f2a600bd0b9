"""/v1/hints: before the customer tells it all, whether the case will need someone else (RO-3)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field, model_validator

from services.routing.api.ladder_bodies import StepPersonOut
from services.routing.domain.hint import Foreseen, Hint
from services.routing.domain.ladder import Reason
from services.routing.pages.hint_words import hint_words
from services.routing.queries.early_hint import AskForHint, early_hint
from shared.http.call import Call, may
from shared.http.problems import problems
from shared.http.schemas import CurrencyCode, In, LanguageTag, Out, Text
from shared.kernel.money import Money

router = APIRouter(tags=["hints"])
Name = Annotated[str, Text(120)]


class HintWishIn(In):
    """What the customer wants, as far as they have said."""

    kind: Annotated[str, Text(64)]
    amount: Decimal | None = Field(default=None, ge=0, max_digits=14, decimal_places=2)
    currency: CurrencyCode | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.amount is None) != (self.currency is None):
            raise ValueError("amount and currency go together")
        return self

    def money(self) -> Money | None:
        """The amount, where one was named."""
        return None if self.amount is None or self.currency is None else Money(self.amount, self.currency)


class HintIn(In):
    """What little is known before the story is told; only the language is asked for."""

    language: LanguageTag
    department: Name | None = None
    product: Name | None = None
    wish: HintWishIn | None = None
    feeling: Annotated[str, Text(64)] | None = None
    staff_id: UUID | None = Field(default=None, description="who is about to listen; else the caller")

    def foreseen(self) -> Foreseen:
        """As the rules know it."""
        return Foreseen(
            language=self.language,
            department=self.department,
            product=self.product,
            wish=self.wish.kind if self.wish else None,
            amount=self.wish.money() if self.wish else None,
            feeling=self.feeling,
        )


class HintSayOut(Out):
    """A sentence for the customer, in their language."""

    text: str
    language: str
    direction: str


class HintOut(Out):
    """Whether someone else will be needed, why, who, and what to say; `who` null where nobody there has it all."""

    needed: bool
    reasons: list[Reason]
    who: StepPersonOut | None
    say: HintSayOut | None

    @classmethod
    def of(cls, hint: Hint, language: str) -> Self:
        said = hint_words(hint, language)
        return cls(
            needed=hint.needed,
            reasons=list(hint.reasons),
            who=None if hint.who is None else StepPersonOut.model_validate(hint.who),
            say=None if said is None else HintSayOut.model_validate(said),
        )


@router.post("/v1/hints", response_model=HintOut, responses=problems(422))
async def ask_for_hint(body: HintIn, call: Annotated[Call, may("cases:read")]) -> Response:
    """Whether the customer had better tell it to somebody else at once, so that they tell it a single time."""
    query = AskForHint(staff_id=body.staff_id or call.principal.staff_id, case=body.foreseen(), now=call.now)
    return await call.once(lambda tx: early_hint(query, tx), show=lambda hint: HintOut.of(hint, body.language))
