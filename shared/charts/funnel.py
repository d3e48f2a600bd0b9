"""A funnel: stages that grow out of each other, each as wide as its number, with what it means beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.charts.labels import number, shortened
from shared.charts.svg import QUIET, element, picture, text

WIDTH = 960.0
_LEFT, _TOP, _STAGE, _BAR = 16.0, 78.0, 54.0, 34.0
_MIDDLE, _WIDEST = 610.0, 660.0
_FILLS = ("#1a1a1a", "#3d5a80", "#6f8bab", "#a9bcd0", "#d5dfe9")


@dataclass(frozen=True, slots=True)
class Stage:
    """What is counted, how many, and how that follows from the stage before."""

    name: str
    count: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Funnel:
    """What a funnel says."""

    title: str
    subtitle: str
    stages: Sequence[Stage]
    note: str = ""


def funnel(told: Funnel) -> str:
    """The picture. Where every stage is 0, it says that there is nothing."""
    largest = max((stage.count for stage in told.stages), default=0)
    height = _TOP + _STAGE * max(1, len(told.stages)) + (34 if told.note else 14)
    body = [
        text(shortened(told.title, most=74), x=_LEFT, y=30, size=18, bold=True, told=told.title),
        text(shortened(told.subtitle, most=122), x=_LEFT, y=50, colour=QUIET, told=told.subtitle),
    ]
    if largest <= 0:
        body.append(text("Nothing was counted in this period.", x=_LEFT, y=_TOP + 17, size=14))
    else:
        for index, stage in enumerate(told.stages):
            body += _stage(stage, index, largest)
    if told.note:
        body.append(text(shortened(told.note, most=138), x=_LEFT, y=height - 12, size=11, colour=QUIET, told=told.note))
    return picture(body, width=WIDTH, height=height, title=told.title, description=_described(told))


def _stage(stage: Stage, index: int, largest: int) -> list[str]:
    wide = max(2.0, _WIDEST * stage.count / largest)
    top = _TOP + index * _STAGE
    words, inside = number(stage.count), wide > 150
    return [
        text(shortened(stage.name, most=32), x=_LEFT, y=top + 14, bold=True, told=stage.name),
        text(shortened(stage.why, most=45), x=_LEFT, y=top + 30, size=10.5, colour=QUIET, told=stage.why),
        element(
            "rect",
            x=_MIDDLE - wide / 2,
            y=top,
            width=wide,
            height=_BAR,
            fill=_FILLS[min(index, len(_FILLS) - 1)],
        ),
        text(
            words,
            x=_MIDDLE if inside else _MIDDLE + wide / 2 + 8,
            y=top + 22,
            size=14,
            anchor="middle" if inside else "start",
            bold=True,
            colour="#ffffff" if inside and index < 2 else "#1a1a1a",
        ),
    ]


def _described(told: Funnel) -> str:
    stages = "; ".join(f"{stage.name}: {number(stage.count)} ({stage.why})" for stage in told.stages)
    return f"{told.subtitle}. {stages}."
