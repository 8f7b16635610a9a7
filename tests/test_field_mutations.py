"""A field that is lost on the way is missed: by writers and readers that lose one, made from ours.

Where a mutant loses nothing, nothing is lost by leaving it as it is.
"""

from __future__ import annotations

import importlib
import io
import pkgutil

import pytest

from archive.differences import differences
from archive.errors import UnreadableSource
from archive.validation import built, schema
from archive.writers import WRITERS
from tests.every_field import every_field, every_field_text
from tests.field_mutants import mutants, poorer_tables, unknown_names, unseen_fields
from tests.neighbours import content, neighbours

WRITING = {
    "newsml-g2": ["archive.newsml_g2", *[f"archive.newsml_g2.{name}" for name in ("item", "content", "content_set", "asserts")]],
    "nquads": [f"archive.graph.{name}" for name in ("mapping", "agents", "things")],
}  # fmt: skip
OWN = ("own", "own_asserts", "own_content", "own_item", "own_meta", "own_text", "walk")
"""Modules that read what we write; copies are compared elsewhere, and others' items read."""
READING = {
    "newsml-g2": [f"archive.readers.newsml_g2.{name}" for name in OWN],
    "nquads": ["archive.graph.forms", "archive.graph.reading", "archive.readers.rdf"],
    "jsonld": [
        "archive.graph.forms",
        "archive.graph.reading",
        "archive.readers.jsonld.archive_form",
    ],
}
READERS = {
    "newsml-g2": "archive.readers.newsml_g2",
    "nquads": "archive.readers.rdf.nquads",
    "jsonld": "archive.readers.jsonld",
}


def _the_other_dates(record):
    """Return a record whose dates are exact where they were vague, and vague where exact."""
    dates = dict(record["dates"])
    for name in ("issued", "created", "modified", "scheduledFor", "expires"):
        moment = dict(dates[name])
        if moment.pop("dateTime", None):
            moment["edtf"] = "2025-07-08"
        else:
            del moment["edtf"]
            moment["dateTime"] = "2025-07-08T10:00:00+07:00"
        dates[name] = moment
    return record | {"dates": dates}


RECORDS = [every_field(), every_field_text(), _the_other_dates(every_field())]
"""Together they have every field."""
_LESS = {
    "/provider left out", "/quotes left out", "/quotes/0 left out", "/organisations/0/from left out",
    "/organisations/0/to left out", "/type changed", "/status changed", "/embargo left out",
    "/embargo/until left out", "/identifiers/1/scheme changed", "/events/1/start changed",
    "/events/0/end changed", "/subjects/0/scheme changed", "/contacts/0/name left out",
    "/people/0/roles/0/org left out", "/dates/expires left out", "/dates/created left out",
    "/version changed",
}  # fmt: skip
_ALIKE_TWICE = every_field() | {
    "alternativeHeadlines": [{"text": "Dihadiri 120 orang", "role": "sub", "language": "id"}],
    "relations": [{"rel": "derivedFrom", "target": every_field()["provenance"]["url"]}],
}
OTHERS = [
    _ALIKE_TWICE,
    every_field_text() | {"language": "ar"},
    every_field() | {"status": "draft"},
]
OTHERS += [
    other
    for whole in (every_field_text(), every_field(), _the_other_dates(every_field()))
    for other in {where: one for where, one in neighbours(whole) if where in _LESS}.values()
]
"""Without what is not required, and of other kinds."""


def _write(record, output):
    return WRITERS[output].load().write(built(record))


def _read(raw, output):
    (reading,) = importlib.import_module(READERS[output]).read(io.BytesIO(raw))
    return reading


def _lost(record, reading):
    """Return the dotted paths of what differs in a record that was read; else of what is told."""
    wanted = {name: one for name, one in record.items() if name != "$schema"}
    if content(reading.document) == content(wanted):
        return {_dotted(one.pointer) for one in reading.findings}
    return {_dotted(one.pointer) for one in differences(wanted, reading.document)}


def _dotted(pointer):
    return ".".join(step for step in pointer.split("/")[1:] if not step.isdigit())


@pytest.mark.parametrize("output", READERS)
def test_all_fields_come_back(output):
    lost = [_lost(record, _read(_write(record, output), output)) for record in (*RECORDS, *OTHERS)]

    assert lost == [set()] * len(lost)


