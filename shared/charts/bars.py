"""Rows of labelled bars: one column of them, several beside each other, or one with its cumulative line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.charts.labels import isolated, percent, shortened
from shared.charts.svg import FAINT, INK, QUIET, element, picture, text

WIDTH = 960.0
_LEFT, _RIGHT, _TOP = 16.0, 16.0, 84.0
_ROW, _BAR = 26.0, 15.0
_LABEL, _LABEL_LETTERS = 236.0, 31
_VALUE = 74.0
_GAP = 22.0
_CUMULATIVE = 60.0
_DARK, _LIGHT = "#3d5a80", "#a9bcd0"
"""Far apart in grey as well: about 36 % and 72 % light."""


@dataclass(frozen=True, slots=True)
class Row:
    """A label and, per column, a value to draw (None: nothing known) with the words beside it."""

    label: str
    values: tuple[float | None, ...]
    words: tuple[str, ...]
    strong: bool = True
    """Drawn dark; light where it is not."""
    cumulative: float | None = None
    """The share between 0 and 1 that all rows down to this one make up."""


@dataclass(frozen=True, slots=True)
class Bars:
    """What a picture of bars says; `columns` are headings, one per value of a row."""

    title: str
    subtitle: str
    columns: tuple[str, ...]
    rows: Sequence[Row]
    note: str = ""
    tops: tuple[float | None, ...] = ()
    """Per column the value of a whole bar, such as 1 for a share; None: the largest that is drawn."""


def bars(told: Bars) -> str:
    """The picture; as high as its rows need. Without rows it says that there is nothing."""
    rows = told.rows
    lined = any(row.cumulative is not None for row in rows)
    height = _TOP + _ROW * max(1, len(rows)) + (34 if told.note else 14)
    body = [
        text(shortened(told.title, most=74), x=_LEFT, y=30, size=18, bold=True, told=told.title),
        text(shortened(told.subtitle, most=122), x=_LEFT, y=50, colour=QUIET, told=told.subtitle),
    ]
    if not rows:
        body.append(text("Nothing was counted in this period.", x=_LEFT, y=_TOP + 17, size=14))
    else:
        place = _Place(len(told.columns), lined)
        body += _headings(told.columns, place, lined)
        for index in range(len(told.columns)):
            body += _column(rows, index, _whole(told, index), place)
        body += [_label(row, index) for index, row in enumerate(rows)]
        if lined:
            body += _line(rows, place)
    if told.note:
        body.append(text(shortened(told.note, most=138), x=_LEFT, y=height - 12, size=11, colour=QUIET, told=told.note))
    return picture(body, width=WIDTH, height=height, title=told.title, description=_described(told))


class _Place:
    """Where columns stand: the words of a value, then its bar."""

    def __init__(self, columns: int, lined: bool) -> None:
        room = WIDTH - _LEFT - _RIGHT - _LABEL - (_CUMULATIVE if lined else 0)
        self._each = (room - _GAP * (columns - 1)) / columns
        self.bar = self._each - _VALUE

    def words(self, column: int) -> float:
        """Where the words of a value end."""
        return self.begin(column) - 8

    def begin(self, column: int) -> float:
        """Where a bar begins."""
        return _LEFT + _LABEL + column * (self._each + _GAP) + _VALUE


def _whole(told: Bars, column: int) -> float:
    given = told.tops[column] if column < len(told.tops) else None
    return given or max((row.values[column] or 0 for row in told.rows), default=0) or 1


def _headings(columns: Sequence[str], place: _Place, lined: bool) -> list[str]:
    most = max(8, int((place.bar + _VALUE) / 6.2))
    found = [
        text(shortened(heading, most=most), x=place.begin(n), y=_TOP - 12, size=11, colour=QUIET, told=heading)
        for n, heading in enumerate(columns)
    ]
    if lined:
        found.append(text("together", x=WIDTH - _RIGHT, y=_TOP - 12, size=11, anchor="end", colour=QUIET))
    return found


def _column(rows: Sequence[Row], column: int, whole: float, place: _Place) -> list[str]:
    begin, height = place.begin(column), _ROW * len(rows)
    found = [element("line", x1=begin, y1=_TOP - 4, x2=begin, y2=_TOP + height, stroke=FAINT)]
    for index, row in enumerate(rows):
        value = row.values[column]
        found.append(text(row.words[column], x=place.words(column), y=_baseline(index), anchor="end"))
        if value:
            found.append(
                element(
                    "rect",
                    x=begin,
                    y=_TOP + index * _ROW + (_ROW - _BAR) / 2,
                    width=max(1.0, place.bar * min(1.0, value / whole)),
                    height=_BAR,
                    fill=_DARK if row.strong else _LIGHT,
                    stroke=_DARK,
                    stroke_width=0.75,
                )
            )
    return found


def _label(row: Row, index: int) -> str:
    shown = isolated(shortened(row.label, most=_LABEL_LETTERS))
    return text(shown, x=_LEFT + _LABEL - 6, y=_baseline(index), anchor="end", told=row.label)


def _line(rows: Sequence[Row], place: _Place) -> list[str]:
    """The cumulative shares, over the bars of the first column, whose whole width is 100 %."""
    points = [
        (place.begin(0) + place.bar * row.cumulative, _TOP + index * _ROW + _ROW / 2)
        for index, row in enumerate(rows)
        if row.cumulative is not None
    ]
    drawn = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
    # A white edge keeps the line readable where it crosses dark bars.
    found = [
        element("polyline", points=drawn, fill="none", stroke=stroke, stroke_width=wide)
        for stroke, wide in (("#ffffff", 4), (INK, 1.5))
    ]
    found += [element("circle", cx=x, cy=y, r=3.5, fill="#ffffff", stroke=INK, stroke_width=1.5) for x, y in points]
    found += [
        text(percent(row.cumulative), x=WIDTH - _RIGHT, y=_baseline(index), anchor="end")
        for index, row in enumerate(rows)
    ]
    return found


def _baseline(index: int) -> float:
    return _TOP + index * _ROW + _ROW / 2 + 4.5


def _described(told: Bars) -> str:
    rows = "; ".join(
        f"{row.label}: "
        + ", ".join(f"{heading} {words}" for heading, words in zip(told.columns, row.words, strict=True))
        for row in told.rows
    )
    return f"{told.subtitle}. {rows or 'Nothing was counted in this period'}."
