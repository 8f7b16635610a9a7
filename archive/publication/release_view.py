"""What the parts of a release page share: names and links, words, dates, languages."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from archive.publication.frame import prefix_of
from archive.publication.markup import day, href, language_attributes, quoted, safe, time
from archive.publication.site import Site, Surroundings
from archive.publication.words import frame_language, words
from archive.release import Release

FACTS = '<dl class="facts">{}</dl>'
"""A list of terms and what is said of them."""

_LONGEST_NAME = 500
"""Characters of a name that is shown wherever it is referred to."""
_UNSEARCHED = frozenset({"relations", "versions", "status"})
"""Parts that name other works, or say no more than when: the search leaves them out."""


def shortened(text: str, longest: int) -> str:
    """Return a text that is repeated, cut where a page would grow by far more than its record."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


@cache
def _opening(name: str, language: str) -> str:
    """Return how a part of a page begins, with its heading."""
    unsearched = " data-pagefind-ignore" if name in _UNSEARCHED else ""
    return (
        f'<section class="{name}" aria-labelledby="Part-{name}"{unsearched}>'
        f'<h2 id="Part-{name}">{words(language)["section_" + name]}</h2>\n'
    )


@cache
def _table_head(caption: str, columns: tuple[str, ...], language: str) -> str:
    said = words(language)
    cells = "".join(f'<th scope="col">{said[key]}</th>' for key in columns)
    return (
        f'<div class="scroll"><table><caption>{said[caption]}</caption>\n'
        f"<thead><tr>{cells}</tr></thead>\n<tbody>"
    )


class View:
    """A release and its surroundings, as the functions that write its page read them."""

    def __init__(self, release: Release, site: Site, around: Surroundings) -> None:
        self.release = release
        self.site = site
        self.around = around
        self.language = frame_language(release.language, site)
        self.words = words(self.language)
        self._folder = around.path.rpartition("/")[0]
        self.root = "../" * around.path.count("/")
        self.foreign = language_attributes(release.language, self.language)
        """Attributes of texts of the release, where it is in another language than the frame."""
        self.direction = ' dir="rtl"' if 'dir="rtl"' in self.foreign else ""
        self._near = self.root + prefix_of(site, self.language)
        self.places = {one.id: one for one in release.places}
        self._names = {
            one.id: one.name
            for part in (release.people, release.organisations, release.places, release.events)
            for one in part
        }
        self._named: dict[str, str] = {}

    @property
    def url(self) -> str:
        """Return the address of the page."""
        return self.site.url(self.around.path)

    def to(self, path: str) -> str:
        """Return the link to a path of the site."""
        return self.root + path

    def beside(self, path: str) -> str:
        """Return the link to a path of the site that may lie in the folder of the page."""
        folder, _, name = path.rpartition("/")
        return name if folder == self._folder else self.root + path

    def text(self, text: str) -> str:
        """Return a line of the record."""
        return f"<span{self.foreign}>{safe(text)}</span>" if self.foreign else safe(text)

    def paragraphs(self, text: str) -> str:
        """Return a text of the record, which may have line feeds."""
        inside = safe(text)
        if "\n" in inside:
            inside = inside.replace("\n", "<br>").replace("<br><br>", f"</p><p{self.foreign}>")
        return f"<p{self.foreign}>{inside}</p>"

    def bdi(self, name: str, attributes: str = "") -> str:
        """Return a name; its direction does not touch what stands round it."""
        return f"<bdi{self.foreign}{attributes}>{safe(name)}</bdi>"

    def named(self, local_id: str) -> str:
        """Return the name that a local id stands for, as a link if there is a page for it."""
        known = self._named.get(local_id)
        if known is None:
            known = self._named[local_id] = self.named_with(local_id, "")
        return known

    def named_with(self, local_id: str, attributes: str) -> str:
        """Return the same name in an element with further attributes."""
        name = shortened(self._names.get(local_id, local_id), _LONGEST_NAME)
        return self.linked(local_id, self.bdi(name, attributes))

    def linked(self, key: str, markup: str) -> str:
        """Return markup as a link to the page that gathers the works of a key, if there is one."""
        path = self.around.value_paths.get(key)
        return f'<a href="{self._near}{path}">{markup}</a>' if path else markup

    def names(self, local_ids: Iterable[str]) -> str:
        """Return several names in a row."""
        return ", ".join(map(self.named, local_ids))

    def date(self, date: str, attributes: str = "") -> str:
        """Return a date of the record in words."""
        return time(date, self.language, self.release.language, attributes)

    def day(self, date: str) -> str:
        """Return a date of the record, which is no moment, in words without the weekday."""
        return day(date, self.language)

    def period(self, start: str | None, end: str | None) -> str:
        """Return from when to when something was so, as far as it is said."""
        if start and end:
            return self.say("role_period", start=self.day(start), end=self.day(end))
        if start or end:
            return self.say("role_from" if start else "role_to", date=self.day(start or end or ""))
        return ""

    def say(self, key: str, **values: str | int) -> str:
        """Return words of the frame with markup put in."""
        return self.words[key].format_map(values)

    def mark(self, certainty: str | None) -> str:
        """Return a mark on what the text does not state, else nothing."""
        if certainty is None or certainty == "stated":
            return ""
        return f' <small class="inferred">({self.words["inferred"]})</small>'

    def registers(self, addresses: tuple[str, ...]) -> str:
        """Return links to the same thing in other registers, shown without scheme."""
        if not addresses:
            return ""
        links = [
            f'<a href="{target}">{quoted(address.partition("://")[2] or address)}</a>'
            for address in addresses
            if (target := href(address))
        ]
        if not links:
            return ""
        return f'<small class="registers">{self.words["known_as"]} {", ".join(links)}</small>'

    def section(self, name: str, content: str) -> str:
        """Return a part of the page below its heading, or nothing if it has no content.

        Its id has a capital letter, as no local id of a record has.
        """
        return f"{_opening(name, self.language)}{content}</section>\n" if content else ""

    def table(self, caption: str, columns: tuple[str, ...], rows: str) -> str:
        """Return a table below the words of its columns; it can be scrolled by itself."""
        return f"{_table_head(caption, columns, self.language)}{rows}</tbody></table></div>\n"
