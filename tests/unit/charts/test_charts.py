"""Pictures: valid SVG that says all in words too, whatever the labels and however many the rows."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.charts.bars import Bars, Row, bars
from shared.charts.funnel import Funnel, Stage, funnel
from shared.charts.labels import columns, number, percent, shortened, span
from shared.charts.lines import MOST_SERIES, Lines, Series, lines
from shared.charts.scale import scale

SVG = "{http://www.w3.org/2000/svg}"
NOTHING = "Nothing was counted in this period."
LABELS = (
    "deliveries",
    "خدمة العملاء (القسم الأول)",
    "Εξυπηρέτηση πελατών και επιστροφές προϊόντων",
    "配送部門の問題についての苦情対応窓口センター",
    "<script>alert('x')</script> & \"quoted\"",
    "W" * 90,
    "a\x00b\ufffe",
    "",
)
ANY_TEXT = st.text(alphabet=st.characters(), max_size=60)


def drawn(svg: str) -> ET.Element:
    """A picture, parsed as strictly as a browser parses it, and with what every picture must have."""
    root = ET.fromstring(svg.encode())
    assert root.tag == f"{SVG}svg"
    assert (root.get("role"), root.get("width")) == ("img", "100%")
    assert len((root.get("viewBox") or "").split()) == 4
    named = {one.get("id"): one for one in root if one.get("id")}
    assert [named[id_].tag for id_ in (root.get("aria-labelledby") or "").split()] == [f"{SVG}title", f"{SVG}desc"]
    tags = {one.tag.removeprefix(SVG) for one in root.iter()}
    assert tags <= {"svg", "title", "desc", "rect", "line", "polyline", "circle", "path", "text"}
    assert not any("href" in key or key.startswith("on") or key == "style" for one in root.iter() for key in one.attrib)
    return root


def said(root: ET.Element) -> list[str]:
    """Every text that is drawn."""
    return [
        "".join(piece for piece in (one.text, *(part.tail for part in one)) if piece) for one in root.iter(f"{SVG}text")
    ]


def rows(count: int) -> list[Row]:
    """Rows with every kind of label."""
    return [
        Row(LABELS[n % len(LABELS)], (float(count - n), None), (number(count - n), "–"), n < 3, (n + 1) / count)
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [0, 1, 3, 12, 40])
def test_bars_have_a_line_for_each_row_and_a_height_that_holds_them(count: int) -> None:
    """IN-22: no two rows overlap, nothing leaves the picture, numbers stand beside the bars."""
    root = drawn(bars(Bars("Title", "2026-01", ("complaints", "hours"), rows(count), "a note")))
    height = float((root.get("viewBox") or "").split()[3])
    places = [float(one.get("y") or 0) for one in root.iter(f"{SVG}rect") if one.get("stroke")]
    assert len(places) == count
    assert all(later - earlier >= 20 for earlier, later in pairwise(places))
    assert all(0 < float(one.get("y") or 0) < height for one in root.iter(f"{SVG}text"))
    assert (NOTHING in said(root)) == (count == 0)
    assert all(number(count - n) in said(root) for n in range(count))


def test_labels_are_text_whole_where_a_pointer_rests_and_isolated_in_their_direction() -> None:
    """IN-22: escaped, shortened to fit, and no direction of writing disturbs another (UAX 9)."""
    root = drawn(bars(Bars("Title", "2026-01", ("complaints", "hours"), rows(len(LABELS)))))
    whole = [one.text for one in root.iter(f"{SVG}title")]
    for label in LABELS[:6]:
        assert label in whole
        shown = [text for text in said(root) if text.startswith("\u2068")]
        assert f"\u2068{shortened(label, most=31)}\u2069" in shown
    assert "a\ufffdb\ufffd" in whole


@given(st.lists(st.tuples(ANY_TEXT, st.integers(0, 10**9)), max_size=30), ANY_TEXT)
def test_any_words_and_numbers_give_a_valid_picture(told: list[tuple[str, int]], title: str) -> None:
    """IN-22: whatever a product is called; and the same figures always give the same picture."""
    some = [Row(label, (float(value),), (number(value),), cumulative=0.5) for label, value in told]
    picture = bars(Bars(title, title, (title,), some, title))
    assert picture == bars(Bars(title, title, (title,), some, title))
    drawn(picture)
    drawn(funnel(Funnel(title, title, [Stage(label, value, label) for label, value in told], title)))
    if told:
        series = [Series(label, tuple(float(value) for _, value in told)) for label, _ in told[:MOST_SERIES]]
        drawn(lines(Lines(title, title, [label for label, _ in told], series, title)))


@pytest.mark.parametrize("count", [0, 1, 3, 12, 40, 157])
def test_lines_are_told_apart_without_colour_and_end_with_their_value(count: int) -> None:
    """IN-22: readable in a grey print; names don't run into each other."""
    series = [Series(f"series {n}", tuple(float((n + 1) * 7 + i % 5) for i in range(count))) for n in range(5)]
    root = drawn(lines(Lines("Title", "2026", [f"2026-{i:05d}" for i in range(count)], series)))
    assert (NOTHING in said(root)) == (count == 0)
    if not count:
        return
    dashes = [one.get("stroke-dasharray") for one in root.iter(f"{SVG}polyline")]
    assert len(set(dashes)) == len(dashes) == (5 if count > 1 else 0)
    ends = sorted(float(one.get("y") or 0) for one in root.iter(f"{SVG}text") if "series" in "".join(one.itertext()))
    assert all(later - earlier >= 16 for earlier, later in pairwise(ends))
    times = [float(one.get("x") or 0) for one in root.iter(f"{SVG}text") if (one.text or "").startswith("2026-")]
    assert all(later - earlier >= 70 for earlier, later in pairwise(times))


