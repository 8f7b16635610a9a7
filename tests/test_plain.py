"""Plain records: surely good by the schema, and nothing for the rules that look at characters."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from archive.errors import UnreadableSource
from archive.json_text import read_asking
from archive.limits import LARGEST_INTEGER
from archive.validation import authority, formats, schema, validate
from archive.validation.plain import (
    STRICTER_FORMATS,
    STRICTER_PATTERNS,
    is_plainly_written,
    plain,
    strict,
    without_references,
)
from archive.validation.rules import RULES, Context, characters, wording
from archive.validation.rules.signs import matcher
from tests.strategies import mutated

CLEAN = json.loads((Path(__file__).parent / "clean.json").read_text("utf-8"))
OF_CHARACTERS = (*characters.RULES, wording.letters_are_what_they_were)
QUICK = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)
ODD = (
    *"\x00\x07\x1f\x7f\x85\x9f\ue000\uf8ff\U000f0000\U0010fffd\ufdd0\ufffe\uffff\U0001fffe\U0002ffff",
    *"\U0003fffe\U000affff\u202a\u202e\u2066\u2069\ufffd",
    *("â€", "senatorâs", "Ã©", "Â»", "ï»¿", "ðŸ"),
)
"""What some rule tells of, wherever it stands."""
UNSEEN = " \u00a0\u00ad\u180e\u2003\u200b\u200d\u200e\u2028\u202f\u2060\u2800\u3000\u3164\ufeff"


def saying(text: str) -> dict[str, Any]:
    """Return the clean record with another headline."""
    return copy.deepcopy(CLEAN) | {"headline": text}


def holding(text: str) -> dict[str, Any]:
    """Return the clean record with another body."""
    return copy.deepcopy(CLEAN) | {"body": {"format": "text", "text": text}}


def strings(part: Any) -> list[dict[str, Any]]:
    """Return the parts of a schema that are about strings which are no words of a list."""
    if isinstance(part, list):
        return [one for inner in part for one in strings(inner)]
    if not isinstance(part, dict):
        return []
    inner = [one for value in part.values() for one in strings(value)]
    return [part, *inner] if part.get("type") == "string" else inner


def parts(part: Any) -> list[dict[str, Any]]:
    """Return a part of a schema and all parts of it, but for what is only an example."""
    if isinstance(part, list):
        return [one for inner in part for one in parts(inner)]
    if not isinstance(part, dict):
        return []
    inner = [one for name, value in part.items() if name != "examples" for one in parts(value)]
    return [part, *inner]


def with_definitions(part: dict[str, Any]) -> dict[str, Any]:
    return part | {"$defs": plain(schema.document())["$defs"]}


def test_a_clean_record_is_plain():
    assert schema.is_plain(CLEAN)


def test_a_plain_record_has_no_number_beyond_those_that_all_readers_of_json_agree_on():
    """Hence the reader does not look for them there, nor for deep nesting."""
    kinds = [part for part in parts(plain(schema.document())) if isinstance(part.get("type"), str)]
    numbers = [part for part in kinds if part["type"] in ("integer", "number")]

    assert numbers
    assert all(part["minimum"] >= -LARGEST_INTEGER for part in numbers)
    assert all(part["maximum"] <= LARGEST_INTEGER for part in numbers)


def test_a_plain_record_has_no_field_that_may_hold_anything():
    objects = [part for part in parts(plain(schema.document())) if part.get("type") == "object"]

    assert objects
    assert all(part.get("additionalProperties") is not None for part in objects)
    assert all(part["additionalProperties"] is not True for part in objects)


@pytest.mark.parametrize("odd", [{"extensions": {"x": 2**53}}, {"urgency": 2**60}])
def test_what_is_not_plain_is_looked_at_for_its_numbers(odd):
    with pytest.raises(UnreadableSource) as told:
        read_asking(schema.is_plain, json.dumps(CLEAN | odd).encode())

    assert [one.code for one in told.value.findings] == ["J006"]


def test_a_record_with_extensions_is_not_plain_but_accepted():
    record = saying("Harga turun") | {"extensions": {"a.b": "\u0007"}}

    assert not schema.is_plain(record)
    assert schema.accepts(record)


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_no_string_of_a_plain_record_has_an_odd_character(odd):
    """Whatever field is added to the schema: it is closed to them, or this fails."""
    for part in strings(plain(schema.document())):
        is_valid = formats.validator(with_definitions(part)).is_valid

        assert not is_valid(f"a{odd}b"), part
        assert not is_valid(odd), part


@pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)
def test_no_string_of_a_plain_record_is_blank(unseen):
    for part in strings(plain(schema.document())):
        assert not formats.validator(with_definitions(part)).is_valid(unseen * 2), part


BODY_PATTERN = STRICTER_PATTERNS["^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f]+$"]
MANY = "日本語" * 40
"""More characters beyond ASCII than are looked through one by one."""


def test_the_body_is_the_only_string_whose_schema_looks_at_its_beginning_alone():
    stricter = strict(schema.document())
    every = strings(without_references(plain(schema.document())))

    differing = [one for one, other in zip(strings(stricter), every, strict=True) if one != other]

    assert differing == [stricter["properties"]["body"]["properties"]["text"]]


def test_a_schema_without_references_says_the_same():
    """What stands beside a reference is demanded, too, and a field may be called "title"."""
    name = {"title": "Name", "type": "string", "pattern": "^[a-z]+$"}
    whole = without_references(
        {
            "properties": {
                "title": {"$ref": "#/$defs/name", "title": "Title"},
                "names": {"items": [{"$ref": "#/$defs/name", "maxLength": 3}]},
            },
            "$defs": {"name": name},
        }
    )

    plainly = {"type": "string", "pattern": "^[a-z]+$"}
    assert whole == {
        "properties": {
            "title": plainly,
            "names": {"items": [{"allOf": [plainly], "maxLength": 3}]},
        }
    }
    assert '"$ref"' not in json.dumps(strict(schema.document()))


@pytest.mark.parametrize("before", ["", "Satu. ", "Satu “dua”.\n\n", MANY])
@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_no_body_of_a_plain_record_has_an_odd_character(odd, before):
    assert schema.is_plain(holding(f"{before or 'a'}b"))
    assert not schema.is_plain(holding(f"{before}{odd} tiga"))
    assert not schema.is_plain(holding(f"{before}{odd}"))


@settings(QUICK, max_examples=600)
@given(
    st.lists(st.sampled_from([*ODD, *UNSEEN, MANY, *"aZ s\n\t\r\x0b\x1c~", "“x”", "âm", "é", "ﻙ"])),
    st.text(max_size=8),
)
def test_a_body_is_plainly_written_if_the_pattern_of_such_texts_says_so(parts, words):
    text = f"A{''.join(parts)}{words}"

    if not any("\ud800" <= letter <= "\udfff" for letter in text):
        assert is_plainly_written(text) == matcher(BODY_PATTERN)(text)


@pytest.mark.parametrize(
    "text",
    ["Harga “turun” — 4 %", "Où est l’école naïve de ma grâce?", "日本語のテキスト", "مكتبة عامة", "a\u00a0b", "😀 ya"],
)  # fmt: skip
def test_ordinary_words_of_any_language_are_plain(text):
    assert schema.is_plain(saying(text))


@pytest.mark.parametrize("text", ["Château", "Ænima: ð", "São Paulo, Âmbar"])
def test_what_is_not_plain_may_be_good_all_the_same(text):
    assert validate(saying(text)) == []


@QUICK
@given(mutated())
def test_a_plain_record_is_accepted_by_the_authority_and_has_no_odd_character(record):
    if schema.is_plain(record):
        assert list(authority.authority(schema.document())(record)) == []
        assert [one for rule in OF_CHARACTERS for one in rule(Context(record))] == []


@QUICK
@given(mutated())
def test_rules_say_the_same_of_a_plain_record_that_they_look_at_closely(record):
    if schema.is_plain(record):
        quick, close = (Context(record, is_plain=is_plain) for is_plain in (True, False))

        assert [one for rule in RULES for one in rule(quick)] == [
            one for rule in RULES for one in rule(close)
        ]


@pytest.mark.parametrize("form", STRICTER_FORMATS)
@settings(QUICK, max_examples=300)
@given(st.data())
def test_what_looks_like_a_format_to_the_strict_validator_has_that_format(form, data):
    value = data.draw(st.from_regex(re.compile(STRICTER_FORMATS[form], re.ASCII), fullmatch=True))

    if not value.endswith("\n"):  # Python's "$" stands before a final line feed, too
        for part in strings(schema.document()):
            if part.get("format") == form:
                assert formats.validator(part).is_valid(value)


def test_every_pattern_that_is_replaced_stands_in_the_schema():
    patterns = {part.get("pattern") for part in strings(schema.document())}

    assert set(STRICTER_PATTERNS) <= patterns


def test_half_a_character_is_never_plain():
    assert not schema.is_plain(saying("\ud800"))


def test_a_text_with_half_a_character_may_have_any_sign():
    assert matcher("never")("\ud800")


def test_half_a_character_is_all_that_is_told_of_a_text_that_has_one():
    """Every sign is taken to be there then, and nothing of what they are signs of."""
    record = copy.deepcopy(CLEAN)
    record["body"]["text"] += "\n\nSiti\ud800."

    assert [one.code for one in validate(record)] == ["R120"]


def test_a_letter_misread_across_a_tag_is_found_where_another_field_has_one_too():
    body = {"format": "html", "text": "<p><b>â</b>€œ</p>"}
    record = saying("CafÃ©") | {"body": body, "extensions": {"a.b": "Ã©"}}

    found = [one.pointer for one in validate(record) if one.code == "R236"]

    assert found == ["/headline", "/body/text"]
