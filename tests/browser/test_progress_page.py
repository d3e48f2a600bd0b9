"""The customer's own page in a real browser: without scripts, on a phone, for a screen reader, in four languages."""

from __future__ import annotations

from uuid import UUID

import httpx
import pytest
from playwright.async_api import FloatRect, Locator

from tests.browser.customers import CUSTOMERS, RASA, Customer
from tests.browser.phone import NARROW, Phone
from tests.integration.intake.desk import RESOLUTION, Desk, Json, recorded

pytestmark = pytest.mark.browser
in_every_language = pytest.mark.parametrize("who", CUSTOMERS.values(), ids=CUSTOMERS)
both_ways = pytest.mark.parametrize("who", [CUSTOMERS["en"], CUSTOMERS["ar"]], ids=["en", "ar"])


def rasa(desk: Desk) -> httpx.AsyncClient:
    """The handler at her desk."""
    return desk.agent(UUID(RASA["id"]))


async def told(desk: Desk, who: Customer, *, recap: bool = True) -> tuple[str, str]:
    """A complaint with what we understood of it, and the link to its page."""
    async with rasa(desk) as agent:
        found = await recorded(agent, language=who.language, narrative=who.story, feeling="calm")
        if recap:
            await agent.post(f"/v1/complaints/{found['id']}/recaps", json={"text": who.understood})
    async with desk.system() as shop:
        link = (await shop.get(f"/v1/complaints/{found['id']}/page")).json()["link"]
    return str(found["id"]), str(link)


async def offered(desk: Desk, who: Customer) -> tuple[str, str]:
    """A complaint with two offers on the table, and the link to its page."""
    complaint, link = await told(desk, who, recap=False)
    async with rasa(desk) as agent:
        made = await agent.post(f"/v1/complaints/{complaint}/offers", json=who.offer)
    assert made.status_code == 201, made.text
    return complaint, link


async def resolved(desk: Desk, who: Customer, complaint: str) -> None:
    """Done, in words that they read."""
    async with rasa(desk) as agent:
        body = RESOLUTION | {"what_was_done": who.done, "thanks": who.thanks}
        answer = await agent.post(f"/v1/complaints/{complaint}/resolution", json=body)
    assert answer.status_code == 200, answer.text


async def standing(desk: Desk, complaint: str) -> Json:
    """The complaint as its handler sees it."""
    async with rasa(desk) as agent:
        found: Json = (await agent.get(f"/v1/complaints/{complaint}")).json()
    return found


async def seen(phone: Phone, name: str) -> None:
    """Keep a picture, and hear the auditor, who has nothing to say."""
    await phone.picture(f"progress-{name}")
    assert await phone.audit() == []


async def box(one: Locator) -> FloatRect:
    """Where it is on the page."""
    found = await one.bounding_box()
    assert found is not None
    return found


@in_every_language
async def test_confirmed_added_to_and_solved(desk: Desk, phone: Phone, who: Customer) -> None:
    """IN-24: confirm the recap, add to the story, hear what was done, say that it is solved; all by taps."""
    complaint, link = await told(desk, who)
    await phone.open(link)
    await seen(phone, f"{who.language}-1-recap")
    await phone.choose("right", "yes")
    await phone.send("recap")
    assert await phone.page.get_by_role("status").inner_text() == who.words.say("progress.done_recap")
    await phone.write("addition", who.addition)
    await phone.send("story")
    await seen(phone, f"{who.language}-2-added")
    assert who.addition in await phone.page.locator("blockquote").all_inner_texts()
    await resolved(desk, who, complaint)
    await phone.open(link)
    await seen(phone, f"{who.language}-3-resolved")
    assert await phone.page.get_by_text(who.done).is_visible()
    await phone.choose("solved", "yes")
    await phone.send("word")
    await seen(phone, f"{who.language}-4-solved")
    assert (await standing(desk, complaint))["status"] == "closed"


@in_every_language
async def test_corrected_and_not_solved(desk: Desk, phone: Phone, who: Customer) -> None:
    """IN-24: what is different is asked for where it is missing, then counts; "not solved" opens it again."""
    complaint, link = await told(desk, who)
    await phone.open(link)
    await phone.choose("right", "no")
    await phone.send("recap")
    alert = phone.page.get_by_role("alert")
    await seen(phone, f"{who.language}-5-correction-missing")
    assert await alert.get_by_role("link").get_attribute("href") == "#correction"
    asked = phone.page.get_by_role("textbox", name=who.words.say("progress.correction"), exact=True)
    assert await asked.get_attribute("aria-invalid") == "true"
    assert await asked.get_attribute("aria-describedby") == "correction-error correction-hint"
    assert await phone.page.locator('input[name="right"][value="no"]').is_checked()
    await phone.write("correction", who.correction)
    await phone.send("recap")
    await seen(phone, f"{who.language}-6-corrected")
    assert who.correction in await phone.page.locator("blockquote").all_inner_texts()
    assert (await standing(desk, complaint))["recap"]["text"] == who.correction
    await resolved(desk, who, complaint)
    await phone.open(link)
    await phone.choose("solved", "no")
    await phone.write("solved_said", who.not_solved)
    await phone.send("word")
    await seen(phone, f"{who.language}-7-not-solved")
    assert await phone.page.get_by_text(who.words.say("progress.reopened")).is_visible()
    assert await phone.page.get_by_text(who.correction).is_visible()
    assert (await standing(desk, complaint))["status"] == "reopened"


