"""The contract: the schema says what each field is, and the types say the same."""

from __future__ import annotations

import json
import re
import types
import typing

import msgspec
import pytest
from jsonschema import Draft202012Validator

from archive import contracts
from archive.release import Release
from archive.validation import formats, schema, validate
from archive.vocabulary import CONTEXT_PREFIXES, SCHEMA_ID
from tests.every_field import every_field, every_field_text

SCHEMA = schema.document()
OBJECTS = {"": SCHEMA} | {
    name: part for name, part in SCHEMA["$defs"].items() if part.get("type") == "object"
}
FIELDS = {
    f"{name}.{field}".lstrip("."): said
    for name, part in OBJECTS.items()
    for field, said in part["properties"].items()
}


def _parts(value):
    """Yield every schema inside a schema."""
    if isinstance(value, dict):
        yield value
        for name, part in value.items():
            if name not in ("examples", "enum", "const"):
                yield from _parts(part)


def _with_definitions(part):
    """Return a part of the schema that can be asked by itself."""
    return {"$defs": SCHEMA["$defs"]} | part


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)

    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"] == SCHEMA_ID


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_has_a_title_a_description_and_an_example(field):
    """They are what `explain FIELD` and an editor show."""
    said = FIELDS[field]

    assert said["title"].strip()
    assert said["description"].strip().endswith((".", "`")), said["description"]
    assert said["examples"]


def test_every_definition_says_what_it_is():
    for name, part in SCHEMA["$defs"].items():
        assert part["title"], name
        assert part["description"], name


def test_every_example_is_valid_where_it_stands():
    for field, said in [*FIELDS.items(), *SCHEMA["$defs"].items()]:
        is_valid = formats.validator(_with_definitions(said)).is_valid

        assert [one for one in said.get("examples", ()) if not is_valid(one)] == [], field


def test_an_example_of_a_word_is_one_of_its_list():
    for field, said in FIELDS.items():
        if "enum" in said:
            assert set(said["examples"]) <= set(said["enum"]), field


def test_every_object_is_closed_but_the_extensions():
    for part in _parts(SCHEMA):
        if part.get("type") == "object":
            assert part.get("additionalProperties") is False or part == FIELDS["extensions"]


def test_no_choice_hides_which_branch_failed():
    """`oneOf` and `anyOf` give messages nobody understands; fields tell the branches apart."""
    assert not [part for part in _parts(SCHEMA) if {"oneOf", "anyOf", "allOf"} & set(part)]


def test_every_definition_is_used():
    used = set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(SCHEMA)))

    assert used == set(SCHEMA["$defs"])


@pytest.mark.parametrize("empty", ["", [], {}, None])
def test_no_field_takes_an_empty_value(empty):
    """Unknown stays absent; only an embargo may be empty, until told."""
    for field, said in FIELDS.items():
        is_valid = formats.validator(_with_definitions(said)).is_valid

        assert not is_valid(empty) or (field, empty) in (("embargo", {}), ("$schema", "")), field


# the types


def _bare(kind):
    """Return a type without the possibility that nothing is said."""
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        (one,) = (part for part in typing.get_args(kind) if part is not type(None))
        return one
    return kind


def _said(part):
    while "$ref" in part:
        part = SCHEMA["$defs"][part["$ref"].rpartition("/")[2]]
    return part


def _agree(part, kind, where):
    """Say that a part of the schema and a type allow the same shapes."""
    part, kind = _said(part), _bare(kind)
    words = part.get("enum") or ([part["const"]] if "const" in part else None)
    if words:
        assert typing.get_origin(kind) is typing.Literal, where
        assert list(typing.get_args(kind)) == words, where
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        _agree_on_fields(part, kind, where)
    elif part["type"] == "array" and part.get("maxItems") == 2:
        assert kind == tuple[int, int], where
    elif part["type"] == "array":
        inner, more = typing.get_args(kind)
        assert (typing.get_origin(kind), more) == (tuple, ...), where
        _agree(part["items"], inner, f"{where}[]")
    elif part["type"] == "object":
        assert kind == dict[str, typing.Any], where
    else:
        assert kind is {"string": str, "integer": int, "boolean": bool}[part["type"]], where


