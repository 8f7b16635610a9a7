"""The frame of every page: header, navigation, footer, and the links from one page to others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from archive.publication import licences
from archive.publication.cards import LISTS
from archive.publication.site import Site
from archive.publication.words import words

FOLDER = Path(__file__).parent
ASSETS = ("style.css", "lists.css", "favicon.svg", "search.js")
"""Files that pages need, below ``assets/`` here and on the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A page in one of the languages of the site."""

    language: str
    name: str
    """Of the language, in itself."""
    href: str
    address: str
    """Whole, as search engines ask for it."""
    is_this: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a page needs to know of the site round it; made by :func:`frame`."""

    site: Site
    language: str
    path: str
    """Of the page, from the root of the site."""
    words: Mapping[str, str]
    root: str
    """What leads to the root of the site: ``../../``, or its address."""
    prefix: str
    """Of paths of lists in this language: nothing, or ``en/``."""
    is_everywhere: bool
    """Whether the page exists in each language of the site."""

    def to(self, path: str) -> str:
        """Return the link from this page to a path of the site."""
        return self.root + path

    def near(self, path: str) -> str:
        """Return the link to a list, whose path in the first language is given, in this one."""
        return self.root + self.prefix + path

    @property
    def title(self) -> str:
        """Return the title of the collection."""
        return self.site.title[self.language]

    @property
    def canonical(self) -> str:
        """Return the address of the page; that of ``index.html`` is the one of its folder."""
        return self.site.url(_folder(self.path))

    @property
    def navigation(self) -> list[tuple[str, str, bool]]:
        """Return label, link and whether this page is the one, or is below it."""
        here = self.path.removeprefix(self.prefix)
        parts = [("nav_home", "index.html", here == "index.html")]
        parts += [
            (f"nav_{name}", f"{name}/index.html", here.startswith(f"{name}/")) for name in LISTS
        ]
        links = [(self.words[key], self.near(path), is_here) for key, path, is_here in parts]
        if self.site.has_search:
            links.append(
                (
                    self.words["nav_search"],
                    self.near("search/index.html"),
                    here.startswith("search/"),
                )
            )
        return links

    @property
    def twins(self) -> list[Twin]:
        """Return this page in each language of the site, or nothing if it is the only one."""
        languages = self.site.languages
        if not self.is_everywhere or len(languages) == 1:
            return []
        path = self.path.removeprefix(self.prefix)
        return [
            self._twin(language, prefix_of(self.site, language) + path) for language in languages
        ]

    def _twin(self, language: str, path: str) -> Twin:
        return Twin(
            language=language,
            name=words(language)["language_name"],
            href=self.root + path,
            address=self.site.url(_folder(path)),
            is_this=language == self.language,
        )


def frame(site: Site, language: str, path: str, *, is_everywhere: bool = True) -> Frame:
    """Return the frame of a page; ``path`` leads from the root, with the prefix of its language.

    Release pages exist once, so they are not ``is_everywhere``.
    """
    return Frame(
        site=site,
        language=language,
        path=path,
        words=words(language),
        root="../" * path.count("/"),
        prefix=prefix_of(site, language),
        is_everywhere=is_everywhere,
    )


def prefix_of(site: Site, language: str) -> str:
    """Return what paths of lists begin with in a language of the site."""
    return "" if language == site.languages[0] else f"{language}/"


def _folder(path: str) -> str:
    return path[: -len("index.html")] if f"/{path}".endswith("/index.html") else path


@cache
def environment() -> Environment:
    """Return what renders the templates: everything is escaped, and a name it lacks is an error."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    made.globals["licence_name"] = licences.name
    return made


def assets() -> dict[str, bytes]:
    """Return path → content of the files that pages need."""
    return {f"assets/{name}": (FOLDER / "assets" / name).read_bytes() for name in ASSETS}
