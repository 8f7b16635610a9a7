"""What the catalogue is made of: a collection, its data sets (one a year), and their files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Literal

from archive import edtf
from archive.errors import PhrasedError
from archive.publication.cards import UNDATED
from archive.publication.site import Site
from archive.vocabulary import CONFORMS_TO

Kind = Literal["nquads", "jsonl", "newsml", "csv", "parquet"]


class EmptyCatalogue(PhrasedError):  # noqa: N818 (says what is wrong)
    """There is no data set; portals delete what a catalogue no longer names, so none is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What every file of a kind is, whatever the year."""

    title: str
    media_type: str
    code: str
    """Of the file type in the list of the EU Publications Office."""
    label: str
    """What CKAN shows as format."""
    standard: str = ""
    """IRI of what the content conforms to."""
    standard_title: str = ""


FORMS: Mapping[Kind, Form] = MappingProxyType(
    {
        "nquads": Form(
            title="N-Quads",
            media_type="application/n-quads",
            code="RDF_N_QUADS",
            label="N-Quads",
        ),
        "jsonl": Form(
            title="JSON Lines",
            media_type="application/json",
            code="JSON",
            label="JSON",
            standard=CONFORMS_TO,
            standard_title="Press release record, schema 1",
        ),
        "newsml": Form(
            title="NewsML-G2",
            media_type="application/vnd.iptc.g2.newsmessage+xml",
            code="XML",
            label="XML",
            standard="https://iptc.org/std/NewsML-G2/2.35",
            standard_title="NewsML-G2 2.35",
        ),
        "csv": Form(title="CSV", media_type="text/csv", code="CSV", label="CSV"),
        "parquet": Form(
            title="Parquet",
            media_type="application/vnd.apache.parquet",
            code="PARQUET",
            label="Parquet",
        ),
    }
)
"""Kind of file → its form, in the order in which they are listed."""

_COMPRESSED = {".zst": "application/zstd", ".gz": "application/gzip"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """A file that holds all of a data set."""

    kind: Kind
    path: str
    """``dump/releases-2026.nq.zst``; the suffix says how it is compressed."""
    size: int
    """Bytes."""
    sha256: str

    @property
    def form(self) -> Form:
        """What every file of this kind is."""
        return FORMS[self.kind]

    @property
    def compression(self) -> str:
        """Media type of the compression, or nothing."""
        return _COMPRESSED.get(self.path[self.path.rfind(".") :], "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """The releases of a year."""

    year: str
    """Four digits, or ``undated``."""
    works: int
    """How many there are, those withdrawn left out; likewise ``editions``."""
    editions: int
    issued: str
    """The earliest ``versionCreated`` of its editions."""
    modified: str
    """The latest."""
    languages: tuple[str, ...] = ()
    """Language tags of its releases, each once."""
    distributions: tuple[Distribution, ...] = ()
    """One of a kind at most."""
    triples: int | None = None
    """Statements in its N-Quads."""

    @property
    def name(self) -> str:
        """The last part of its IRI: ``releases-2026``."""
        return f"releases-{self.year}"

    @property
    def has_period(self) -> bool:
        """Whether it is of a year, one that XSD can say: there is no year 0000."""
        return self.year not in (UNDATED, "0000")

    @property
    def version(self) -> str:
        """Changes when a file changes, and only then: a day, and a part of a digest of all."""
        digests = "\n".join(f"{one.path} {one.sha256}" for one in self.distributions)
        return f"{self.modified[:10]}.{sha256(digests.encode()).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Everything that is published."""

    site: Site
    datasets: tuple[Dataset, ...]
    """In any order; each year once."""
    example: str = ""
    """IRI of a release, to look at."""
    uri_space: str = ""
    """What the IRIs of all releases begin with, if there is such a thing."""

    def years(self) -> list[Dataset]:
        """Return the data sets from the oldest; what has no year comes last.

        Raises:
            EmptyCatalogue: there is none.
        """
        if not self.datasets:
            raise EmptyCatalogue("nothing_to_publish")
        return sorted(self.datasets, key=lambda dataset: dataset.year)

    @property
    def issued(self) -> str:
        """The earliest of its moments."""
        return min((one.issued for one in self.years()), key=edtf.instant)

    @property
    def modified(self) -> str:
        """The latest of its moments."""
        return max((one.modified for one in self.years()), key=edtf.instant)


@dataclass(frozen=True, slots=True)
class Licence:
    """What CKAN calls a licence; it finds it by the title in the catalogue."""

    id: str
    title: str


_LICENCES = (
    (re.compile(r"creativecommons\.org/licenses/by/"), "cc-by", "Creative Commons Attribution"),
    (
        re.compile(r"creativecommons\.org/licenses/by-sa/"),
        "cc-by-sa",
        "Creative Commons Attribution Share-Alike",
    ),
    (
        re.compile(r"creativecommons\.org/licenses/by-nc/"),
        "cc-nc",
        "Creative Commons Non-Commercial (Any)",
    ),
    (re.compile(r"creativecommons\.org/publicdomain/zero/"), "cc-zero", "Creative Commons CCZero"),
    (
        re.compile(r"opendatacommons\.org/licenses/by/"),
        "odc-by",
        "Open Data Commons Attribution License",
    ),
    (
        re.compile(r"opendatacommons\.org/licenses/odbl/"),
        "odc-odbl",
        "Open Data Commons Open Database License (ODbL)",
    ),
    (
        re.compile(r"opendatacommons\.org/licenses/pddl/"),
        "odc-pddl",
        "Open Data Commons Public Domain Dedication and License (PDDL)",
    ),
)
"""The licences that CKAN 2.12 comes with and that have an address of their own."""


def licence(iri: str) -> Licence | None:
    """Return what CKAN knows a licence as, or ``None``.

    >>> licence("https://creativecommons.org/licenses/by-sa/4.0/")
    Licence(id='cc-by-sa', title='Creative Commons Attribution Share-Alike')
    """
    address = iri.partition("://")[2].removeprefix("www.")
    for known, name, title in _LICENCES:
        if known.match(address):
            return Licence(name, title)
    return None