def _agree_on_fields(part, kind, where):
    fields = {one.encode_name: one for one in msgspec.structs.fields(kind)}
    required = set(part.get("required", ()))
    if kind is Release:
        required |= set(schema.REQUIRED)
    if where.endswith("/dates"):
        required |= {"issued"}  # of a complete record; a draft may lack it

    assert set(fields) == set(part["properties"]) - {"$schema"}, where
    assert {name for name, one in fields.items() if one.required} == required, where
    for name, one in fields.items():
        if not one.required:
            assert one.default in (None, ()), where
        _agree(part["properties"][name], one.type, f"{where}/{name}")


def test_the_types_of_a_release_are_those_of_the_schema():
    """Field by field and at any depth: names, requiredness, words of lists, what repeats."""
    _agree_on_fields(SCHEMA, Release, "")


def test_a_release_cannot_be_changed():
    for kind in Release.__mro__[0], *_structs(Release, set()):
        assert kind.__struct_config__.frozen, kind
        assert kind.__struct_config__.forbid_unknown_fields, kind


def _structs(kind, seen):
    for one in msgspec.structs.fields(kind):
        inner = _bare(one.type)
        inner = typing.get_args(inner)[0] if typing.get_origin(inner) is tuple else inner
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct) and inner not in seen:
            seen.add(inner)
            _structs(inner, seen)
    return seen


# what it takes


def _paths(value, part, where=""):
    """Yield the dotted path of every field that a record uses."""
    for name, inner in value.items():
        if name in part["properties"]:
            yield where + name
        said = _said(part["properties"][name])
        for one in inner if isinstance(inner, list) else [inner]:
            holder = _said(said["items"]) if isinstance(inner, list) else said
            if isinstance(one, dict) and "properties" in holder:
                yield from _paths(one, holder, f"{where}{name}.")


def test_there_is_a_record_that_uses_every_field():
    """Shown in full copies, change by change, in `test_full_copies.py`."""
    used = set(_paths(every_field(), SCHEMA))

    assert set(schema.field_paths()) - used == {"dates.created.dateTime", *VAGUE}


VAGUE = {
    "dates.issued.edtf",
    "dates.modified.edtf",
    "dates.scheduledFor.dateTime",
    "dates.expires.dateTime",
}
"""Of these and their counterparts a record holds exactly one."""


@pytest.mark.parametrize("record", [every_field, every_field_text])
def test_the_record_that_uses_every_field_has_no_error(record):
    assert [one for one in validate(record()) if one.severity == "error"] == []


def test_the_record_worked_out_by_hand_is_accepted(corpora):
    path = corpora.parent / "reference" / "seed-record.json"
    if not path.is_file():
        pytest.skip("no worked example beside the corpora")
    record = json.loads(path.read_bytes())

    assert schema.findings(record) == []
    assert [one for one in validate(record) if one.severity == "error"] == []


def test_the_schema_accepts_what_the_sketch_of_it_accepts(corpora):
    """Structure only: fields, requiredness, words, cardinality and limits are the same."""
    path = corpora.parent / "reference" / "release.schema.sketch.json"
    if not path.is_file():
        pytest.skip("no sketch beside the corpora")
    sketch = json.loads(path.read_bytes())

    ours, theirs = (_structure(one, one) for one in (SCHEMA, sketch))
    del ours["properties"]["$schema"]

    assert ours == theirs


def _structure(part, root):
    """Return a schema without words, patterns and references."""
    while "$ref" in part:
        part = root["$defs"][part["$ref"].rpartition("/")[2]]
    kept = {name: one for name, one in part.items() if name in KEPT}
    if part.get("format") == "edtf":
        kept.pop("minLength", None)  # in the pattern
    if "required" in kept:
        always = {"schemaVersion", "id", "status"} if part is root.get("else") else set()
        kept["required"] = sorted(set(kept["required"]) | always)
    if "properties" in part:
        kept["properties"] = {
            name: one if isinstance(one, bool) else _structure(one, root)
            for name, one in part["properties"].items()
        }
    for name in ("items", "else") if "properties" in part or "items" in part else ():
        if name in part:
            kept[name] = _structure(part[name], root)
    return kept


KEPT = frozenset(
    {"type", "enum", "const", "required", "additionalProperties", "minItems", "maxItems",
     "uniqueItems", "minimum", "maximum", "minLength", "maxLength", "minProperties",
     "dependentRequired"}
)  # fmt: skip


