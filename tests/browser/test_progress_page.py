"""The customer's own page in a real browser: without scripts, on a phone, for a screen reader, in four languages."""

from __future__ import annotations

import pytest

from tests.browser.phone import Phone
from tests.integration.intake.desk import Desk, recorded, resolved

pytestmark = pytest.mark.browser

STORIES = {
    "en": ("I ordered a blue coat and got a green one. The birthday is on Saturday.", "A green coat came, not a blue."),
    "ar": ("طلبتُ معطفاً أزرق فوصلني معطف أخضر. عيد الميلاد يوم السبت.", "وصل معطف أخضر بدلاً من الأزرق."),
    "lt": ("Užsisakiau mėlyną paltą, o gavau žalią. Gimtadienis šeštadienį.", "Atkeliavo žalias paltas, o ne mėlynas."),
    "el": (
        "Παρήγγειλα μπλε παλτό και ήρθε πράσινο. Τα γενέθλια είναι το Σάββατο.",
        "Ήρθε πράσινο παλτό αντί για μπλε.",
    ),
}


async def _link(desk: Desk, complaint: str) -> str:
    async with desk.system() as shop:
        return str((await shop.get(f"/v1/complaints/{complaint}/page")).json()["link"])


async def _told(desk: Desk, language: str) -> str:
    story, understood = STORIES[language]
    async with desk.agent() as agent:
        told = await recorded(agent, language=language, narrative=story)
        await agent.post(f"/v1/complaints/{told['id']}/recaps", json={"text": understood})
    return str(told["id"])


@pytest.mark.parametrize("language", STORIES)
async def test_the_whole_way_without_scripts(desk: Desk, phone: Phone, language: str) -> None:
    """IN-24: confirm the recap, add to the story, hear what was done, say that it is solved; by taps alone."""
    complaint = await _told(desk, language)
    link = await _link(desk, complaint)
    await phone.open(link)
    await phone.picture(f"progress-{language}-1-recap")
    await phone.choose("right", "yes")
    await phone.send("recap")
    assert await phone.page.locator('[role="status"]').is_visible()
    await phone.write("addition", STORIES[language][0])
    await phone.send("story")
    assert await phone.page.locator("blockquote").count() >= 3
    async with desk.agent() as agent:
        await resolved(agent, complaint)
        await phone.open(link)
        await phone.picture(f"progress-{language}-2-resolved")
        await phone.choose("solved", "yes")
        await phone.send("word")
        await phone.picture(f"progress-{language}-3-thanks")
        assert (await agent.get(f"/v1/complaints/{complaint}")).json()["status"] == "closed"


@pytest.mark.parametrize("language", STORIES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_nobody_is_shut_out(desk: Desk, phone: Phone, language: str, dark: bool) -> None:
    """IN-24: axe finds nothing (WCAG 2.2 AA: contrast, labels, headings, language), nothing scrolls sideways."""
    complaint = await _told(desk, language)
    link = await _link(desk, complaint)
    assert await phone.audit(link, dark=dark) == []
    async with desk.agent() as agent:
        await resolved(agent, complaint)
    assert await phone.audit(link, dark=dark) == []
    assert await phone.audit(f"{link}x", dark=dark) == []


async def test_arabic_reads_from_the_right(desk: Desk, phone: Phone) -> None:
    """IN-24: the page's direction is the language's, and words of another language keep their own."""
    link = await _link(desk, await _told(desk, "ar"))
    await phone.open(link)
    heading = await phone.page.locator("h1").bounding_box()
    field = await phone.page.locator("blockquote").first.bounding_box()
    assert await phone.page.locator("html").get_attribute("dir") == "rtl"
    assert heading is not None
    assert field is not None
    assert heading["x"] + heading["width"] > 300  # it begins at the right edge


async def test_what_is_wrong_is_said_where_it_is(desk: Desk, phone: Phone) -> None:
    """IN-24: a summary that links to the field, the field marked, what was written still there."""
    link = await _link(desk, await _told(desk, "en"))
    await phone.open(link)
    await phone.choose("right", "no")
    await phone.send("recap")
    alert = phone.page.locator('[role="alert"]')
    assert await alert.locator('a[href="#correction"]').count() == 1
    assert await phone.page.locator("#correction").get_attribute("aria-invalid") == "true"
    assert await phone.page.locator('input[name="right"][value="no"]').is_checked()
    await phone.picture("progress-en-4-error")