@in_every_language
async def test_an_option_is_chosen(desk: Desk, phone: Phone, who: Customer) -> None:
    """IN-17, IN-24: two offers, nothing happens by looking; one is picked, and the page shows it from then on."""
    complaint, link = await offered(desk, who)
    before = (await standing(desk, complaint))["version"]
    for query in ("?done=choice", "?do=choice&option=1", ""):
        await phone.open(link + query)
    assert (await standing(desk, complaint))["version"] == before
    await seen(phone, f"{who.language}-8-options")
    choices = phone.page.get_by_role("group", name=who.words.say("progress.option")).get_by_role("radio")
    assert await choices.count() == 3
    refund = who.words.say("progress.numbered", number=2, what=who.words.say("remedy.refund"))
    await phone.send("choice")
    await seen(phone, f"{who.language}-9-nothing-chosen")
    assert await phone.page.get_by_role("alert").get_by_role("link").get_attribute("href") == "#option"
    assert (await standing(desk, complaint))["version"] == before
    await phone.page.get_by_role("radio", name=refund).tap()
    await phone.write("option_said", who.why)
    await phone.send("choice")
    assert await phone.page.get_by_role("status").inner_text() == who.words.say("progress.done_choice")
    await phone.open(link)
    await seen(phone, f"{who.language}-10-chosen")
    chosen = phone.page.get_by_role("region", name=who.words.say("progress.chosen_title"))
    for shown in (who.words.say("remedy.refund"), *who.refund, who.why):
        assert await chosen.get_by_text(shown).is_visible()
    assert await phone.page.get_by_text(who.exchange[0]).count() == 0
    assert await phone.page.locator('input[name="option"]').count() == 0


@both_ways
async def test_by_keyboard_alone(desk: Desk, phone: Phone, who: Customer) -> None:
    """IN-24: an option is chosen and the story added to with Tab, arrows, space and Enter, in the order of the page."""
    complaint, link = await offered(desk, who)
    await phone.open(link)
    await phone.walk_to(phone.page.locator('input[name="option"][value="1"]'))
    await phone.press("Space")
    await phone.press("ArrowDown")
    assert await phone.page.locator('input[name="option"][value="2"]').is_checked()
    await phone.walk_to(phone.page.get_by_role("textbox", name=who.words.say("progress.option_said")))
    await phone.page.keyboard.insert_text(who.why)
    await phone.walk_to(phone.page.get_by_role("button", name=who.words.say("page.send")))
    await phone.press("Enter", opens=True)
    assert await phone.page.get_by_text(who.why).is_visible()
    await phone.walk_to(phone.page.get_by_role("textbox", name=who.words.say("progress.addition")))
    await phone.page.keyboard.insert_text(who.addition)
    await phone.picture(f"progress-{who.language}-11-keyboard")
    await phone.walk_to(phone.page.get_by_role("button", name=who.words.say("progress.add")))
    await phone.press("Enter", opens=True)
    assert await phone.page.get_by_text(who.addition).is_visible()
    assert (await standing(desk, complaint))["status"] == "recorded"


@in_every_language
async def test_who_looks_after_it_is_a_tap_away(desk: Desk, phone: Phone, who: Customer) -> None:
    """IN-24: the handler's name, and a number and an address that a phone opens, which read from the left in Arabic."""
    _, link = await told(desk, who)
    await phone.open(link)
    handler = phone.page.get_by_role("region", name=who.words.say("progress.handler_title"))
    assert await handler.get_by_text(RASA["name"]).is_visible()
    links = await handler.get_by_role("link").all()
    assert [(await one.get_attribute("href"), await one.get_attribute("dir")) for one in links] == [
        ("tel:+37060000001", "ltr"),
        ("mailto:rasa@redress.example", "ltr"),
    ]
    assert [await one.inner_text() for one in links] == list(RASA["contact"].values())


@both_ways
async def test_a_narrow_screen_holds_the_longest_words(desk: Desk, phone: Phone, who: Customer) -> None:
    """IN-24, WCAG 1.4.10: 320 pixels, words that never break, and nothing is cut or scrolled sideways."""
    endless = "https://shop.example/" + "coat" * 40
    complaint, link = await told(desk, who)
    offer = who.offer
    offer["options"][0] |= {"detail": endless, "limits": endless}
    async with rasa(desk) as agent:
        assert (await agent.post(f"/v1/complaints/{complaint}/offers", json=offer)).status_code == 201
        await agent.post(f"/v1/complaints/{complaint}/additions", json={"text": endless, "channel": "email"})
    await phone.page.set_viewport_size(NARROW)
    await phone.open(link)
    await seen(phone, f"{who.language}-12-narrow")
    for one in await phone.page.locator("main *:visible").all():
        place = await box(one)
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= NARROW["width"], await one.inner_text()


async def test_arabic_reads_from_the_right(desk: Desk, phone: Phone) -> None:
    """IN-24: the page's direction is the language's: headings begin at the right, a button stands before its words."""
    _, link = await told(desk, CUSTOMERS["ar"])
    await phone.open(link)
    assert await phone.page.locator("html").get_attribute("dir") == "rtl"
    heading = await box(phone.page.locator("h1"))
    assert heading["x"] + heading["width"] > 300
    answer = phone.page.locator(".choices label").first
    button, words = await box(answer.locator("input")), await box(answer.locator("span"))
    assert button["x"] > words["x"] + words["width"] - 1


@in_every_language
async def test_a_link_that_does_not_work_says_so_kindly(phone: Phone, desk: Desk, who: Customer) -> None:
    """IN-24: a page in their language, not a number."""
    _, link = await told(desk, who)
    await phone.page.goto(f"{link}x?lang={who.language}")
    await seen(phone, f"{who.language}-13-unknown")
    assert await phone.page.locator("h1").inner_text() == who.words.say("progress.unknown_title")
