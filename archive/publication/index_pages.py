"""Indexes: all topics, organisations, people, places and events, years and languages."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from archive.publication import addresses
from archive.publication.cards import UNDATED
from archive.publication.dates import in_words
from archive.publication.frame import environment, frame, prefix_of
from archive.publication.markup import number
from archive.publication.site import Site
from archive.publication.ties import named_by
from archive.publication.tongues import tongue
from archive.publication.words import words

SIZE = 500
"""Values on a page of an index."""
_MOST_NUMBERS = 20
"""Numbers of pages that a page leads to, besides those next to it."""
_SHORT = 24
"""Characters of a name that a page of an index begins with."""


class Value(NamedTuple):
    """What works are listed by, as an index and a chart name it."""

    label: str
    """Of a year the year, of a language its tag."""
    path: str
    """Of its list in the first language, without suffix."""
    works: int
    key: str = ""
    """Tells things of one name apart, if it is given: :func:`archive.publication.ties.named_by`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A page of an index, and the index."""

    facet: str
    """One of ``LISTS``."""
    values: int
    """In the whole index."""
    part: int = 1
    starts: Sequence[str] = ()
    """What the first value of each page is called, if there is more than one page."""

    @property
    def parts(self) -> int:
        """Return how many pages the index has."""
        return max(1, -(-self.values // SIZE))

    def path_of(self, part: int) -> str:
        """Return the path of a page in the first language."""
        path = f"{self.facet}/index"
        return f"{path if part == 1 else addresses.part(path, part)}.html"


def sort_key(label: str) -> str:
    """Return what values are sorted by in an index, the same everywhere: letters without marks.

    >>> sorted(["Zaki", "Étienne", "ahmad"], key=sort_key)
    ['ahmad', 'Étienne', 'Zaki']
    """
    plain = unicodedata.normalize("NFKD", label).casefold()
    letters = "".join([one for one in plain if not unicodedata.combining(one)])
    return letters.lstrip("\"'“”‘’«»(.-– ") or label


def index_path(site: Site, language: str, index: Index) -> str:
    """Return where a page of an index lies, from the root of the site."""
    return prefix_of(site, language) + index.path_of(index.part)


def index_page(site: Site, language: str, index: Index, values: Iterable[Value]) -> bytes:
    """Return a page of an index.

    ``values`` are sorted by :func:`sort_key` of their label, then by path; years have the newest
    first and what has no year last, languages those with most works first.
    """
    said = words(language)
    path = index_path(site, language, index)
    whole = environment().get_template("index_list.html").render(
        frame=frame(site, language, path),
        heading=said[f"index_{index.facet}"],
        part=said["list_part"].format(part=number(index.part, said)) if index.part > 1 else "",
        count=said["index_count"].format(count=number(index.values, said)),
        groups=Markup("".join(_groups(index.facet, language, values))),  # noqa: S704 (all escaped)
        pager=Markup(_pager(index, language)),  # noqa: S704
    )  # fmt: skip
    return whole.encode()


def _groups(facet: str, language: str, values: Iterable[Value]) -> Iterator[str]:
    """Yield the values of a page, those of one letter below a heading."""
    if facet in ("year", "language"):
        yield _list(facet, language, values)
        return
    empty = True
    for letter, members in groupby(values, key=lambda value: _letter(value.label)):
        empty = False
        heading = escape(letter) or words(language)["index_other"]
        yield f"<section>\n<h2>{heading}</h2>\n{_list(facet, language, members)}</section>\n"
    if empty:
        yield f"<p>{words(language)['index_empty']}</p>\n"


def _letter(label: str) -> str:
    first = sort_key(label)[:1]
    return first.upper()[:1] if first.isalpha() else ""


def _list(facet: str, language: str, values: Iterable[Value]) -> str:
    said, all_of_them = words(language), list(values)
    times = Counter(value.label for value in all_of_them)
    lines = "".join(
        f'<li><a href="../{value.path}.html"><bdi>{escape(_label(facet, value.label, language))}'
        f"</bdi>{_apart(value, language) if times[value.label] > 1 else ''}</a> "
        f'<span class="number">{number(value.works, said)}</span></li>\n'
        for value in all_of_them
    )
    return f'<ul class="index">\n{lines}</ul>\n'


def _apart(value: Value, language: str) -> str:
    """Return what tells a value from others of its name."""
    start, office = named_by(value.key)
    told = [in_words(start, language)] if start else []
    told += [office.partition("\n")[0]] if office else []
    return f" <small><bdi>{escape(', '.join(told))}</bdi></small>" if told else ""


def _label(facet: str, label: str, language: str) -> str:
    if facet == "language":
        return tongue(label, language)
    if facet == "year" and label == UNDATED:
        return words(language)["list_undated"]
    return label


def _pager(index: Index, language: str) -> str:
    if index.parts == 1:
        return ""
    near = {index.part - 1, index.part, index.part + 1} & set(range(1, index.parts + 1))
    numbers = sorted({*spread(index.parts), *near})
    links = "".join(_page_link(index, part, language) for part in numbers)
    label = words(language)["index_pages"]
    return f'<nav class="pager" aria-label="{label}">\n<ol class="starts">\n{links}</ol>\n</nav>\n'


def _page_link(index: Index, part: int, language: str) -> str:
    name = index.path_of(part).rpartition("/")[2]
    current = ' aria-current="page"' if part == index.part else ""
    told = words(language)["index_from"].format(label=_shortened(index.starts[part - 1]))
    return f'<li><a href="{name}"{current}><bdi>{escape(told)}</bdi></a></li>\n'


def _shortened(label: str) -> str:
    return label if len(label) <= _SHORT else f"{label[: _SHORT - 1].rstrip()}…"


def spread(count: int, most: int = _MOST_NUMBERS) -> list[int]:
    """Return numbers from 1 to ``count``, all or as many as there is room for, evenly spread.

    >>> spread(3), spread(1000, 5)
    ([1, 2, 3], [1, 251, 501, 750, 1000])
    """
    if count <= most:
        return list(range(1, count + 1))
    step = (count - 1) / (most - 1)
    return [1 + round(at * step) for at in range(most)]
