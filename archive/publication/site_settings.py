"""``[publication]`` of the settings file → a :class:`Site`, every slip told by name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, cast
from urllib.parse import urlsplit

from archive import regions
from archive.errors import PhrasedError
from archive.publication.base_urls import base_url as checked_base_url
from archive.publication.site import FRAMES, Agent, Site
from archive.publication.words import words
from archive.validation import formats
from archive.writers import WRITERS

_TABLE = "publication"
_ALIASES = {"produsen-data": "producer", "walidata": "custodian"}
"""Words of Satu Data Indonesia for settings."""
_SETTINGS = (
    "title", "description", "publisher", "contact", "licence", "languages", "regions", "producer",
    "custodian", "compression", "renditions",
)  # fmt: skip
_AGENT = ("name", "iri", "homepage", "type", "email", "phone")
_COMPRESSIONS = ("zst", "gz")
_PUBLISHER_TYPES = (
    "Academia-ScientificOrganisation", "Company", "IndustryConsortium", "LocalAuthority",
    "NationalAuthority", "NonGovernmentalOrganisation", "NonProfitOrganisation",
    "PrivateIndividual(s)", "RegionalAuthority", "StandardisationBody", "SupraNationalAuthority",
)  # fmt: skip
"""ADMS publisher types 1.0."""
_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_LONGEST = 2000
"""Characters of a text; a description of a collection is no essay."""


class UnreadablePublication(PhrasedError):  # noqa: N818 (says what is wrong)
    """The table ``[publication]`` names what does not exist, or has a value that cannot be."""


class Notice(NamedTuple):
    """What to tell whoever publishes: a phrase of the program, and its values."""

    key: str
    values: Mapping[str, str]


def site(
    table: Mapping[str, Any],
    *,
    base_url: str,
    issuers: Sequence[str] = (),
    file: str = "press-archive.toml",
) -> tuple[Site, tuple[Notice, ...]]:
    """Return the site that a table describes, and what to tell of it.

    ``issuers`` are the names of all that issue releases of the collection: the only one publishes
    it unless the table says who does; else an agent with the name of the host stands there.

    Raises:
        UnreadablePublication: with what is wrong in the table.
        UnusableBaseUrl: with what is wrong with the address.
    """
    url = checked_base_url(base_url)
    own = _Entries(file, _TABLE, table).known(_SETTINGS, _ALIASES)
    languages = own.choices("languages", FRAMES) or FRAMES
    publisher, notices = _publisher(own, url, issuers)
    return Site(
        base_url=url,
        title=_in_each(own, "title", languages, publisher),
        description=_in_each(own, "description", languages, publisher),
        publisher=publisher,
        contact=_agent(own, "contact", publisher.name) or publisher,
        languages=languages,
        licence=own.iri("licence"),
        regions=_regions(own),
        producer=_agent(own, "producer"),
        custodian=_agent(own, "custodian"),
        compression=cast(
            'Literal["zst", "gz"]', own.choice("compression", _COMPRESSIONS) or _COMPRESSIONS[0]
        ),
        renditions=own.choices("renditions", tuple(WRITERS)),
    ), notices


@dataclass(frozen=True, slots=True)
class _Entries:
    """A table, and what it is called in messages."""

    file: str
    name: str
    entries: Mapping[str, Any]

    def known(self, names: tuple[str, ...], aliases: Mapping[str, str]) -> _Entries:
        """Return the entries under the names that the program has for them.

        Raises:
            UnreadablePublication: a name is none of them, or one stands twice.
        """
        found: dict[str, Any] = {}
        written: dict[str, str] = {}
        for own, value in self.entries.items():
            word = own.replace("_", "-")
            name = aliases.get(word, word)
            if name not in names:
                raise self._unknown(own, (*names, *aliases))
            if name in found:
                raise self.wrong("settings_twice", own, other=f"{self.name}.{written[name]}")
            found[name], written[name] = value, own
        return _Entries(self.file, self.name, found)

    def wrong(self, key: str, name: str, **values: object) -> UnreadablePublication:
        return UnreadablePublication(key, file=self.file, name=f"{self.name}.{name}", **values)

    def _unknown(self, name: str, known: tuple[str, ...]) -> UnreadablePublication:
        near = difflib.get_close_matches(name[:80].lower(), known, n=1)
        if near:
            return self.wrong(
                "settings_unknown_suggestion", name, suggestion=f"{self.name}.{near[0]}"
            )
        return self.wrong("settings_unknown", name)

    def text(self, name: str) -> str:
        """Return a text in one line; nothing, if it is not there."""
        return self._line(name, self.entries[name]) if name in self.entries else ""

    def _line(self, name: str, value: object) -> str:
        line = " ".join(value.split()) if isinstance(value, str) else ""
        if not line or len(line) > _LONGEST or _UNWRITABLE.search(line):
            raise self.wrong("settings_value", name, value=repr(value))
        return line

    def table(self, name: str) -> _Entries | None:
        """Return a table within, if the setting is one."""
        value = self.entries.get(name)
        return (
            _Entries(self.file, f"{self.name}.{name}", value) if isinstance(value, dict) else None
        )

    def values(self, name: str) -> list[object]:
        """Return the values of a list; one value may stand without a list."""
        value = self.entries.get(name, [])
        return value if isinstance(value, list) else [value]

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts of a list, each once."""
        return tuple(dict.fromkeys(self._line(name, one) for one in self.values(name)))

    def choice(self, name: str, known: tuple[str, ...]) -> str:
        """Return one of some words; nothing, if it is not there."""
        value = self.text(name)
        if value:
            self._refuse_other(name, value, known)
        return value

    def choices(self, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
        """Return some of the words, in the order given."""
        values = self.texts(name)
        for value in values:
            self._refuse_other(name, value, known)
        return values

    def _refuse_other(self, name: str, value: str, known: tuple[str, ...]) -> None:
        if value not in known:
            raise self.wrong("settings_choice", name, value=value, known=", ".join(known))

    def iri(self, name: str) -> str:
        """Return an absolute IRI; nothing, if it is not there."""
        value = self.text(name)
        if value and not formats.check("format", "iri")(value):
            raise self.wrong("settings_iri", name, value=value)
        return value

    def address(self, name: str) -> str:
        """Return the address of a page; nothing, if it is not there."""
        value = self.iri(name)
        if value and not value.startswith(("http://", "https://")):
            raise self.wrong("settings_iri", name, value=value)
        return value

    def email(self, name: str) -> str:
        """Return an e-mail address; nothing, if it is not there."""
        value = self.text(name).removeprefix("mailto:")
        if value and not formats.check("format", "email")(value):
            raise self.wrong("settings_email", name, value=value)
        return value


def _publisher(own: _Entries, url: str, issuers: Sequence[str]) -> tuple[Agent, tuple[Notice, ...]]:
    only = issuers[0] if len(issuers) == 1 else ""
    said = _agent(own, "publisher", only)
    if said is not None:
        return said, ()
    if only:
        return Agent(name=only), ()
    host = str(urlsplit(url).hostname)
    return Agent(name=host, homepage=url), (Notice("publisher_unknown", {"host": host}),)


def _agent(own: _Entries, name: str, default: str = "") -> Agent | None:
    """Return an agent, if it is said: a table, or its name alone."""
    table = own.table(name)
    if table is None:
        text = own.text(name)
        return Agent(name=text) if text else None
    fields = table.known(_AGENT, {})
    called = fields.text("name") or default
    if not called:
        raise fields.wrong("settings_missing", "name")
    return Agent(
        name=called,
        iri=fields.iri("iri"),
        homepage=fields.address("homepage"),
        kind=fields.choice("type", _PUBLISHER_TYPES),
        email=fields.email("email"),
        phone=fields.text("phone"),
    )


def _in_each(
    own: _Entries, name: str, languages: tuple[str, ...], publisher: Agent
) -> dict[str, str]:
    """Return a text in each language: the one given, that of the language, else a made one."""
    table = own.table(name)
    if table is None and own.text(name):
        return dict.fromkeys(languages, own.text(name))
    said = table.known(FRAMES, {}) if table else _Entries("", "", {})
    return {
        language: said.text(language)
        or words(language)[f"default_{name}"].format(publisher=publisher.name)
        for language in languages
    }


def _regions(own: _Entries) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for code in own.values("regions"):
        if not isinstance(code, str) or not regions.is_known("kemendagri", code):
            raise own.wrong("settings_region", "regions", value=repr(code))
        found[code] = None
    return tuple(found)
