"""What to say to the customer before they tell it all, in their language (RO-3)."""

from __future__ import annotations

from services.routing.domain.hint import Hint
from services.routing.pages.summary_text import SummaryText
from services.routing.pages.words import catalogues


def hint_words(hint: Hint, language: str) -> SummaryText | None:
    """A sentence for the weightiest reason; None where nobody else is needed."""
    if not hint.needed:
        return None
    words = catalogues().choose(language)
    key = f"hint.{hint.reasons[0].value}"
    said = words.say(f"{key}_nobody") if hint.who is None else words.say(key, name=hint.who.name)
    return SummaryText(said, words.language, words.direction)
