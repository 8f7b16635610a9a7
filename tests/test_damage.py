"""A file that was changed on its way shows where: in one field, or by a copy that disagrees."""

from __future__ import annotations

import importlib
import json
from collections import defaultdict
from functools import cache
from random import Random

import pytest

from archive.validation import built, validate
from archive.vocabulary import PA
from archive.writers import WRITERS
from tests import golden
from tests.damage import CONSTANT, FORMS, Damage, damage, fault, is_seen, kind
from tests.every_field import every_field, every_field_text
from tests.neighbours import neighbours

READERS = {
    "newsml-g2": "archive.readers.newsml_g2",
    "jsonld": "archive.readers.jsonld",
    "nquads": "archive.readers.rdf.nquads",
}
COUNT = 200


def _read(output):
    return importlib.import_module(READERS[output]).read


@cache
def _records():
    """Return records of many kinds: the samples, and some that differ in one thing each."""
    some = [
        json.loads((golden.GOOD / name / "release.json").read_bytes()) for name in golden.names()
    ]
    for whole in (every_field(), every_field_text()):
        some += [other for _, other in neighbours(whole)][::41]
    return [one for one in some if all(found.severity != "error" for found in validate(one))]


@cache
def _others(output):
    """Return the values that renditions have in places of each kind."""
    found = defaultdict(set)
    for record in _records():
        values = FORMS[output].values(WRITERS[output].load().write(built(record)))
        for where, value in values.items():
            found[kind(where)].add(value)
    return {of_kind: sorted(values) for of_kind, values in found.items()}


def _faults(output, numbers):
    """Yield what is wrong with how the damage of each number is taken."""
    for number in numbers:
        random = Random(f"{output} {number}")
        record = random.choice(_records())
        values = FORMS[output].values(WRITERS[output].load().write(built(record)))
        done = damage(values, random, _others(output))
        if wrong := fault(record, output, done, _read(output)):
            yield number, done, wrong


@pytest.mark.parametrize("output", FORMS)
def test_damage_to_a_value_shows_in_its_field_or_by_a_copy_that_disagrees(output):
    assert [*_faults(output, range(20))] == []


@pytest.mark.slow
@pytest.mark.parametrize("output", FORMS)
def test_two_hundred_damages_show_in_their_fields(output):
    assert [*_faults(output, range(20, 20 + COUNT))] == []


@pytest.mark.slow
@pytest.mark.parametrize("output", ["newsml-g2", "jsonld"])
def test_only_what_every_file_says_alike_is_no_field(output):
    """All else that can be damaged is a field of the record, so it must show in this field."""
    write, values = WRITERS[output].load().write, FORMS[output].values
    record = every_field()
    base, changing = values(write(built(record))), set()
    for _, other in [*neighbours(record)][::2]:
        for where, value in values(write(built(other))).items():
            if base.get(where, value) != value:
                changing.add(kind(where))

    assert {*map(kind, base)} & CONSTANT[output]
    assert changing & CONSTANT[output] == set()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("pa", "pe"), ("pa", "pascheme"), ("pascheme", "psascheme"), (PA, f"{PA[:-1]}x#"),
        ("q-2.2", "q-2"), ("q-2.2", "q-1"), ("q-1", "q-7"),
    ],
)  # fmt: skip
def test_damage_to_what_only_leads_to_other_values_is_told(before, after):
    """An alias that codes have, the marks that a quotation consists of."""
    record = every_field_text()
    values = FORMS["newsml-g2"].values(WRITERS["newsml-g2"].load().write(built(record)))
    where = next(one for one, value in values.items() if before in (value, value.split("-", 1)[-1]))
    value = values[where]
    damaged = value[: len(value) - len(before)] + after

    assert fault(record, "newsml-g2", Damage(where, value, damaged), _read("newsml-g2")) == ""


# the test can fail


def test_a_field_is_seen_where_it_is_written_and_nowhere_else():
    record = json.loads((golden.GOOD / golden.names()[0] / "release.json").read_bytes())

    values = FORMS["newsml-g2"].values(WRITERS["newsml-g2"].load().write(built(record)))
    alike = [where for where, value in values.items() if value in (record["headline"], "1")]
    seen = [where for where in alike if is_seen(record, "newsml-g2", "/headline", where)]

    assert len(alike) > len(seen)
    assert [kind(where) for where in seen] == [
        "/newsItem/contentMeta/headline/@rank",
        "/newsItem/contentMeta/headline/text()",
        "/newsItem/contentSet/inlineXML/html/head/title/text()",
    ]


@pytest.mark.parametrize("output", FORMS)
def test_damage_changes_one_value_and_no_other(output):
    raw = WRITERS[output].load().write(built(every_field()))
    values = FORMS[output].values(raw)

    for number in range(60):
        done = damage(values, Random(number), _others(output))
        changed = FORMS[output].values(FORMS[output].put(raw, done.where, done.after))

        assert done.before != done.after
        assert changed == values | {done.where: done.after}


def _ignores_the_summary(stream, **_):
    for reading in _read("newsml-g2")(stream):
        if reading.document and reading.document.get("summary"):
            reading.document["summary"] = "Rapat dibuka.\nBanyak yang hadir."
        yield reading


def test_a_reader_that_does_not_look_is_found_out():
    where = "/newsItem/contentMeta/description#1/text()1"
    done = Damage(where, "Rapat dibuka.\nBanyak yang hadir.", "Rapat ditutup.")

    assert fault(every_field(), "newsml-g2", done, _read("newsml-g2")) == ""
    assert fault(every_field(), "newsml-g2", done, _ignores_the_summary) != ""
