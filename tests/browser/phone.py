"""A phone in a customer's hand: opens a page without scripts, taps, types; and an auditor's eye on the same page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Locator, Page, ViewportSize

SMALL = ViewportSize(width=360, height=740)
NARROW = ViewportSize(width=320, height=640)
"""The width at which nothing may have to be scrolled sideways: WCAG 2.2, 1.4.10."""
_MOST_TABS = 40
LEAST_TAP = 24
"""CSS pixels in both directions: WCAG 2.2, 2.5.8 (AA)."""
_RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
_CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
"""All that colours change."""


@dataclass
class Phone:
    """A page of a small screen."""

    browser: Browser
    page: Page
    auditor: Page
    """Runs the scripts of the audit, which the page itself can't."""
    screenshots: Path

    @classmethod
    @asynccontextmanager
    async def switched_on(cls, browser: Browser, screenshots: Path) -> AsyncIterator[Self]:
        """Without JavaScript; gone afterwards."""
        context = await browser.new_context(viewport=SMALL, java_script_enabled=False, has_touch=True)
        beside = await browser.new_context(viewport=NARROW)
        try:
            yield cls(browser, await context.new_page(), await beside.new_page(), screenshots)
        finally:
            await context.close()
            await beside.close()

    async def open(self, url: str) -> None:
        """Open a link."""
        answer = await self.page.goto(url)
        assert answer is not None
        assert answer.ok

    async def choose(self, name: str, value: str) -> None:
        """Tap a radio button by its label, as a finger does."""
        await self.page.locator(f'label:has(input[name="{name}"][value="{value}"])').tap()

    async def write(self, name: str, text: str) -> None:
        """Write into a field."""
        await self.page.locator(f'[name="{name}"]').fill(text)

    async def send(self, do: str) -> None:
        """Tap the button of the form that does this, and wait for the page that follows."""
        form = self.page.locator(f'form:has(input[name="do"][value="{do}"])')
        async with self.page.expect_navigation():
            await form.locator("button").tap()

    async def walk_to(self, wanted: Locator) -> None:
        """Go on by the Tab key, as one does who can't point, until this has the focus."""
        for _ in range(_MOST_TABS):
            await self.page.keyboard.press("Tab")
            if await wanted.and_(self.page.locator(":focus")).count():
                return
        raise AssertionError(f"the keyboard does not get to {wanted}")

    async def press(self, key: str, *, opens: bool = False) -> None:
        """Press a key; and wait for the page that it `opens`."""
        if not opens:
            await self.page.keyboard.press(key)
            return
        async with self.page.expect_navigation():
            await self.page.keyboard.press(key)

    async def picture(self, name: str) -> None:
        """Keep what is seen, for a person to look at."""
        await self.page.screenshot(path=self.screenshots / f"{name}.png", full_page=True)

    async def audit(self) -> list[str]:
        """What axe (WCAG 2.2 A and AA) finds wrong with the page as it stands, by day and by night; what is too small
        for a finger, and whether a narrow screen has to be scrolled sideways.
        """
        page = self.auditor
        await page.set_content(await self.page.content())
        wrong = []
        for scheme, options in (("light", _RULES), ("dark", _CONTRAST)):
            await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found = await Axe().run(page, options=options)
            wrong += [
                f"{scheme}: {one['id']}: {[node['html'] for node in one['nodes']]}"
                for one in found.response["violations"]
            ]
        if await page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wrong.append("it has to be scrolled sideways")
        for box in await page.locator("button, a, .choices label").all():
            size = await box.bounding_box()
            if size and min(size["width"], size["height"]) < LEAST_TAP:
                wrong.append(f"too small for a finger: {await box.inner_text()}")
        return wrong
