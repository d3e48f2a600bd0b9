"""What a complaint of the story is about: the customer's words, what we understood, what was done about it."""

from __future__ import annotations

from dataclasses import dataclass

from tests.journeys.installation import Json


@dataclass(frozen=True)
class Matter:
    """One complaint's content; the steps of the story are the same for all."""

    narrative: str
    customer: str
    product: str
    department: str
    feeling: str
    wish: Json
    recap: str
    told: str
    """How the customer was told why somebody else takes over."""
    resolution: Json


COAT = Matter(
    narrative=(
        "I ordered a blue coat for my daughter's birthday on Saturday and got a green one. "
        "It is the second wrong parcel this month, and nobody called me back."
    ),
    customer="Ona Jonaitienė",
    product="coat",
    department="deliveries",
    feeling="upset",
    wish={"kind": "exchange", "detail": "the blue coat, before Saturday"},
    recap="A green coat came instead of a blue one.",
    told="Rasa may send the courier today; I may not.",
    resolution={
        "what_was_done": "A courier brought the blue coat on Friday and took the green one back.",
        "what_it_took": "One courier trip.",
        "wish_met": True,
        "root_cause": "delivery",
        "liability_accepted": True,
        "thanks": "Thank you for telling us; the packing list is checked twice now.",
    },
)
