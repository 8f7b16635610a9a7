"""One pass tells whether a record is plain and which rules see a sign, as two passes do."""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.validation import schema, validate, validate_many
from archive.validation.looks import Plain, look, seeing
from archive.validation.plain import strict
from archive.validation.rules import Context
from archive.validation.rules.signs import looks_where, there
from tests.every_field import every_field, every_field_text
from tests.neighbours import neighbours
from tests.strategies import mutated
from tests.test_signs import CLEAN, HEADLINES, QUICK, SLIPS, WATCH, saying


def in_two_passes(record: Any) -> Plain | bool:
    """Return what is seen of a record by the schema of plain records, and by signs behind it."""
    if not schema.is_plain(record):
        return False
    if record.get("body", {"format": ""})["format"] != "text":
        return Plain(None)
    return Plain(tuple(WATCH.called(Context(record, is_plain=True).view)))


def told(seen: Plain | bool) -> Any:
    """Return what was seen, in no order."""
    return set(seen.called) if isinstance(seen, Plain) and seen.called is not None else seen


def agree(record: Any) -> bool:
    """Return whether one pass and two tell the same."""
    return told(look(record)) == told(in_two_passes(record))


@pytest.mark.parametrize("slip", ["", *SLIPS], ids=ascii)
def test_one_pass_sees_what_two_see_of_a_text(slip):
    for record in saying(slip):
        assert agree(record)
        assert agree(record | {"language": "en"})


@pytest.mark.parametrize("headline", HEADLINES)
def test_one_pass_sees_what_two_see_of_a_headline(headline):
    assert agree(CLEAN | {"headline": headline})


@pytest.mark.parametrize("name", sorted(every_field()))
def test_one_pass_sees_what_two_see_of_every_field(name):
    for _, record in neighbours(every_field(), name):
        assert agree(record)


@QUICK
@given(mutated(), st.sampled_from(SLIPS))
def test_one_pass_sees_what_two_see_of_made_up_records(record, slip):
    assert agree(record)
    if isinstance(record, dict) and isinstance(record.get("headline"), str):
        assert agree(record | {"headline": slip.strip() or "x"})


@pytest.mark.parametrize("record", [None, 1, "a", [], {}, {"body": 1}, {"headline": "\ud800"}])
def test_what_is_no_record_is_not_plain(record):
    assert look(record) is False


def test_half_a_character_in_a_good_record_is_not_plain():
    assert look(CLEAN | {"headline": "a\ud800"}) is False
    assert look(CLEAN | {"body": CLEAN["body"] | {"text": "a\ud800"}}) is False


def test_signs_of_a_text_with_tags_and_of_none_are_looked_for_by_themselves():
    html = CLEAN | {"body": {"format": "html", "text": "<p>kerja<em>sama</em>, kerja sama</p>"}}
    draft = {name: value for name, value in CLEAN.items() if name != "body"} | {"status": "draft"}

    assert look(html) == Plain(None)
    assert look(draft) == Plain(None)
    assert "R208" in {one.code for one in validate(html)}


def test_what_was_seen_before_changes_nothing():
    records = [record for slip in SLIPS for record in saying(slip)]
    every = every_field_text()

    seen = validate_many(records, plain=map(look, records))

    assert seen == validate_many(records) == [validate(record) for record in records]
    assert validate_many([every], plain=[schema.is_plain(every)]) == [validate(every)]


def test_several_threads_look_at_records_at_once():
    records = [copy.deepcopy(record) for slip in SLIPS[:6] for record in saying(slip)]
    alone = list(map(look, records))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(look, records)) == alone


def test_a_sign_at_a_place_that_no_record_has_is_a_mistake():
    @looks_where(there("record.persons[].name"))
    def rule(_: Context) -> list[Any]:
        return []

    with pytest.raises(KeyError):
        seeing(strict(schema.document()), [rule])
