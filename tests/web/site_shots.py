"""Takes the pictures of a published site for the manual; runs by itself, where playwright is installed.

``python site_shots.py BASE FOLDER`` asks the site that is served at BASE for pages of our samples and
writes ``FOLDER/site-*.png``, wide and narrow.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

BROWSER = os.environ.get("PRESS_ARCHIVE_CHROMIUM", "/usr/bin/chromium")
SIZES = {"wide": (1200, 900), "narrow": (390, 844)}


def main(base: str, folder: str) -> None:
    """Take all pictures."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        for size, (width, height) in SIZES.items():
            page = browser.new_context(
                viewport={"width": width, "height": height}, reduced_motion="reduce"
            ).new_page()
            for name, go in PICTURES.items():
                go(page, base)
                page.screenshot(path=Path(folder) / f"site-{name}-{size}.png")
            page.context.close()


def _home(page: Page, base: str) -> None:
    page.goto(f"{base}index.html")


def _charts(page: Page, base: str) -> None:
    page.goto(f"{base}index.html")
    page.locator(".figures").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.figures').scrollIntoView()")


def _release(page: Page, base: str) -> None:
    page.goto(f"{base}event/index.html")
    page.locator("main a", has_text="Narasi").first.click()
    page.locator("main h3 a").first.click()
    page.wait_for_load_state()


def _arabic(page: Page, base: str) -> None:
    page.goto(f"{base}language/index.html")
    page.locator("main a", has_text="Arab").first.click()
    page.wait_for_load_state()
    page.locator("main h3 a").first.click()
    page.wait_for_load_state()


def _person(page: Page, base: str) -> None:
    page.goto(f"{base}person/index.html")
    page.locator("main a", has_text="Noor Iza").first.click()
    page.wait_for_load_state()


def _search(page: Page, base: str) -> None:
    page.goto(f"{base}search/index.html?q=taman")
    page.wait_for_selector("#Results li")


PICTURES = {
    "home": _home, "charts": _charts, "release-id": _release, "release-ar": _arabic,
    "person": _person, "search": _search,
}  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