def _lost_by_writer(mutant, output):
    """Return where a writer is a mutant and what is lost of the records, else of the others.

    The reader is no mutant. ``None``: nobody can read what was written, if anything was.
    """
    lost = set()
    for number, record in enumerate((*RECORDS, *OTHERS)):
        with mutant() as where:
            try:
                raw = _write(record, output)
            except Exception:  # noqa: BLE001 (a mutant may raise anything)
                return where, None
        try:
            lost |= _lost(record, _read(raw, output))
        except UnreadableSource:
            return where, None
        if lost and number >= len(RECORDS) - 1:
            break
    return where, lost


def _not_as_we_write(raw, output):
    """Return a file that says the same, but has to be read in full; quick ways are proven."""
    return raw.replace(b"?>", b"?><!-- -->", 1) if output == "newsml-g2" else raw


def _lost_by_reader(mutant, output, written):
    """Return what a mutant of a reader loses of the records; ``None``: it does not read them."""
    lost = set()
    with mutant():
        for record, raw in zip(RECORDS, written, strict=True):
            try:
                lost |= _lost(record, _read(raw, output))
            except Exception:  # noqa: BLE001 (a mutant may raise anything)
                return None
    return lost


def _modules(names):
    """Return modules, and those in them where they are packages."""
    for name in names:
        yield name
        module = importlib.import_module(name)
        for one in pkgutil.iter_modules(getattr(module, "__path__", [])):
            yield f"{name}.{one.name}"


ALIKE = {
    "newsml-g2": {
        # in another place, where it is read as well: extensions instead of elements of dates
        "content._is_held: moment.date_time is not None", "content._is_held: moment.edtf",
        "item._expires: moment.date_time is not None", "item._expires: moment.edtf",
        "item._expires: release.dates.expires", "item._expiry: moment.date_time",
        "item._is_timestamp: moment.date_time is not None", "item._is_timestamp: moment.edtf",
        "item._is_embargoed: release.embargo is None", "item._is_embargoed: release.embargo.until",
        "item.publication: issued.date_time", "asserts._event_details: event.start is None",
        "asserts._contact: contact.name is None", "asserts._person: role.org",
        # by another name that means the same
        "content._administration: identifier.scheme", "content._description: release.type",
        "content._description: subject.scheme", "item._links: relation.rel",
        # the order in which quotations are marked, and which way is quicker
        "content_set._Marker.__init__: one.span", "content_set._Marker.marked: piece.text",
        "content_set._are_apart: quote.span", "content_set._body: body.text",
        "content_set._body: quote.span",
    },
    "nquads": {
        # a statement that another field makes as well, or the same with another name
        "mapping._headlines: release.language", "mapping._identity: release.type",
        "mapping._provenance: one.rel", "mapping._provenance: one.target",
        "mapping._provenance: provenance.url", "mapping._provenance: release.relations",
    },
}  # fmt: skip
"""Mutants of writers that lose nothing, and why."""
CONSTANT = {"newsml-g2": set(), "nquads": {"schemaVersion"}}
"""Fields that the writer does not take from the record, for there is one value."""


@pytest.fixture(scope="module", params=WRITING)
def writers(request):
    """Return a format, and what each writer that does not see one field in one place loses."""
    made = mutants(WRITING[request.param], unseen_fields)
    return request.param, [_lost_by_writer(one, request.param) for one in made]


@pytest.mark.slow
def test_a_writer_that_loses_a_field_is_found_out(writers):
    output, found = writers

    assert len(found) > 300
    assert {_place(where) for where, lost in found if lost == set()} == ALIKE[output]


def _place(where):
    """Return a place from the module on, without the package."""
    return where.removeprefix("archive.newsml_g2.").removeprefix("archive.graph.")


@pytest.mark.slow
def test_each_field_is_lost_by_some_writer(writers):
    output, found = writers

    assert _kept(set().union(*[lost for _, lost in found if lost])) == CONSTANT[output]


@pytest.mark.slow
@pytest.mark.parametrize("output", READING)
def test_each_field_is_lost_by_some_reader_and_missed(output):
    names = [*_modules(READING[output])]
    written = [_not_as_we_write(_write(record, output), output) for record in RECORDS]
    made = (*mutants(names, unknown_names), *poorer_tables(names))

    found = [_lost_by_reader(one, output, written) for one in made]

    assert _kept(set().union(*[lost for lost in found if lost])) == set()


def _kept(lost):
    """Return the fields of the schema that are not lost, nor what is in them.

    Where editors find the schema is none.
    """
    return {
        path
        for path in schema.field_paths()
        if path != "$schema" and not any(f"{one}.".startswith(f"{path}.") for one in lost)
    }
