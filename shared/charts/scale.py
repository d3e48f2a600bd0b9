"""Axes: round numbers from 0 that hold everything that is shown."""

from __future__ import annotations

from dataclasses import dataclass

_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """From 0 to `top`, in `step`s, over `length` units of the picture."""

    top: float
    step: float
    length: float

    def at(self, value: float) -> float:
        """How far from the axis's beginning a value stands."""
        return self.length * value / self.top

    @property
    def ticks(self) -> list[float]:
        """The round numbers, 0 and the top included."""
        return [self.step * n for n in range(round(self.top / self.step) + 1)]


def scale(largest: float, *, length: float, most_ticks: int = 5) -> Scale:
    """The smallest round scale that holds `largest`; steps are 1, 2 or 5 times a power of ten, and at least 1."""
    step, power = 1.0, 1.0
    while True:
        for factor in _STEPS:
            step = factor * power
            if step * most_ticks >= largest:
                needed = -(-largest // step)
                return Scale(top=step * max(1, needed), step=step, length=length)
        power *= 10
