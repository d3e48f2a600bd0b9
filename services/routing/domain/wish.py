"""What customers want, as far as it matters who may grant it; the codes are intake's (IN-11)."""

from __future__ import annotations

FREE_WISHES = frozenset({"apology", "explanation", "only_record"})
"""What anybody may give: it takes no authority."""
UNNAMED_WISH = "other"
"""In words only, so that nobody can say beforehand who may grant it."""
