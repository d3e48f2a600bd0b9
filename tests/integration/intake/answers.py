"""What staff answer customers with, in these tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
from sqlalchemy import text

from services.intake.domain.wording.finding import Finding, Weight
from tests.integration.intake.desk import Desk, Json, recorded

APOLOGY: Json = {
    "for_what": "the green coat",
    "text": "I am sorry that a green coat came and that nobody called you back.",
    "steps": [{"what": "A courier brings the blue coat on Friday."}],
    "channel": "phone",
}
EXCHANGE: Json = {
    "kind": "exchange",
    "detail": "The blue coat, by courier.",
    "limits": "Size 40; other sizes come from the factory.",
    "how_long": "P1D",
}
REFUND: Json = {
    "kind": "refund",
    "detail": "The whole price back.",
    "limits": "It goes to the card that paid.",
    "how_long": "P3D",
    "value": {"amount": "79.00", "currency": "EUR"},
}
OFFER: Json = {"options": [EXCHANGE, REFUND], "wish_possible": True}
REFUSAL: Json = {
    "explanation": "The blue coat was made until June, and all of them are sold.",
    "alternatives": [REFUND],
    "policy_reference": "P-7",
    "channel": "phone",
}


async def calm(client: httpx.AsyncClient, **changes: Any) -> str:
    """The id of a complaint, in English, whose customer is calm, so that nothing waits to be acknowledged."""
    return str((await recorded(client, **({"feeling": "calm", "language": "en"} | changes)))["id"])


async def row(desk: Desk, complaint_id: str) -> Json:
    """All columns of a complaint."""
    async with desk.context.transactions.begin() as tx:
        chosen = await tx.execute(text("SELECT to_jsonb(c) FROM complaint c WHERE id = :id"), {"id": complaint_id})
        found: Json = chosen.scalar_one()
    return found


async def change(desk: Desk, statement: str, **values: Any) -> None:
    """Let something be as the test needs it."""
    async with desk.context.transactions.begin() as tx:
        await tx.execute(text(statement), values)


async def acknowledge_feeling(desk: Desk, complaint_id: str) -> None:
    """As if somebody had told the customer that they are heard."""
    await change(desk, "UPDATE complaint SET feeling_acknowledged_at = now() WHERE id = :id", id=complaint_id)


async def let_expire(desk: Desk, offer_id: str) -> None:
    """As if the time of an offer had run out."""
    past = desk.context.clock.now() - timedelta(seconds=1)
    await change(desk, "UPDATE offer SET expires_at = :past WHERE id = :id", past=past, id=offer_id)


def frowning(weight: Weight) -> Any:
    """A rulebook with one rule: the word policy."""

    def findings_in(words: str, *, language: str) -> tuple[Finding, ...]:
        start = words.find("policy")
        if start < 0:
            return ()
        better = f"Say it in plain {language}."
        return (Finding(start=start, end=start + 6, rule="policy", why="It hides.", better=better, weight=weight),)

    return findings_in


def pointers(answer: httpx.Response) -> list[str]:
    """What a refusal names."""
    return [one["pointer"] for one in answer.json()["errors"]]
