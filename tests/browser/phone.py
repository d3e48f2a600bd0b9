"""A phone in a customer's hand: opens a page without scripts, taps, writes; and an auditor's eye on the same page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page

SMALL = {"width": 360, "height": 740}
LEAST_TAP = 24
"""CSS pixels in both directions: WCAG 2.2, 2.5.8 (AA)."""


@dataclass
class Phone:
    """A page of a small screen."""

    browser: Browser
    page: Page
    screenshots: Path

    @classmethod
    @asynccontextmanager
    async def switched_on(cls, browser: Browser, screenshots: Path) -> AsyncIterator[Self]:
        """Without JavaScript; gone afterwards."""
        context = await browser.new_context(viewport=SMALL, java_script_enabled=False, has_touch=True)  # type: ignore[arg-type]
        try:
            yield cls(browser, await context.new_page(), screenshots)
        finally:
            await context.close()

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

    async def picture(self, name: str) -> None:
        """Keep what is seen, for a person to look at."""
        await self.page.screenshot(path=self.screenshots / f"{name}.png", full_page=True)

    async def audit(self, url: str, *, dark: bool = False) -> list[str]:
        """What axe (WCAG 2.2 A and AA) finds wrong with the page, and what a narrow screen does to it."""
        scheme: Any = "dark" if dark else "light"
        context = await self.browser.new_context(viewport=SMALL, color_scheme=scheme)  # type: ignore[arg-type]
        try:
            page = await context.new_page()
            await page.goto(url)
            rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
            found = await Axe().run(page, options={"runOnly": {"type": "tag", "values": rules}})
            wrong = [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in found.response["violations"]]
            if await page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                wrong.append("it has to be scrolled sideways")
            for box in await page.locator("button, a, .choices label").all():
                size = await box.bounding_box()
                if size and min(size["width"], size["height"]) < LEAST_TAP:
                    wrong.append(f"too small for a finger: {await box.inner_text()}")
            return wrong
        finally:
            await context.close()
