"""Looking things up in pages, in the words of style sheets."""

from __future__ import annotations

import re

from lxml import html

_STEP = re.compile(r"(?P<tag>\w*)(?P<css>(?:\.[\w-]+)*)(?P<has>(?:\[[^\]]+\])*)")


def css(page: html.HtmlElement, selectors: str) -> list[html.HtmlElement]:
    """Return what simple selectors mean, in the order of the page: tags, classes, attributes.

    >>> page = html.fromstring('<p class="a b"><i id="x">1</i><b>2</b></p>')
    >>> [one.text for one in css(page, "i[id=x] + b, .b i")]
    ['1', '2']
    """
    found: list[html.HtmlElement] = page.xpath(" | ".join(map(_path, selectors.split(", "))))
    return found


def _path(selector: str) -> str:
    path, axis = "", "descendant-or-self::"
    for step in selector.split():
        if step == "+":
            axis = "/following-sibling::*[1]/self::"
            continue
        match = _STEP.fullmatch(step)
        assert match, step
        path += axis + (match["tag"] or "*")
        for name in match["css"].split(".")[1:]:
            path += f"[contains(concat(' ', @class, ' '), ' {name} ')]"
        for condition in re.findall(r"\[([^\]]+)\]", match["has"]):
            name, is_equal, value = condition.partition("=")
            path += f"[@{name}='{value}']" if is_equal else f"[@{name}]"
        axis = "//"
    return path
