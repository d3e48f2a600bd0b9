"""Every insight over HTTP: figures with their meaning, a file, a picture; who may ask, and what is refused."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator

import pytest

from services.intake.api.insights import INSIGHTS
from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk
from tests.integration.intake.march import FORMULA, MARCH, counted_march, look
from tests.support.servers import DatabaseServer

NAMES = [insight.name for insight in INSIGHTS]


@pytest.fixture(scope="module")
async def desk(database_server: DatabaseServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    """With the complaints of march.py."""
    async with counted_march(database_server, tmp_path_factory.mktemp("insights")) as opened:
        yield opened


@pytest.mark.parametrize("name", NAMES)
async def test_every_insight_says_when_it_was_counted_and_what_its_figures_mean(desk: Desk, name: str) -> None:
    """IN-22: the period, the moment, and a definition in words for every member of a row."""
    found = await look(desk, f"{name}?{MARCH}")
    assert set(found["period"]) == {"from", "to"}
    assert found["as_of"] is not None
    assert {"period", "as_of"} < set(found["definitions"])
    assert set(found["rows"][0]) <= set(found["definitions"])
    empty = await look(desk, f"{name}?from=1999-01&to=1999-02")
    assert empty["period"] == {"from": "1999-01", "to": "1999-02"}


@pytest.mark.parametrize("name", NAMES)
async def test_every_insight_is_a_csv_file(desk: Desk, name: str) -> None:
    """IN-22: the same rows, to be saved; with the period and the moment on every line."""
    found = await look(desk, f"{name}?{MARCH}")
    async with desk.caller(roles=["analyst"], staff_id=new_id()) as client:
        answer = await client.get(f"/v1/insights/{name}.csv?{MARCH}")
    assert answer.headers["content-type"].startswith("text/csv; charset=utf-8")
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith(f'attachment; filename="{name}-')
    assert disposition.endswith('2026-03-to-2026-03.csv"')
    assert int(answer.headers["content-length"]) == len(answer.content)
    lines = list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
    assert len(lines) == len(found["rows"])
    assert set(lines[0]) == {*found["rows"][0], "from", "to", "as_of"}
    assert {(line["from"], line["to"]) for line in lines} == {("2026-03", "2026-03")}


async def test_a_product_can_be_called_anything(desk: Desk) -> None:
    """IN-22, SU-4: a formula in a cell is text, and in a picture as well."""
    async with desk.caller(scopes=["insights:read"]) as client:
        table = await client.get(f"/v1/insights/pareto.csv?{MARCH}&by=product")
        picture = await client.get(f"/v1/insights/pareto.svg?{MARCH}&by=product")
    values = [line["value"] for line in csv.DictReader(io.StringIO(table.text, newline=""))]
    assert values == ["παλτό", f"'{FORMULA}", ""]
    said = ["".join(one.itertext()) for one in ET.fromstring(picture.content).iter() if one.tag.endswith("title")]
    assert {"παλτό", FORMULA, "not said"} <= set(said)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("period", [MARCH, "from=1999-01&to=1999-02"])
async def test_every_insight_is_a_picture(desk: Desk, name: str, period: str) -> None:
    """IN-22: valid SVG that says its title, in which nothing can run; an honest one where nothing was counted."""
    async with desk.caller(scopes=["insights:read"]) as client:
        answer = await client.get(f"/v1/insights/{name}.svg?{period}")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    root = ET.fromstring(answer.content)
    assert root.get("role") == "img"
    assert ("Nothing was counted" in "".join(root.itertext())) == ("1999" in period)


async def test_figures_are_for_those_who_may_read_them(desk: Desk) -> None:
    """SU-4, IN-22: a lead and an analyst of any team, not an agent; they hold nobody's name or words."""
    async with desk.agent() as agent:
        assert (await agent.get("/v1/insights/pareto")).status_code == 403
        assert (await agent.get("/v1/insights/pareto.svg")).status_code == 403
    async with desk.caller(roles=["lead"], staff_id=new_id(), teams=["returns"]) as lead:
        answer = await lead.get(f"/v1/insights/pareto?{MARCH}")
        assert answer.json()["totals"]["complaints"] == 9


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("pareto?from=2026-13", "from"),
        ("pareto?from=March", "from"),
        ("pareto?from=2026-03&to=2026-02", "from"),
        ("pareto?from=1990-01", "from"),
        ("pareto?to=9999-12", "to"),
        ("pareto?by=owner", "by"),
        ("pareto?limit=0", "limit"),
        ("pareto?limit=201", "limit"),
        ("pareto?form=2026-01", "form"),
        ("quality.svg?limit=31", "limit"),
        ("trend?per=day", "per"),
        ("trend?per=week&by=product&value=coat", "per"),
        ("trend?by=product", "value"),
        ("trend?value=coat", "by"),
        ("trend?within_hours=23", "within_hours"),
        ("trend?within_hours=nan", "within_hours"),
        ("first-answer.csv?within_hours=0", "within_hours"),
        ("silent-complainers?never_complain=1", "never_complain"),
        ("silent-complainers?dont_return=1.5", "dont_return"),
        ("silent-complainers?each_tells=-1", "each_tells"),
        ("silent-complainers?tell_many=NaN", "tell_many"),
        ("outcomes?by=product&value=%00", "value"),
    ],
)
async def test_a_question_that_makes_no_sense_is_told_what_is_wrong(desk: Desk, path: str, named: str) -> None:
    """SU-2, IN-22: 422 with the parameter's name, a misspelt one included; never a 5xx."""
    async with desk.caller(scopes=["insights:read"]) as client:
        answer = await client.get(f"/v1/insights/{path}")
    assert answer.status_code == 422, answer.text
    assert [one["pointer"] for one in answer.json()["errors"]] == [named]
