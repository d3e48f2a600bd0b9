"""How many promises were kept, of a person or of a team; delays that were told in time are shown apart (RO-8)."""

from __future__ import annotations

from dataclasses import dataclass

FEW = 5
"""Below so many settled promises a rate says more of chance than of anybody, so it is withheld."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Settled promises by how they ended. Nobody is ranked by it: there is no order in it."""

    kept: int
    """At the time that was promised first."""
    kept_later: int
    """At a later time, of which the customer was told before the first one had passed."""
    broken: int
    """Silently: due, and the customer had not been told."""

    @property
    def settled(self) -> int:
        """How many promises ended either way; withdrawn ones don't count, for the customer was told."""
        return self.kept + self.kept_later + self.broken

    @property
    def as_promised(self) -> float | None:
        """The share that was kept at its first time, None for too few."""
        return self._share(self.kept)

    @property
    def kept_or_told(self) -> float | None:
        """The share of which the customer always knew where they stand, None for too few."""
        return self._share(self.kept + self.kept_later)

    def _share(self, part: int) -> float | None:
        return None if self.settled < FEW else round(part / self.settled, 4)


def kept_rate(*, kept: int, kept_later: int, broken: int) -> Rate:
    """The rate. Raises ValueError for a negative number."""
    if min(kept, kept_later, broken) < 0:
        raise ValueError("promises are counted from nought")
    return Rate(kept=kept, kept_later=kept_later, broken=broken)