def test_more_series_than_can_be_told_apart_are_refused() -> None:
    """IN-22: a picture that can't be read is not drawn."""
    with pytest.raises(ValueError):
        lines(Lines("Title", "", ["a"], [Series(str(n), (1.0,)) for n in range(MOST_SERIES + 1)]))


def test_a_funnel_is_as_wide_as_its_numbers() -> None:
    """IN-22: half the number, half the width."""
    root = drawn(funnel(Funnel("Title", "", [Stage("All", 1000), Stage("Half", 500), Stage("None", 0)])))
    whole, half, none = [float(one.get("width") or 0) for one in root.iter(f"{SVG}rect")][1:]
    assert half == pytest.approx(whole / 2)
    assert none < 5
    assert NOTHING in said(drawn(funnel(Funnel("Title", "", [Stage("None", 0)]))))


def test_a_screen_reader_is_told_every_figure() -> None:
    """IN-22: the description holds the rows."""
    root = drawn(bars(Bars("Title", "2026-01", ("complaints",), [Row("Vilnius", (5.0,), ("5",))])))
    described = next(one for one in root if one.tag == f"{SVG}desc")
    assert described.text == "2026-01. Vilnius: complaints 5."


@given(st.text(max_size=80), st.integers(2, 60))
def test_what_is_shortened_fits(label: str, most: int) -> None:
    """IN-22: never wider than asked, and whole where it fits."""
    short = shortened(label, most=most)
    assert columns(short) <= most
    line = " ".join(label.split())
    assert short == line or (short.endswith("\u2026") and line.startswith(short[:-1].rstrip()))


@given(st.integers(0, 10**12))
def test_scales_are_round_and_hold_everything(largest: int) -> None:
    """IN-22: an axis from 0 with at most a handful of ticks."""
    found = scale(largest, length=100)
    assert found.top >= largest
    assert 2 <= len(found.ticks) <= 6
    assert found.at(found.top) == 100
    assert str(int(found.step)).rstrip("0") in {"1", "2", "5"}


def test_numbers_are_written_as_people_read_them() -> None:
    """IN-22: thousands apart, hours as minutes or days where that is shorter."""
    nbsp = "\u00a0"
    assert number(1234567) == f"1{nbsp}234{nbsp}567"
    assert (percent(0.125, digits=1), percent(None)) == (f"12.5{nbsp}%", "–")
    assert [span(0.5), span(7.26), span(76.8), span(None)] == [f"30{nbsp}min", f"7.3{nbsp}h", f"3.2{nbsp}d", "–"]
