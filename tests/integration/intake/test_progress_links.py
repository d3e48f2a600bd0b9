"""The customer's own page over HTTP: to whom it is shown, in which language, and to whom nothing is shown."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest

from services.intake.domain.purposes import PAGE
from services.intake.pages.site import SITE
from shared.kernel.ids import new_id
from tests.integration.intake.desk import NARRATIVE, Desk, recorded
from tests.integration.intake.own_page import customer, link, proposed


async def test_a_link_opens_one_complaint_for_one_purpose_until_it_ends(desk: Desk) -> None:
    """IN-24, SU-4: another purpose, a flipped byte, an expired link: a kind page and nothing else."""
    complaint = await proposed(desk)
    now = desk.context.clock.now()
    links = desk.context.links
    good = links.sign(PAGE, UUID(complaint), now + timedelta(days=1))
    bad = {
        links.sign("survey", UUID(complaint), now + timedelta(days=1)): 404,
        links.sign(PAGE, UUID(complaint), now - timedelta(seconds=1)): 410,
        links.sign(PAGE, new_id(), now + timedelta(days=1)): 404,
        good[:-1] + ("A" if good[-1] != "A" else "B"): 404,
        "x": 404,
    }
    async with customer(desk) as client:
        assert (await client.get(f"/p/{good}")).status_code == 200
        for token, status in bad.items():
            page = await client.get(f"/p/{token}")
            assert (page.status_code, "<h1>" in page.text) == (status, True)
            assert "coat" not in page.text
            assert (await client.post(f"/p/{token}", data={"do": "word"})).status_code == status


async def test_only_systems_and_administrators_get_the_link(desk: Desk) -> None:
    """IN-24, SU-4: whoever holds it speaks as the customer, so staff does not."""
    complaint = await proposed(desk)
    url = f"/v1/complaints/{complaint}/page"
    for role in ("agent", "lead", "manager"):
        async with desk.caller(roles=[role], staff_id=new_id(), teams=("*",)) as client:
            assert (await client.get(url)).status_code == 403
    async with desk.caller(roles=["admin"]) as client:
        assert (await client.get(url)).status_code == 200
        assert (await client.get(f"/v1/complaints/{new_id()}/page")).status_code == 404


async def test_a_merged_complaint_shows_where_it_goes_on_and_nobody_elses_data(desk: Desk) -> None:
    """IN-21, IN-24: the same customer's link leads on; an anonymous one that joined learns only the reference."""
    mail = {"customer": {"email": f"{new_id().hex}@example.lt"}}
    async with desk.agent() as agent:
        first = await recorded(agent, narrative="The living story.", **mail)
        second = await recorded(agent, narrative="The second telling.", **mail)
        third = await recorded(agent, narrative="Told by nobody.", customer=None, anonymous=True)
        for one in (second, third):
            answer = await agent.post(f"/v1/complaints/{one['id']}/merge", json={"into": first["id"]})
            assert answer.status_code == 200
    async with customer(desk) as client:
        same = (await client.get(await link(desk, second["id"]))).text
        other = (await client.get(await link(desk, third["id"]))).text
    assert "The living story." in same
    assert "The living story." not in other
    assert first["reference"] in other


@pytest.mark.parametrize("language", sorted(SITE.catalogues.all()))
async def test_it_speaks_the_customers_language(desk: Desk, language: str) -> None:
    """IN-24: language and direction are said; no placeholder is left open; another language is a tap away."""
    complaint = await proposed(desk, language=language)
    path = await link(desk, complaint)
    catalogue = SITE.catalogues.choose(language)
    async with customer(desk) as client:
        page = (await client.get(path)).text
        other = (await client.get(f"{path}?lang=en")).text
    assert f'<html lang="{language}" dir="{catalogue.direction}">' in page
    assert catalogue.say("progress.recap_title") in page
    assert not re.search(r"\{\w*\}", re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL))
    assert SITE.catalogues.choose("en").say("progress.recap_title") in other


def test_every_language_has_every_word() -> None:
    """IN-24: a missing text would be an empty place on somebody's page."""
    keys = {language: set(one.words) for language, one in SITE.catalogues.all().items()}
    assert set(keys) == {"en", "ar", "lt", "el"}
    assert all(one == keys["en"] for one in keys.values())


async def test_hostile_words_are_only_words(desk: Desk) -> None:
    """IN-24: what somebody wrote is shown, never run."""
    complaint = await proposed(desk, narrative="<script>alert(1)</script><img src=x onerror=alert(2)>")
    async with customer(desk) as client:
        page = (await client.get(await link(desk, complaint))).text
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert NARRATIVE not in page
