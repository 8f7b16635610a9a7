"""Uses a published site as people do, in a browser; runs by itself, where playwright is installed.

``python site.py AXE BASE FILES`` reads from standard input what to do, as JSON: pages to look at, by
path, a search, and what is known of the answer. What was found is written as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BROWSER = os.environ.get("PRESS_ARCHIVE_CHROMIUM", "/usr/bin/chromium")
VIEWS = {
    "wide": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "narrow": {"viewport": {"width": 360, "height": 740}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FAULTS = "rules => axe.run(document, {runOnly: rules}).then(found => found.violations)"
FOCUS = """async () => {
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return {
    name: one.tagName.toLowerCase(),
    address: one.getAttribute("href") || one.id,
    is_shown: box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0,
    has_outline: style.outlineStyle !== "none" || style.boxShadow !== "none",
    place: [...document.querySelectorAll("*")].indexOf(one),
  };
}"""


class Watched:
    """A page of which nothing goes unheard: messages, and requests to other places."""

    def __init__(self, browser: Browser, view: dict[str, Any], home: str, **more: Any) -> None:
        self.page: Page = browser.new_context(**view, **more).new_page()
        self.messages: list[str] = []
        self.strangers: list[str] = []
        self.page.on("console", lambda message: self.messages.append(message.text))
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url, home))

    def _asked(self, address: str, home: str) -> None:
        if not address.startswith((home, "blob:", "data:")):
            self.strangers.append(address)


def looks(browser: Browser, axe: str, base: str, paths: list[str]) -> list[dict[str, Any]]:
    """Return what is to be said of pages, seen in every way."""
    told = []
    for name, view in VIEWS.items():
        watched = Watched(browser, view, base, bypass_csp=True)
        page = watched.page
        for path in paths:
            page.goto(base + path)
            overflow = page.evaluate(OVERFLOW)
            page.evaluate(axe)
            found = page.evaluate(FAULTS, COLOURS if name == "dark" else RULES)
            faults = [[one["id"], one["nodes"][0]["html"][:200]] for one in found]
            told.append({"view": name, "path": path, "faults": faults, "overflow": overflow})
        told.append({"view": name, "strangers": watched.strangers, "messages": watched.messages})
        page.context.close()
    return told


def policy(browser: Browser, base: str, paths: list[str]) -> dict[str, Any]:
    """Return what pages say when their policy for scripts is in force."""
    watched = Watched(browser, VIEWS["wide"], base)
    for path in paths:
        watched.page.goto(base + path)
    watched.page.context.close()
    return {"strangers": watched.strangers, "messages": watched.messages}


def searched(browser: Browser, base: str, wish: dict[str, str]) -> dict[str, Any]:
    """Return what the search finds, by keyboard alone: from the front page, then by year."""
    watched = Watched(browser, VIEWS["wide"], base)
    page = watched.page
    page.goto(base + wish["path"])
    _tab_to(page, "input")
    page.keyboard.type(wish["query"])
    page.keyboard.press("Enter")
    page.wait_for_selector("#Results ol li")
    told: dict[str, Any] = {"address": page.url.removeprefix(base)}
    told["found"] = _results(page)
    told["status"] = page.inner_text("#Status")
    _tab_to(page, "select")
    page.keyboard.type(wish["year"])
    page.wait_for_function(
        "n => document.querySelectorAll('#Results ol li').length < n", arg=len(told["found"])
    )
    told["narrowed"] = _results(page)
    told["narrowed_address"] = page.url.removeprefix(base)
    _tab_to(page, "a", "#Results ol")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    told["opened"] = page.inner_text("h1")
    told |= {"strangers": watched.strangers, "messages": watched.messages}
    page.context.close()
    return told


def _results(page: Page) -> list[str]:
    return [one.get_attribute("href") or "" for one in page.query_selector_all("#Results ol h3 a")]


def _tab_to(page: Page, name: str, within: str = "main") -> None:
    """Press Tab until an element of a kind has the focus."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("([n, w]) => document.activeElement.matches(`${w} ${n}`)", [name, within]):
            return
    raise LookupError(f"no Tab leads to <{name}> in {within}")


def tabbed(browser: Browser, base: str, path: str) -> dict[str, Any]:
    """Return where Tab leads on a page, one after the other, and what the skip link does."""
    watched = Watched(browser, VIEWS["wide"], base, reduced_motion="reduce")
    page = watched.page
    page.goto(base + path)
    steps: list[dict[str, Any]] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        step = page.evaluate(FOCUS)
        if step["name"] == "body" or (steps and step["place"] == steps[0]["place"]):
            break
        steps.append(step)
    page.goto(base + path)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    told = {
        "steps": steps,
        "skipped_to": page.evaluate("document.activeElement.tagName.toLowerCase()"),
        "wanted": page.evaluate(
            "[...document.querySelectorAll('a[href], button, input, select, summary')]"
            ".filter(one => one.checkVisibility()).length"
        ),
    }
    page.context.close()
    return told


def from_folder(browser: Browser, folder: Path, wish: dict[str, Any]) -> dict[str, Any]:
    """Return what happens when somebody opens the site without a server."""
    watched = Watched(browser, VIEWS["wide"], "file://" + str(folder), offline=True)
    page = watched.page
    told: dict[str, Any] = {"opened": []}
    page.goto((folder / "index.html").as_uri())
    for link in wish["links"]:
        page.click(link)
        page.wait_for_load_state()
        told["opened"].append(page.url.removeprefix(folder.as_uri()))
    told["is_styled"] = page.evaluate(
        "getComputedStyle(document.body).fontFamily !== 'serif' && document.styleSheets.length > 0"
    )
    told |= {"strangers": watched.strangers, "messages": list(watched.messages)}
    page.goto((folder / "search" / "index.html").as_uri())
    told["search_says"] = page.inner_text("#No-server")
    page.context.close()
    return told


def main(words: list[str]) -> None:
    """Do all of it."""
    from playwright.sync_api import sync_playwright

    axe, base, folder = Path(words[0]).read_text("utf-8"), words[1], Path(words[2])
    wish = json.load(sys.stdin)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        told = {
            "looks": looks(browser, axe, base, wish["paths"]),
            "policy": policy(browser, base, wish["paths"]),
            "search": searched(browser, base, wish["search"]),
            "tabs": {path: tabbed(browser, base, path) for path in wish["tabs"]},
            "folder": from_folder(browser, folder, wish["folder"]),
        }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
