"""Lines over time: a few series, told apart by dash and mark as well as by colour, each with its last value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.charts.labels import number, shortened
from shared.charts.scale import Scale, scale
from shared.charts.svg import FAINT, INK, QUIET, element, picture, text

WIDTH, HEIGHT = 960.0, 440.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 74.0, 206.0, 78.0, 52.0
_LAST_APART = 17.0
_LETTER = 6.6
_STYLES: tuple[tuple[str, str | None, str], ...] = (
    ("#1a1a1a", None, "circle"),
    ("#3d5a80", "8 4", "square"),
    ("#b3541e", "2 3", "triangle"),
    ("#4d7c4a", "10 3 2 3", "diamond"),
    ("#7a5195", "5 2", "ring"),
)
MOST_SERIES = len(_STYLES)


@dataclass(frozen=True, slots=True)
class Series:
    """What it is called, and a value per stretch of time."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """What a picture of lines says; `stretches` name the points of the time axis. At most five series."""

    title: str
    subtitle: str
    stretches: Sequence[str]
    series: Sequence[Series]
    note: str = ""


def lines(told: Lines) -> str:
    """The picture. Where every value is 0, it says that there is nothing. Raises ValueError for too many series."""
    if len(told.series) > MOST_SERIES:
        raise ValueError(f"at most {MOST_SERIES} series can be told apart")
    body = [
        text(shortened(told.title, most=74), x=16, y=30, size=18, bold=True, told=told.title),
        text(shortened(told.subtitle, most=122), x=16, y=50, colour=QUIET, told=told.subtitle),
    ]
    largest = max((value for one in told.series for value in one.values), default=0)
    if largest <= 0:
        body.append(text("Nothing was counted in this period.", x=16, y=_TOP + 17, size=14))
    else:
        axis = scale(largest, length=HEIGHT - _TOP - _BOTTOM)
        body += [*_values(axis), *_times(told.stretches)]
        for index, one in enumerate(told.series):
            body += _drawn(one, index, axis)
        body += _names(told.series, axis)
    if told.note:
        body.append(text(shortened(told.note, most=138), x=16, y=HEIGHT - 10, size=11, colour=QUIET, told=told.note))
    return picture(body, width=WIDTH, height=HEIGHT, title=told.title, description=_described(told))


def _x(index: int, count: int) -> float:
    room = WIDTH - _LEFT - _RIGHT
    return _LEFT + (room / 2 if count == 1 else room * index / (count - 1))


def _y(value: float, axis: Scale) -> float:
    return HEIGHT - _BOTTOM - axis.at(value)


def _values(axis: Scale) -> list[str]:
    found = []
    for tick in axis.ticks:
        y = _y(tick, axis)
        found.append(element("line", x1=_LEFT, y1=y, x2=WIDTH - _RIGHT, y2=y, stroke=FAINT if tick else QUIET))
        found.append(text(number(tick), x=_LEFT - 10, y=y + 4, size=11, anchor="end", colour=QUIET))
    return found


def _times(stretches: Sequence[str]) -> list[str]:
    """As many names as fit; the last one always, and none that would run into it."""
    count = len(stretches)
    longest = max(map(len, stretches)) * _LETTER + 14
    most = max(2, int((WIDTH - _LEFT - _RIGHT) / longest))
    every = -(-count // most)
    shown = {index for index in range(0, count, every) if count - 1 - index >= every} | {count - 1}
    return [
        text(stretches[index], x=_x(index, count), y=HEIGHT - _BOTTOM + 18, size=10.5, anchor="middle", colour=QUIET)
        for index in sorted(shown)
    ]


def _drawn(series: Series, index: int, axis: Scale) -> list[str]:
    colour, dash, mark = _STYLES[index]
    points = [(_x(n, len(series.values)), _y(value, axis)) for n, value in enumerate(series.values)]
    found = []
    if len(points) > 1:
        drawn = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
        found.append(
            element("polyline", points=drawn, fill="none", stroke=colour, stroke_width=2, stroke_dasharray=dash)
        )
    every = max(1, -(-len(points) // 40))
    marked = [point for n, point in enumerate(points) if (len(points) - 1 - n) % every == 0]
    return [*found, *(_mark(mark, x, y, colour) for x, y in marked)]


def _mark(mark: str, x: float, y: float, colour: str) -> str:
    match mark:
        case "square":
            return element("rect", x=x - 3.5, y=y - 3.5, width=7, height=7, fill=colour)
        case "triangle":
            return element("path", d=f"M{x:.2f} {y - 4.5:.2f}l4.5 8h-9z", fill=colour)
        case "diamond":
            return element("path", d=f"M{x:.2f} {y - 5:.2f}l5 5l-5 5l-5 -5z", fill=colour)
        case "ring":
            return element("circle", cx=x, cy=y, r=3.5, fill="#ffffff", stroke=colour, stroke_width=1.5)
        case _:
            return element("circle", cx=x, cy=y, r=3.5, fill=colour)


def _names(series: Sequence[Series], axis: Scale) -> list[str]:
    """Name and last value at the right end of each line, pushed apart where lines end close together."""
    ends = sorted(range(len(series)), key=lambda index: (-series[index].values[-1], index))
    places: list[float] = []
    for index in ends:
        wanted = _y(series[index].values[-1], axis)
        places.append(max(wanted, places[-1] + _LAST_APART) if places else max(wanted, _TOP))
    over = places[-1] - (HEIGHT - _BOTTOM)
    if over > 0:
        for n in range(len(places) - 1, -1, -1):
            limit = HEIGHT - _BOTTOM if n == len(places) - 1 else places[n + 1] - _LAST_APART
            places[n] = min(places[n], limit)
    found, right = [], WIDTH - _RIGHT
    for index, y in zip(ends, places, strict=True):
        colour, dash, mark = _STYLES[index]
        last, name = series[index].values[-1], series[index].name
        said = f"{number(last)} {shortened(name, most=20 - len(number(last)) // 2)}"
        end = _x(len(series[index].values) - 1, len(series[index].values))
        found += [
            element("line", x1=end + 6, y1=_y(last, axis), x2=right + 12, y2=y, stroke=FAINT),
            element(
                "line", x1=right + 12, y1=y, x2=right + 36, y2=y, stroke=colour, stroke_width=2, stroke_dasharray=dash
            ),
            _mark(mark, right + 24, y, colour),
            text(
                said,
                x=right + 42,
                y=y + 4,
                told=name,
                colour=INK,
            ),
        ]
    return found


def _described(told: Lines) -> str:
    series = "; ".join(
        f"{one.name}: "
        + ", ".join(f"{stretch} {number(value)}" for stretch, value in zip(told.stretches, one.values, strict=True))
        for one in told.series
    )
    return f"{told.subtitle}. {series}."
