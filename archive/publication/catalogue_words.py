"""The words of the catalogue: titles and descriptions of data sets and files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from archive.publication.cards import UNDATED
from archive.publication.catalogue_values import Dataset
from archive.publication.site import Site

_LOCALE = Path(__file__).parent.parent / "locale"


@cache
def words(language: str) -> Mapping[str, str]:
    """Return the words of the catalogue in one of ``FRAMES``.

    >>> words("id")["keywords"], words("en")["keywords"]
    ('siaran pers', 'press releases')
    """
    path = _LOCALE / language / "catalogue.toml"
    return MappingProxyType(tomllib.loads(path.read_text(encoding="utf-8")))


def title(dataset: Dataset, site: Site, language: str) -> str:
    """Return what a data set is called."""
    key = "undated_title" if dataset.year == UNDATED else "dataset_title"
    return words(language)[key].format(title=site.title[language], year=dataset.year)


def description(dataset: Dataset, language: str) -> str:
    """Return what is in a data set, and how much."""
    own = words(language)
    key = "undated_description" if dataset.year == UNDATED else "dataset_description"
    return own[key].format(
        year=dataset.year,
        works=_number(dataset.works, own["thousands_mark"]),
        editions=_number(dataset.editions, own["thousands_mark"]),
    )


def _number(count: int, mark: str) -> str:
    return f"{count:,}".replace(",", mark)