GOOD_IRIS = [
    "https://pers.example.go.id/id/release/x7k2m9", "urn:newsml:x.example:20260101:1",
    "ark:/99/fk4", "mailto:a@b.example", "https://a.example/é", "http://[2001:db8::1]:80/",
    "orga:x", "xorg:x", "https://a.example:8080/", "tag:a.example,2026:b",
]  # fmt: skip
BAD_IRIS = [
    *(f"{one}:x" for one in sorted(CONTEXT_PREFIXES)),
    *(f"https://a.example/{one}" for one in (
        "a b", "<a>", "%zz", "%4", "{a}", "a|b", "\\", "^", "`", '"', "\u00a0", "\u2028", "\u3000",
        "\n", "\ufeff", "\ue000", "\ufffe", "[a]")),
    "", "a", "/a", "//a.example/", "https://a.example:/", "https://a.example:?a", "https:", "_:b",
    "1a:b", "@id:x",
]  # fmt: skip


@pytest.mark.parametrize("iri", GOOD_IRIS)
def test_an_iri_may_be_of_any_scheme(iri):
    record = every_field() | {"id": iri, "digitalSource": iri}
    record["identifiers"][1]["scheme"] = iri
    record["subjects"][1]["scheme"] = f"{iri}#"

    assert schema.findings(record) == []


@pytest.mark.parametrize("name", ["id", "digitalSource"])
@pytest.mark.parametrize("iri", BAD_IRIS)
def test_an_iri_that_some_format_would_lose_or_change_is_refused(name, iri):
    """RDF and JSON-LD processors drop it without a word, or the XSD of NewsML-G2 refuses it."""
    record = every_field() | {name: iri}

    assert [(one.code, one.pointer) for one in schema.findings(record)] == [("S115", f"/{name}")]
    assert not schema.accepts(record)


@pytest.mark.parametrize("iri", ["https://a.example/%zz", "https://a.example/[a]", "org:x", "x:["])
@pytest.mark.parametrize(("field", "end"), [("identifiers", ""), ("subjects", "#")])
def test_a_scheme_that_is_an_iri_is_looked_at_as_closely(field, end, iri):
    record = every_field()
    record[field][1]["scheme"] = iri + end

    (found,) = schema.findings(record)

    assert (found.code, found.pointer) == ("S115", f"/{field}/1/scheme")


@pytest.mark.parametrize("scheme", ["Number", "1", "nomor surat", "nomor/2"])
def test_a_scheme_of_identifiers_that_is_no_iri_is_a_short_name(scheme):
    record = every_field()
    record["identifiers"][0]["scheme"] = scheme

    (found,) = schema.findings(record)

    assert (found.code, found.params["title"]) == ("S103", "Scheme")


def test_an_iri_with_a_prefix_of_the_context_is_told_to_be_written_in_full():
    """`schema:name` is a fine IRI, but JSON-LD takes it for https://schema.org/name."""
    (found,) = schema.findings(every_field() | {"digitalSource": "schema:name"})

    assert (found.code, found.variant) == ("S115", "prefix")


def test_the_prefixes_that_no_iri_may_have_are_those_of_the_context():
    context = json.loads(contracts.contract("context.jsonld"))["@context"]
    declared = {name for name, one in context.items() if isinstance(one, str) and name[0] != "@"}
    pattern = SCHEMA["$defs"]["iri"]["pattern"]

    assert declared == CONTEXT_PREFIXES
    assert sorted(CONTEXT_PREFIXES) == re.match(r"\^\(\?!\(\?:([a-z|]+)\):\)", pattern)[1].split(
        "|"
    )


@pytest.mark.parametrize(
    "scheme", ["medtop2", "Medtop", "medtop#", "https://a.example/t", "topics/"]
)
def test_a_scheme_of_topics_is_medtop_or_an_iri_that_a_code_can_follow(scheme):
    record = every_field()
    record["subjects"][1]["scheme"] = scheme

    assert {one.code for one in schema.findings(record)} <= {"S103", "S115"}
    assert not schema.accepts(record)


def test_a_validator_that_takes_formats_for_remarks_sees_most_faults_too():
    """That is what most editors do; patterns beside the formats stop the common slips."""
    plain = Draft202012Validator(SCHEMA)
    faults = [
        {"versionCreated": "2026-03-02 09:00"}, {"versionCreated": "2026-03-02T09:00:00"},
        {"language": "id_ID"}, {"id": "rilis 1"}, {"dateline": {"text": "x", "date": "8 Juli"}},
    ]  # fmt: skip

    assert plain.is_valid(every_field())
    assert not any(plain.is_valid(every_field() | fault) for fault in faults)
