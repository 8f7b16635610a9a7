"""What a collection says of itself: the ``[publication]`` table of the settings, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

FRAMES = ("id", "en")
"""Languages that the frame of a page can be had in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A body or office: publisher, contact, Produsen Data, Walidata; empty is not said."""

    name: str
    iri: str = ""
    homepage: str = ""
    kind: str = ""
    """The last step of an ADMS publisher type, such as ``LocalAuthority``."""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A collection and where it will be served."""

    base_url: str
    """Absolute, http or https, with a slash at its end."""
    title: Mapping[str, str]
    """Language → text; there is one for each of ``languages``."""
    description: Mapping[str, str]
    publisher: Agent
    contact: Agent
    languages: tuple[str, ...] = FRAMES
    """Languages of lists and of the frame, some of ``FRAMES``; the first stands at the root."""
    licence: str = ""
    """IRI; that of the collection, where a release says nothing else."""
    regions: tuple[str, ...] = ()
    """Kemendagri codes of what the collection is about."""
    producer: Agent | None = None
    """Produsen Data of Satu Data Indonesia."""
    custodian: Agent | None = None
    """Walidata of Satu Data Indonesia."""
    compression: Literal["zst", "gz"] = "zst"
    renditions: tuple[str, ...] = ()
    """Formats (words of ``WRITERS``) whose files lie beside each page."""
    has_search: bool = False
    has_parquet: bool = False

    def url(self, path: str) -> str:
        """Return the address of a file of the site; paths are made of unreserved characters."""
        return self.base_url + path


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of a work, as its page lists it; the newest comes first."""

    version: int
    created: str
    """``versionCreated``, as in the record."""
    kind: str = ""
    """What the change was: ``major``, ``minor``, ``correction``, or nothing."""
    note: str = ""
    path: str = ""
    """Of its JSON, if that lies beside the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A tie of a release to another work or page."""

    rel: str
    """A word of ``relations[].rel``."""
    target: str
    """The IRI, as in the record."""
    path: str = ""
    """The page of that work, ``r/ah/….html``, where it is in the collection."""
    title: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file beside the page that holds the same release."""

    format: str
    """A word of ``WRITERS``."""
    path: str
    media_type: str
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the page of a release shows besides the release."""

    path: str
    """Of the page, ``r/ah/….html``."""
    sha256: str
    """Of the canonical JSON of the edition."""
    value_paths: Mapping[str, str] = field(default_factory=dict)
    """Local id of a person, organisation, place or event, or ``scheme:code`` of a topic → path of
    the page that gathers the releases it is named in, ``person/….html``, in the first language."""
    editions: tuple[Edition, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    downloads: tuple[Download, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)
    """``href`` of an attachment → path of the same picture on the site, where it is known to lie
    there; all other pictures are links, so that a page asks no other host for anything."""
