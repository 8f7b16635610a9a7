"""Looks at pages in a browser; runs by itself, where playwright is installed.

``python look.py AXE PAGE…`` writes what was found as JSON.
``python look.py --picture PAGE FILE WIDTH HEIGHT`` takes a picture.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BROWSER = os.environ.get("PRESS_ARCHIVE_CHROMIUM", "/usr/bin/chromium")
VIEWS = (
    {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    {"viewport": {"width": 360, "height": 740}, "color_scheme": "light"},
    {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FAULTS = "tags => axe.run(document, {runOnly: tags}).then(found => found.violations)"


def looked_at(browser: Browser, axe: str, address: str, view: dict[str, Any]) -> dict[str, Any]:
    """Return what is to be said of a page, seen in one way."""
    told: dict[str, Any] = {"page": address, "messages": [], "requests": []}
    page = browser.new_context(offline=True, **view).new_page()
    page.on("console", lambda message: told["messages"].append(message.text))
    page.on("pageerror", lambda error: told["messages"].append(str(error)))
    page.on("request", lambda request: told["requests"].append(request.url))
    page.goto(address)
    told["requests"].remove(address)
    told["overflow"] = page.evaluate(OVERFLOW)
    page.keyboard.press("Tab")
    told["first_focus"] = page.evaluate("document.activeElement.className")
    page.context.close()
    judged = browser.new_context(offline=True, bypass_csp=True, **view).new_page()
    judged.goto(address)
    judged.evaluate(axe)
    found = judged.evaluate(FAULTS, RULES)
    told["faults"] = [[one["id"], one["nodes"][0]["html"][:200]] for one in found]
    judged.context.close()
    return told


def main(words: list[str]) -> None:
    """Look at pages, or take a picture of one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        if words[0] == "--picture":
            name, file, width, height = words[1:]
            size = {"width": int(width), "height": int(height)}
            page = browser.new_context(viewport=size, offline=True).new_page()
            page.goto(Path(name).absolute().as_uri())
            page.screenshot(path=file)
            return
        axe = Path(words[0]).read_text("utf-8")
        pages = [Path(name).absolute().as_uri() for name in words[1:]]
        told = [looked_at(browser, axe, page, view) for page in pages for view in VIEWS]
        sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
